// What the tests of one file share that open the page: harness, the page that is open, the folder of pictures.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { PageHarness, type OpenPage, type PageOptions } from "./pageHarness.ts";

/** Where pictures of the page go. */
export const PICTURES = join(import.meta.dirname, "../../out/screenshots/page");

/** Pages of a file's tests. */
export interface PagesOfTests {
  readonly harness: PageHarness;
  /** The page that was opened last. */
  readonly opened: OpenPage;
  readonly open: (options?: PageOptions) => Promise<OpenPage>;
}

/**
 * Starts the harness before the tests of a file and closes every page after each; called once, at the top of the file.
 *
 * Whatever a test does: it fails where the page had a script error, or something that the policy had to stop.
 */
export function pagesOfTests(): PagesOfTests {
  let harness: PageHarness;
  let opened: OpenPage;
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    harness = await PageHarness.start();
  });
  afterAll(() => harness?.close());
  afterEach(async () => {
    expect(opened.complaints).toEqual([]);
    await harness.closePages();
  });
  return {
    get harness() {
      return harness;
    },
    get opened() {
      return opened;
    },
    open: async (options) => (opened = await harness.open(options)),
  };
}
