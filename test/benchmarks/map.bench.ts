// How long a picture of the map takes, by the raster and by WebGL, and the memory that it needs:
// npm run bench -- map [WAY] (WAY reaches a GPU: vulkan or gl-egl on Linux, metal, d3d11; without it WebGL is SwiftShader, which plays a
// GPU on the processor; its times are a lower bound for what one does and no reason to prefer the raster, which the page
// itself chooses there)
import { availableParallelism, cpus } from "node:os";
import { openRenderers } from "../support/rendererBrowser.ts";
import type { RendererName } from "../support/rendererPage.ts";

const RENDERERS: readonly RendererName[] = ["raster", "webgl"];
const POINTS = [10_000, 100_000, 1_000_000];

const [gpu] = process.argv.slice(2);
const probe = await openRenderers(gpu);
console.log(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, 1200 × 600 pixels; WebGL: ${await probe.call("gpuName")}\n`,
);
await probe.browser.close();
console.log("renderer    points     first  at rest   moving    hover     memory");
for (const renderer of RENDERERS)
  for (const points of POINTS) {
    const { browser, page, call } = await openRenderers(gpu);
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
