/**
 * How long a picture of the map takes, by the raster and by WebGL, and the memory that it needs.
 *
 * Headless Chromium has no GPU here: WebGL is SwiftShader, a program that plays one, so its times are a lower bound for
 * what a GPU does and no reason to prefer the raster. The page itself chooses the raster there.
 */
import { availableParallelism, cpus } from "node:os";
import { openRenderers } from "../support/rendererBrowser.ts";
import type { RendererName } from "../support/rendererPage.ts";

const RENDERERS: readonly RendererName[] = ["raster", "webgl"];
const POINTS = [10_000, 100_000, 1_000_000];

console.log(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, 1200 × 600 pixels, WebGL by SwiftShader\n`,
);
console.log("renderer    points     first  at rest   moving    hover     memory");
for (const renderer of RENDERERS)
  for (const points of POINTS) {
    const { browser, page, call } = await openRenderers();
    try {
      const session = await page.context().newCDPSession(page);
      const { first, frame, moving, hover } = await call("time", renderer, points);
      const heap = await session.send("Runtime.getHeapUsage");
      const bytes = heap.usedSize + heap.backingStorageSize;
      const row = [first, frame, moving, hover].map((ms) => `${ms.toFixed(1)} ms`.padStart(9));
      console.log(
        `${renderer.padEnd(8)} ${points.toLocaleString("en").padStart(9)} ${row.join("")} ${`${(bytes / 1e6).toFixed(0)} MB`.padStart(8)}`,
      );
    } finally {
      await browser.close();
    }
  }
