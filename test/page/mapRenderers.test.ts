import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRenderers, type CallRenderer } from "../support/rendererBrowser.ts";
import type { PictureRequest } from "../support/rendererPage.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/map");
const PICTURES = join(import.meta.dirname, "../../out/screenshots/renderers");
const SCENES = ["clusters", "muted", "space"] as const;
const THEMES = ["dark", "light"] as const;

let browser: Browser;
let call: CallRenderer;

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  ({ browser, call } = await openRenderers());
});
afterAll(() => browser?.close());

/** Draws and leaves the picture where a person can look at it. */
async function draw(name: string, request: PictureRequest): Promise<string> {
  const url = await call("draw", request);
  await writeFile(join(PICTURES, `${name}.png`), bytesOf(url));
  return url;
}

function bytesOf(url: string): Buffer {
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

describe.each(SCENES)("the scene of %s", (scene) => {
  it.each([1, 2])("is the same on a GPU as on the raster at a pixel ratio of %d", async (ratio) => {
    const request = {
      ...{ points: 3000, width: 400, height: 300, pixelRatio: ratio },
      ...({ theme: "dark", scene } as const),
    };
    const raster = await draw(`${scene}-${ratio}-raster`, { ...request, renderer: "raster" });
    const webgl = await draw(`${scene}-${ratio}-webgl`, { ...request, renderer: "webgl" });
    const { mean, far } = await call("compare", raster, webgl);
    // The raster places a disc by quarters of a pixel, so its rim differs; nothing else may.
    expect(mean).toBeLessThan(2.5);
    expect(far).toBeLessThan(0.01);
    const other = await call("draw", { ...request, renderer: "raster", theme: "light" });
    expect((await call("compare", raster, other)).far).toBeGreaterThan(0.9);
  });

  it.each(THEMES)("looks on the raster as it did in %s", async (theme) => {
    const golden = join(FIXTURES, `${scene}-${theme}.png`);
    const url = await draw(`${scene}-${theme}`, {
      renderer: "raster",
      ...{ points: 1500, width: 240, height: 180, pixelRatio: 1 },
      ...{ theme, scene },
    });
    if (process.env["WORDFIELD_GOLDEN"] === "write") {
      await mkdir(FIXTURES, { recursive: true });
      await writeFile(golden, bytesOf(url));
    }
    expect(existsSync(golden)).toBe(true);
    const before = `data:image/png;base64,${(await readFile(golden)).toString("base64")}`;
    const { mean, far } = await call("compare", before, url);
    // Sines may round differently from engine to engine: a point may be a quarter of a pixel aside.
    expect(mean).toBeLessThan(0.2);
    expect(far).toBeLessThan(0.001);
  });
});

describe("a map whose GPU goes away", () => {
  it("is drawn on by the raster, with the same points and colors", async () => {
    const { before, after, renderers } = await call("loseGpu", 3000);
    expect(renderers).toBe(2);
    const { mean, far } = await call("compare", before, after);
    expect(mean).toBeLessThan(2.5);
    expect(far).toBeLessThan(0.01);
  });
});
