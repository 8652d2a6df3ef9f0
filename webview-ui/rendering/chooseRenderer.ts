/** Chooses who draws the points: a GPU where there is a real one, else the raster. */
import type { PointRenderer } from "./pointRenderer.ts";
import { RasterRenderer } from "./rasterRenderer.ts";
import { WebglRenderer } from "./webglRenderer.ts";

/** Names of renderers that are programs: on a processor, the raster is quicker than a GPU's imitation. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|virgl|mesa offscreen/i;
/** A first, empty frame that takes longer than this comes from no GPU that would help. */
const FIRST_FRAME_MS = 100;

/** Puts a canvas into an element and gives its renderer; `lost` is called once a GPU goes away. */
export function chooseRenderer(place: HTMLElement, lost: () => void): PointRenderer {
  return onGpu(place, lost) ?? onProcessor(place);
}

/** The raster, on a new canvas. */
export function onProcessor(place: HTMLElement): PointRenderer {
  const canvas = document.createElement("canvas");
  const renderer = new RasterRenderer(canvas);
  place.replaceChildren(canvas);
  return renderer;
}

function onGpu(place: HTMLElement, lost: () => void): PointRenderer | null {
  const canvas = document.createElement("canvas");
  const gl = canvas.getContext("webgl2", {
    alpha: false,
    antialias: false, // discs soften their own rims
    depth: false,
    failIfMajorPerformanceCaveat: true,
    powerPreference: "low-power",
  });
  if (!gl || isSoftware(gl)) return null;
  try {
    const renderer = new WebglRenderer(gl);
    if (firstFrameMs(gl) > FIRST_FRAME_MS) return null;
    whenLost(renderer, lost);
    place.replaceChildren(canvas);
    return renderer;
  } catch {
    // A GPU that takes no shaders is as good as none: the raster draws the same picture.
    return null;
  }
}

/** Calls once the GPU goes away; its canvas shows nothing from then on. */
export function whenLost({ canvas }: PointRenderer, lost: () => void): void {
  canvas.addEventListener("webglcontextlost", lost, { once: true });
}

/** Whether a program plays the GPU; where the browser does not tell, the first frame's time must. */
function isSoftware(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = names && gl.getParameter(names.UNMASKED_RENDERER_WEBGL);
  return typeof name === "string" && SOFTWARE.test(name);
}

function firstFrameMs(gl: WebGL2RenderingContext): number {
  const start = performance.now();
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4)); // waits for the frame
  return performance.now() - start;
}
