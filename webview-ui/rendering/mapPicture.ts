/** The map's two canvases, what is seen of it, and how it moves; knows no widgets and asks nobody anything. */
import { buildScene, type MapSubject, type NeighborPoint, type Scene } from "./mapScene.ts";
import { Overlay } from "./overlay.ts";
import { PointIndex } from "./pointIndex.ts";
import type { PointRenderer } from "./pointRenderer.ts";
import type { Theme } from "./theme.ts";
import {
  between,
  boundsOf,
  fitBounds,
  isFar,
  mapX,
  mapY,
  panned,
  screenX,
  screenY,
  viewOfWord,
  zoomedAt,
  type Bounds,
  type Size,
  type Viewport,
} from "./viewport.ts";

/** The words of the map and where they stand. */
export interface MapPoints {
  readonly words: readonly string[];
  /** Shape [n]; empty where unknown. */
  readonly counts: Uint32Array;
  /** Shape [n, 2]. */
  readonly xy: Float32Array;
}

const FLIGHT_MS = 240;
const HIT_PIXELS = 12;
const MAXIMUM_ZOOM = 60;
const MINIMUM_ZOOM = 0.5;
const OPACITY = { dark: 0.42, light: 0.4, contrast: 0.58 } as const;
/** So many square pixels a point keep the map from filling up; with fewer, points fade. */
const ROOM = 110;
const LEAST_FADE = 0.4;
const EMPTY: Bounds = { left: -1, right: 1, bottom: -1, top: 1 };

/** One map on the screen. */
export class MapPicture {
  readonly #renderer: PointRenderer;
  readonly #overlay: Overlay;
  #points: MapPoints = { words: [], counts: new Uint32Array(), xy: new Float32Array() };
  #bounds = EMPTY;
  #index = new PointIndex(new Float32Array(), EMPTY);
  #subject: Omit<MapSubject, "words" | "xy"> = {
    picked: null,
    neighbors: [],
    pointed: null,
    cursor: null,
  };
  #size: Size = { width: 0, height: 0 };
  #pixelRatio = 1;
  #theme: Theme | undefined;
  #view: Viewport | undefined;
  #scene: Scene | undefined;
  #frame = 0;
  #flight: { readonly from: Viewport; readonly to: Viewport; readonly start: number } | undefined;

  constructor(renderer: PointRenderer, overlay: CanvasRenderingContext2D) {
    this.#renderer = renderer;
    this.#overlay = new Overlay(overlay);
  }

  /** Shows other points; the view starts anew. */
  setPoints(points: MapPoints): void {
    this.#points = points;
    this.#bounds = boundsOf(points.xy) ?? EMPTY;
    this.#index = new PointIndex(points.xy, this.#bounds);
    this.#renderer.setPoints({ xy: points.xy, radii: radiiOf(points) });
    this.#view = undefined;
    this.#flight = undefined;
    this.#redraw();
  }

  setSubject(subject: Omit<MapSubject, "words" | "xy">): void {
    this.#subject = subject;
    this.#redraw();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#redraw();
  }

  /** Takes over a new size; the middle of the view stays where it is. */
  resize(size: Size, pixelRatio: number): void {
    const before = this.#size;
    this.#size = size;
    this.#pixelRatio = pixelRatio;
    if (this.#view && before.width > 0 && before.height > 0 && size.width > 0) {
      const growth = Math.min(size.width / before.width, size.height / before.height);
      this.#view = { ...this.#view, scale: this.#view.scale * growth };
    }
    this.#flight = undefined;
    this.#draw(); // in the same frame, or the stretched old picture would flash
  }

  /** Shows the whole map. */
  fit(smooth: boolean): void {
    this.#go(this.#whole(), smooth);
  }

  /** Shows a word and what is near it on the map. */
  showWord(row: number, neighbors: readonly NeighborPoint[], smooth: boolean): void {
    const rows = neighbors.map((neighbor) => neighbor.row);
    this.#go(viewOfWord(this.#points.xy, row, rows, this.#whole(), this.#size), smooth);
  }

  /** Shows all of some words. */
  fitRows(rows: readonly number[], smooth: boolean): void {
    const bounds = boundsOf(this.#points.xy, rows);
    if (!bounds) return;
    const whole = this.#whole();
    const view = fitBounds(bounds, this.#size, whole.scale * 2);
    this.#go({ ...view, scale: Math.min(view.scale, whole.scale * 8) }, smooth);
  }

  /** Puts a word in the middle. */
  center(row: number, smooth: boolean): void {
    const [centerX, centerY] = [this.#points.xy[row * 2]!, this.#points.xy[row * 2 + 1]!];
    if (Number.isFinite(centerX) && Number.isFinite(centerY))
      this.#go({ ...this.#current(), centerX, centerY }, smooth);
  }

  /** Moves just enough to have a word in view. */
  reveal(row: number, smooth: boolean): void {
    const { x, y } = this.place(row);
    const inset = 40;
    const dx = Math.min(0, this.#size.width - inset - x) + Math.max(0, inset - x);
    const dy = Math.min(0, this.#size.height - inset - y) + Math.max(0, inset - y);
    if (dx !== 0 || dy !== 0) this.#go(panned(this.#current(), dx, dy), smooth);
  }

  pan(dx: number, dy: number): void {
    this.#go(panned(this.#current(), dx, dy), false);
  }

  /** Zooms by a factor; what is under the place stays under it. */
  zoom(factor: number, x = this.#size.width / 2, y = this.#size.height / 2): void {
    const { scale } = this.#whole();
    const limits = [scale * MINIMUM_ZOOM, scale * MAXIMUM_ZOOM] as const;
    this.#go(zoomedAt(this.#current(), this.#size, factor, x, y, limits), false);
  }

  /** The word at a place of the screen: a label, an arrow at the edge, or the nearest point. */
  hit(x: number, y: number): { readonly row: number; readonly edge: boolean } | null {
    const edge = this.#scene?.edges.find(
      ({ box }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
    );
    if (edge) return { row: edge.row, edge: true };
    const view = this.#current();
    const at = [mapX(view, this.#size, x), mapY(view, this.#size, y)] as const;
    const row = this.#index.nearest(at[0], at[1], HIT_PIXELS / view.scale);
    return row === null ? null : { row, edge: false };
  }

  /** The word to go to from another, to one side of the screen; y points down. */
  toward(from: number | null, dx: number, dy: number): number | null {
    if (from !== null) return this.#index.toward(from, dx, -dy);
    const { centerX, centerY, scale } = this.#current();
    return this.#index.nearest(centerX, centerY, this.#size.width / scale);
  }

  /** Where a word stands on the screen. */
  place(row: number): { readonly x: number; readonly y: number } {
    const view = this.#current();
    return {
      x: screenX(view, this.#size, this.#points.xy[row * 2]!),
      y: screenY(view, this.#size, this.#points.xy[row * 2 + 1]!),
    };
  }

  /** The words in view, the most frequent first. */
  visible(): readonly number[] {
    const view = this.#current();
    return this.#index.within({
      left: mapX(view, this.#size, 0),
      right: mapX(view, this.#size, this.#size.width),
      bottom: mapY(view, this.#size, this.#size.height),
      top: mapY(view, this.#size, 0),
    });
  }

  /** Stops drawing. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #whole(): Viewport {
    return fitBounds(this.#bounds, this.#size, 1);
  }

  #current(): Viewport {
    this.#view ??= this.#whole();
    return this.#view;
  }

  #go(to: Viewport, smooth: boolean): void {
    const from = this.#current();
    if (smooth && !isFar(from, to, this.#size))
      this.#flight = { from, to, start: performance.now() };
    else {
      this.#flight = undefined;
      this.#view = to;
    }
    this.#redraw();
  }

  #redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const size = this.#size;
    if (!this.#theme || size.width < 1 || size.height < 1) return;
    if (this.#flight) {
      const { from, to, start } = this.#flight;
      const share = Math.min(1, (performance.now() - start) / FLIGHT_MS);
      this.#view = share === 1 ? to : between(from, to, 1 - (1 - share) ** 3); // ease out
      if (share === 1) this.#flight = undefined;
      else this.#redraw();
    }
    const viewport = this.#current();
    const visible = this.visible();
    const room = (size.width * size.height) / Math.max(1, visible.length);
    const fade = Math.max(LEAST_FADE, Math.min(1, Math.sqrt(room / ROOM)));
    this.#renderer.draw({
      viewport,
      size,
      pixelRatio: this.#pixelRatio,
      background: this.#theme.background,
      color: this.#theme.foreground,
      opacity: OPACITY[this.#theme.kind] * fade,
    });
    const { words, xy } = this.#points;
    const measure = this.#overlay.measurer(this.#theme.fontFamily);
    const subject = { words, xy, ...this.#subject };
    this.#scene = buildScene(subject, viewport, size, visible, measure);
    this.#overlay.draw(this.#scene, size, this.#pixelRatio, this.#theme);
  }
}

/** The size of each point grows with the logarithm of its count. Units: CSS pixels. */
function radiiOf({ words, counts }: MapPoints): Float32Array {
  const radii = new Float32Array(words.length).fill(1.8);
  const least = counts[counts.length - 1] ?? 0;
  if (counts.length === words.length)
    for (let row = 0; row < words.length; row++) {
      const growth = Math.log10(Math.max(1, counts[row]!) / Math.max(1, least));
      radii[row] = Math.min(4.2, 1.3 + growth * 0.85);
    }
  return radii;
}
