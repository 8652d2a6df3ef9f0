import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WordfieldError } from "../../src/errors.ts";
import {
  heading,
  lookUp,
  neighborsOf,
  overflow,
  seriousViolations,
  soon,
} from "../support/pageActions.ts";
import { PageHarness, type OpenPage, type PageOptions } from "../support/pageHarness.ts";

const TEXT =
  "on the 28th of that month reached the east bank of the Rio Grande opposite to Matamoras";
const PATIENCE_MS = 180_000; // the first comparison encodes the vocabulary
const PICTURES = join(process.cwd(), "out/screenshots");

let harness: PageHarness;
let opened: OpenPage;

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
  opened = await harness.open({
    ...options,
    state: {
      tabRequest: { serial: 1, tab: "context", selection, word: null },
      ...options.state,
    },
  });
  return opened;
}

beforeAll(async () => {
  harness = await PageHarness.start();
  await mkdir(PICTURES, { recursive: true });
});
afterAll(() => harness?.close());
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await harness.closePages();
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
