import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { WordfieldError } from "../../src/errors.ts";
import { heading, overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp } from "../support/pageElements.ts";
import type { OpenPage, PageOptions } from "../support/pageHarness.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();
const { open } = pages;

/** Opens a page whose map is complete. */
/** Placing words anew takes as long as the machine is busy. */
const PATIENCE = { timeout: 120_000 };

async function openMap(options: PageOptions = {}): Promise<OpenPage> {
  const page = await open(options);
  await page.page.getByRole("button", { name: /^Fidelity/ }).waitFor();
  return page;
}

function picture(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>(".map-surface canvas")]
      .map((canvas) => canvas.toDataURL())
      .join(),
  );
}

async function choose(page: Page, menu: RegExp, entry: string): Promise<void> {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menu").getByText(entry, { exact: true }).click();
}

function selection(page: Page): Locator {
  return page.getByRole("region", { name: "Selected words" });
}

async function drag(page: Page, places: readonly (readonly [number, number])[]): Promise<void> {
  const box = (await page.getByRole("application").boundingBox())!;
  const [first, ...others] = places.map(([x, y]) => [box.x + x, box.y + y] as const);
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const place of others) await page.mouse.move(...place, { steps: 4 });
  await page.mouse.up();
}

describe("a projection under way", () => {
  it("shows the components at once, then words that move, and stops on click", async () => {
    const { page, host } = await open({ prepare: (h) => h.hold("projectMap") });
    await soon(() => host.count("projectMap")).toBe(1);
    await page.getByRole("button", { name: "Projection: UMAP" }).waitFor();
    await page.getByRole("button", { name: /^PCA · keeps \d+ %/ }).waitFor();
    const before = await picture(page);
    const { runId } = host.asked.find(({ method }) => method === "projectMap")!.params as {
      runId: string;
    };
    const snapshot = { phase: "layout", fraction: 0.78, round: 312, rounds: 400 } as const;
    const positions = Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i * i));
    host.projectionChanged({ ...snapshot, runId: "another", secondsLeft: 9, positions });
    host.projectionChanged({ ...snapshot, runId, secondsLeft: 4, positions });
    const stop = page.getByRole("button", { name: "Stop: 312 of 400 · 4 s left" });
    await stop.waitFor();
    expect(await page.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("78");
    await soon(() => picture(page)).not.toBe(before);
    await page.screenshot({ path: join(PICTURES, "refining.png") });
    await stop.click();
    await stop.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "UMAP · stopped" }).waitFor();
    await lookUp(page, "bank");
  });

  it("tells what has failed, and keeps the map of before", async () => {
    const { page, host } = await openMap();
    const before = await page.getByRole("button", { name: /^Fidelity/ }).textContent();
    host.replace("projectMap", () => {
      throw new WordfieldError("file-unreadable", "sotu can’t be read: it is gone. Train again.");
    });
    await choose(page, /^Projection/, "t-SNE");
    await page.getByText("sotu can’t be read: it is gone. Train again.").waitFor();
    expect(await page.getByRole("button", { name: /^Fidelity/ }).textContent()).toBe(before);
    await page.getByRole("button", { name: "Projection: UMAP" }).waitFor();
  });
});

describe("the colors", () => {
  it("show one cluster alone by click, others beside it with Ctrl, and all again", async () => {
    const { page } = await openMap();
    const rows = page.getByRole("list", { name: "Clusters" }).getByRole("button");
    await soon(() => rows.count()).toBeGreaterThanOrEqual(8);
    const sizes = await rows.locator(".legend-size").allInnerTexts();
    const numbers = sizes.map((size) => Number(size.replace(",", "")));
    expect(numbers.reduce((sum, size) => sum + size)).toBe(4000);
    const pressed = () => page.locator(".legend-row[aria-pressed=true]").count();
    const all = await picture(page);
    await rows.nth(1).click();
    await soon(pressed).toBe(1);
    await soon(() => picture(page)).not.toBe(all);
    await rows.nth(4).click({ modifiers: ["Control"] });
    await soon(pressed).toBe(2);
    await page.screenshot({ path: join(PICTURES, "two-clusters.png") });
    await rows.nth(4).focus();
    await page.keyboard.press("Control+Enter");
    await soon(pressed).toBe(1);
    await rows.nth(1).click();
    await soon(pressed).toBe(0);
  });

  it("show counts, or the similarity to the picked word, with a scale that names its ends", async () => {
    const { page, host } = await openMap();
    await choose(page, /^Color /, "count");
    await page.getByRole("img", { name: /^How often a word occurs: \d+ – 1\d\d,\d{3}$/ }).waitFor();
    await page.screenshot({ path: join(PICTURES, "by-count.png") });
    await choose(page, /^Color /, "similarity");
    await page.getByText("Look up a word to see what is near it.").waitFor();
    await lookUp(page, "bank");
    await page.getByRole("img", { name: /^Cosine to bank: 0 – 0\.\d\d$/ }).waitFor();
    expect(host.count("findSimilarities", { word: "bank", count: 4000 })).toBe(1);
    await page.screenshot({ path: join(PICTURES, "by-similarity.png") });
    const colored = await picture(page);
    await choose(page, /^Color /, "none");
    await soon(() => picture(page)).not.toBe(colored);
  });
});

describe("a selection", () => {
  it("takes the words inside a line, lists them, copies and forgets them", async () => {
    const { page } = await openMap();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("application").focus();
    await page.keyboard.press("l");
    await page.getByText(/^Draw a line around words/).waitFor();
    await drag(page, [
      [380, 120],
      [560, 120],
      [560, 260],
      [380, 260],
    ]);
    await selection(page).waitFor();
    const words = await selection(page).getByRole("listitem").getByRole("button").allTextContents();
    expect(words.length).toBeGreaterThan(5);
    await page.screenshot({ path: join(PICTURES, "lasso.png") });
    await selection(page).getByRole("button", { name: "Copy the words" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split("\n").slice(0, 5)).toEqual(words.slice(0, 5).map((word) => word.trim()));
    await selection(page).getByRole("button", { name: "Clear" }).click();
    await selection(page).waitFor({ state: "detached" });
  });

  it("is a box with Shift, and all that is in view with the keyboard alone", async () => {
    const { page } = await openMap();
    await page.keyboard.down("Shift");
    await drag(page, [
      [400, 150],
      [520, 240],
    ]);
    await page.keyboard.up("Shift");
    await selection(page).waitFor();
    const boxed = await selection(page).getByRole("listitem").count();
    await page.getByRole("application").focus();
    await page.keyboard.press("Escape");
    await selection(page).waitFor({ state: "detached" });
    await page.keyboard.press("l");
    await page.keyboard.press("Enter");
    await selection(page)
      .getByText(/^[34],\d{3} words selected$/)
      .waitFor();
    expect(boxed).toBeLessThan(200);
  });
});

describe("the fidelity", () => {
  it("says how far the map is to be trusted, and rings what looks near and is not", async () => {
    const { page } = await openMap();
    await lookUp(page, "bank");
    await page.getByRole("button", { name: /^Fidelity 0\.\d\d$/ }).click();
    await page.getByText(/\d+ of its 15 map neighbors are true/).waitFor();
    const before = await picture(page);
    await page.getByRole("checkbox", { name: "Show false neighbors" }).check();
    await soon(() => picture(page)).not.toBe(before);
    await page.screenshot({ path: join(PICTURES, "false-neighbors.png") });
  });
});

describe("axes of one's own", () => {
  it("place the words by formulas, and tell which word is missing", async () => {
    const { page } = await openMap();
    await choose(page, /^Words /, "1,000 most frequent");
    await page.getByRole("button", { name: "Words 1,000" }).waitFor();
    // What fails gives way to what is seen: until UMAP has moved the words, that is the quick map.
    await page.getByRole("button", { name: /^Fidelity/ }).waitFor(PATIENCE);
    await choose(page, /^Projection/, "Custom axes…");
    await page.getByRole("textbox", { name: "Across" }).fill("war - peace");
    await page.getByRole("textbox", { name: "Up" }).fill("qwertz - government");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText(/The model does not have “qwertz”/).waitFor();
    await page.getByRole("button", { name: "Projection: UMAP" }).waitFor();
    await page.getByRole("textbox", { name: "Up" }).fill("people - government");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Projection: Axes" }).waitFor();
    await page.getByRole("button", { name: /^Stop/ }).waitFor({ state: "detached", ...PATIENCE });
    await page.getByRole("button", { name: /^Fidelity/ }).waitFor();
    await page.screenshot({ path: join(PICTURES, "axes.png") });
  });
});

describe("three dimensions", () => {
  it("turn by dragging with Ctrl, and by Ctrl and the arrow keys", async () => {
    const { page } = await openMap();
    await choose(page, /^Projection/, "PCA in 3-D");
    await page.getByRole("button", { name: /^Stop/ }).waitFor({ state: "detached", ...PATIENCE });
    await page.getByRole("button", { name: /^Fidelity/ }).waitFor();
    await page.waitForTimeout(1200); // contours come when the page is idle
    const front = await picture(page);
    await page.keyboard.down("Control");
    await drag(page, [
      [300, 200],
      [420, 240],
    ]);
    await page.keyboard.up("Control");
    await soon(() => picture(page)).not.toBe(front);
    const turned = await picture(page);
    await page.getByRole("application").focus();
    await page.keyboard.press("Control+ArrowLeft");
    await soon(() => picture(page)).not.toBe(turned);
    expect(await heading(page).textContent()).toBe("sotu");
    await page.screenshot({ path: join(PICTURES, "space.png") });
  });
});

describe("what is taken out", () => {
  it("is a picture twice as fine, the same as shapes, and a table of all words", async () => {
    const { page, host } = await openMap();
    await lookUp(page, "bank");
    const saved = (kind: string) =>
      host.asked
        .filter(({ method }) => method === "saveMap")
        .map(({ params }) => params as { kind: string; content: string })
        .find((file) => file.kind === kind)?.content;
    await choose(page, /^Export/, "Save as PNG…");
    await soon(() => saved("png") !== undefined).toBe(true);
    const png = Buffer.from(saved("png")!, "base64");
    const box = (await page.getByRole("application").boundingBox())!;
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(
      [box.width, box.height].map((length) => Math.round(length * 2)),
    );
    await choose(page, /^Export/, "Save as SVG…");
    await soon(() => saved("svg") !== undefined).toBe(true);
    const parsed = await page.evaluate((content) => {
      const document = new DOMParser().parseFromString(content, "image/svg+xml");
      return {
        failed: document.querySelector("parsererror") !== null,
        circles: document.querySelectorAll("circle").length,
        words: [...document.querySelectorAll("text")].map(({ textContent }) => textContent),
      };
    }, saved("svg")!);
    expect(parsed.failed).toBe(false);
    expect(parsed.circles).toBeGreaterThan(500);
    expect(parsed.words).toContain("bank");
    await choose(page, /^Export/, "Save the words as TSV…");
    await soon(() => saved("tsv") !== undefined).toBe(true);
    const lines = saved("tsv")!.trimEnd().split("\n");
    expect(lines).toHaveLength(4001);
    expect(lines[0]).toBe("word\tcount\tx\ty\tcluster\tfidelity");
    expect(lines.find((line) => line.startsWith("bank\t"))).toMatch(
      /^bank\t401\t-?[01]\.\d{5}\t-?[01]\.\d{5}\t\S+ \S+ \S+\t[01]\.\d{3}$/,
    );
  });
});

describe("the table", () => {
  it("has the clusters and how far each word's place is to be trusted", async () => {
    const { page } = await openMap();
    await page.getByRole("button", { name: "Show as table (T)" }).click();
    const table = page.getByRole("table");
    const names = await table.getByRole("columnheader").allTextContents();
    expect(names.map((name) => name.trim())).toEqual([
      ...["word", "cluster", "rank", "count", "cosine", "fidelity"],
    ]);
    await page.getByRole("button", { name: "fidelity", exact: true }).click();
    const shares = await table.locator("tbody td:last-child").allTextContents();
    expect(shares.slice(0, 20).every((share) => Number(share) >= 0.5)).toBe(true);
    await page.screenshot({ path: join(PICTURES, "table.png") });
  });
});

describe.each([360, 300])("the table at %i pixels", (width) => {
  it("has room for the words", async () => {
    const { page } = await openMap({ width, height: 900 });
    await page.getByRole("button", { name: "Show as table (T)" }).click();
    const words = page.getByRole("table").locator("tbody th button");
    const cut = await words.evaluateAll(
      (buttons) => buttons.filter((button) => button.scrollWidth > button.clientWidth).length,
    );
    expect(cut).toBeLessThan(0.1 * (await words.count()));
    expect(await overflow(page)).toEqual([]);
  });
});

describe("models that nobody would draw", () => {
  const map = (words: readonly string[], xy: Float32Array<ArrayBuffer>) => ({
    words,
    counts: Uint32Array.from(words, (_, i) => words.length - i),
    xy,
    explained: [0.5, 0.5] as const,
  });

  it("has a map of a single word, without a projection", async () => {
    const { page, host } = await open({
      prepare: (h) => h.replace("readMap", () => map(["only"], Float32Array.of(3, 4))),
    });
    await page.getByRole("button", { name: "Words 1" }).waitFor();
    await page.screenshot({ path: join(PICTURES, "one-word.png") });
    expect(host.count("projectMap")).toBe(0);
  });

  it("draws words of any script and length as text, and leaves out what has no place", async () => {
    const words = ["<img src=x onerror=alert(1)>", "سلام", "x".repeat(10_000), "nowhere", "end"];
    const xy = Float32Array.of(-1, 0, 0, 1, 1, 0, Number.NaN, Number.NaN, 0, -1);
    const { page } = await open({
      prepare: (h) => {
        h.replace("readMap", () => map(words, xy));
        h.hold("projectMap");
      },
    });
    await page.getByRole("button", { name: "Words 5" }).waitFor();
    await page.getByRole("application").focus();
    await page.keyboard.press("l");
    await page.keyboard.press("Enter");
    await selection(page).getByText("4 words selected").waitFor();
    expect(await page.locator("img").count()).toBe(0);
    expect(await overflow(page)).toEqual([]);
    await page.screenshot({ path: join(PICTURES, "odd-words.png") });
  });
});

describe("the map and its parts", () => {
  // Every theme, and every arrangement: all of one with all of the other shows nothing more.
  it.each([
    ["dark", 1200],
    ["dark", 360],
    ["light", 1200],
    ["contrast", 360],
    ["contrastLight", 800],
  ] as const)("have no serious faults, %s at %d pixels", async (theme, width) => {
    const { page } = await openMap({ theme, width });
    await lookUp(page, "bank");
    await page.getByRole("button", { name: /^Fidelity/ }).click();
    await page.getByRole("application").focus();
    await page.keyboard.press("l");
    await page.keyboard.press("Enter");
    await selection(page).waitFor();
    await page.screenshot({ path: join(PICTURES, `parts-${theme}-${width}.png`) });
    expect(await seriousViolations(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    await page.getByRole("button", { name: /^Projection/ }).click();
    await page.screenshot({ path: join(PICTURES, `menu-${theme}-${width}.png`) });
    expect(await seriousViolations(page)).toEqual([]);
  });
});
