import { describe, expect, it } from "vitest";
import { WordfieldError } from "../../src/errors.ts";
import { heading, lineRows, soon } from "../support/pageActions.ts";
import { lookUp, neighborsOf, searchField } from "../support/pageElements.ts";
import { pagesOfTests } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();
const { open } = pages;

describe("looking a word up", () => {
  it("shows its neighbors with cosine and count, its count and rank, and its lines", async () => {
    const { page, host } = await open();
    const list = await lookUp(page, "bank");
    expect(await list.getByRole("option").count()).toBe(20);
    expect(
      await list.getByRole("option", { name: /^banks, 0\.\d\d, [\d,]+ times(\. |$)/ }).count(),
    ).toBe(1);
    expect(await heading(page).textContent()).toBe("bank");
    await page.getByText("401 times").waitFor();
    await page.getByText(/^rank 5\d\d$/).waitFor();
    await page.getByRole("button", { name: /^\d+ of 233 files$/ }).waitFor();
    await page.getByRole("heading", { name: "Lines 401" }).waitFor();
    expect(host.count("findNeighbors", { word: "bank", count: 20 })).toBe(1);
  });

  it("completes what is typed, and takes a completion by keyboard", async () => {
    const { page } = await open();
    await searchField(page).pressSequentially("circul");
    const options = page.getByRole("listbox", { name: "Words that fit" }).getByRole("option");
    const completion = async () => (await options.first().locator(".cut").textContent()) ?? "";
    await soon(completion).toMatch(/^circul/); // lists for the first letters may come before
    const first = await completion();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await neighborsOf(page, first).waitFor();
    await soon(() => options.count()).toBe(0);
  });

  it("asks for no completion of a single Latin letter, and closes the list on Escape", async () => {
    const { page, host } = await open();
    await searchField(page).pressSequentially("c");
    await searchField(page).pressSequentially("u");
    const popup = page.getByRole("listbox", { name: "Words that fit" });
    await popup.waitFor();
    expect(
      host.asked.filter(({ method }) => method === "completeWord").map(({ params }) => params),
    ).toEqual([{ text: "cu", count: 8 }]);
    await page.keyboard.press("Escape");
    await popup.waitFor({ state: "hidden" });
  });

  it("says that a word is unknown and offers words spelled like it", async () => {
    const { page } = await open();
    await searchField(page).fill("steamboating");
    await searchField(page).press("Enter");
    await page
      .getByText(/Not among the 1\d,\d{3} words of this model: words that occur fewer than 5 times/)
      .waitFor();
    expect(await heading(page).textContent()).toBe("steamboating");
    await page.getByRole("button", { name: "steamboats" }).click();
    await neighborsOf(page, "steamboats").waitFor();
  });

  it("shows words as text, never as markup", async () => {
    const { page } = await open();
    await searchField(page).fill('<img src=x onerror="document.title=1">');
    await searchField(page).press("Enter");
    await page.getByText(/Not among/).waitFor();
    expect(await heading(page).textContent()).toBe('<img src=x onerror="document.title=1">');
    expect(await page.locator("img").count()).toBe(0);
  });
});

describe("walking", () => {
  it("goes to a neighbor by click, and back and forward through the history", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    await list.getByRole("option", { name: /^deposits,/ }).click();
    await neighborsOf(page, "deposits").waitFor();
    expect(await searchField(page).inputValue()).toBe("deposits");
    await page.getByRole("button", { name: "Back (Alt+Left)" }).click();
    await neighborsOf(page, "bank").waitFor();
    expect(await searchField(page).inputValue()).toBe("bank");
    await page.keyboard.press("Alt+ArrowRight");
    await neighborsOf(page, "deposits").waitFor();
    expect(await page.getByRole("button", { name: "Forward (Alt+Right)" }).isDisabled()).toBe(true);
  });

  it("goes to a word of the map by click, without moving the map", async () => {
    const { page, host } = await open();
    await lookUp(page, "bank");
    const map = page.getByRole("application");
    const box = (await map.boundingBox())!;
    // Somewhere in the middle column of the map there is a point.
    let walked = false;
    for (let y = 40; y < box.height - 40 && !walked; y += 12) {
      await page.mouse.move(box.x + box.width / 2, box.y + y);
      walked = (await map.getAttribute("class"))?.includes("over-word") === true;
    }
    expect(walked).toBe(true);
    const before = await map.screenshot();
    await page.mouse.down();
    await page.mouse.up();
    await soon(
      () => host.asked.filter(({ method }) => method === "findNeighbors").length,
    ).toBeGreaterThan(1);
    await soon(() => heading(page).textContent()).not.toBe("bank");
    expect((await map.screenshot()).equals(before)).toBe(false);
  });

  it("never lets a late answer overwrite the answer to a later question", async () => {
    let releaseNeighbors = (): void => undefined;
    let releaseLines = (): void => undefined;
    const { page } = await open({
      prepare: (host) => {
        releaseNeighbors = host.hold("findNeighbors", "peace");
        releaseLines = host.hold("findOccurrences", "peace");
      },
    });
    await searchField(page).fill("peace");
    await searchField(page).press("Enter");
    await lookUp(page, "bank");
    await page.getByRole("heading", { name: "Lines 401" }).waitFor();
    releaseNeighbors();
    releaseLines();
    await lookUp(page, "treaty"); // its answers come after the late ones
    await page.getByRole("button", { name: "Back (Alt+Left)" }).click();
    await neighborsOf(page, "bank").waitFor();
    expect(await heading(page).textContent()).toBe("bank");
    expect(await neighborsOf(page, "peace").count()).toBe(0);
  });

  it("shows a skeleton when an answer takes long, and the answer when it comes", async () => {
    let release = (): void => undefined;
    const { page } = await open({
      prepare: (host) => (release = host.hold("findNeighbors", "bank")),
    });
    await searchField(page).fill("bank");
    await searchField(page).press("Enter");
    await page.locator(".column .skeleton").first().waitFor();
    expect(await heading(page).textContent()).toBe("bank");
    release();
    await neighborsOf(page, "bank").waitFor();
    expect(await page.locator(".column .skeleton").count()).toBe(0);
  });
});

describe("lines", () => {
  it("opens the place on a click, and keeps it open on Ctrl+Enter", async () => {
    const { page, host } = await open();
    await lookUp(page, "bank");
    await page.getByRole("heading", { name: "Lines 401" }).waitFor();
    await lineRows(page).nth(1).click();
    await soon(() => host.count("openPlace", { keep: false, length: 4 })).toBe(1);
    const place = host.asked.find(({ method }) => method === "openPlace")?.params;
    expect(place).toMatchObject({ path: expect.stringMatching(/sample.*\.txt$/) as string });
    await page.keyboard.press("Control+Enter");
    await soon(() => host.count("openPlace", { keep: true })).toBe(1);
  });

  it("shows the first 500 of a frequent word and all on demand, with few rows in the page", async () => {
    const { page, host } = await open();
    await lookUp(page, "government");
    const grid = page.getByRole("grid");
    await soon(() => grid.getAttribute("aria-rowcount")).toBe("500");
    await grid.press("End");
    await page.getByRole("button", { name: /^Show all \d,\d{3}$/ }).click();
    await soon(async () => Number(await grid.getAttribute("aria-rowcount"))).toBeGreaterThan(5000);
    expect(await lineRows(page).count()).toBeLessThan(60);
    expect(host.count("findOccurrences", { word: "government", limit: 100_000 })).toBe(1);
  });

  it("shows the lines of a neighbor without walking to it, and goes back to those of the word", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    await list.focus();
    await list.press("o");
    await page.getByRole("heading", { name: /^Lines of \w+ \d+$/ }).waitFor();
    expect(await heading(page).textContent()).toBe("bank");
    await page.getByRole("button", { name: "Lines of bank" }).click();
    await page.getByRole("heading", { name: "Lines 401" }).waitFor();
  });
});

describe("trouble", () => {
  it("tells what failed in one line, keeps the page usable and asks again on demand", async () => {
    const { page, host } = await open();
    await lookUp(page, "bank");
    const release = host.hold("findNeighbors", "peace");
    await searchField(page).fill("peace");
    await searchField(page).press("Enter");
    await soon(() => host.count("findNeighbors", { word: "peace" })).toBe(1);
    release(new WordfieldError("engine-lost", "The engine stopped and was started again."));
    await page.getByRole("alert").getByText("The engine stopped and was started again.").waitFor();
    await page.getByRole("button", { name: "Show Log" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.showLog" })).toBe(1);
    await page.getByRole("button", { name: "Try Again" }).click();
    await neighborsOf(page, "peace").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});
