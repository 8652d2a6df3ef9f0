/** What the map asks of whoever draws its points: a raster on the processor, or a GPU. */
import type { Rgb } from "./colors.ts";
import type { Size, Viewport } from "./viewport.ts";

/** Where the points are, as arrays side by side. */
export interface PointCloud {
  /** Shape [n, 2], in map units. */
  readonly xy: Float32Array;
  /** Shape [n], in CSS pixels. */
  readonly radii: Float32Array;
}

/** How the points look. */
export interface PointPaint {
  /** Shape [n, 4]: red, green, blue, opacity; 0 to 255. */
  readonly colors: Uint8Array;
  /** Shape [n]: the rows from the back to the front; null where the first row is in front. */
  readonly order: Uint32Array | null;
}

/** One picture. */
export interface Frame {
  readonly viewport: Viewport;
  readonly size: Size;
  /** Device pixels a CSS pixel. */
  readonly pixelRatio: number;
  readonly background: Rgb;
  /** Factor of every point's opacity, 0 to 1: with little room for a point, points fade. */
  readonly fade: number;
  /** Only so many points, those in front: while the map moves. */
  readonly limit: number;
}

/** Draws points on a canvas of its own. */
export interface PointRenderer {
  readonly canvas: HTMLCanvasElement;
  /** Takes over other points, or the same at other places; the paint stays. */
  setPoints(points: PointCloud): void;
  setPaint(paint: PointPaint): void;
  /** Draws at once. */
  draw(frame: Frame): void;
  dispose(): void;
}

/** The size of a canvas in device pixels; sets it where it differs. */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
  pixelRatio: number,
): Size {
  const wanted = {
    width: Math.max(1, Math.round(width * pixelRatio)),
    height: Math.max(1, Math.round(height * pixelRatio)),
  };
  if (canvas.width !== wanted.width || canvas.height !== wanted.height) {
    canvas.width = wanted.width;
    canvas.height = wanted.height;
  }
  return wanted;
}
