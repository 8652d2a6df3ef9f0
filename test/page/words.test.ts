import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { heading, overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, neighborsOf, searchField } from "../support/pageElements.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();
const { open } = pages;

const wordsOf = (list: Locator) => list.locator(".row-word").allTextContents();

async function ask(page: Page, formula: string): Promise<Locator> {
  await searchField(page).fill(formula);
  await searchField(page).press("Enter");
  const candidates = page.getByRole("listbox", { name: /^Words that .+ comes to$/ });
  await candidates.waitFor();
  return candidates;
}

async function openFilter(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Measure and filter" }).click();
  const filter = page.getByRole("group", { name: "Measure and filter" });
  await filter.waitFor();
  return filter;
}

describe("a formula", () => {
  it("lists candidates with their place alone, dims its own words, and shows the answer's lines", async () => {
    const { page, host } = await open();
    const candidates = await ask(page, "soldiers - army + navy");
    expect(await candidates.getByRole("option").count()).toBe(20);
    const best = (await wordsOf(candidates))[0]!;
    expect(await heading(page).textContent()).toBe(best);
    await page.getByText(`army is to soldiers as navy is to ${best}`).waitFor();
    await page.getByText(/Rank near\s*navy/).waitFor();
    await page.getByText(/The formula finds it;|alone finds it too|No clear answer/).waitFor();
    const inputs = page.getByRole("list", { name: "Words of the formula" });
    expect((await inputs.locator(".cut").allTextContents()).sort()).toEqual([
      "army",
      "navy",
      "soldiers",
    ]);
    expect(await wordsOf(candidates)).not.toContain("army");
    await page.getByRole("heading", { name: /^Lines \d+$/ }).waitFor();
    expect(host.count("solveFormula", { method: "3CosAdd", count: 20 })).toBe(1);
  });

  it("takes a proportion, solves by products too, and is remembered", async () => {
    const { page, host } = await open();
    await ask(page, "army : soldiers :: navy");
    await page.getByText(/^army is to soldiers as navy is to/).waitFor();
    await page.getByRole("combobox", { name: "How the formula is solved" }).selectOption("3CosMul");
    await soon(() => host.count("solveFormula", { method: "3CosMul" })).toBe(1);
    await page.getByText("product", { exact: true }).waitFor();
    await page.reload();
    await page.getByText("product", { exact: true }).waitFor();
    expect(await searchField(page).inputValue()).toBe("army : soldiers :: navy");
  });

  it("grows by the action of a row, and walks back by the history", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    await list.getByRole("option", { name: /^banks,/ }).hover();
    await page
      .getByRole("toolbar", { name: "banks" })
      .getByRole("button", { name: /^Add to/ })
      .click();
    await soon(() => searchField(page).inputValue()).toBe("bank + banks");
    await page.getByRole("listbox", { name: "Words that bank + banks comes to" }).waitFor();
    await page.getByRole("button", { name: "Back (Alt+Left)" }).click();
    await neighborsOf(page, "bank").waitFor();
  });

  it("completes the word at the caret, and leaves the others as they are", async () => {
    const { page } = await open();
    await searchField(page).fill("bank - ");
    await searchField(page).pressSequentially("circul");
    const option = page.getByRole("listbox", { name: "Words that fit" }).getByRole("option");
    await soon(async () => (await option.first().locator(".cut").textContent()) ?? "").toMatch(
      /^circul/,
    );
    const first = await option.first().locator(".cut").textContent();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await searchField(page).inputValue()).toBe(`bank - ${first}`);
  });

  it("offers near spellings for a word that the model lacks, and says where a formula is none", async () => {
    const { page } = await open();
    await searchField(page).fill("steamboating - ship");
    await searchField(page).press("Enter");
    await page
      .locator(".column")
      .getByText("steamboating is not among the words of this model.")
      .waitFor();
    await page.getByRole("button", { name: "steamboats" }).click();
    await page.getByRole("listbox", { name: "Words that steamboats - ship comes to" }).waitFor();
    await searchField(page).fill("ship - (river");
    await searchField(page).press("Enter");
    await page
      .getByRole("alert")
      .getByText(/^Column \d+ of/)
      .waitFor();
  });
});

describe("the filter", () => {
  it("measures otherwise, leaves out rare words and others by a pattern, and says what is on", async () => {
    const { page, host } = await open();
    const list = await lookUp(page, "bank");
    const all = await wordsOf(list);
    const filter = await openFilter(page);
    await filter.getByRole("combobox", { name: "Show" }).selectOption("50");
    await soon(() => list.getByRole("option").count()).toBe(50);
    await filter.getByRole("textbox", { name: "from" }).fill("200");
    await filter.getByRole("textbox", { name: "from" }).press("Enter");
    await page.getByText("200 uses and more").waitFor();
    await filter.getByRole("textbox", { name: "Pattern" }).fill("s$");
    await filter.getByRole("textbox", { name: "Pattern" }).press("Enter");
    await soon(async () => (await wordsOf(list)).every((word) => word.endsWith("s"))).toBe(true);
    expect((await wordsOf(list)).length).toBeGreaterThan(20);
    await page.getByText("200 uses and more · /s$/").waitFor();
    await filter.getByRole("combobox", { name: "Measure" }).selectOption("euclidean");
    await page.getByText("distance", { exact: true }).waitFor();
    await soon(() => host.count("findNeighbors", { metric: "euclidean" })).toBe(1);
    await page.reload();
    await page.getByText("Euclidean distance · 200 uses and more · /s$/").waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await soon(async () => (await wordsOf(list)).slice(0, 20)).toEqual(all);
  });

  it("keeps the list where a pattern is refused, and says why", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    const filter = await openFilter(page);
    await filter.getByRole("textbox", { name: "Pattern" }).fill("(a");
    await filter.getByRole("textbox", { name: "Pattern" }).press("Enter");
    await page
      .getByRole("alert")
      .getByText(/“\(a” is no regular expression in RE2’s syntax: missing closing \)/)
      .waitFor();
    expect(await list.getByRole("option").count()).toBe(20);
  });
});

describe("pinned lists", () => {
  it("stand beside that of the word with common words bold, and are remembered", async () => {
    const { page } = await open();
    let list = await lookUp(page, "bank");
    await list.focus();
    await list.press("ArrowDown");
    const pinned = (await wordsOf(list))[1]!;
    await list.press("p");
    const beside = neighborsOf(page, pinned);
    await beside.waitFor();
    list = neighborsOf(page, "bank");
    const [own, other] = [await wordsOf(list), await wordsOf(beside)];
    const common = own.filter((word) => other.includes(word));
    expect(await list.locator(".common").allTextContents()).toEqual(common);
    await lookUp(page, "river");
    await beside.waitFor();
    await page.reload();
    await neighborsOf(page, "river").waitFor();
    await page.getByRole("button", { name: `Unpin ${pinned}` }).click();
    await beside.waitFor({ state: "detached" });
  });

  it("copies the list as a Markdown table", async () => {
    const { page, host } = await open();
    await lookUp(page, "bank");
    await page.getByRole("button", { name: "More about these neighbors" }).click();
    await page.getByRole("menuitem", { name: "Copy as Markdown table" }).click();
    await soon(() => host.count("copyText")).toBe(1);
    const { text } = host.asked.find(({ method }) => method === "copyText")!.params as {
      text: string;
    };
    const lines = text.split("\n");
    expect(lines.slice(0, 2)).toEqual(["| near bank | cosine | count |", "| :-- | --: | --: |"]);
    expect(lines).toHaveLength(23);
    expect(lines[2]).toMatch(/^\| \w+ \| 0\.\d{4} \| \d+ \|$/);
  });
});

describe("words compared", () => {
  it("stand in a table of all with all, and the odd one out is named", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "Similarity", exact: true }).click();
    const field = page.getByRole("combobox", { name: "Words to compare" });
    await field.fill("army, navy, soldiers, silver");
    await field.press("Enter");
    const table = page.getByRole("table", { name: "Cosines of 4 words with each other" });
    await table.waitFor();
    expect(await table.getByRole("row").count()).toBe(5);
    expect(await table.getByRole("columnheader").count()).toBe(5);
    await page.getByText(/Odd one out:\s*silver/).waitFor();
    await table.getByRole("button", { name: "navy" }).click();
    await neighborsOf(page, "navy").waitFor();
  });
});

describe.each(["dark", "light"] as const)("in the %s theme", (theme) => {
  it.each([
    [1200, 800],
    [360, 900],
  ] as const)(
    "formula, filter, pins and words compared look right at %i × %i",
    async (width, height) => {
      const { page } = await open({ theme, width, height });
      const look = async (name: string) => {
        await page.mouse.move(2, 2);
        await page.screenshot({ path: join(PICTURES, `${name}-${width}-${theme}.png`) });
        expect(await overflow(page)).toEqual([]);
        expect(await seriousViolations(page)).toEqual([]);
      };
      await ask(page, "soldiers - army + navy");
      await page.getByRole("heading", { name: /^Lines \d/ }).waitFor();
      await look("formula");
      await page.getByRole("button", { name: "Similarity", exact: true }).click();
      const field = page.getByRole("combobox", { name: "Words to compare" });
      await field.fill("army navy soldiers sailors silver gold");
      await field.press("Enter");
      await page.getByRole("table", { name: /^Cosines of 6 words/ }).waitFor();
      await look("matrix");
      await page.getByRole("button", { name: "Similarity", exact: true }).click();
      const list = await lookUp(page, "bank");
      const filter = await openFilter(page);
      await filter.getByRole("textbox", { name: "from" }).fill("50");
      await filter.getByRole("textbox", { name: "from" }).press("Enter");
      await page.getByText("50 uses and more").waitFor();
      await look("filter");
      await page.getByRole("button", { name: "Measure and filter" }).click();
      await list.focus();
      await list.press("p");
      await page.locator(".in-common").waitFor(); // the list is another one beside a pinned list
      await list.press("ArrowDown");
      await list.press("p");
      await page.locator(".in-common").waitFor();
      await look("pins");
    },
  );
});
