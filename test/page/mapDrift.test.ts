import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { heading, overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, searchField } from "../support/pageElements.ts";
import { PICTURES, pagesOfTests } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

function overlay(page: Page): Promise<string> {
  return page.evaluate(() =>
    document.querySelector<HTMLCanvasElement>(".map-overlay")!.toDataURL(),
  );
}

/** A page whose workspace has a second model: the speeches since 1950 alone. */
async function openBeside(options: Parameters<typeof pages.open>[0] = {}) {
  const later = await pages.harness.laterModel();
  const { modelNames } = pages.harness.ready;
  const opened = await pages.open({
    ...options,
    state: { modelNames: [modelNames[0]!, { path: later.path, name: "later" }] },
  });
  await opened.page.getByRole("button", { name: /^Fidelity/ }).waitFor();
  return opened;
}

async function compare(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Compare with another model/ }).click();
  await page.getByRole("menu").getByText(name, { exact: true }).click();
}

describe("another model", () => {
  it("beside the map's shows which words moved most, and where to", async () => {
    const { page, host } = await openBeside();
    const before = await overlay(page);
    await compare(page, "later");
    const list = page.getByRole("region", { name: "Words that moved most" });
    await soon(() => list.getByRole("listitem").count()).toBe(100);
    await soon(() => overlay(page)).not.toBe(before);
    expect(host.count("listMovedWords")).toBe(1);
    const first = list.getByRole("button").nth(1);
    const word = (await first.locator("span").first().innerText()).trim();
    await first.click();
    await soon(() => heading(page).textContent()).toBe(word);
    await page.getByRole("listbox").first().waitFor();
    await page.screenshot({ path: join(PICTURES, "drift.png") });
    expect(await seriousViolations(page)).toEqual([]);
    await list.getByRole("button", { name: "Compare with none" }).click();
    await list.waitFor({ state: "detached" });
  });

  it.each(["light", "dark"] as const)("fits into a narrow page, %s", async (theme) => {
    const { page } = await openBeside({ theme, width: 360, height: 900 });
    await compare(page, "later");
    const list = page.getByRole("region", { name: "Words that moved most" });
    await soon(() => list.getByRole("listitem").count()).toBe(100);
    await page.screenshot({ path: join(PICTURES, `drift-narrow-${theme}.png`) });
    expect(await overflow(page)).toEqual([]);
  });

  it("that is gone is told, and the map is as it was", async () => {
    const { page, host } = await openBeside();
    const gone = join(await mkdtemp(join(tmpdir(), "wordfield-gone-")), "gone.safetensors");
    onTestFinished(() => rm(join(gone, ".."), { recursive: true, force: true }));
    await copyFile(pages.harness.model.path, gone);
    host.change({ modelNames: [...pages.harness.ready.modelNames, { path: gone, name: "gone" }] });
    await rm(gone);
    await compare(page, "gone");
    await page.getByText(/gone\.safetensors/).waitFor();
    await page.getByRole("button", { name: "Compare with another model: Compare" }).waitFor();
  });
});

describe("an analogy", () => {
  it("is two arrows on the map", async () => {
    const { page } = await pages.open();
    await page.getByRole("button", { name: /^Fidelity/ }).waitFor();
    await lookUp(page, "war");
    const before = await overlay(page);
    await searchField(page).fill("his - he + they");
    await searchField(page).press("Enter");
    await page.getByRole("listbox").first().waitFor();
    await soon(() => overlay(page)).not.toBe(before);
    await page.screenshot({ path: join(PICTURES, "analogy-arrows.png") });
  });
});
