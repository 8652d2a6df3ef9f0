/** What the map asks of whoever draws its points: a raster on the processor now, a GPU in time. */
import type { Rgb } from "./colors.ts";
import type { Size, Viewport } from "./viewport.ts";

/** The points, as arrays side by side. */
export interface PointCloud {
  /** Shape [n, 2], in map units. */
  readonly xy: Float32Array;
  /** Shape [n], in CSS pixels. */
  readonly radii: Float32Array;
}

/** One picture. */
export interface Frame {
  readonly viewport: Viewport;
  readonly size: Size;
  /** Device pixels a CSS pixel. */
  readonly pixelRatio: number;
  readonly background: Rgb;
  readonly color: Rgb;
  /** Opacity of one point, 0 to 1: where many overlap, the map is denser. */
  readonly opacity: number;
}

/** Draws points on a canvas of its own. */
export interface PointRenderer {
  setPoints(points: PointCloud): void;
  draw(frame: Frame): void;
}
