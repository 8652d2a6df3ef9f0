/** The whole map, small, and what is seen of it. */
import type { MapPicture } from "./mapPicture.ts";
import type { PointPaint } from "./pointRenderer.ts";
import { RasterRenderer } from "./rasterRenderer.ts";
import { fitBounds, mapX, mapY, screenX, screenY, type Viewport } from "./viewport.ts";

/** CSS pixels a side; the style sheet has the same. */
const SIDE = 92;
const INSET = 6;
const RADIUS = 0.7;
/** As many as a picture of this size can tell apart. */
const POINTS = 8000;
const SIZE = { width: SIDE, height: SIDE };

/** Draws into a canvas, and frames what is seen with an element over it. */
export class Minimap {
  readonly #renderer: RasterRenderer;
  readonly #frame: HTMLElement;
  #xy: Float32Array | undefined;
  #paint: PointPaint | undefined;
  #view: Viewport = { centerX: 0, centerY: 0, scale: 1 };

  constructor(canvas: HTMLCanvasElement, frame: HTMLElement) {
    this.#renderer = new RasterRenderer(canvas);
    this.#frame = frame;
  }

  /** Follows the picture; draws its points only where they have changed. */
  follow(picture: MapPicture, pixelRatio: number): void {
    const parts = picture.parts();
    if (!parts) return;
    const { seen, whole } = picture.extent;
    if (parts.xy !== this.#xy || parts.paint.colors !== this.#paint?.colors) {
      this.#xy = parts.xy;
      this.#paint = parts.paint;
      const view = fitBounds(whole, SIZE, 1);
      // That function leaves a margin for labels, which stand on no small map.
      const span = Math.max(whole.right - whole.left, whole.top - whole.bottom);
      this.#view = { ...view, scale: span > 0 ? (SIDE - 2 * INSET) / span : view.scale };
      const count = Math.min(POINTS, parts.radii.length);
      this.#renderer.setPoints({
        xy: parts.xy.subarray(0, count * 2),
        radii: new Float32Array(count).fill(RADIUS),
      });
      this.#renderer.setPaint({ colors: parts.paint.colors.subarray(0, count * 4), order: null });
      this.#renderer.draw({
        viewport: this.#view,
        size: SIZE,
        pixelRatio,
        background: parts.theme.background,
        fade: 0.8,
        limit: Infinity,
      });
    }
    const left = Math.max(0, screenX(this.#view, SIZE, seen.left));
    const right = Math.min(SIDE, screenX(this.#view, SIZE, seen.right));
    const top = Math.max(0, screenY(this.#view, SIZE, seen.top));
    const bottom = Math.min(SIDE, screenY(this.#view, SIZE, seen.bottom));
    const { style } = this.#frame;
    style.setProperty("left", `${left}px`);
    style.setProperty("top", `${top}px`);
    style.setProperty("width", `${Math.max(0, right - left)}px`);
    style.setProperty("height", `${Math.max(0, bottom - top)}px`);
  }

  /** The place of the map under a place of the small one. */
  toMap(x: number, y: number): readonly [number, number] {
    return [mapX(this.#view, SIZE, x), mapY(this.#view, SIZE, y)];
  }
}
