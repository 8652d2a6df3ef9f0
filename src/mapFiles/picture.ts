/** A map as a picture: where each point is on the paper, how large, and of which color. */
import { DARK_CATEGORY_COLORS, LIGHT_CATEGORY_COLORS } from "../drawing/categoryColors.ts";
import type { MapColor } from "../protocol/mapFileMessages.ts";
import type { ProjectedMap } from "../protocol/mapMessages.ts";
import type { WordColumn } from "../protocol/wordColumnMessages.ts";

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
interface Ink {
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
/** From little to much. */
const SCALE = {
  light: ["#b9d6f0", "#74afe0", "#2f7fc1", "#1b65a6", "#0a4a85"],
  dark: ["#264d70", "#2f70a5", "#4f9bd9", "#75b6ec", "#9bd0ff"],
} as const;
const STEPS = SCALE.light.length;
const NAMES_SHOWN = 3;
// A map in space is seen a little from the side and from above.
const [YAW, PITCH] = [Math.PI / 6, Math.PI / 9];

/** Lays a map out on paper; `column` is what is said of the words, where the color says that. */
export function drawPicture(
  map: ProjectedMap,
  color: MapColor,
  title: string,
  column: WordColumn | null,
): MapPicture {
  const { inks, inkOf } = column ? inksOfColumn(column) : inksOfMap(map, color);
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
function flatten({ positions, settings, words }: ProjectedMap): Float32Array<ArrayBuffer> {
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

type Inks = Pick<MapPicture, "inks" | "inkOf">;

function inksOfMap(
  { words, counts, clusters, clusterOfWord, fidelity }: ProjectedMap,
  color: MapColor,
): Inks {
  if (color === "cluster" && clusters.length > 0) {
    const names = clusters.map((cluster) => cluster.words.slice(0, NAMES_SHOWN).join(", "));
    return inksOfGroups(names, clusterOfWord);
  }
  if (color === "count" && counts.length > 0) {
    const most = Math.log(1 + Math.max(...counts.subarray(0, 1), 1));
    return inksOfShares(counts, (count) => Math.log(1 + count) / most, ["rare", "frequent"]);
  }
  if (color === "fidelity" && fidelity)
    return inksOfShares(fidelity.perPoint, (share) => share, ["among strangers", "among its own"]);
  return { inks: [PLAIN], inkOf: new Uint8Array(words.length) };
}

function inksOfColumn(column: WordColumn): Inks {
  if (column.kind === "groups") return inksOfGroups(column.names, column.groupOfWord);
  const known = column.values.filter((value) => !Number.isNaN(value)).sort();
  const [least, most] = [known.at(0) ?? 0, known.at(-1) ?? 0];
  const range = most - least || 1;
  const ends = [least, most].map((value) => value.toFixed(1)) as [string, string];
  return inksOfShares(column.values, (value) => (value - least) / range, ends);
}

/** The largest groups have a color each, the others one together; a word of no group has that, too. */
function inksOfGroups(names: readonly string[], groupOfWord: Uint16Array): Inks {
  const colored = Math.min(names.length, LIGHT_CATEGORY_COLORS.length);
  const inks = names.slice(0, colored).map((meaning, at): Ink => ({
    light: LIGHT_CATEGORY_COLORS[at]!,
    dark: DARK_CATEGORY_COLORS[at]!,
    meaning,
  }));
  const inkOf = Uint8Array.from(groupOfWord, (group) => Math.min(group, colored));
  return { inks: inkOf.includes(colored) ? [...inks, GREY] : inks, inkOf };
}

/** Values by the share of the way that they have gone, 0 to 1; what is not known is grey. */
function inksOfShares<T extends Uint32Array | Float32Array>(
  values: T,
  shareOf: (value: number) => number,
  [first, last]: readonly [string, string],
): Inks {
  const inks = SCALE.light.map((light, step): Ink => ({
    ...{ light, dark: SCALE.dark[step]! },
    meaning: step === 0 ? first : step === STEPS - 1 ? last : "",
  }));
  const inkOf = Uint8Array.from(values, (value) => {
    const share = shareOf(value);
    return Number.isNaN(share)
      ? STEPS
      : Math.max(0, Math.min(STEPS - 1, Math.floor(share * STEPS)));
  });
  return { inks: inkOf.includes(STEPS) ? [...inks, GREY] : inks, inkOf };
}
