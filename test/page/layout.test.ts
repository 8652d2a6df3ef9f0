import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { heading, lineRows, overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, neighborsOf, searchField } from "../support/pageElements.ts";
import { themeVariables } from "../support/vscodeThemes.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();
const { open } = pages;

describe.each([
  [300, 700, "dark"],
  [360, 900, "dark"],
  [360, 900, "light"],
  [360, 900, "contrast"],
  [640, 600, "light"],
  [800, 720, "light"],
  [1200, 440, "dark"],
  [1600, 1000, "dark"],
] as const)("at %i × %i, %s", (width, height, theme) => {
  it("fits, has nothing wider than the window, and no serious fault", async () => {
    const { page } = await open({ width, height, theme });
    await lookUp(page, "bank");
    await page.getByText("401", { exact: true }).waitFor();
    await page.mouse.move(2, 2);
    await page.screenshot({ path: join(PICTURES, `size-${width}x${height}-${theme}.png`) });
    expect(await overflow(page)).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe("in one column", () => {
  it("shows seven neighbors, then all; closes sections and remembers that", async () => {
    const { page } = await open({ width: 360, height: 900 });
    const list = await lookUp(page, "bank");
    expect(await list.getByRole("option").count()).toBe(7);
    await list.focus();
    for (const key of ["ArrowDown", "ArrowDown", "End"]) await list.press(key);
    expect(await list.getAttribute("aria-activedescendant")).toBe("neighbors-6");
    await page.getByRole("button", { name: "Show all 20" }).click();
    expect(await list.getByRole("option").count()).toBe(20);
    await page.getByRole("button", { name: "Map", exact: true }).click();
    expect(await page.getByRole("application").isVisible()).toBe(false);
    await page.reload();
    await neighborsOf(page, "bank").waitFor();
    expect(await page.getByRole("application").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Map", exact: true }).click();
    await lineRows(page).last().scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(PICTURES, "narrow-lines.png") });
    expect(await overflow(page)).toEqual([]);
  });
});

describe("with little height", () => {
  it("gives map and lines one place with two tabs", async () => {
    const { page } = await open({ width: 1200, height: 440 });
    await lookUp(page, "bank");
    const lines = page.getByRole("tab", { name: /^Lines/ });
    await lines.click();
    expect(await page.getByRole("application").isVisible()).toBe(false);
    await page.getByRole("grid").waitFor();
    await page.screenshot({ path: join(PICTURES, "short-lines.png") });
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole("tab", { name: "Map" }).click();
    expect(await page.getByRole("application").isVisible()).toBe(true);
    expect(await page.getByRole("grid").isVisible()).toBe(false);
  });
});

describe("the sashes", () => {
  it("move by drag, stay inside their range and go back on double-click", async () => {
    const { page } = await open();
    await lookUp(page, "bank");
    const sash = page.getByRole("separator", { name: "Height of the evidence" });
    const box = (await sash.boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y - 96);
    await page.mouse.up();
    expect(await sash.getAttribute("aria-valuenow")).toBe("312");
    await sash.press("End");
    await page.screenshot({ path: join(PICTURES, "sash-end.png") });
    expect(await sash.getAttribute("aria-valuenow")).toBe(await sash.getAttribute("aria-valuemax"));
    await sash.dblclick();
    expect(await sash.getAttribute("aria-valuenow")).toBe("212");
  });
});

describe("the map", () => {
  it("zooms to the pointer, follows a drag, and shows all again", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "Words 4,000" }).waitFor();
    await page.getByRole("button", { name: /^Fidelity/ }).waitFor();
    const map = page.getByRole("application");
    const picture = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("canvas")].map((c) => c.toDataURL()).join(),
      );
    // The first picture may come before the page has its final size: the same is asked for as at the end.
    const showAll = async () => {
      await page.getByRole("button", { name: "Fit all (0)" }).click();
      await page.mouse.move(2, 2);
    };
    await showAll();
    await page.waitForTimeout(500);
    const whole = await picture();
    const box = (await map.boundingBox())!;
    await page.mouse.move(box.x + 600, box.y + 200);
    await page.mouse.wheel(0, -400);
    await soon(picture).not.toBe(whole);
    const zoomed = await picture();
    await page.mouse.down();
    await page.mouse.move(box.x + 500, box.y + 300, { steps: 3 });
    await page.mouse.up();
    await soon(picture).not.toBe(zoomed);
    expect(await heading(page).textContent()).toBe("sotu"); // a drag is no click
    await showAll();
    await soon(picture).toBe(whole);
  });

  it("marks the word under the pointer in the list, and the word of the row on the map", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    await list.getByRole("option", { name: /^deposits,/ }).hover();
    await page.getByRole("button", { name: "Center on the word (C)" }).focus();
    const map = page.getByRole("application");
    const box = (await map.boundingBox())!;
    // The picked word is in the middle after centering.
    await page.keyboard.press("Enter");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator(".hover-card").getByText("401 times · rank 5", { exact: false }).waitFor();
    await page
      .locator(".hover-card")
      .getByText(/^near /)
      .waitFor();
    await page.screenshot({ path: join(PICTURES, "map-card.png") });
  });

  it("is as sharp as the screen", async () => {
    const { page } = await open({ pixelRatio: 2 });
    await lookUp(page, "bank");
    const [canvas, shown] = await page.evaluate(() => {
      const element = document.querySelector("canvas")!;
      return [element.width, element.clientWidth];
    });
    expect(canvas).toBe(shown * 2);
    await page.screenshot({ path: join(PICTURES, "sharp.png") });
  });
});

describe("a change of theme", () => {
  it("redraws the map in the new colors", async () => {
    const { page } = await open();
    await lookUp(page, "bank");
    // Of the upper edge, where a point or a contour may lie anywhere, but not everywhere.
    const background = () =>
      page.evaluate(() => {
        const canvas = document.querySelector("canvas")!;
        const { data } = canvas.getContext("2d")!.getImageData(0, 1, canvas.width, 1);
        const seen = new Map<string, number>();
        for (let i = 0; i < data.length; i += 4) {
          const color = data.slice(i, i + 4).join();
          seen.set(color, (seen.get(color) ?? 0) + 1);
        }
        return [...seen].sort((a, b) => b[1] - a[1])[0]?.[0];
      });
    await soon(background).toBe("31,31,31,255");
    await page.evaluate((variables) => {
      for (const [name, value] of Object.entries(variables))
        document.documentElement.style.setProperty(name, value);
      document.body.className = "vscode-light";
    }, themeVariables("light"));
    await soon(background).toBe("255,255,255,255");
  });
});

describe("the keyboard alone", () => {
  it("reaches everything with Tab, in reading order", async () => {
    const { page } = await open();
    await lookUp(page, "peace");
    await lookUp(page, "bank");
    await page.getByRole("heading", { name: "Lines 401" }).waitFor();
    await searchField(page).focus();
    const names: string[] = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      names.push(
        await page.evaluate(() => {
          const element = document.activeElement;
          return element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
        }),
      );
    }
    const expected = [
      /^Model: sotu/,
      /^Pin its list/,
      /^91 of 233 files/,
      /^Add meaning/,
      /^Measure and filter/,
      /^More about these neighbors/,
      /^Nearest neighbors of bank/,
      /^Lines with this word/,
      /^Pin its list/,
      /^Add to the formula/,
      /^Similarity$/,
      /^Width of the word column/,
      /^Projection: UMAP/,
      /^Color cluster/,
      /^Words 4,000/,
      /^Fidelity/,
      /^Select words/,
      /^Center on the word/,
      /^Fit all/,
      /^Show as table/,
      /^Export the map/,
      /^Map of 4,000 words/,
      / · /,
      /^Height of the evidence/,
      /^Lines with bank/,
    ];
    let from = 0;
    for (const pattern of expected) {
      const at = names.findIndex((name, i) => i >= from && pattern.test(name));
      expect(at, `${String(pattern)} in ${names.join(" | ")}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });

  it("walks the neighbors, sends words to the tools, and leaves by F6 and /", async () => {
    const { page } = await open();
    const list = await lookUp(page, "bank");
    const role = () =>
      page.evaluate(
        () => document.activeElement?.getAttribute("role") ?? document.activeElement?.tagName,
      );
    await page.keyboard.press("F6");
    expect(await role()).toBe("listbox");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("o");
    await page.getByRole("button", { name: "Lines of bank" }).waitFor();
    await page.keyboard.press("+");
    await soon(() => searchField(page).inputValue()).toMatch(/^bank \+ \w+$/);
    const candidates = page.getByRole("listbox", { name: /^Words that bank \+ \w+ comes to$/ });
    await candidates.waitFor();
    await soon(role).toBe("listbox");
    await page.keyboard.press("Enter");
    await list.waitFor({ state: "detached" });
    await soon(() => heading(page).textContent()).not.toBe("bank");
    await soon(role).toBe("listbox"); // the walk goes on from the list
    await page.keyboard.press("F6");
    expect(await role()).toBe("application");
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("F6");
    expect(await role()).toBe("grid");
    await page.keyboard.press("Escape");
    expect(await role()).toBe("listbox");
    await page.keyboard.press("/");
    expect(await role()).toBe("combobox");
    // The editor listens at the window: it must not hear what the page has taken for itself.
    const heard = await page.evaluate(async () => {
      const keys: string[] = [];
      window.addEventListener("keydown", ({ key }) => keys.push(key));
      const press = (key: string, altKey = false) =>
        document.activeElement!.dispatchEvent(
          new KeyboardEvent("keydown", { key, altKey, bubbles: true, cancelable: true }),
        );
      press("F6");
      press("ArrowLeft", true);
      press("F1");
      return keys;
    });
    expect(heard).toEqual(["F1"]);
  });

  it("moves over the map, tells the word, walks to it, and swaps it for a table", async () => {
    const { page } = await open();
    await lookUp(page, "bank");
    const map = page.getByRole("application");
    await map.focus();
    await map.press("ArrowRight");
    const card = page.locator(".hover-card");
    await card.waitFor();
    const word = (await card.locator(".hover-word").textContent()) ?? "";
    await page.screenshot({ path: join(PICTURES, "map-cursor.png") });
    expect(word).not.toBe("bank");
    await map.press("Enter");
    await neighborsOf(page, word).waitFor();
    await map.press("0");
    await map.press("+");
    await map.press("t");
    const table = page.getByRole("table");
    await table.waitFor();
    await page.getByRole("button", { name: "cosine", exact: true }).click();
    const first = table.getByRole("rowheader").first();
    const nearest = await first.textContent();
    await first.getByRole("button").press("Enter");
    await neighborsOf(page, nearest?.trim() ?? "").waitFor();
    await page.keyboard.press("t");
    await table.waitFor({ state: "detached" });
  });
});
