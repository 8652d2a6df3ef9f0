/** A map as a picture: where each point is on the paper, how large, and of which color. */
import { DARK_CATEGORY_COLORS, LIGHT_CATEGORY_COLORS } from "../drawing/categoryColors.ts";
import type { MapColor } from "../protocol/mapFileMessages.ts";
import type { ProjectedMap } from "../protocol/mapMessages.ts";

/** A picture in CSS pixels. */
export interface MapPicture {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly words: readonly string[];
  /** Shape [n, 2]. */
  readonly places: Float32Array;
  /** Shape [n]. */
  readonly radii: Float32Array;
  /** Of each point a position in `inks`; shape [n]. */
  readonly inkOf: Uint8Array;
  readonly inks: readonly Ink[];
}

/** A color on light and on dark paper, as "#rrggbb". */
export interface Ink {
  readonly light: string;
  readonly dark: string;
  /** What it says; empty where it says nothing. */
  readonly meaning: string;
}

/** The paper and what is written on it. */
export const PAPER = {
  light: { paper: "#ffffff", text: "#24292f", faint: "#6e7781" },
  dark: { paper: "#1f1f1f", text: "#d6d6d6", faint: "#8b949e" },
} as const;

const [WIDTH, HEIGHT, MARGIN] = [1200, 900, 40];
const GREY: Ink = { light: "#8c959f", dark: "#7d8590", meaning: "other" };
const PLAIN: Ink = { light: "#2f7fc1", dark: "#4f9bd9", meaning: "" };
/** From rare to frequent. */
const COUNT_INKS: readonly Ink[] = ["rare", "", "", "", "frequent"].map((meaning, step) => ({
  light: ["#b9d6f0", "#74afe0", "#2f7fc1", "#1b65a6", "#0a4a85"][step]!,
  dark: ["#264d70", "#2f70a5", "#4f9bd9", "#75b6ec", "#9bd0ff"][step]!,
  meaning,
}));
const NAMES_SHOWN = 3;
// A map in space is seen a little from the side and from above.
const [YAW, PITCH] = [Math.PI / 6, Math.PI / 9];

/** Lays a map out on paper. */
export function drawPicture(map: ProjectedMap, color: MapColor, title: string): MapPicture {
  const { inks, inkOf } = chooseInks(map, color);
  return {
    title,
    width: WIDTH,
    height: HEIGHT,
    words: map.words,
    places: fit(flatten(map)),
    radii: radiiOf(map),
    inkOf,
    inks,
  };
}

/** Positions on a plane; those in space are projected on it. Shape [n, 2]. */
export function flatten({ positions, settings, words }: ProjectedMap): Float32Array<ArrayBuffer> {
  if (settings.dimensions === 2) return positions.slice();
  const flat = new Float32Array(words.length * 2);
  for (let row = 0; row < words.length; row++) {
    const [x = 0, y = 0, z = 0] = positions.subarray(row * 3, row * 3 + 3);
    flat[row * 2] = x * Math.cos(YAW) + z * Math.sin(YAW);
    const depth = z * Math.cos(YAW) - x * Math.sin(YAW);
    flat[row * 2 + 1] = y * Math.cos(PITCH) - depth * Math.sin(PITCH);
  }
  return flat;
}

/** Scales both axes alike, so that all fits between the margins; upwards is up. */
function fit(flat: Float32Array): Float32Array {
  const ranges = [0, 1].map((axis) => {
    let [least, most] = [Infinity, -Infinity];
    for (let at = axis; at < flat.length; at += 2) {
      least = Math.min(least, flat[at]!);
      most = Math.max(most, flat[at]!);
    }
    return { middle: (least + most) / 2, width: most - least };
  });
  const [x, y] = [ranges[0]!, ranges[1]!];
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / (x.width || 1),
    (HEIGHT - 2 * MARGIN) / (y.width || 1),
  );
  return flat.map((value, at) =>
    at % 2 === 0 ? WIDTH / 2 + (value - x.middle) * scale : HEIGHT / 2 - (value - y.middle) * scale,
  );
}

/** More frequent words are larger; of many, all are smaller. */
function radiiOf({ words, counts }: ProjectedMap): Float32Array {
  const least = words.length > 5000 ? 1.2 : words.length > 1000 ? 1.7 : 2.4;
  const most = Math.log(1 + (counts[0] ?? 1));
  return Float32Array.from(words, (_, row) => {
    const share = counts.length === 0 ? 0 : Math.log(1 + counts[row]!) / most;
    return least * (1 + share * share);
  });
}

function chooseInks(
  { words, counts, clusters, clusterOfWord }: ProjectedMap,
  color: MapColor,
): Pick<MapPicture, "inks" | "inkOf"> {
  const none = { inks: [PLAIN], inkOf: new Uint8Array(words.length) };
  if (color === "cluster" && clusters.length > 0) {
    const colored = Math.min(clusters.length, LIGHT_CATEGORY_COLORS.length);
    const inks = clusters.slice(0, colored).map((cluster, at): Ink => ({
      light: LIGHT_CATEGORY_COLORS[at]!,
      dark: DARK_CATEGORY_COLORS[at]!,
      meaning: cluster.words.slice(0, NAMES_SHOWN).join(", "),
    }));
    const inkOf = Uint8Array.from(clusterOfWord, (cluster) => Math.min(cluster, colored));
    return { inks: colored < clusters.length ? [...inks, GREY] : inks, inkOf };
  }
  if (color !== "count" || counts.length === 0) return none;
  const most = Math.log(1 + Math.max(...counts.subarray(0, 1), 1));
  const steps = COUNT_INKS.length;
  const inkOf = Uint8Array.from(counts, (count) =>
    Math.min(steps - 1, Math.floor((Math.log(1 + count) / most) * steps)),
  );
  return { inks: COUNT_INKS, inkOf };
}
