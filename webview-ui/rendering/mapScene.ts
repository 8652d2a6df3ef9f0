/** Decides what stands on the map besides the plain points: links, marked points, labels, arrows at the edge. */
import { shorten } from "../formatting.ts";
import { LabelSpace, type Placement } from "./labels.ts";
import { screenX, screenY, type Size, type Viewport } from "./viewport.ts";

/** A neighbor of the picked word that the map has. */
export interface NeighborPoint {
  readonly row: number;
  readonly cosine: number;
}

/** What the map is about at the moment; rows are positions in the map's words. */
export interface MapSubject {
  readonly words: readonly string[];
  /** Shape [n, 2]. */
  readonly xy: Float32Array;
  readonly picked: number | null;
  readonly neighbors: readonly NeighborPoint[];
  /** Under the pointer. */
  readonly pointed: number | null;
  /** Where the keyboard stands. */
  readonly cursor: number | null;
}

/** Type of a label: the picked word, what belongs to it, the rest. */
export type LabelRank = "picked" | "near" | "plain";

interface SceneLabel extends Placement {
  readonly row: number;
  readonly text: string;
  readonly rank: LabelRank;
  readonly bold: boolean;
}

/** A marked point. Units: CSS pixels. */
interface Mark {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly kind: "picked" | "near" | "pointed";
}

/** A neighbor out of view: an arrow at the edge, and its label. */
interface EdgeMark {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly text: string;
  readonly textX: number;
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
}

/** A place on the screen. Units: CSS pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** One picture, without the plain points. */
export interface Scene {
  readonly links: readonly { readonly from: Place; readonly to: Place; readonly cosine: number }[];
  readonly marks: readonly Mark[];
  readonly labels: readonly SceneLabel[];
  readonly edges: readonly EdgeMark[];
}

/** Font of each kind of label. Units: CSS pixels. */
export const LABEL_FONTS = {
  picked: { size: 15, weight: 600, height: 18, gap: 9 },
  near: { size: 12, weight: 500, height: 15, gap: 6 },
  plain: { size: 12, weight: 400, height: 15, gap: 5 },
} as const satisfies Record<LabelRank, object>;

/** Width of a text in pixels. */
export type Measure = (text: string, size: number, weight: number) => number;

const LABEL_LENGTH = 28;
const PIXELS_A_LABEL = 7000;
const TRIES = 500;
const EDGE_INSET = 14;
const EDGE_MARKS = 10;

/** Lays out one picture. `visible` are the rows in view, the most frequent first. */
export function buildScene(
  subject: MapSubject,
  view: Viewport,
  size: Size,
  visible: readonly number[],
  measure: Measure,
): Scene {
  const { xy, words, picked, neighbors, pointed, cursor } = subject;
  const at = (row: number) => ({
    x: screenX(view, size, xy[row * 2]!),
    y: screenY(view, size, xy[row * 2 + 1]!),
  });
  const inView = ({ x, y }: { x: number; y: number }) =>
    x > 4 && x < size.width - 4 && y > 4 && y < size.height - 4;
  const space = new LabelSpace(size);
  const marks: Mark[] = [];
  const mark = (row: number, radius: number, kind: Mark["kind"]) => {
    const { x, y } = at(row);
    if (!inView({ x, y })) return;
    marks.push({ row, x, y, radius, kind });
    space.add({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius });
  };
  const swollen = (row: number) => row === pointed || row === cursor;
  const special = new Set<number>();
  for (const { row } of neighbors) {
    special.add(row);
    mark(row, swollen(row) ? 5 : 3.6, "near");
  }
  if (picked !== null) {
    special.add(picked);
    mark(picked, swollen(picked) ? 7 : 5.5, "picked");
  }
  for (const row of [pointed, cursor])
    if (row !== null && !special.has(row)) {
      special.add(row);
      mark(row, 5, "pointed");
    }

  const labels: SceneLabel[] = [];
  const label = (row: number, rank: LabelRank, bold: boolean): boolean => {
    const { x, y } = at(row);
    if (!inView({ x, y })) return false;
    const font = LABEL_FONTS[rank];
    const written = shorten(words[row] ?? "", LABEL_LENGTH);
    const width = measure(written, font.size, bold ? 600 : font.weight);
    const request = { x, y, width, height: font.height, gap: font.gap, leader: rank !== "plain" };
    const place = space.place(request);
    if (place) labels.push({ ...place, row, text: written, rank, bold });
    return place !== null;
  };
  if (picked !== null) label(picked, "picked", true);
  for (const row of [pointed, cursor]) if (row !== null && row !== picked) label(row, "near", true);
  const edges = edgeMarks(subject, view, size, space, measure);
  for (const { row } of neighbors) if (!swollen(row)) label(row, "near", false);
  let room = Math.floor((size.width * size.height) / PIXELS_A_LABEL);
  for (const row of visible.slice(0, TRIES)) {
    if (room <= 0) break;
    if (!special.has(row) && label(row, "plain", false)) room--;
  }

  const from = picked === null ? null : at(picked);
  const links = from ? neighbors.map(({ row, cosine }) => ({ from, to: at(row), cosine })) : [];
  return { links, marks, labels, edges };
}

function edgeMarks(
  { xy, words, picked, neighbors }: MapSubject,
  view: Viewport,
  size: Size,
  space: LabelSpace,
  measure: Measure,
): EdgeMark[] {
  if (picked === null) return [];
  const { width, height } = size;
  const place = (row: number) =>
    [screenX(view, size, xy[row * 2]!), screenY(view, size, xy[row * 2 + 1]!)] as const;
  const outside = ([x, y]: readonly [number, number]) =>
    x < 4 || x > width - 4 || y < 4 || y > height - 4;
  const start = place(picked);
  const pickedAway = outside(start);
  const [fromX, fromY] = pickedAway ? [width / 2, height / 2] : start;
  const rows = pickedAway ? [picked] : neighbors.map(({ row }) => row);
  const edges: EdgeMark[] = [];
  for (const row of rows) {
    const there = place(row);
    if (!Number.isFinite(there[0]) || !outside(there) || edges.length === EDGE_MARKS) continue;
    const [x, y] = clip(fromX, fromY, there[0], there[1], size);
    const font = LABEL_FONTS.near;
    const written = shorten(words[row] ?? "", LABEL_LENGTH);
    const textWidth = measure(written, font.size, font.weight);
    const onRight = x > width / 2;
    const textX = onRight ? x - 10 - textWidth : x + 10;
    const box = {
      left: Math.min(textX, x) - 6,
      right: Math.max(textX + textWidth, x) + 6,
      top: y - 9,
      bottom: y + 9,
    };
    // The arrow may touch the edge, the text may not: checked without the arrow.
    if (!space.isFree({ ...box, left: textX - 3, right: textX + textWidth + 3 })) continue;
    space.add(box);
    const angle = Math.atan2(there[1] - fromY, there[0] - fromX);
    edges.push({ row, x, y, angle, text: written, textX, box });
  }
  return edges;
}

/** Where the way from a place inside to one outside meets the inner edge of the view. */
function clip(fromX: number, fromY: number, toX: number, toY: number, { width, height }: Size) {
  let share = 1;
  const limit = (from: number, to: number, least: number, most: number) => {
    if (to < least) share = Math.min(share, (least - from) / (to - from));
    if (to > most) share = Math.min(share, (most - from) / (to - from));
  };
  limit(fromX, toX, EDGE_INSET, width - EDGE_INSET);
  limit(fromY, toY, EDGE_INSET, height - EDGE_INSET);
  const along = Math.max(0, share);
  const inside = (value: number, most: number) =>
    Math.min(most - EDGE_INSET, Math.max(EDGE_INSET, value));
  return [
    inside(fromX + (toX - fromX) * along, width),
    inside(fromY + (toY - fromY) * along, height),
  ] as const;
}
