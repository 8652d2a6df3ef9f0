import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { heading, lineRows, overflow, seriousViolations } from "../support/pageActions.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

describe.each([
  [1200, 800, "dark"],
  [360, 900, "light"],
] as const)("in Simplified Chinese, at %i × %i, %s", (width, height, theme) => {
  it("names fields, lists and counts in Chinese, and has nothing wider than the window", async () => {
    await pages.open({ width, height, theme, language: "zh-cn" });
    const { page } = pages.opened;
    const field = page.getByRole("combobox", { name: "词或算式" });
    await field.fill("bank");
    await field.press("Enter");
    const list = page.getByRole("listbox", { name: "bank 的近邻", exact: true });
    await list.waitFor();
    await lineRows(page).first().waitFor();
    expect(await heading(page).textContent()).toBe("bank");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-cn");
    await page.getByText("出现 401 次", { exact: true }).waitFor();
    expect(await list.getByRole("option").first().getAttribute("aria-label")).toMatch(
      /^\S+, 0\.\d\d, [\d,]+ 次(。约 .* 次训练|$)/,
    );
    await page.getByRole("heading", { name: "近邻", exact: true }).waitFor();
    await page.mouse.move(2, 2);
    await page.screenshot({ path: join(PICTURES, `chinese-${width}-${theme}.png`) });
    expect(await overflow(page)).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
  });
});
