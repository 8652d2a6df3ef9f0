/** Finds points of the map by place. */
import type { Bounds } from "./viewport.ts";

/** More points than these in view are not gone through one by one for a picture. */
const FEW = 20_000;

/** The points in a grid; points without a finite position are in no cell. */
export class PointIndex {
  readonly #xy: Float32Array;
  readonly #bounds: Bounds;
  /** Cells a side. */
  readonly #side: number;
  /** Shape [side · side + 1]: where each cell begins among the rows. */
  readonly #starts: Uint32Array;
  /** The rows of all cells, one after the other, ascending in each. */
  readonly #rowsOfCells: Uint32Array;

  /** Shapes: xy [n, 2]. */
  constructor(xy: Float32Array, bounds: Bounds) {
    this.#xy = xy;
    this.#bounds = bounds;
    // About four points a cell, so that a look-up reads a few dozen.
    const side = Math.max(1, Math.min(512, Math.round(Math.sqrt(xy.length / 8))));
    this.#side = side;
    const count = xy.length >> 1;
    const cells = new Int32Array(count).fill(-1);
    const starts = new Uint32Array(side * side + 1);
    for (let row = 0; row < count; row++) {
      const x = xy[row * 2]!;
      const y = xy[row * 2 + 1]!;
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      const cell = this.#row(y) * side + this.#column(x);
      cells[row] = cell;
      starts[cell + 1]!++;
    }
    for (let cell = 0; cell < side * side; cell++) starts[cell + 1]! += starts[cell]!;
    const next = starts.slice(0, -1);
    const rows = new Uint32Array(starts[side * side]!);
    for (let row = 0; row < count; row++) {
      const cell = cells[row]!;
      if (cell >= 0) rows[next[cell]!++] = row;
    }
    this.#starts = starts;
    this.#rowsOfCells = rows;
  }

  /** The nearest point within a distance in map units, the first of equals; null where there is none. */
  nearest(x: number, y: number, distance: number): number | null {
    let best: number | null = null;
    let least = distance * distance;
    this.#visit(
      { left: x - distance, right: x + distance, bottom: y - distance, top: y + distance },
      (row) => {
        const squared = (this.#xy[row * 2]! - x) ** 2 + (this.#xy[row * 2 + 1]! - y) ** 2;
        if (squared < least || (squared === least && (best === null || row < best))) {
          least = squared;
          best = row;
        }
      },
    );
    return best;
  }

  /** The points inside a rectangle, in ascending order of their rows. */
  within(bounds: Bounds): number[] {
    const found: number[] = [];
    this.#visit(bounds, (row) => {
      if (this.#isInside(row, bounds)) found.push(row);
    });
    return found.sort((a, b) => a - b);
  }

  /** The k nearest points of a point, the nearest first; itself is none of them. */
  nearestOf(from: number, k: number): number[] {
    const [x, y] = [this.#xy[from * 2]!, this.#xy[from * 2 + 1]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return [];
    const { left, right, bottom, top } = this.#bounds;
    const whole = Math.max(right - left, top - bottom) || 1;
    const squared = (row: number) =>
      (this.#xy[row * 2]! - x) ** 2 + (this.#xy[row * 2 + 1]! - y) ** 2;
    // The square grows until the circle inside it has enough.
    for (let reach = whole / this.#side; ; reach *= 2) {
      const around = { left: x - reach, right: x + reach, bottom: y - reach, top: y + reach };
      const found = this.within(around).filter((row) => row !== from);
      const sure = found.filter((row) => squared(row) <= reach * reach);
      if (sure.length >= k || reach > 2 * whole)
        return (sure.length >= k ? sure : found)
          .sort((a, b) => squared(a) - squared(b) || a - b)
          .slice(0, k);
    }
  }

  /** The first points inside a rectangle, ascending, and about how many there are in all. */
  firstWithin(bounds: Bounds, limit: number): { rows: readonly number[]; total: number } {
    const total = this.#countCells(bounds);
    if (total <= FEW) {
      const rows = this.within(bounds);
      return { rows: rows.slice(0, limit), total: rows.length };
    }
    // So many are in view that the first of them are among the first of all.
    const rows: number[] = [];
    for (let row = 0; row < this.#xy.length / 2 && rows.length < limit; row++)
      if (this.#isInside(row, bounds)) rows.push(row);
    return { rows, total };
  }

  /**
   * The point to go to from another in a direction: near, and not far off the straight line.
   *
   * `dx` and `dy` are a unit vector in map units; points more than 45° aside do not count.
   */
  toward(from: number, dx: number, dy: number): number | null {
    const x = this.#xy[from * 2]!;
    const y = this.#xy[from * 2 + 1]!;
    let best: number | null = null;
    let least = Infinity;
    for (let row = 0; row < this.#xy.length / 2; row++) {
      const across = this.#xy[row * 2]! - x;
      const up = this.#xy[row * 2 + 1]! - y;
      const ahead = across * dx + up * dy;
      const aside = Math.abs(across * dy - up * dx);
      if (!(ahead > 0) || aside > ahead) continue;
      const cost = ahead + 2 * aside;
      if (cost < least) {
        least = cost;
        best = row;
      }
    }
    return best;
  }

  #visit(bounds: Bounds, take: (row: number) => void): void {
    const first = this.#column(bounds.left);
    const last = this.#column(bounds.right);
    const lastRow = this.#row(bounds.top);
    for (let r = this.#row(bounds.bottom); r <= lastRow; r++) {
      // The cells of one line lie side by side.
      const end = this.#starts[r * this.#side + last + 1]!;
      for (let i = this.#starts[r * this.#side + first]!; i < end; i++) take(this.#rowsOfCells[i]!);
    }
  }

  #countCells(bounds: Bounds): number {
    const first = this.#column(bounds.left);
    const last = this.#column(bounds.right);
    const lastRow = this.#row(bounds.top);
    let total = 0;
    for (let r = this.#row(bounds.bottom); r <= lastRow; r++)
      total += this.#starts[r * this.#side + last + 1]! - this.#starts[r * this.#side + first]!;
    return total;
  }

  #isInside(row: number, { left, right, bottom, top }: Bounds): boolean {
    const x = this.#xy[row * 2]!;
    const y = this.#xy[row * 2 + 1]!;
    return x >= left && x <= right && y >= bottom && y <= top;
  }

  #column(x: number): number {
    const { left, right } = this.#bounds;
    return cell((x - left) / (right - left), this.#side);
  }

  #row(y: number): number {
    const { bottom, top } = this.#bounds;
    return cell((y - bottom) / (top - bottom), this.#side);
  }
}

function cell(share: number, count: number): number {
  if (!(share > 0)) return 0; // also where all points have the same place: 0 / 0
  return Math.min(count - 1, Math.floor(share * count));
}
