// Runs in a browser: draws and times the map's points by either renderer, without the rest of the page.
import { onProcessor, whenLost } from "../../webview-ui/rendering/chooseRenderer.ts";
import { MapPicture } from "../../webview-ui/rendering/mapPicture.ts";
import type { PointRenderer } from "../../webview-ui/rendering/pointRenderer.ts";
import { colorPoints } from "../../webview-ui/rendering/pointColors.ts";
import { RasterRenderer } from "../../webview-ui/rendering/rasterRenderer.ts";
import { paintByDepth, radiiAtDepth, turnPoints } from "../../webview-ui/rendering/rotation.ts";
import type { Theme } from "../../webview-ui/rendering/theme.ts";
import { WebglRenderer } from "../../webview-ui/rendering/webglRenderer.ts";

/** Which renderer draws. */
export type RendererName = "raster" | "webgl";

/** A picture to draw. */
export interface PictureRequest {
  readonly renderer: RendererName;
  readonly points: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly theme: "dark" | "light";
  /** Clusters; some that keep their color; points in space. */
  readonly scene: "clusters" | "muted" | "space";
}

/** Times in milliseconds, bytes of memory. */
export interface PictureTimes {
  readonly first: number;
  readonly frame: number;
  readonly moving: number;
  readonly hover: number;
}

/** What the page offers to tests. */
export interface RendererPage {
  draw(request: PictureRequest): Promise<string>;
  compare(first: string, second: string): Promise<{ mean: number; far: number }>;
  time(renderer: RendererName, points: number): PictureTimes;
  /** What draws behind WebGL. */
  gpuName(): string;
  /** Takes the GPU away from a map that is drawn by it; the pictures before and after. */
  loseGpu(points: number): Promise<{ before: string; after: string; renderers: number }>;
}

const THEMES: Readonly<Record<"dark" | "light", Theme>> = {
  dark: theme("dark", [31, 31, 31], [204, 204, 204]),
  light: theme("light", [255, 255, 255], [59, 59, 59]),
};

function theme(
  kind: Theme["kind"],
  background: Theme["background"],
  foreground: Theme["foreground"],
): Theme {
  const same = { dim: foreground, similarity: foreground, focus: foreground, warning: foreground };
  const sides = { minus: foreground, plus: foreground };
  return { kind, background, foreground, ...same, ...sides, fontFamily: "sans-serif" };
}

function makeRenderer(name: RendererName): PointRenderer {
  const canvas = document.createElement("canvas");
  if (name === "raster") return new RasterRenderer(canvas);
  const gl = canvas.getContext("webgl2", {
    alpha: false,
    antialias: false,
    depth: false,
    preserveDrawingBuffer: true,
  });
  if (!gl) throw new Error("This browser has no WebGL 2.");
  return new WebglRenderer(gl);
}

/** The same numbers everywhere: a linear congruential generator. */
function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Groups around random middles; shapes: positions [n, 3], groups [n]. */
function makePoints(count: number) {
  const random = randomNumbers();
  const middles = Array.from({ length: 11 }, () => [random(), random(), random()] as const);
  const positions = new Float32Array(count * 3);
  const groups = new Uint16Array(count);
  for (let row = 0; row < count; row++) {
    const group = Math.floor(random() * middles.length);
    groups[row] = group;
    for (const axis of [0, 1, 2] as const)
      positions[row * 3 + axis] =
        (middles[group]![axis] - 0.5) * 1.4 + (random() + random() - 1) * 0.3;
  }
  return { positions, groups };
}

const page: RendererPage = {
  async draw({ renderer: name, points, width, height, pixelRatio, theme: themeName, scene }) {
    const renderer = makeRenderer(name);
    const { positions, groups } = makePoints(points);
    const xy = new Float32Array(points * 2);
    const depths = new Float32Array(points);
    const rotation = scene === "space" ? { yaw: 0.6, pitch: -0.4 } : { yaw: 0, pitch: 0 };
    turnPoints(positions, rotation, xy, depths);
    const radii = Float32Array.from({ length: points }, (_, row) => 1.3 + 3 / Math.sqrt(row + 1));
    const paint = colorPoints({
      count: points,
      theme: THEMES[themeName],
      groups,
      values: null,
      only: scene === "muted" ? [1, 4] : [],
      selected: null,
      formerFrom: null,
    });
    const isSpace = scene === "space";
    renderer.setPoints({ xy, radii: isSpace ? radiiAtDepth(radii, depths) : radii });
    renderer.setPaint(isSpace ? paintByDepth(paint, depths) : paint);
    renderer.draw({
      viewport: { centerX: 0.05, centerY: -0.03, scale: Math.min(width, height) / 2.2 },
      size: { width, height },
      pixelRatio,
      background: THEMES[themeName].background,
      fade: 0.9,
      limit: Infinity,
    });
    const url = renderer.canvas.toDataURL("image/png");
    renderer.dispose();
    return url;
  },

  async compare(first, second) {
    const [a, b] = await Promise.all([first, second].map(pixelsOf));
    if (!a || a.length !== b?.length) return { mean: 255, far: 1 };
    let sum = 0;
    let far = 0;
    for (let i = 0; i < a.length; i += 4) {
      let most = 0;
      for (let channel = 0; channel < 3; channel++) {
        const difference = Math.abs(a[i + channel]! - b[i + channel]!);
        sum += difference;
        most = Math.max(most, difference);
      }
      if (most > 64) far++;
    }
    return { mean: sum / ((a.length / 4) * 3), far: far / (a.length / 4) };
  },

  time(name, count) {
    const renderer = makeRenderer(name);
    const overlay = document.createElement("canvas").getContext("2d")!;
    const picture = new MapPicture(renderer, overlay, () => undefined);
    const { positions, groups } = makePoints(count);
    const xy = new Float32Array(count * 2);
    turnPoints(positions, { yaw: 0, pitch: 0 }, xy, new Float32Array(count));
    const words = Array.from({ length: count }, (_, row) => `word${row}`);
    const counts = Uint32Array.from({ length: count }, (_, row) => 1 + Math.round(1e6 / (row + 1)));
    const size = { width: 1200, height: 600 };
    const gl = name === "webgl" ? renderer.canvas.getContext("webgl2") : null;
    const draw = () => {
      picture.resize(size, 1);
      // Waits until the picture is there; a raster is there when its call returns.
      gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    };
    const timed = (work: () => void) => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    picture.setTheme(THEMES.dark);
    const first = timed(() => {
      picture.setPoints({ words, counts, positions: xy, dimensions: 2, formerFrom: null });
      picture.setColors({ groups, values: null, only: [], selected: null });
      draw();
    });
    const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]!;
    const frames = (work: (i: number) => void) =>
      median(Array.from({ length: 11 }, (_, i) => timed(() => work(i))));
    const frame = frames(draw);
    const moving = frames((i) => {
      picture.pan(i % 2 === 0 ? 6 : -6, 3);
      draw();
    });
    const hover = frames((i) => {
      picture.hit(300 + i * 40, 200 + i * 10);
    });
    picture.dispose();
    renderer.dispose();
    return { first, frame, moving, hover };
  },

  gpuName() {
    const gl = document.createElement("canvas").getContext("webgl2");
    const names = gl?.getExtension("WEBGL_debug_renderer_info");
    return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : "no WebGL";
  },

  loseGpu,
};

async function loseGpu(count: number) {
  const place = document.createElement("div");
  document.body.append(place);
  const gpu = makeRenderer("webgl");
  place.replaceChildren(gpu.canvas);
  const overlay = document.createElement("canvas").getContext("2d")!;
  let draw: (url: string) => void = () => undefined;
  const picture = new MapPicture(gpu, overlay, () => {
    draw(place.querySelector("canvas")!.toDataURL());
  });
  const drawn = (work: () => void) =>
    new Promise<string>((resolve) => {
      draw = resolve;
      work();
    });
  const renderers = new Set([gpu.canvas]);
  whenLost(gpu, () => {
    const raster = onProcessor(place);
    renderers.add(raster.canvas);
    picture.setRenderer(raster);
  });
  const { positions, groups } = makePoints(count);
  const xy = new Float32Array(count * 2);
  turnPoints(positions, { yaw: 0, pitch: 0 }, xy, new Float32Array(count));
  picture.setTheme(THEMES.dark);
  picture.setPoints({
    words: Array.from({ length: count }, (_, row) => `word${row}`),
    counts: new Uint32Array(),
    positions: xy,
    dimensions: 2,
    formerFrom: null,
  });
  picture.setColors({ groups, values: null, only: [], selected: null });
  const before = await drawn(() => picture.resize({ width: 400, height: 300 }, 1));
  const after = await drawn(() => gpu.dispose());
  picture.dispose();
  place.remove();
  return { before, after, renderers: renderers.size };
}

async function pixelsOf(url: string): Promise<Uint8ClampedArray> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext("2d")!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

Object.assign(window, { rendererPage: page });
