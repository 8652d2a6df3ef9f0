import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { overflow, seriousViolations } from "../support/pageActions.ts";
import { PageHarness, type OpenPage, type PageOptions } from "../support/pageHarness.ts";

const PATIENCE_MS = 180_000; // hundreds of places are encoded
const PICTURES = join(process.cwd(), "out/screenshots");

let harness: PageHarness;
let opened: OpenPage;

/** Opens the page at the Senses tab, as the command does, and waits for the senses. */
async function openSenses(word: string, options: PageOptions = {}): Promise<OpenPage> {
  opened = await harness.open({
    ...options,
    state: { tabRequest: { serial: 1, tab: "senses", selection: null, word } },
  });
  await opened.page.locator(".senses[aria-busy=false]").waitFor({ timeout: PATIENCE_MS });
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
    ["dark", 360],
  ] as const)(
    "is drawn in %s at %i pixels",
    async (theme, width) => {
      const { page } = await openSenses("bank", { theme, width, height: 800 });
      await page.screenshot({ path: join(PICTURES, `senses-${theme}-${width}.png`) });
      expect(await overflow(page)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
