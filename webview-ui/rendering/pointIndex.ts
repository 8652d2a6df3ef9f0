/** Finds points of the map by place. */
import type { Bounds } from "./viewport.ts";

/** The points in a grid; points without a finite position are in no cell. */
export class PointIndex {
  readonly #xy: Float32Array;
  readonly #bounds: Bounds;
  readonly #columns: number;
  readonly #rows: number;
  readonly #cells: readonly number[][];

  /** Shapes: xy [n, 2]. */
  constructor(xy: Float32Array, bounds: Bounds) {
    this.#xy = xy;
    this.#bounds = bounds;
    // About four points a cell, so that a look-up reads a few dozen.
    const side = Math.max(1, Math.min(512, Math.round(Math.sqrt(xy.length / 8))));
    this.#columns = side;
    this.#rows = side;
    const cells: number[][] = Array.from({ length: side * side }, () => []);
    for (let row = 0; row < xy.length / 2; row++) {
      const x = xy[row * 2]!;
      const y = xy[row * 2 + 1]!;
      if (Number.isFinite(x) && Number.isFinite(y))
        cells[this.#row(y) * this.#columns + this.#column(x)]!.push(row);
    }
    this.#cells = cells;
  }

  /** The nearest point within a distance in map units; null where there is none. */
  nearest(x: number, y: number, distance: number): number | null {
    let best: number | null = null;
    let least = distance * distance;
    const around = {
      left: x - distance,
      right: x + distance,
      bottom: y - distance,
      top: y + distance,
    };
    for (const row of this.within(around)) {
      const squared = (this.#xy[row * 2]! - x) ** 2 + (this.#xy[row * 2 + 1]! - y) ** 2;
      if (squared <= least) {
        least = squared;
        best = row;
      }
    }
    return best;
  }

  /** The points inside a rectangle, in ascending order of their rows. */
  within(bounds: Bounds): number[] {
    const found: number[] = [];
    const lastColumn = this.#column(bounds.right);
    const lastRow = this.#row(bounds.top);
    for (let r = this.#row(bounds.bottom); r <= lastRow; r++)
      for (let c = this.#column(bounds.left); c <= lastColumn; c++)
        for (const row of this.#cells[r * this.#columns + c]!) {
          const x = this.#xy[row * 2]!;
          const y = this.#xy[row * 2 + 1]!;
          if (x >= bounds.left && x <= bounds.right && y >= bounds.bottom && y <= bounds.top)
            found.push(row);
        }
    return found.sort((a, b) => a - b);
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

  #column(x: number): number {
    const { left, right } = this.#bounds;
    return cell((x - left) / (right - left), this.#columns);
  }

  #row(y: number): number {
    const { bottom, top } = this.#bounds;
    return cell((y - bottom) / (top - bottom), this.#rows);
  }
}

function cell(share: number, count: number): number {
  if (!(share > 0)) return 0; // also where all points have the same place: 0 / 0
  return Math.min(count - 1, Math.floor(share * count));
}
