/** The colors of data: categories and a scale, one table for each kind of theme. */
import { DARK_CATEGORY_COLORS, LIGHT_CATEGORY_COLORS } from "../../src/drawing/categoryColors.ts";
import { mix, parseHex, type Rgb } from "./colors.ts";
import type { Theme } from "./theme.ts";

/** So many categories have a color; the rest is grey. */
export const CATEGORY_COUNT = 8;

type Table = Readonly<Record<Theme["kind"], readonly Rgb[]>>;

const colors = (list: string): readonly Rgb[] => list.split(" ").map(parseHex);

const DARK_CATEGORIES = DARK_CATEGORY_COLORS.map(parseHex);
const LIGHT_CATEGORIES = LIGHT_CATEGORY_COLORS.map(parseHex);
const CATEGORIES: Table = {
  dark: DARK_CATEGORIES,
  light: LIGHT_CATEGORIES,
  contrast: DARK_CATEGORIES,
};
// Low is near the background, so that nothing looks like nothing.
const SCALE: Table = {
  dark: colors("#23313f #264d70 #2f70a5 #4f9bd9 #9bd0ff"),
  light: colors("#e9f1f9 #b9d6f0 #74afe0 #2f7fc1 #0a4a85"),
  contrast: colors("#1d2733 #2a557c #3c82bd #6fb6f2 #c9e6ff"),
};

/** Which of the tables serves a theme: high contrast on white reads the light one. */
function table(from: Table, { kind, background }: Theme): readonly Rgb[] {
  const isBright = background[0] + background[1] + background[2] > 380;
  return kind === "contrast" && isBright ? from.light : from[kind];
}

/** The color of a category; null beyond the eight that have one. */
export function categoryColor(theme: Theme, category: number): Rgb | null {
  return table(CATEGORIES, theme)[category] ?? null;
}

/** The color of a value from 0 to 1; what is no number has the lowest. */
export function scaleColor(theme: Theme, value: number): Rgb {
  const steps = table(SCALE, theme);
  const at = Math.min(1, Math.max(0, value || 0)) * (steps.length - 1);
  const below = Math.min(steps.length - 2, Math.floor(at));
  return mix(steps[below + 1]!, steps[below]!, at - below);
}
