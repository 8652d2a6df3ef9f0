// The views and states that the gallery draws: how each is reached, as a user reaches it.
import type { Page } from "playwright-core";
import { WordfieldError } from "../../src/errors.ts";
import type { TrainingSnapshot } from "../../src/protocol/engineMessages.ts";
import { lookUp, searchField } from "../support/pageElements.ts";
import type { OpenPage, PageOptions } from "../support/pageHarness.ts";

/** One view: what the page is opened with, and what is done then. */
export interface GalleryView {
  readonly name: string;
  readonly options?: Pick<PageOptions, "state" | "prepare" | "language">;
  readonly reach?: (opened: OpenPage) => Promise<void>;
}

const TRAINING: TrainingSnapshot = {
  runId: "gallery",
  modelName: "sotu",
  phase: "training",
  fraction: 0.62,
  epoch: 8,
  epochs: 12,
  filesRead: 233,
  files: 233,
  bytesRead: 10_761_340,
  tokens: 1_813_085,
  words: 12_124,
  wordsPerSecond: 1_912_345,
  lossPerEpoch: [3.96, 3.78, 3.91, 3.81, 3.77, 3.76, 3.738],
  secondsLeft: 4,
  paused: false,
  memoryBytes: 14_900_000,
};

const SELECTION = {
  text: "on the 28th of that month reached the east bank of the Rio Grande opposite to Matamoras",
  place: { path: "/texts/1846_james_polk_d.txt", line: 1, column: 44_702 },
  isCut: false,
};
/** The first that asks the encoder waits for it. */
const ENCODING_MS = 180_000;

async function mapReady(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Fidelity/ }).waitFor();
}

async function choose(page: Page, menu: RegExp, entry: string): Promise<void> {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menu").getByText(entry, { exact: true }).click();
}

async function settled(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Stop/ }).waitFor({ state: "detached" });
}

/** A page with a word and the whole map, and what is done from there. */
function explore(name: string, reach: (page: Page) => Promise<void>): GalleryView {
  return {
    name: `explore-${name}`,
    reach: async ({ page }) => {
      await mapReady(page);
      await lookUp(page, "bank");
      await searchField(page).blur();
      await reach(page);
    },
  };
}

export const VIEWS: readonly GalleryView[] = [
  { name: "start", reach: async ({ page }) => mapReady(page) },
  explore("cluster", async () => undefined),
  explore("count", (page) => choose(page, /^Color /, "count")),
  explore("similarity", (page) => choose(page, /^Color /, "similarity")),
  explore("one-cluster", async (page) => {
    // The legend has no room where everything stands in one column.
    const row = page.locator(".legend-row").nth(5);
    if (await row.isVisible()) await row.click();
  }),
  explore("lasso", async (page) => {
    await page.getByRole("application").focus();
    await page.keyboard.press("l");
    await page.keyboard.press("Enter");
  }),
  explore("false-neighbors", async (page) => {
    await page.getByRole("button", { name: /^Fidelity/ }).click();
    await page.getByRole("checkbox", { name: "Show false neighbors" }).check();
  }),
  explore("axes", async (page) => {
    await choose(page, /^Projection/, "Custom axes…");
    await page.getByRole("textbox", { name: "Across" }).fill("war - peace");
    await page.getByRole("textbox", { name: "Up" }).fill("people - government");
    await page.keyboard.press("Enter");
    await settled(page);
  }),
  explore("space", async (page) => {
    await choose(page, /^Projection/, "PCA in 3-D");
    await settled(page);
  }),
  explore("formula", async (page) => {
    await searchField(page).fill("soldiers - army + navy");
    await searchField(page).press("Enter");
    await page.getByRole("heading", { name: /^Lines \d/ }).waitFor();
  }),
  explore("unknown", async (page) => {
    await searchField(page).fill("telephones");
    await searchField(page).press("Enter");
    await page.getByText(/Not among the/).waitFor();
  }),
  explore("why", async (page) => {
    await page
      .getByRole("option", { name: /^banks,/ })
      .first()
      .hover();
    await page.getByRole("button", { name: "Why similar to bank? (W)" }).click();
    await page.getByRole("group", { name: "Both stand near" }).waitFor();
  }),
  explore("words-compared", async (page) => {
    await page.getByRole("button", { name: "Similarity", exact: true }).click();
    const field = page.getByRole("combobox", { name: "Words to compare" });
    await field.fill("army navy soldiers sailors silver gold");
    await field.press("Enter");
    await page.getByRole("table", { name: /^Cosines of 6 words/ }).waitFor();
  }),
  explore("table", (page) => page.getByRole("button", { name: "Show as table (T)" }).click()),
  explore("menu", (page) => page.getByRole("button", { name: /^Projection/ }).click()),
  {
    name: "chinese",
    options: { language: "zh-cn" },
    reach: async ({ page }) => {
      const field = page.getByRole("combobox", { name: "词或算式" });
      await field.fill("bank");
      await field.press("Enter");
      await page.getByRole("listbox", { name: "bank 的近邻", exact: true }).waitFor();
      await page.getByRole("button", { name: /^保真度/ }).waitFor();
    },
  },
  {
    name: "context",
    options: {
      state: { tabRequest: { serial: 1, tab: "context", selection: SELECTION, word: null } },
    },
    reach: async ({ page }) => {
      await page.getByRole("option", { name: /^bank(,|$)/ }).click({ timeout: ENCODING_MS });
      await page.getByText(/of its \d+ of 401 occurrences/).waitFor({ timeout: ENCODING_MS });
      await page
        .locator('.layer-slider .to-itself:not([d=""])')
        .waitFor({ state: "attached", timeout: ENCODING_MS });
      await page
        .getByRole("region", { name: "Here" })
        .getByText("banks", { exact: true })
        .waitFor({ timeout: ENCODING_MS });
    },
  },
  {
    name: "context-empty",
    reach: ({ page }) => page.getByRole("tab", { name: "Context" }).click(),
  },
  {
    name: "senses",
    options: {
      state: { tabRequest: { serial: 1, tab: "senses", selection: null, word: "bank" } },
    },
    reach: ({ page }) => page.locator(".senses[aria-busy=false]").waitFor({ timeout: ENCODING_MS }),
  },
  {
    name: "senses-empty",
    reach: ({ page }) => page.getByRole("tab", { name: "Senses" }).click(),
  },
  {
    name: "refining",
    options: { prepare: (host) => host.hold("projectMap") },
    reach: async ({ page, host }) => {
      await lookUp(page, "peace");
      await page.getByRole("button", { name: /^Stop/ }).waitFor();
      const asked = host.asked.find(({ method }) => method === "projectMap");
      host.projectionChanged({
        runId: (asked?.params as { runId: string }).runId,
        ...{ phase: "layout", fraction: 0.78, round: 312, rounds: 400, secondsLeft: 4 },
        positions: null,
      });
    },
  },
  {
    name: "compare",
    reach: async ({ page, host }) => {
      const [sotu] = host.state.modelNames;
      // The speeches since 1950 alone, which preparing the pages has trained.
      const later = { path: sotu!.path.replace("sotu.", "later."), name: "later", stamp: "1" };
      host.change({ modelNames: [sotu!, later] });
      await page.getByRole("tab", { name: "Compare" }).click();
      await choose(page, /^To: /, later.name);
      await page.getByRole("button", { name: "Compare Models" }).click();
      await page.getByRole("application", { name: /^Map of [1-9]/ }).waitFor();
      await page.locator(".side-neighbors").nth(1).waitFor();
    },
  },
  {
    name: "compare-empty",
    reach: ({ page }) => page.getByRole("tab", { name: "Compare" }).click(),
  },
  { name: "empty", options: { state: { model: { kind: "none" } } } },
  {
    name: "loading",
    options: { state: { model: { kind: "loading", name: "sotu" } } },
  },
  {
    name: "training",
    options: { state: { model: { kind: "none" }, training: TRAINING } },
  },
  {
    name: "error",
    options: {
      state: {
        model: {
          kind: "damaged",
          path: "/models/sotu.safetensors",
          name: "sotu.safetensors",
          reason: "sotu can’t be read: the file has 3.1 of 4.5 MB.",
        },
      },
    },
  },
  {
    name: "question-failed",
    options: {
      prepare: (host) =>
        host.replace("findNeighbors", () => {
          throw new WordfieldError("engine-lost", "The engine stopped. It is started again.");
        }),
    },
    reach: async ({ page }) => {
      await mapReady(page);
      await searchField(page).fill("bank");
      await searchField(page).press("Enter");
      await page.getByText("The engine stopped. It is started again.").waitFor();
    },
  },
];
