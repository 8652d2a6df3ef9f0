import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import { SURE } from "../../src/protocol/neighborConfidence.ts";
import { startEngine } from "../support/engine.ts";
import { overflow, seriousViolations } from "../support/pageActions.ts";
import { lookUp } from "../support/pageElements.ts";
import type { OpenPage, PageOptions } from "../support/pageHarness.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

const GROUNDING_TIMEOUT_MS = 300_000;

let grounded: ModelDescription;

async function open(options: PageOptions = {}): Promise<OpenPage> {
  return pages.open({ model: pages.harness.model, ...options });
}

beforeAll(async () => {
  grounded = await pages.harness.groundedModel();
}, GROUNDING_TIMEOUT_MS);

/** What the engine says of a word's neighbors: sure or not. */
async function surenessOf(modelPath: string, word: string): Promise<boolean[]> {
  const { engine } = await startEngine();
  const list = await engine.calls.findNeighbors({ modelPath, word, count: 20 });
  await engine.close();
  if ("missing" in list) throw new Error(`${word} is missing.`);
  return list.neighbors.map(({ confidence }) => confidence! >= SURE);
}

describe("the confidence of neighbors", () => {
  it("draws those grey that another seed may leave out, and tells it to those who do not see that", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    const sure = await surenessOf(pages.harness.model.path, "bank");
    expect(sure).toContain(true);
    expect(sure).toContain(false);
    const rows = await list.getByRole("option").all();
    const colors = new Map<boolean, Set<string>>([true, false].map((key) => [key, new Set()]));
    for (const [place, row] of rows.entries()) {
      const isSure = sure[place]!;
      const label = (await row.getAttribute("aria-label")) ?? "";
      expect(label).toMatch(/among the 20 nearest again in about \d+ of 10 trainings$/i);
      expect(label.includes("May change with another seed")).toBe(!isSure);
      expect(label.endsWith((await row.getAttribute("title")) ?? "?")).toBe(true);
      const style = await row.evaluate((element) => ({
        color: getComputedStyle(element.querySelector(".row-word")!).color,
        bar: getComputedStyle(element.querySelector(".bar > span")!).backgroundImage,
      }));
      colors.get(isSure)!.add(style.color);
      expect(style.bar.includes("gradient")).toBe(!isSure);
    }
    expect([...colors.get(true)!].filter((color) => colors.get(false)!.has(color))).toEqual([]);
    const count = sure.filter(Boolean).length;
    await page
      .getByText(new RegExp(`^\\s*(High|Medium|Low) confidence\\. ${count} of 20`))
      .waitFor();
  });

  it("goes with the balance: what the encoder says does not change with the seed", async () => {
    const { page } = await open({ model: grounded });
    await lookUp(page, "bank");
    const slider = page.getByRole("slider", { name: "Balance of here and general" });
    await slider.press("End");
    await page.getByText(/^\s*High confidence\. 20 of 20 are stable\s*$/).waitFor();
    expect(await page.locator(".row.unsure").count()).toBe(0);
  });

  it("says nothing for another measure", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    await page.getByRole("button", { name: "Measure and filter" }).click();
    await page.getByRole("combobox", { name: "Measure" }).selectOption("dot");
    await page.getByText(/confidence\. \d+ of 20/).waitFor({ state: "detached" });
    expect(await list.locator(".unsure").count()).toBe(0);
  });

  it.each(["dark", "light", "contrast"] as const)("looks as designed, %s", async (theme) => {
    for (const [width, height] of [
      [1200, 800],
      [360, 900],
    ] as const) {
      const { page } = await open({ theme, width, height });
      await lookUp(page, "bank");
      await page.getByText("401", { exact: true }).waitFor();
      await page.mouse.move(2, 2);
      await page.screenshot({ path: join(PICTURES, `confidence-${width}-${theme}.png`) });
      expect(await overflow(page)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
      expect(pages.opened.complaints).toEqual([]);
    }
  });
});
