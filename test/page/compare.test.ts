import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { searchField } from "../support/pageElements.ts";
import type { PageOptions } from "../support/pageHarness.ts";
import { PICTURES, pagesOfTests } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

/** A page whose workspace has a second model: the speeches since 1950 alone. */
async function openBeside(options: PageOptions = {}) {
  const later = await pages.harness.laterModel();
  const { modelNames } = pages.harness.ready;
  const pair = { firstPath: modelNames[0]!.path, secondPath: later.path };
  const opened = await pages.open({
    ...options,
    state: {
      modelNames: [modelNames[0]!, { path: later.path, name: "later", stamp: "1" }],
      ...options.state,
    },
  });
  return { ...opened, pair };
}

/** What the command asks the page for. */
async function compareRequest() {
  const later = await pages.harness.laterModel();
  const pair = { firstPath: pages.harness.model.path, secondPath: later.path };
  return { serial: 1, tab: "compare", selection: null, word: null, pair } as const;
}

/** The tab as the command opens it, with everything that it asks for. */
async function openCompare(options: PageOptions = {}) {
  const opened = await openBeside({ ...options, state: { tabRequest: await compareRequest() } });
  await shown(opened.page);
  return opened;
}

/** List, map and both sides are there. */
async function shown(page: Page): Promise<void> {
  await page.locator(".compare[aria-busy=false]").waitFor();
  await page.getByRole("application", { name: /^Map of [1-9][\d,]* words in both/ }).waitFor();
  await soon(() => page.locator(".side-neighbors").count()).toBe(2);
}

const list = (page: Page) => page.getByRole("listbox", { name: "Words that moved most" });
const side = (page: Page, model: string) =>
  page.getByRole("region", { name: new RegExp(` in ${model}$`) });
const tab = (page: Page) => page.getByRole("tab", { name: "Compare" });

function overlay(page: Page): Promise<string> {
  return page.evaluate(() =>
    document.querySelector<HTMLCanvasElement>("wf-compare-map .map-overlay")!.toDataURL(),
  );
}

describe("two models beside each other", () => {
  it("are chosen in the tab, where a button compares them", async () => {
    const { page, host } = await openBeside();
    await tab(page).click();
    const button = page.getByRole("button", { name: "Compare Models" });
    await page.getByRole("button", { name: /^From: / }).waitFor();
    expect(host.count("listMovedWords")).toBe(0);
    await page.getByRole("button", { name: /^To: / }).click();
    await page.getByRole("menu").getByText("later", { exact: true }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await button.click();
    await shown(page);
    expect(host.count("listMovedWords")).toBe(1);
  });

  it("show which words moved beyond chance, how often each stands, what it is near, and lines", async () => {
    const { page, host } = await openCompare();
    await soon(() => list(page).getByRole("option").count()).toBe(200);
    const clear = await page.locator(".compare-clear").innerText();
    const [some, all] = [...clear.matchAll(/[\d,]+/g)].map(([n]) => Number(n.replace(",", "")));
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all! / 2);
    const second = list(page).getByRole("option").nth(1);
    const label = (await second.getAttribute("aria-label"))!;
    expect(label).toMatch(/^\S+, \d\.\d\d, [\d,]+ → [\d,]+ times, by chance \d\.\d\d$/);
    const before = await overlay(page);
    await second.click();
    const word = label.split(",")[0]!;
    await soon(() => searchField(page).inputValue()).toBe(word);
    await soon(() =>
      side(page, "later")
        .getByText(/times$/)
        .count(),
    ).toBe(1);
    await soon(() => overlay(page)).not.toBe(before);
    expect(await second.getAttribute("aria-selected")).toBe("true");
    const line = side(page, "later").locator(".near-line").first();
    await line.click();
    await soon(() => host.count("openPlace", { keep: false })).toBe(1);
    expect(await seriousViolations(page)).toEqual([]);
    await page.screenshot({ path: join(PICTURES, "compare.png") });
  });

  it("are walked with the keyboard: the list, and the map", async () => {
    const { page } = await openCompare();
    await list(page).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const third = list(page).getByRole("option").nth(2);
    const word = (await third.getAttribute("aria-label"))!.split(",")[0]!;
    expect(await list(page).getAttribute("aria-activedescendant")).toBe("moved-2");
    await page.keyboard.press("Enter");
    await soon(() => searchField(page).inputValue()).toBe(word);
    const map = page.getByRole("application", { name: /words in both/ });
    await map.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await soon(() => searchField(page).inputValue()).not.toBe(word);
  });

  it("have as many arrows as the user wants", async () => {
    const { page } = await openCompare();
    const before = await overlay(page);
    await page.getByRole("button", { name: /^Arrows 24/ }).click();
    await page.getByRole("menu").getByText("40 words", { exact: true }).click();
    await soon(() => overlay(page)).not.toBe(before);
  });

  it("are swapped by a button: what was before becomes what is after", async () => {
    const { page, host, pair } = await openCompare();
    await page.getByRole("button", { name: /^Swap/ }).click();
    await soon(() =>
      host.count("listMovedWords", { firstPath: pair.secondPath, secondPath: pair.firstPath }),
    ).toBe(1);
    await shown(page);
    const first = page.locator(".compare-side.before .compare-side-head");
    await soon(() => first.innerText()).toMatch(/^later/);
  });

  it("come back with the page", async () => {
    const { page, host } = await openCompare();
    await page.getByRole("button", { name: /^Arrows/ }).click();
    await page.getByRole("menu").getByText("12 words", { exact: true }).click();
    await page.reload();
    await shown(page);
    await page.getByRole("button", { name: /^Arrows 12/ }).waitFor();
    expect(host.count("listMovedWords")).toBe(2);
  });

  it("are compared again where one of them is trained anew, also while another tab is seen", async () => {
    const { page, host } = await openCompare();
    const anew = (stamp: string) =>
      host.change({
        modelNames: host.state.modelNames.map((model) =>
          model.name === "later" ? { ...model, stamp } : model,
        ),
      });
    anew("1");
    const word = await searchField(page).inputValue();
    anew("2");
    await soon(() => host.count("listMovedWords")).toBe(2);
    await shown(page);
    expect(await searchField(page).inputValue()).toBe(word);
    await page.getByRole("tab", { name: "Explore" }).click();
    anew("3");
    await tab(page).click();
    await soon(() => host.count("listMovedWords")).toBe(3);
    await shown(page);
  });

  it("are placed under the user’s eyes; where that is stopped, the words stay where they are", async () => {
    let release = (): void => undefined;
    const { page, host } = await openBeside({
      state: { tabRequest: await compareRequest() },
      prepare: (h) => (release = h.hold("projectModels")),
    });
    await soon(() => host.count("projectModels")).toBe(1);
    const { runId } = host.asked.find(({ method }) => method === "projectModels")!.params as {
      runId: string;
    };
    const progress = (fraction: number, of = runId) =>
      host.projectionChanged({
        ...{ runId: of, phase: "layout", fraction, round: 100 * fraction, rounds: 100 },
        secondsLeft: 1,
        positions: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i * (1 + fraction))),
        words: { words: ["war", "peace", "bank"], counts: Uint32Array.of(3, 2, 1) },
      });
    progress(0.2, "another");
    progress(0.4);
    const map = page.getByRole("application", { name: /^Map of 3 words in both/ });
    await map.waitFor();
    expect(await page.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("40");
    const before = await overlay(page);
    progress(0.6);
    await soon(() => overlay(page)).not.toBe(before);
    await page.getByRole("button", { name: /^Stop/ }).click();
    await page.getByText("UMAP, both models · stopped").waitFor();
    await map.waitFor();
    await page.setViewportSize({ width: 300, height: 900 });
    await page.getByText("UMAP, both models · stopped").waitFor();
    expect(await overflow(page)).toEqual([]);
    release();
    await page.getByRole("button", { name: "Try Again" }).click();
    await shown(page);
    expect(await page.getByText("stopped").count()).toBe(0);
  });

  it("are told apart from one model, and from one that is gone", async () => {
    const { page, host } = await openBeside();
    await tab(page).click();
    const gone = join(await mkdtemp(join(tmpdir(), "wordfield-gone-")), "gone.safetensors");
    onTestFinished(() => rm(join(gone, ".."), { recursive: true, force: true }));
    await copyFile(pages.harness.model.path, gone);
    host.change({
      modelNames: [...host.state.modelNames, { path: gone, name: "gone", stamp: "" }],
    });
    await rm(gone);
    await page.getByRole("button", { name: /^To: / }).click();
    await page.getByRole("menu").getByText("gone", { exact: true }).click();
    await page.getByRole("button", { name: "Compare Models" }).click();
    await page
      .getByRole("alert")
      .getByText(/gone\.safetensors/)
      .waitFor();
    await page.getByRole("button", { name: /^To: / }).click();
    await page.getByRole("menu").getByText(pages.harness.model.name, { exact: true }).click();
    await page.getByRole("alert").getByText("Both are the same model.").waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Compare other models" }).click();
    host.change({ modelNames: [host.state.modelNames[0]!] });
    await page.getByText("There is one model here.").waitFor();
    expect(await overflow(page)).toEqual([]);
  });
});

describe("pictures", () => {
  it.each([
    ["dark", 1200],
    ["light", 1200],
    ["contrast", 1200],
    ["contrastLight", 800],
    ["dark", 360],
    ["light", 300],
  ] as const)("is drawn in %s at %i pixels", async (theme, width) => {
    const { page } = await openCompare({ theme, width, height: width < 640 ? 900 : 800 });
    await page.screenshot({ path: join(PICTURES, `compare-${theme}-${width}.png`) });
    expect(await overflow(page)).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
  });
});
