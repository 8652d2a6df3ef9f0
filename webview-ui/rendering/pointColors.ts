/** Gives every point of the map its color, and says which are drawn on top. */
import type { Rgb } from "./colors.ts";
import { CATEGORY_COUNT, categoryColor, scaleColor } from "./palettes.ts";
import type { PointPaint } from "./pointRenderer.ts";
import type { Theme } from "./theme.ts";

/** What the colors of the map say. */
export type Coloring =
  | "cluster"
  | "folder"
  | "kind"
  | "language"
  | "script"
  | "count"
  | "similarity"
  | "fidelity"
  | "departure"
  | "table"
  | "none";

/** What the colors are made of. */
export interface ColorRequest {
  readonly count: number;
  readonly theme: Theme;
  /** Shape [n]: the group of each point, those without a color among them; null where colors say something else. */
  readonly groups: Uint16Array | null;
  /** Shape [n]: 0 to 1, along the scale, NaN for a point without a color; null where colors say something else. */
  readonly values: Float32Array | null;
  /** Points from this row on are where words were, those before it where they are; null where all are of one time. */
  readonly formerFrom: number | null;
  /** Only these groups keep their color; empty for all. The group after the last with a color is all the rest. */
  readonly only: readonly number[];
  /** Only these rows keep their color; null for all. */
  readonly selected: ReadonlySet<number> | null;
}

const OPACITY = { dark: 0.42, light: 0.4, contrast: 0.58 } as const;
const COLORED_OPACITY = { dark: 0.9, light: 0.8, contrast: 1 } as const;
const MUTED = 0.45;

/** Colors all points. */
export function colorPoints(request: ColorRequest): PointPaint {
  const { count, theme, groups, values, formerFrom, only, selected } = request;
  const colors = new Uint8Array(count * 4);
  const plain = Math.round(OPACITY[theme.kind] * 255);
  const colored = Math.round(COLORED_OPACITY[theme.kind] * 255);
  const muted = Math.round(plain * MUTED);
  const shown = new Set(only);
  const isMuted = new Uint8Array(count);
  let mutedCount = 0;
  const scale = values && Array.from({ length: 256 }, (_, i) => scaleColor(theme, i / 255));
  const categories = Array.from({ length: CATEGORY_COUNT }, (_, i) => categoryColor(theme, i));
  for (let row = 0; row < count; row++) {
    let color: Rgb = theme.foreground;
    let alpha = plain;
    if (groups) {
      const group = Math.min(CATEGORY_COUNT, groups[row] ?? CATEGORY_COUNT);
      const category = categories[group];
      if (category) [color, alpha] = [category, colored];
      if (shown.size > 0 && !shown.has(group)) isMuted[row] = 1;
    } else if (values && scale && !Number.isNaN(values[row])) {
      color = scale[Math.round(Math.min(1, Math.max(0, values[row]!)) * 255)]!;
      alpha = colored;
    }
    if (formerFrom !== null) color = row < formerFrom ? theme.plus : theme.minus;
    if (selected && !selected.has(row)) isMuted[row] = 1;
    else if (selected && !groups && !values) alpha = colored;
    if (isMuted[row] === 1) {
      mutedCount++;
      [color, alpha] = [theme.foreground, muted];
    }
    colors[row * 4] = color[0];
    colors[row * 4 + 1] = color[1];
    colors[row * 4 + 2] = color[2];
    colors[row * 4 + 3] = alpha;
  }
  return { colors, order: mutedCount === 0 ? null : mutedFirst(isMuted) };
}

/** From the back to the front: muted points, then the others, each from the rare to the frequent. */
function mutedFirst(isMuted: Uint8Array): Uint32Array {
  const order = new Uint32Array(isMuted.length);
  let at = 0;
  for (const wanted of [1, 0])
    for (let row = isMuted.length - 1; row >= 0; row--)
      if (isMuted[row] === wanted) order[at++] = row;
  return order;
}

/** Counts as values from 0 to 1, by their logarithm. Shapes: [n]. */
export function countValues(counts: Uint32Array): Float32Array {
  let [least, most] = [Infinity, 0];
  for (const count of counts) {
    least = Math.min(least, count);
    most = Math.max(most, count);
  }
  const low = Math.log(Math.max(1, least));
  const range = Math.log(Math.max(1, most)) - low;
  return Float32Array.from(counts, (count) =>
    range > 0 ? (Math.log(Math.max(1, count)) - low) / range : 0.5,
  );
}

/** The share of numbers at either end that the scale does not reach to: a few far away would take all of its colors. */
const OUTSIDE = 0.01;

/**
 * Any numbers as values from 0 to 1: `least` and `most` are the ends of the scale, all but the outermost hundredth on either
 * side lie between. Shapes: [n]; NaN stays NaN.
 */
export function numberValues(numbers: Float32Array): {
  readonly values: Float32Array;
  readonly least: number;
  readonly most: number;
} {
  const known = numbers.filter(Number.isFinite).sort();
  const at = (share: number) => known[Math.round(share * (known.length - 1))] ?? NaN;
  const [least, most] = [at(OUTSIDE), at(1 - OUTSIDE)];
  const values = numbers.map((value) => (most > least ? (value - least) / (most - least) : 0.5));
  return {
    values: values.map((value, row) => (Number.isFinite(numbers[row]) ? value : NaN)),
    least,
    most,
  };
}

/** Cosines as values from 0 to 1: 1 is the highest of them besides the word's own. Shapes: [n]. */
export function similarityValues(
  cosines: Float32Array,
  own: number | null,
): { readonly values: Float32Array; readonly highest: number } {
  let highest = 0;
  for (let row = 0; row < cosines.length; row++)
    if (row !== own && cosines[row]! > highest) highest = cosines[row]!;
  const values = cosines.map((cosine) => (highest > 0 ? Math.max(0, cosine) / highest : 0));
  return { values, highest };
}
