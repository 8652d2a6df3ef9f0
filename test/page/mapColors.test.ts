import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp } from "../support/pageElements.ts";
import type { OpenPage, PageOptions } from "../support/pageHarness.ts";
import { PICTURES, pagesOfTests } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

async function openMap(options: PageOptions = {}): Promise<OpenPage> {
  const opened = await pages.open(options);
  await opened.page.getByRole("button", { name: /^Fidelity/ }).waitFor();
  return opened;
}

async function color(page: Page, entry: string): Promise<void> {
  await page.getByRole("button", { name: /^Color / }).click();
  await page.getByRole("menu").getByText(entry, { exact: true }).click();
}

function legend(page: Page, name: string) {
  return page.getByRole("list", { name }).getByRole("button");
}

describe("the colors of the map", () => {
  it("show the part of the workspace that a word is typical of", async () => {
    const { page, host } = await openMap();
    await color(page, "folder");
    const rows = legend(page, "Folder that a word is typical of");
    await soon(() => rows.count()).toBeGreaterThan(3);
    await page.screenshot({ path: join(PICTURES, "by-folder.png") });
    await rows.first().click();
    await soon(() => page.locator(".legend-row[aria-pressed=true]").count()).toBe(1);
    expect(host.count("describeWords", { of: "folder", count: 4000 })).toBe(1);
    expect(await overflow(page)).toEqual([]);
  });

  it("show the script of a word, its language, and how far its place is to be trusted", async () => {
    const { page } = await openMap({ theme: "light", width: 800 });
    await color(page, "script");
    await legend(page, "Script").getByText("Latin").waitFor();
    await color(page, "language");
    const languages = legend(page, "Language of the files that a word is typical of");
    await languages.getByText("English").waitFor();
    await color(page, "fidelity");
    await page.getByRole("img", { name: /^True among 15 map neighbors: 0 % – \d+ %$/ }).waitFor();
    await page.screenshot({ path: join(PICTURES, "by-fidelity.png") });
    expect(await seriousViolations(page)).toEqual([]);
  });

  it("show unusual use where the model knows the general meaning of its words", async () => {
    const model = await pages.harness.groundedModel();
    const { page } = await openMap({ model });
    await color(page, "unusual use");
    await page.getByRole("img", { name: /^Unusual use, in σ: −[\d.]+ – [\d.]+$/ }).waitFor();
    await page.screenshot({ path: join(PICTURES, "by-departure.png") });
  });

  it("show similarity under the balance of the page", async () => {
    const model = await pages.harness.groundedModel();
    const { page, host } = await openMap({ model });
    await lookUp(page, "bank");
    await color(page, "similarity");
    await soon(() => host.count("findSimilarities", { word: "bank", balance: "auto" })).toBe(1);
    await page.getByRole("slider", { name: "Balance of here and general" }).press("End");
    await soon(() => host.count("findSimilarities", { word: "bank", balance: 1 })).toBe(1);
  });

  it("show a column of the user's table, and stay as they were where it has none of the words", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wordfield-table-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const table = join(folder, "words.tsv");
    await writeFile(table, "word\tfirst letter\nbank\tb\nwar\tw\npeace\tp\n");
    const { page, host } = await openMap();
    await color(page, "Column of a table…"); // and thinks better of it
    await page.getByRole("button", { name: "Color cluster" }).waitFor();
    host.table = table;
    await color(page, "Column of a table…");
    await soon(() => legend(page, "first letter").allInnerTexts()).toEqual([
      "b\n1",
      "p\n1",
      "w\n1",
      "no group\n3,997",
    ]);
    await page.getByRole("button", { name: "Color first letter" }).waitFor();
    await writeFile(table, "word\tfirst letter\nzzzz\tz\n");
    await color(page, "Column of a table…");
    await page
      .getByText("The first column of words.tsv has none of the words on the map.")
      .waitFor();
    await page.getByRole("button", { name: "Color cluster" }).waitFor();
  });
});
