/** The map's canvases, what is seen of it, and how it moves; knows no widgets and asks nobody anything. */
import { Camera } from "./camera.ts";
import { densityContours, type ContourLevel } from "./contours.ts";
import { isInOutline, outlineBounds } from "./lasso.ts";
import { buildScene, type MapSubject, type NeighborPoint, type Scene } from "./mapScene.ts";
import { Overlay } from "./overlay.ts";
import { colorPoints, type ColorRequest } from "./pointColors.ts";
import { PointPlaces } from "./pointPlaces.ts";
import { radiiOf } from "./pointSizes.ts";
import type { PointPaint, PointRenderer } from "./pointRenderer.ts";
import { paintByDepth, radiiAtDepth, type Rotation } from "./rotation.ts";
import type { Theme } from "./theme.ts";
import {
  boundsOf,
  fitBounds,
  viewOfWord,
  type Bounds,
  type Size,
  type Viewport,
} from "./viewport.ts";

/** The words of the map and where they stand. */
export interface MapPoints {
  readonly words: readonly string[];
  /** Shape [n]; empty where unknown. */
  readonly counts: Uint32Array;
  /** Shape [n, dimensions]. */
  readonly positions: Float32Array;
  readonly dimensions: 2 | 3;
  /** Rows from this one on say where the words before them were, and have no label of their own; null where all are words. */
  readonly formerFrom: number | null;
}

/** All that a picture of the map is made of, for drawing it elsewhere. */
export interface PictureParts {
  readonly size: Size;
  readonly view: Viewport;
  readonly theme: Theme;
  readonly xy: Float32Array;
  readonly radii: Float32Array;
  readonly paint: PointPaint;
  readonly fade: number;
  readonly contours: readonly ContourLevel[];
  readonly scene: Scene;
}

type Subject = Omit<MapSubject, "words" | "xy" | "colors">;
type Colors = Omit<ColorRequest, "theme" | "count" | "formerFrom">;

const HIT_PIXELS = 12;
/** So many square pixels a point keep the map from filling up; with fewer, points fade. */
const ROOM = 110;
const LEAST_FADE = 0.4;
const LABEL_CANDIDATES = 500;
/** While the map moves, no more than so many of the most frequent words are drawn. */
const MOVING_POINTS = 60_000;
const REST_MS = 140;

/** One map on the screen. */
export class MapPicture {
  #renderer: PointRenderer;
  readonly #overlay: Overlay;
  readonly #camera = new Camera();
  readonly #places = new PointPlaces();
  #words: readonly string[] = [];
  #formerFrom: number | null = null;
  #radii: Float32Array = new Float32Array();
  #colors: Colors = { groups: null, values: null, only: [], selected: null };
  #paint: PointPaint = { colors: new Uint8Array(), order: null };
  #contours: readonly ContourLevel[] = [];
  #subject: Subject = {
    picked: null,
    neighbors: [],
    strangers: [],
    arrows: [],
    fidelity: null,
    pointed: null,
    cursor: null,
    obstacles: [],
  };
  #outline: readonly number[] | null = null;
  #pixelRatio = 1;
  #theme: Theme | undefined;
  #scene: Scene | undefined;
  #fade = 1;
  #isMovedByHand = false;
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #idle = 0;
  readonly #drawn: () => void;

  /** `drawn` is called after every picture, for what lies over it. */
  constructor(renderer: PointRenderer, overlay: CanvasRenderingContext2D, drawn: () => void) {
    this.#renderer = renderer;
    this.#overlay = new Overlay(overlay);
    this.#drawn = drawn;
  }

  /** Has someone else draw the points. */
  setRenderer(renderer: PointRenderer): void {
    this.#renderer = renderer;
    this.#placePoints();
    this.#recolor();
  }

  /** Shows other points; the view starts anew. */
  setPoints({ words, counts, positions, dimensions, formerFrom }: MapPoints): void {
    this.#words = words;
    this.#formerFrom = formerFrom;
    this.#radii = radiiOf(words.length, counts);
    this.#colors = { groups: null, values: null, only: [], selected: null };
    this.#places.set(positions, dimensions, false);
    this.#camera.setBounds(this.#places.bounds, false);
    this.#placePoints();
    this.#recolor();
  }

  /** Shows the same words at other places; the view stays. Shape: positions [n, dimensions]. */
  movePoints(positions: Float32Array, dimensions: 2 | 3, smooth: boolean): void {
    this.#places.set(positions, dimensions, smooth);
    this.#camera.setBounds(this.#places.bounds, true);
    this.#placePoints();
    this.#redraw();
  }

  setColors(colors: Colors): void {
    this.#colors = colors;
    this.#recolor();
  }

  setSubject(subject: Subject): void {
    this.#subject = subject;
    this.#redraw();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#recolor();
  }

  /** Draws a line of the user's, or none. Shape [k, 2], on the screen. */
  setOutline(outline: readonly number[] | null): void {
    this.#outline = outline;
    this.#redraw();
  }

  resize(size: Size, pixelRatio: number): void {
    this.#camera.resize(size);
    this.#pixelRatio = pixelRatio;
    this.#draw(); // in the same frame, or the stretched old picture would flash
  }

  /** Shows the whole map. */
  fit(smooth: boolean): void {
    this.#go(this.#camera.whole, smooth);
  }

  /** Shows a word and what is near it on the map. */
  showWord(row: number, neighbors: readonly NeighborPoint[], smooth: boolean): void {
    const rows = neighbors.map((neighbor) => neighbor.row);
    const { whole, size } = this.#camera;
    this.#go(viewOfWord(this.#places.xy, row, rows, whole, size), smooth);
  }

  /** Shows all of some words. */
  fitRows(rows: readonly number[], smooth: boolean): void {
    const bounds = boundsOf(this.#places.xy, rows);
    if (!bounds) return;
    const { whole, size } = this.#camera;
    const view = fitBounds(bounds, size, whole.scale * 2);
    this.#go({ ...view, scale: Math.min(view.scale, whole.scale * 8) }, smooth);
  }

  /** Puts a word in the middle. */
  center(row: number, smooth: boolean): void {
    this.centerAt(this.#places.xy[row * 2]!, this.#places.xy[row * 2 + 1]!, smooth);
  }

  /** Puts a place of the map in the middle. */
  centerAt(centerX: number, centerY: number, smooth: boolean): void {
    if (Number.isFinite(centerX) && Number.isFinite(centerY))
      this.#go({ ...this.#camera.view, centerX, centerY }, smooth);
  }

  /** Moves just enough to have a word in view. */
  reveal(row: number, smooth: boolean): void {
    this.#camera.reveal(this.place(row), smooth);
    this.#redraw();
  }

  /** Whether the view is the user's own; a word that is shown takes it back. */
  get isMovedByHand(): boolean {
    return this.#isMovedByHand;
  }

  /** Whether the words stand in space. */
  get isSpace(): boolean {
    return this.#places.isSpace;
  }

  pan(dx: number, dy: number): void {
    this.#camera.pan(dx, dy);
    this.#moving();
  }

  zoom(factor: number, x?: number, y?: number): void {
    this.#camera.zoom(factor, x, y);
    this.#moving();
  }

  /** Turns a map in space; does nothing on a plane. */
  turn(rotation: Rotation): void {
    if (!this.#places.isSpace) return;
    this.#places.turn(rotation);
    this.#placePoints();
    this.#moving();
  }

  /** The word at a place of the screen: a label, an arrow at the edge, or the nearest point. */
  hit(x: number, y: number): { readonly row: number; readonly edge: boolean } | null {
    const edge = this.#scene?.edges.find(
      ({ box }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
    );
    if (edge) return { row: edge.row, edge: true };
    const at = this.#camera.toMap(x, y);
    const row = this.#places.index.nearest(at.x, at.y, HIT_PIXELS / this.#camera.view.scale);
    return row === null ? null : { row, edge: false };
  }

  /** The word to go to from another, to one side of the screen; y points down. */
  toward(from: number | null, dx: number, dy: number): number | null {
    if (from !== null) return this.#places.index.toward(from, dx, -dy);
    const { centerX, centerY, scale } = this.#camera.view;
    return this.#places.index.nearest(centerX, centerY, this.#camera.size.width / scale);
  }

  /** The words nearest to a word on the map, the nearest first. */
  nearestOnMap(row: number, count: number): readonly number[] {
    return this.#places.index.nearestOf(row, count);
  }

  /** Where a word stands on the screen. */
  place(row: number): { readonly x: number; readonly y: number } {
    return this.#camera.toScreen(this.#places.xy[row * 2]!, this.#places.xy[row * 2 + 1]!);
  }

  /** The words in view, the most frequent first. */
  visible(): readonly number[] {
    return this.#places.index.within(this.#camera.seen);
  }

  /** The words inside a line on the screen, the most frequent first. Shape [k, 2]. */
  inside(outline: readonly number[]): readonly number[] {
    const line = outline.flatMap((_, i) => {
      if (i % 2 === 1) return [];
      const { x, y } = this.#camera.toMap(outline[i]!, outline[i + 1]!);
      return [x, y];
    });
    const { xy, index } = this.#places;
    return index
      .within(outlineBounds(line))
      .filter((row) => isInOutline(line, xy[row * 2]!, xy[row * 2 + 1]!));
  }

  /** What is seen, and the limits of the whole map; in map units. */
  get extent(): { readonly seen: Bounds; readonly whole: Bounds } {
    return { seen: this.#camera.seen, whole: this.#places.bounds };
  }

  /** What the picture is made of; null before the first. */
  parts(): PictureParts | null {
    if (!this.#theme || !this.#scene) return null;
    return {
      size: this.#camera.size,
      view: this.#camera.view,
      theme: this.#theme,
      xy: this.#places.xy,
      radii: this.#shownRadii(),
      paint: this.#shownPaint(),
      fade: this.#fade,
      contours: this.#contours,
      scene: this.#scene,
    };
  }

  /** Stops drawing. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    cancelIdleCallback(this.#idle);
    clearTimeout(this.#rest);
    this.#frame = 0;
  }

  #go(to: Viewport, smooth: boolean): void {
    this.#isMovedByHand = false;
    this.#camera.go(to, smooth);
    this.#redraw();
  }

  #placePoints(): void {
    this.#renderer.setPoints({ xy: this.#places.xy, radii: this.#shownRadii() });
    if (this.#places.isSpace) this.#renderer.setPaint(this.#shownPaint());
    // Lines of where the points were before would mislead.
    this.#contours = [];
    cancelIdleCallback(this.#idle);
    this.#idle = requestIdleCallback(() => this.#findContours(), { timeout: 1000 });
  }

  #findContours(): void {
    if (this.#rest !== undefined) {
      this.#idle = requestIdleCallback(() => this.#findContours());
      return;
    }
    this.#contours = densityContours(this.#places.xy, this.#places.bounds);
    this.#redraw();
  }

  #recolor(): void {
    if (!this.#theme) return;
    this.#paint = colorPoints({
      ...this.#colors,
      count: this.#words.length,
      formerFrom: this.#formerFrom,
      theme: this.#theme,
    });
    this.#renderer.setPaint(this.#shownPaint());
    this.#redraw();
  }

  #shownRadii(): Float32Array {
    const { depths } = this.#places;
    return depths ? radiiAtDepth(this.#radii, depths) : this.#radii;
  }

  #shownPaint(): PointPaint {
    const { depths } = this.#places;
    return depths && this.#paint.order === null ? paintByDepth(this.#paint, depths) : this.#paint;
  }

  /** Draws fewer points for a while where there are many. */
  #moving(): void {
    this.#isMovedByHand = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      this.#redraw();
    }, REST_MS);
    this.#redraw();
  }

  #redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { size } = this.#camera;
    if (!this.#theme || size.width < 1 || size.height < 1) return;
    const flies = this.#camera.advance();
    const step = this.#places.advance();
    if (step.moved) this.#placePoints();
    if (flies || step.more) this.#redraw();
    const { view, seen } = this.#camera;
    const { rows, total } = this.#places.index.firstWithin(seen, LABEL_CANDIDATES);
    const limit = flies || this.#rest !== undefined ? MOVING_POINTS : Infinity;
    const room = (size.width * size.height) / Math.max(1, Math.min(total, limit));
    this.#fade = Math.max(LEAST_FADE, Math.min(1, Math.sqrt(room / ROOM)));
    this.#renderer.draw({
      viewport: view,
      size,
      pixelRatio: this.#pixelRatio,
      background: this.#theme.background,
      fade: this.#fade,
      limit,
    });
    const measure = this.#overlay.measurer(this.#theme.fontFamily);
    const hasColors = this.#colors.groups || this.#colors.values || this.#formerFrom !== null;
    const named = rows.filter((row) => row < (this.#formerFrom ?? Infinity));
    const subject = {
      words: this.#words,
      xy: this.#places.xy,
      colors: hasColors ? this.#paint.colors : null,
      ...this.#subject,
    };
    const scene = buildScene(subject, view, size, named, measure);
    this.#scene = scene;
    this.#overlay.draw({
      scene,
      contours: this.#contours,
      outline: this.#outline,
      view,
      size,
      pixelRatio: this.#pixelRatio,
      theme: this.#theme,
    });
    this.#drawn();
  }
}
