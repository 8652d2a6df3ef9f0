// A map's page of its own, opened from disk in a real browser.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../scripts/browser.mjs";
import { writeModel } from "../../src/embeddings/modelFile.node.ts";
import { builtCommandLine } from "../support/builtEntries.ts";
import { runCommandLine } from "../support/commandLine.ts";
import { plantedVectors } from "../support/plantedVectors.ts";

const N = 600;
const HOSTILE = "</script><img src=x onerror=alert(1)>";
const folder = join(import.meta.dirname, "../../out/map-file");
const screenshots = join(import.meta.dirname, "../../out/screenshots");
let browser: Browser;

beforeAll(async () => {
  const entry = await builtCommandLine();
  await mkdir(folder, { recursive: true });
  await mkdir(screenshots, { recursive: true });
  await writeModel(join(folder, "m.safetensors"), {
    words: Array.from({ length: N }, (_, row) =>
      row === 0 ? HOSTILE : row % 3 === 0 ? `词语${row}` : `word${row}`,
    ),
    counts: Uint32Array.from({ length: N }, (_, row) => 9000 - row),
    dimension: 20,
    inputVectors: plantedVectors(N, 20, 6, 0.9).vectors,
    hyperparameters: { algorithm: "skip-gram", dimension: 20 },
    corpus: null,
    createdAt: "2026-11-22T10:11:12.000Z",
  });
  const { exitCode, err } = await runCommandLine(entry, ["map", "m.safetensors", "-o", "m.html"], {
    cwd: folder,
  });
  expect(err).toContain("Trustworthiness");
  expect(exitCode).toBe(0);
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Opens the file; everything that the page says, asks for or is refused is kept. */
async function open(
  scheme: "light" | "dark",
  width: number,
): Promise<{ page: Page; said: string[]; asked: string[] }> {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 800 } });
  const [said, asked]: [string[], string[]] = [[], []];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("dialog", (dialog) => said.push(dialog.message()));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(join(folder, "m.html")).href);
  await page.waitForFunction(() => document.querySelector("canvas")?.width !== 300);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  return { page, said, asked };
}

describe("a map as a page of its own", () => {
  it.each([
    ["light", 1200],
    ["dark", 1200],
    ["light", 360],
    ["dark", 360],
  ] as const)(
    "is drawn in a %s browser %i pixels wide, asks for nothing and is refused nothing",
    async (scheme, width) => {
      const { page, said, asked } = await open(scheme, width);
      await page.screenshot({ path: join(screenshots, `map-file-${scheme}-${width}.png`) });
      expect(said).toEqual([]);
      expect(asked.filter((url) => !url.startsWith("file:"))).toEqual([]);
      expect(asked.length).toBe(1);
      const colors = await page.evaluate(() => {
        const canvas = document.querySelector("body > canvas") as HTMLCanvasElement;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        return new Set(
          Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 3).join()),
        ).size;
      });
      expect(colors).toBeGreaterThan(50);
      await page.close();
    },
  );

  it("finds a word, goes there, and shows it under the pointer", async () => {
    const { page } = await open("light", 1200);
    await page.getByRole("searchbox").fill("word10");
    const found = page.locator(".panel li button");
    expect(await found.allTextContents()).toContain("word100");
    await page.getByRole("searchbox").press("Enter");
    const status = page.getByRole("status");
    expect(await status.textContent()).toMatch(/^word10 · 8,990 times · /);
    await page.mouse.move(600, 400);
    expect(await page.locator(".hover").textContent()).toMatch(/^word10 · 8,990 times/);
    await page.screenshot({ path: join(screenshots, "map-file-found.png") });
    await page.getByRole("searchbox").fill("nowhere");
    expect(await status.textContent()).toBe("No word on this map has “nowhere” in it.");
    await page.close();
  });

  it("draws markup in words as text and runs none of it", async () => {
    const { page, said } = await open("dark", 1200);
    await page.getByRole("searchbox").fill("onerror");
    expect(await page.locator(".panel li button").textContent()).toBe(HOSTILE);
    await page.getByRole("searchbox").press("Enter");
    expect(await page.locator("img").count()).toBe(0);
    expect(said).toEqual([]);
    await page.close();
  });
});
