import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { heading, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, searchField } from "../support/pageElements.ts";
import { PICTURES, pagesOfTests } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

async function openMenu(page: Page) {
  await page.getByRole("button", { name: /^Model: / }).click();
  return page.getByRole("menu", { name: "Models" });
}

describe("a view that is kept", () => {
  it("comes back with its word, colors, projection and balance, from wherever the page is", async () => {
    const model = await pages.harness.groundedModel();
    const { page, host } = await pages.open({ model });
    await page.getByRole("button", { name: /^Fidelity/ }).waitFor();
    await lookUp(page, "bank");
    await page.getByRole("slider", { name: "Balance of here and general" }).press("End");
    await page.getByRole("button", { name: /^Projection/ }).click();
    await page.getByRole("menu").getByText("PCA", { exact: true }).click();
    await page.getByRole("button", { name: /^Color / }).click();
    await page.getByRole("menu").getByText("count", { exact: true }).click();
    await (await openMenu(page)).getByText("Keep this view…").click();
    await soon(() => [...host.views.keys()]).toEqual(["bank"]);

    await lookUp(page, "war");
    await page.getByRole("button", { name: "Projection: PCA" }).click();
    await page.getByRole("menu").getByText("UMAP", { exact: true }).click();
    await page.getByRole("button", { name: /^Color / }).click();
    await page.getByRole("menu").getByText("cluster", { exact: true }).click();
    const menu = await openMenu(page);
    expect(await seriousViolations(page)).toEqual([]);
    await page.screenshot({ path: join(PICTURES, "kept-views.png") });
    await menu.getByText("bank", { exact: true }).click();

    await soon(() => heading(page).textContent()).toBe("bank");
    await page.getByRole("button", { name: "Projection: PCA" }).waitFor();
    await page.getByRole("button", { name: "Color count" }).waitFor();
    await page.getByRole("listbox", { name: "Nearest neighbors of bank" }).waitFor();
    await soon(() => host.count("findNeighbors", { word: "bank", balance: 1 })).toBeGreaterThan(1);
    expect(await searchField(page).inputValue()).toBe("bank");
    // It is shown once: what the user does then stays.
    await lookUp(page, "peace");
    host.change({ following: true });
    await page.getByRole("button", { name: /cursor/, pressed: true }).waitFor();
    expect(await heading(page).textContent()).toBe("peace");
  });

  it("that is damaged is an empty page, not a broken one", async () => {
    const { page, host } = await pages.open();
    await lookUp(page, "bank");
    host.views.set("torn", '{"v":1,"history":{"words":["b');
    host.change({ views: ["torn"] });
    await (await openMenu(page)).getByText("torn").click();
    await page.getByText(/^Type a word above/).waitFor();
    await lookUp(page, "war");
  });
});
