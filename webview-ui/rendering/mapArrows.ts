/** Arrows between places of the map: from a word to another, or to the middle of several. */
import type { Rgb } from "./colors.ts";
import { cssColor } from "./colors.ts";
import type { Theme } from "./theme.ts";

/** An arrow between rows of the map. */
export interface MapArrow {
  readonly from: number;
  /** It points to the middle of these. */
  readonly to: readonly number[];
  /** Stands out from the others. */
  readonly strong: boolean;
  /** From where a word was to where it is: drawn only where both can be seen. */
  readonly moves: boolean;
}

/** The same on the screen. Units: CSS pixels. */
export interface ScreenArrow {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly strong: boolean;
  readonly moves: boolean;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Room between an arrow and the points at its ends. */
const GAP = 7;
const HEAD = 7;
/** How far the middle of a bow is aside, as a share of its length. */
const BEND = 0.12;
/** Half the angle of the tip, in radians. */
const HEAD_ANGLE = 0.4;

/** Lays out those arrows that have any length on the screen. `at` gives the place of a row. */
export function layArrows(
  arrows: readonly MapArrow[],
  at: (row: number) => Place,
  inView: (place: Place) => boolean,
): readonly ScreenArrow[] {
  return arrows.flatMap(({ from, to, strong, moves }) => {
    if (to.length === 0) return [];
    const start = at(from);
    const ends = to.map(at);
    const x = ends.reduce((sum, end) => sum + end.x, 0) / ends.length;
    const y = ends.reduce((sum, end) => sum + end.y, 0) / ends.length;
    if (moves && !(inView(start) && inView({ x, y }))) return [];
    const length = Math.hypot(x - start.x, y - start.y);
    if (!(length > 2 * GAP + HEAD)) return [];
    const [dx, dy] = [((x - start.x) / length) * GAP, ((y - start.y) / length) * GAP];
    const [fromX, fromY] = [start.x + dx, start.y + dy];
    return [{ fromX, fromY, toX: x - dx, toY: y - dy, strong, moves }];
  });
}

/** Draws arrows; the strong ones on top of the others. */
export function drawArrows(
  context: CanvasRenderingContext2D,
  arrows: readonly ScreenArrow[],
  theme: Theme,
): void {
  for (const wanted of [false, true])
    for (const arrow of arrows)
      if (arrow.strong === wanted) (arrow.moves ? drawMove : drawArrow)(context, arrow, theme);
}

/** A bow from a hollow point, where the word was, to where it is. */
function drawMove(context: CanvasRenderingContext2D, arrow: ScreenArrow, theme: Theme): void {
  const { fromX, fromY, toX, toY, strong } = arrow;
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = Math.hypot(dx, dy);
  const [bendX, bendY] = [(fromX + toX) / 2 - dy * BEND, (fromY + toY) / 2 + dx * BEND];
  const ink = context.createLinearGradient(fromX, fromY, toX, toY);
  ink.addColorStop(0, cssColor(theme.minus, strong ? 1 : 0.65));
  ink.addColorStop(1, cssColor(theme.plus, strong ? 1 : 0.65));
  context.lineWidth = strong ? 2.5 : 1;
  context.strokeStyle = ink;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.quadraticCurveTo(bendX, bendY, toX, toY);
  context.stroke();
  context.fillStyle = cssColor(theme.plus);
  context.beginPath();
  for (const [x, y] of arrowHead({ fromX: bendX, fromY: bendY, toX, toY })) context.lineTo(x, y);
  context.closePath();
  context.fill();
  const radius = strong ? 4.5 : 3;
  context.lineWidth = strong ? 2 : 1.5;
  context.strokeStyle = cssColor(theme.minus);
  context.fillStyle = cssColor(theme.background);
  context.beginPath();
  context.arc(fromX - (dx / length) * GAP, fromY - (dy / length) * GAP, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

function drawArrow(
  context: CanvasRenderingContext2D,
  { fromX, fromY, toX, toY, strong }: ScreenArrow,
  theme: Theme,
): void {
  const color: Rgb = strong ? theme.similarity : theme.foreground;
  const ink = cssColor(color, strong ? 1 : 0.5);
  const angle = Math.atan2(toY - fromY, toX - fromX);
  context.lineWidth = strong ? 2 : 1;
  context.strokeStyle = context.fillStyle = ink;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX - HEAD * Math.cos(angle), toY - HEAD * Math.sin(angle));
  context.stroke();
  context.beginPath();
  for (const [x, y] of arrowHead({ fromX, fromY, toX, toY })) context.lineTo(x, y);
  context.closePath();
  context.fill();
}

/** The corners of an arrow's head, its tip first. */
export function arrowHead({
  fromX,
  fromY,
  toX,
  toY,
}: Omit<ScreenArrow, "strong" | "moves">): readonly (readonly [number, number])[] {
  const angle = Math.atan2(toY - fromY, toX - fromX);
  const side = (turn: number) =>
    [toX - HEAD * Math.cos(angle + turn), toY - HEAD * Math.sin(angle + turn)] as const;
  return [[toX, toY], side(-HEAD_ANGLE), side(HEAD_ANGLE)];
}
