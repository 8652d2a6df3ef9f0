import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { searchField } from "../support/pageElements.ts";
import { type OpenPage, type PageOptions } from "../support/pageHarness.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

const PATIENCE_MS = 240_000; // a hundred places are encoded

/** Opens the page at the Senses tab, as the command does, and waits for the senses; so many of them where that is said. */
async function openSenses(
  word: string,
  options: PageOptions = {},
  senses: number | null = null,
): Promise<OpenPage> {
  await pages.open({
    ...options,
    state: { tabRequest: { serial: 1, tab: "senses", selection: null, word } },
  });
  await pages.opened.page.locator(".senses[aria-busy=false]").waitFor({ timeout: PATIENCE_MS });
  if (senses !== null) {
    const number = pages.opened.page.getByRole("combobox", { name: "Number of senses" });
    await number.selectOption(String(senses));
    await pages.opened.page.getByText(`${senses} senses.`).waitFor({ timeout: PATIENCE_MS });
    await pages.opened.page.locator(".senses[aria-busy=false]").waitFor();
  }
  return pages.opened;
}

describe("the senses of a word", () => {
  it(
    "are cards with share, words and lines; a card lights its points and lists its lines",
    async () => {
      const { page, host } = await openSenses("bank", {}, 4);
      await page.getByText(/1\d\d of 401 occurrences, in 91 files, read in context/).waitFor();
      const cards = page
        .locator("section.sense")
        .filter({ has: page.locator("button.sense-head") });
      expect(await cards.count()).toBe(4);
      const third = cards.nth(2);
      expect(await third.getByRole("listitem").count()).toBe(4);
      const head = third.locator("button.sense-head");
      await head.click();
      expect(await head.getAttribute("aria-pressed")).toBe("true");
      const lines = await third.getByRole("listitem").count();
      const share = Number(/(\d+) · /.exec((await head.textContent()) ?? "")?.[1]);
      expect(lines).toBe(share);
      await third.getByRole("listitem").first().getByRole("button").click();
      await soon(() => host.count("openPlace", { keep: false })).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    "are points on a map: arrow keys walk over them, Enter opens the line, the pointer tells it",
    async () => {
      const { page, host } = await openSenses("bank");
      const map = page.getByRole("application", { name: /^Map of 1\d\d occurrences/ });
      await map.focus();
      await page.keyboard.press("ArrowRight");
      const told = page.locator(".sense-card");
      await told.waitFor();
      const first = await told.textContent();
      await page.keyboard.press("ArrowRight");
      await soon(() => told.textContent()).not.toBe(first);
      const place = /(\S+\.txt):(\d+)/.exec((await told.textContent()) ?? "");
      await page.keyboard.press("Enter");
      await soon(() => host.count("openPlace", { line: Number(place?.[2]) })).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    "are as many as the user wants, whatever the silhouettes of 2 to 6 say",
    async () => {
      const { page, host } = await openSenses("bank");
      const number = page.getByRole("combobox", { name: "Number of senses" });
      const options = await number.locator("option").allTextContents();
      expect(options.map((option) => option.trim().replace(/0\.\d\d/, "…"))).toEqual([
        "clearest split",
        "1 sense",
        ...[2, 3, 4, 5, 6].map((senses) => `${senses} senses · silhouette …`),
      ]);
      await number.selectOption("2");
      await page.getByText("2 senses.").waitFor({ timeout: PATIENCE_MS });
      expect(host.count("findSenses", { word: "bank", senses: 2 })).toBe(1);
      expect(await page.locator("button.sense-head").count()).toBe(2);
    },
    PATIENCE_MS,
  );

  it(
    "follow the word of the page, and say where a word stands nowhere",
    async () => {
      const { page } = await openSenses("bank");
      await searchField(page).fill("zyzzyva");
      await searchField(page).press("Enter");
      await page.getByText("zyzzyva stands in no file of the workspace.").waitFor({
        timeout: PATIENCE_MS,
      });
    },
    PATIENCE_MS,
  );
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
      const { page } = await openSenses("bank", { theme, width, height: 800 }, 4);
      await page.screenshot({ path: join(PICTURES, `senses-${theme}-${width}.png`) });
      expect(await overflow(page)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
