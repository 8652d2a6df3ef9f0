import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lineRows, overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, neighborsOf } from "../support/pageElements.ts";
import { type OpenPage } from "../support/pageHarness.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();
const { open } = pages;

/** Asks why bank and banks are near, by the row's button. */
async function askWhy({ page }: OpenPage): Promise<void> {
  const list = await lookUp(page, "bank");
  await list.getByRole("option", { name: /^banks,/ }).hover();
  await page.getByRole("button", { name: "Why similar to bank? (W)" }).click();
  await page.getByRole("group", { name: "Both stand near" }).waitFor();
}

describe("why two words are near", () => {
  it.each([
    [1200, 800, "dark"],
    [1200, 800, "contrast"],
    [800, 720, "light"],
    [360, 900, "dark"],
  ] as const)("is told at %i × %i, %s", async (width, height, theme) => {
    await open({ width, height, theme });
    const { page } = pages.opened;
    await askWhy(pages.opened);
    await page.mouse.move(2, 2);
    if (width === 360)
      await page.getByRole("tab", { name: /^Why similar/ }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(PICTURES, `why-${width}-${theme}.png`) });
    expect(await overflow(page)).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it("names what both stand near, marks it in the lines of both, and opens a line", async () => {
    const { page, host } = await open();
    await askWhy(pages.opened);
    const contexts = page.getByRole("group", { name: "Both stand near" }).getByRole("button");
    expect(await contexts.count()).toBeGreaterThan(5);
    const grid = page.getByRole("grid", { name: "Lines that show why bank and banks are near" });
    const marks = await grid.locator("mark").allTextContents();
    const found = new Set(marks.map((mark) => mark.toLowerCase()));
    expect(found).toContain("bank");
    expect(found).toContain("banks");
    expect(await grid.locator(".shared").count()).toBeGreaterThanOrEqual(marks.length);
    await lineRows(page).first().click();
    await soon(() => host.count("openPlace")).toBe(1);
  });

  it("shows only the lines with a context that is clicked, and all again on a second click", async () => {
    const { page } = await open();
    await askWhy(pages.opened);
    const total = page.getByRole("tab", { name: /^Why similar to banks/ });
    await total.waitFor();
    const context = page
      .getByRole("group", { name: "Both stand near" })
      .getByRole("button")
      .first();
    const word = await context.locator("b").textContent();
    const rows = () => page.getByRole("grid").getAttribute("aria-rowcount").then(Number);
    const all = await rows();
    await context.click();
    await soon(rows).toBeLessThan(all);
    for (const row of await lineRows(page).all())
      expect(
        (await row.locator(".shared").allTextContents()).map((t) => t.toLowerCase()),
      ).toContain(word);
    await context.click();
    await soon(rows).toBe(all);
  });

  it("keeps the word's own lines one tab away, and goes when another word is looked up", async () => {
    const { page } = await open();
    await askWhy(pages.opened);
    await page.getByRole("tab", { name: "Lines 401" }).click();
    await page.getByRole("grid", { name: /bank$/ }).waitFor();
    await page.getByRole("tab", { name: /^Why similar/ }).click();
    await page.getByRole("group", { name: "Both stand near" }).waitFor();
    await lookUp(page, "peace");
    await page.getByRole("heading", { name: /^Lines [\d,]+$/ }).waitFor();
    expect(await page.getByRole("tab", { name: /^Why similar/ }).count()).toBe(0);
  });

  it("is asked from the keyboard with W", async () => {
    const { page, host } = await open();
    await lookUp(page, "bank");
    await neighborsOf(page, "bank").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("w");
    await page.getByRole("group", { name: "Both stand near" }).waitFor();
    expect(host.count("findSharedContexts")).toBe(1);
  });
});
