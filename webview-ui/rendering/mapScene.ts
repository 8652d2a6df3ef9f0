/** Decides what stands on the map besides the plain points: links, marked points, labels, arrows at the edge. */
import { formatCosine, shorten } from "../formatting.ts";
import type { Rgb } from "./colors.ts";
import { LabelSpace, type Box, type Placement } from "../../src/drawing/labels.ts";
import { layArrows, type MapArrow, type ScreenArrow } from "./mapArrows.ts";
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
  /** Words that look near the picked one and are not. */
  readonly strangers: readonly NeighborPoint[];
  /** Shape [n, 4]: the color of each point, for what marks it; null where colors say nothing. */
  readonly colors: Uint8Array | null;
  readonly arrows: readonly MapArrow[];
  /** Shape [n]: how far each word's place is to be trusted, 0 to 1; null where that was not measured. */
  readonly fidelity: Float32Array | null;
  /** What lies over the map: no label goes below. */
  readonly obstacles: readonly Box[];
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
  /** What the colors of the map say of it. */
  readonly color: Rgb | null;
  /** How far its place is to be trusted, 0 to 1, shown as a halo; null for none. */
  readonly trust: number | null;
}

/** A ring around a word that looks near and is not. Units: CSS pixels. */
interface Ring {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
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
  readonly rings: readonly Ring[];
  readonly arrows: readonly ScreenArrow[];
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
const RING_RADIUS = 7;

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
  for (const box of subject.obstacles) space.add(box);
  const marks: Mark[] = [];
  const mark = (row: number, radius: number, kind: Mark["kind"]) => {
    const { x, y } = at(row);
    if (!inView({ x, y })) return;
    // Halos around all neighbors would hide them.
    const trust = kind === "near" ? null : (subject.fidelity?.[row] ?? null);
    marks.push({ row, x, y, radius, kind, color: colorOf(subject, row), trust });
    space.add({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius });
  };
  const swollen = (row: number) => row === pointed || row === cursor;
  const special = new Set<number>();
  const ringed = subject.strangers.filter(({ row }) => inView(at(row)));
  for (const { row } of ringed) {
    const { x, y } = at(row);
    const reach = RING_RADIUS;
    space.add({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
  }
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
  const arrows = layArrows(subject.arrows, at, inView);
  const moves = subject.arrows.filter(
    ({ from, to, moves: isMove }) =>
      isMove && inView(at(from)) && to.every((row) => inView(at(row))),
  );

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
  // A word that has moved is named where it is; one that stands out, where it was, too.
  for (const { from, strong } of moves) if (strong) label(from, "near", true);
  for (const { to } of moves)
    for (const row of to)
      if (!special.has(row)) {
        special.add(row);
        label(row, "near", false);
      }
  const edges = edgeMarks(subject, view, size, space, measure);
  const rings: Ring[] = [];
  for (const { row, cosine } of ringed) {
    const { x, y } = at(row);
    const font = LABEL_FONTS.near;
    const written = `${shorten(words[row] ?? "", LABEL_LENGTH)} ${formatCosine(cosine)}`;
    const width = measure(written, font.size, font.weight);
    const request = { x, y, width, height: font.height, gap: RING_RADIUS + 3, leader: true };
    const place = space.place(request);
    special.add(row);
    if (place) labels.push({ ...place, row, text: written, rank: "near", bold: false });
    rings.push({ row, x, y, radius: RING_RADIUS });
  }
  for (const { row } of neighbors) if (!swollen(row)) label(row, "near", false);
  let room = Math.floor((size.width * size.height) / PIXELS_A_LABEL);
  for (const row of visible.slice(0, TRIES)) {
    if (room <= 0) break;
    if (!special.has(row) && label(row, "plain", false)) room--;
  }

  const from = picked === null ? null : at(picked);
  const links = from ? neighbors.map(({ row, cosine }) => ({ from, to: at(row), cosine })) : [];
  return { links, marks, rings, arrows, labels, edges };
}

function colorOf({ colors }: MapSubject, row: number): Rgb | null {
  return colors && [colors[row * 4]!, colors[row * 4 + 1]!, colors[row * 4 + 2]!];
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
