import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { WordfieldError } from "../../src/errors.ts";
import { heading, overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, neighborsOf } from "../support/pageElements.ts";
import { type OpenPage, type PageOptions } from "../support/pageHarness.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

const TEXT =
  "on the 28th of that month reached the east bank of the Rio Grande opposite to Matamoras";
const PATIENCE_MS = 180_000; // the first comparison encodes the vocabulary

/** Opens the page at the Context tab with a selection, as the command does. */
async function openContext(
  selected: string = TEXT,
  options: PageOptions = {},
  isCut = false,
): Promise<OpenPage> {
  const selection = {
    text: selected,
    place: { path: "/texts/1846_james_polk_d.txt", line: 1, column: 44_702 },
    isCut,
  };
  await pages.open({
    ...options,
    state: {
      tabRequest: { serial: 1, tab: "context", selection, word: null },
      ...options.state,
    },
  });
  return pages.opened;
}

/** The option of a word in the strip. */
const wordOf = (page: OpenPage["page"], word: string) =>
  page.getByRole("option", { name: new RegExp(`^${word}(,|$)`) });

/** What was asked last with a method. */
const lastAsked = (method: string) =>
  pages.opened.host.asked.filter((call) => call.method === method).at(-1);

describe("the words of a selection", () => {
  it(
    "are shown with their pieces; a click or an arrow key picks one, which the editor marks",
    async () => {
      const { page } = await openContext();
      await page.getByText("17 words", { exact: true }).waitFor({ timeout: PATIENCE_MS });
      expect(await wordOf(page, "Matamoras mata ##mora ##s").count()).toBe(1);
      await wordOf(page, "bank").click();
      await soon(() => heading(page).textContent()).toBe("bank");
      await soon(() => lastAsked("markStretch")?.params).toEqual({
        stretch: { start: 43, end: 47 },
      });
      await page.getByRole("listbox", { name: "Words of the selection" }).focus();
      await page.keyboard.press("ArrowLeft");
      await soon(() => heading(page).textContent()).toBe("east");
      await page.getByRole("tab", { name: "Explore" }).click();
      await soon(() => lastAsked("markStretch")?.params).toEqual({ stretch: null });
    },
    PATIENCE_MS,
  );

  it(
    "are compared with their places: distance, neighbors in general and here, lines that open",
    async () => {
      const { page, host } = await openContext();
      await wordOf(page, "bank").click({ timeout: PATIENCE_MS });
      await page.getByText("of its 400 of 401 occurrences.").waitFor({ timeout: PATIENCE_MS });
      const staticList = page.getByRole("region", { name: "Static" });
      await staticList.getByText("banks", { exact: true }).waitFor({ timeout: PATIENCE_MS });
      const here = page.getByRole("region", { name: "Here" });
      await here.getByText("banks", { exact: true }).waitFor();
      await page.getByText(/In common:\s+banks/).waitFor();
      await page.getByText("all-MiniLM-L6-v2 has no head that fills in words.").waitFor();
      const lines = page.getByRole("region", { name: "Nearest lines" }).getByRole("button");
      expect(await lines.count()).toBe(6);
      // The selection itself stands in the text: nothing is nearer.
      await lines.first().click();
      expect(await lines.first().textContent()).toMatch(/1846_james_polk_d.txt:190.*east bank of/s);
      await soon(() => host.count("openPlace", { line: 190, column: 185, length: 4 })).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    "follow the layer: the curve is a slider, and neighbors, similarity and attention are those of its layer",
    async () => {
      const { page, host } = await openContext();
      await wordOf(page, "bank").click({ timeout: PATIENCE_MS });
      const slider = page.getByRole("slider", { name: "Layer of the encoder" });
      expect(await slider.getAttribute("aria-valuenow")).toBe("6");
      await page
        .locator('.layer-slider .to-itself:not([d=""])')
        .waitFor({ state: "attached", timeout: PATIENCE_MS });
      expect(await slider.getAttribute("aria-valuetext")).toMatch(
        /^Layer 6: bank to itself 0\.\d\d, the words to each other 0\.\d\d$/,
      );
      await slider.focus();
      await page.keyboard.press("ArrowLeft");
      await soon(() => slider.getAttribute("aria-valuenow")).toBe("5");
      await soon(() => host.count("readContext", { layer: 5 })).toBe(1);
      await page.getByRole("heading", { name: "Similarity layer 5" }).waitFor();
      await page.getByRole("heading", { name: "Attention layer 5, head 1" }).waitFor();
      await soon(() => host.count("neighborsInContext", { layer: 5 })).toBe(1);
      await page.getByRole("heading", { name: "Here layer 5" }).waitFor({ timeout: PATIENCE_MS });
      await page.getByRole("group", { name: /^Attention of 6 layers and 12 heads/ }).focus();
      await page.keyboard.press("ArrowRight");
      await page.getByRole("heading", { name: "Attention layer 5, head 2" }).waitFor();
      const weights = page.getByRole("list", { name: "bank looks at" }).getByRole("listitem");
      const ofHead = await weights.allTextContents();
      await page.getByRole("combobox", { name: "Which attention" }).selectOption("rollout");
      await page.getByRole("heading", { name: "Attention rollout up to layer 5" }).waitFor();
      expect(await weights.allTextContents()).not.toEqual(ofHead);
      // Each layer came in a slice of its own, once.
      const layers = host.asked.filter(({ method }) => method === "readLayerAttention");
      expect(layers.map(({ params }) => (params as { layer: number }).layer).sort()).toEqual([
        0, 1, 2, 3, 4, 5,
      ]);
    },
    PATIENCE_MS,
  );
});

describe("what can go wrong", () => {
  it(
    "asks for a selection where there is none, and takes the editor's when told",
    async () => {
      const { page, host } = await openContext("   ");
      await page.getByText(/Select a word, a sentence or a paragraph in any editor/).waitFor();
      host.selection = { text: "The bank lends money.", place: null, isCut: false };
      await page
        .getByRole("main")
        .getByRole("button", { name: /Read the editor/ })
        .click();
      await page.getByText("4 words", { exact: true }).waitFor({ timeout: PATIENCE_MS });
    },
    PATIENCE_MS,
  );

  it(
    "tells in a sentence why the encoder did not answer, and asks again",
    async () => {
      let release: ReturnType<OpenPage["host"]["hold"]> = () => undefined;
      const { page } = await openContext(TEXT, {
        prepare: (host) => {
          release = host.hold("readContext");
        },
      });
      await page.getByText("Starting the encoder…").waitFor();
      release(new WordfieldError("encoder-lost", "The encoder process ended (SIGKILL)."));
      const alert = page.getByRole("alert");
      await alert.getByText("The encoder process ended (SIGKILL).").waitFor();
      await alert.getByRole("button", { name: "Try Again" }).click();
      await page.getByText("17 words", { exact: true }).waitFor({ timeout: PATIENCE_MS });
    },
    PATIENCE_MS,
  );

  it(
    "says that a long selection was cut, and still shows its words",
    async () => {
      const long = "The bank lends money to the state and to its banks. ".repeat(90);
      const { page } = await openContext(long.slice(0, 5_000), {}, true);
      await page.getByText(/longer than the encoder reads at once: .* 512 pieces/).waitFor({
        timeout: PATIENCE_MS,
      });
      expect(await page.getByRole("option").count()).toBeGreaterThan(400);
      expect(await overflow(page)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    "shows the words without a model, and says what a model would add",
    async () => {
      const { page } = await openContext(TEXT, { state: { model: { kind: "none" } } });
      await page.getByText(/There is no model yet: train one/).waitFor({ timeout: PATIENCE_MS });
      await page.getByRole("slider", { name: "Layer of the encoder" }).waitFor();
      expect(await page.getByRole("region", { name: "Nearest lines" }).count()).toBe(0);
    },
    PATIENCE_MS,
  );
});

describe("the tabs", () => {
  it(
    "are walked by arrow keys, remembered, and restored with selection and word",
    async () => {
      const { page, host } = await openContext();
      await wordOf(page, "bank").click({ timeout: PATIENCE_MS });
      await soon(() => heading(page).textContent()).toBe("bank");
      await page.reload();
      const tab = page.getByRole("tab", { name: "Context", selected: true });
      await tab.waitFor();
      await soon(() => heading(page).textContent()).toBe("bank");
      await page.getByRole("button", { name: "1846_james_polk_d.txt:1", exact: true }).waitFor();
      await tab.focus();
      await page.keyboard.press("ArrowLeft");
      await page.getByRole("tab", { name: "Explore", selected: true }).waitFor();
      host.change({ request: { serial: 7, word: "bank", show: "word" } });
      await neighborsOf(page, "bank").waitFor();
      await page.reload();
      await page.getByRole("tab", { name: "Explore", selected: true }).waitFor();
      await neighborsOf(page, "bank").waitFor();
      await lookUp(page, "treaty");
    },
    PATIENCE_MS,
  );
});

describe("pictures", () => {
  it.each([
    ["dark", 1200],
    ["light", 1200],
    ["contrast", 1200],
    ["light", 800],
    ["dark", 360],
  ] as const)(
    "is drawn in %s at %i pixels",
    async (theme, width) => {
      const { page } = await openContext(TEXT, { theme, width, height: 800 });
      await page.getByRole("option", { name: /^bank/ }).click();
      await page.locator(".scored").nth(1).waitFor({ timeout: PATIENCE_MS });
      await page.locator('.layer-slider .to-itself:not([d=""])').waitFor({
        state: "attached",
        timeout: PATIENCE_MS,
      });
      await page.screenshot({ path: join(PICTURES, `context-${theme}-${width}.png`) });
      expect(await overflow(page)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
