import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import { overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, neighborsOf } from "../support/pageElements.ts";
import type { OpenPage, PageOptions } from "../support/pageHarness.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

const GROUNDING_TIMEOUT_MS = 300_000;

let grounded: ModelDescription;

async function open(options: PageOptions = {}): Promise<OpenPage> {
  return pages.open({ model: grounded, ...options });
}

beforeAll(async () => {
  grounded = await pages.harness.groundedModel();
}, GROUNDING_TIMEOUT_MS);

const slider = (page: Page) => page.getByRole("slider", { name: "Balance of here and general" });
const spoken = (page: Page) => slider(page).getAttribute("aria-valuetext");
const wordsOf = (list: Locator) => list.locator(".row-word").allTextContents();

describe("the balance", () => {
  it("reorders the list at once as it is dragged, leaves the map, and goes back on double-click", async () => {
    const { page, host } = await open();
    const list = await lookUp(page, "bank");
    expect(await spoken(page)).toMatch(/^auto, \d+\s% general for this word$/);
    await page.getByText(/^\s*Auto: .+, 401 uses( that disagree)?\s*$/).waitFor();
    const auto = await wordsOf(list);
    await slider(page).hover(); // waits until what arrived late no longer moves it
    const box = (await slider(page).boundingBox())!;
    expect(Math.round(box.width)).toBe(96);
    await page.mouse.down();
    await page.mouse.move(box.x + 1, box.y + 11, { steps: 4 });
    await soon(() => host.count("findNeighbors", { word: "bank", balance: 0 })).toBe(1);
    await soon(() => wordsOf(list)).not.toEqual(auto);
    expect(await spoken(page)).toBe("here alone");
    const here = await wordsOf(list);
    await page.mouse.move(box.x + 95, box.y + 11, { steps: 4 });
    await page.mouse.up();
    await soon(() => spoken(page)).toBe("general alone");
    await soon(() => wordsOf(list)).not.toEqual(here);
    const general = await wordsOf(list);
    expect(general.filter((word) => here.includes(word)).length).toBeLessThan(10);
    expect(host.count("readMap")).toBe(1);
    expect(host.count("findOccurrences", { word: "bank" })).toBe(1);
    await slider(page).dblclick();
    await soon(() => spoken(page)).toMatch(/^auto/);
    await soon(() => wordsOf(list)).toEqual(auto);
  });

  it("is dragged on while the engine takes its time over a list", async () => {
    const { page, host } = await open();
    const list = await lookUp(page, "bank");
    const auto = await wordsOf(list);
    await slider(page).hover();
    const box = (await slider(page).boundingBox())!;
    const release = host.hold("findNeighbors");
    await page.mouse.down();
    await page.mouse.move(box.x + 1, box.y + 11);
    await page.locator('#neighbors-body[aria-busy="true"]').waitFor();
    expect(await wordsOf(list)).toEqual(auto);
    expect(await seriousViolations(page)).toEqual([]);
    await page.mouse.move(box.x + 95, box.y + 11);
    await page.mouse.up();
    await soon(() => spoken(page)).toBe("general alone");
    release();
    await soon(() => wordsOf(list)).not.toEqual(auto);
    await page.locator('#neighbors-body[aria-busy="false"]').waitFor();
  });

  it("of the map is chosen with its projection, and kept", async () => {
    const { page, host } = await open();
    const menu = page.getByRole("button", { name: /^Projection/ });
    const placed = () =>
      host.asked.flatMap(({ method, params }) =>
        method === "projectMap" ? [(params as { settings: { balance?: unknown } }).settings] : [],
      );
    await soon(() => placed().map(({ balance }) => balance)).toEqual(["auto"]);
    await menu.click();
    await page.getByRole("menuitemradio", { name: "By the General Meaning" }).click();
    await soon(() => placed().map(({ balance }) => balance)).toEqual(["auto", 1]);
    await page.getByRole("button", { name: "Projection: UMAP, general" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Projection: UMAP, general" }).click();
    await page.screenshot({ path: join(PICTURES, "map-meaning-1200-dark.png") });
    await page.getByRole("menuitemradio", { name: "By the Meaning Here" }).click();
    await soon(() => placed().at(-1)?.balance).toBe(0);
  });

  it("moves by keys, holds for the other questions of the page, and is remembered", async () => {
    const { page, host } = await open();
    await lookUp(page, "bank");
    await slider(page).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await soon(() => spoken(page)).toMatch(/^5\s% general$/);
    await page.reload();
    await neighborsOf(page, "bank").waitFor();
    expect(await spoken(page)).toMatch(/^5\s% general$/);
    await soon(() => host.count("findNeighbors", { word: "bank", balance: 0.05 })).toBe(2);
    await slider(page).press("a");
    await soon(() => spoken(page)).toMatch(/^auto/);
  });

  it("shows here and in general side by side, with what they have in common", async () => {
    const { page } = await open();
    await lookUp(page, "bank");
    await page.getByRole("button", { name: "More about these neighbors" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Two lists: here and in general" }).click();
    const here = page.getByRole("listbox", { name: "Nearest neighbors of bank here" });
    const general = page.getByRole("listbox", { name: "Nearest neighbors of bank in general" });
    await general.waitFor();
    expect(await slider(page).count()).toBe(0);
    const [left, right] = [await wordsOf(here), await wordsOf(general)];
    const common = left.filter((word) => right.includes(word));
    expect(common.length).toBeGreaterThan(0);
    expect(await here.locator(".common").allTextContents()).toEqual(common);
    expect((await page.locator(".in-common b").textContent())?.split(" · ").sort()).toEqual(
      [...common].sort(),
    );
    const [a, b] = [(await here.boundingBox())!, (await general.boundingBox())!];
    expect(b.x).toBeGreaterThan(a.x + a.width - 1);
    await page.reload();
    await general.waitFor();
  });

  it.each(["dark", "light"] as const)("looks as designed, %s", async (theme) => {
    for (const [width, height] of [
      [1200, 800],
      [360, 900],
    ] as const) {
      const { page } = await open({ theme, width, height });
      await lookUp(page, "bank");
      await page.getByText("401", { exact: true }).waitFor();
      await page.mouse.move(2, 2);
      await page.screenshot({ path: join(PICTURES, `balance-${width}-${theme}.png`) });
      expect(await overflow(page)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
      await page.getByRole("button", { name: "More about these neighbors" }).click();
      await page.getByRole("menuitemcheckbox", { name: /^Two lists/ }).click();
      await page.getByRole("listbox", { name: "Nearest neighbors of bank in general" }).waitFor();
      await page.mouse.move(2, 2);
      await page.screenshot({ path: join(PICTURES, `two-lists-${width}-${theme}.png`) });
      expect(await overflow(page)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
      expect(pages.opened.complaints).toEqual([]);
    }
  });
});

describe("a model without general meaning", () => {
  it("offers to add it, and has no balance", async () => {
    const { page, host } = await open({ model: pages.harness.model });
    await lookUp(page, "bank");
    expect(await slider(page).count()).toBe(0);
    expect(host.asked.some(({ params }) => "balance" in params)).toBe(false);
    await page.getByRole("button", { name: "Add meaning" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.groundModel" })).toBe(1);
  });
});
