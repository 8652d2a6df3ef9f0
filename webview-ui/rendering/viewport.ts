/** Which part of the map is seen, and how map units become pixels. */

/** The middle of the view in map units, and pixels a unit. The y axis of the map points up. */
export interface Viewport {
  readonly centerX: number;
  readonly centerY: number;
  readonly scale: number;
}

/** Units: CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in map units. */
export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export function screenX(view: Viewport, size: Size, x: number): number {
  return size.width / 2 + (x - view.centerX) * view.scale;
}

export function screenY(view: Viewport, size: Size, y: number): number {
  return size.height / 2 - (y - view.centerY) * view.scale;
}

export function mapX(view: Viewport, size: Size, x: number): number {
  return view.centerX + (x - size.width / 2) / view.scale;
}

export function mapY(view: Viewport, size: Size, y: number): number {
  return view.centerY - (y - size.height / 2) / view.scale;
}

/**
 * The rectangle around points; those without a finite position are left out.
 *
 * Shapes: xy [n, 2].
 */
export function boundsOf(xy: Float32Array, rows?: readonly number[]): Bounds | null {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  const count = rows ? rows.length : xy.length >> 1;
  for (let i = 0; i < count; i++) {
    const row = rows ? rows[i]! : i;
    const x = xy[row * 2]!;
    const y = xy[row * 2 + 1]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return left <= right ? { left, right, bottom, top } : null;
}

/** Free space around a fitted map, in CSS pixels. */
const MARGIN = 28;

/** The view that shows a rectangle whole; a single point gets the scale given for it. */
export function fitBounds(bounds: Bounds, size: Size, pointScale: number): Viewport {
  const width = bounds.right - bounds.left;
  const height = bounds.top - bounds.bottom;
  const scale = Math.min(
    Math.max(1, size.width - 2 * MARGIN) / width,
    Math.max(1, size.height - 2 * MARGIN) / height,
  );
  return {
    centerX: (bounds.left + bounds.right) / 2,
    centerY: (bounds.bottom + bounds.top) / 2,
    scale: Number.isFinite(scale) ? scale : pointScale,
  };
}

/** Moves the view with the pointer. Units: CSS pixels. */
export function panned(view: Viewport, dx: number, dy: number): Viewport {
  return {
    ...view,
    centerX: view.centerX - dx / view.scale,
    centerY: view.centerY + dy / view.scale,
  };
}

/** Zooms so that what is under a place of the screen stays there; `limits` are scales. */
export function zoomedAt(
  view: Viewport,
  size: Size,
  factor: number,
  x: number,
  y: number,
  limits: readonly [number, number],
): Viewport {
  const scale = Math.min(limits[1], Math.max(limits[0], view.scale * factor));
  const fixedX = mapX(view, size, x);
  const fixedY = mapY(view, size, y);
  return {
    centerX: fixedX - (x - size.width / 2) / scale,
    centerY: fixedY + (y - size.height / 2) / scale,
    scale,
  };
}

/** A view between two, for a flight; zooms by ratio, so that it looks even. */
export function between(from: Viewport, to: Viewport, share: number): Viewport {
  const scale = from.scale * (to.scale / from.scale) ** share;
  // Moving at the pace of the zoom keeps the target steady on the screen.
  const ratio = to.scale / from.scale;
  const path = Math.abs(ratio - 1) < 1e-3 ? share : (1 - ratio ** -share) / (1 - 1 / ratio);
  return {
    centerX: from.centerX + (to.centerX - from.centerX) * path,
    centerY: from.centerY + (to.centerY - from.centerY) * path,
    scale,
  };
}

/** Tells whether a flight would cross more than two screens: then it is a cut. */
export function isFar(from: Viewport, to: Viewport, size: Size): boolean {
  const scale = Math.min(from.scale, to.scale);
  return (
    Math.hypot(from.centerX - to.centerX, from.centerY - to.centerY) * scale >
    2 * Math.max(size.width, size.height)
  );
}

/**
 * The view for a word: it and its nearest on the map fill the middle, within three times the whole map.
 *
 * Shapes: xy [n, 2].
 */
export function viewOfWord(
  xy: Float32Array,
  row: number,
  neighbors: readonly number[],
  whole: Viewport,
  size: Size,
): Viewport {
  const x = xy[row * 2]!;
  const y = xy[row * 2 + 1]!;
  if (!Number.isFinite(x) || !Number.isFinite(y)) return whole;
  const reach = neighbors
    .map((other) => Math.hypot(xy[other * 2]! - x, xy[other * 2 + 1]! - y))
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .slice(0, 12)
    .at(-1);
  const wanted =
    reach === undefined || reach === 0
      ? whole.scale * 2
      : (0.4 * Math.min(size.width, size.height)) / reach;
  const scale = Math.min(whole.scale * 3, Math.max(whole.scale, wanted));
  // Near the rim the view leans to the middle of the map: empty space tells nothing.
  const lean = whole.scale / scale;
  return {
    centerX: x + (whole.centerX - x) * lean * lean,
    centerY: y + (whole.centerY - y) * lean * lean,
    scale,
  };
}
