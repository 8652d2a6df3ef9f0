/** Where points are dense, as closed lines. */
import { blur2 } from "d3-array";
import { contours } from "d3-contour";
import type { Bounds } from "./viewport.ts";

const SIDE = 256;
/** Cells of blur: finer would draw around single points. */
const BLUR = 5;
const LEVELS = 6;
/** Around the points, so that lines close outside of them. */
const RIM = 0.12;

/** The lines of one level; shape of each [k, 2], in map units. */
export interface ContourLevel {
  /** 0 for the sparsest. */
  readonly level: number;
  readonly rings: readonly Float32Array[];
}

/**
 * Computes lines of equal density on a grid of 256 × 256; points without a finite position do not count.
 *
 * Takes some tens of milliseconds. Shapes: xy [n, 2].
 */
export function densityContours(xy: Float32Array, bounds: Bounds): readonly ContourLevel[] {
  const extent = Math.max(bounds.right - bounds.left, bounds.top - bounds.bottom);
  if (!(extent > 0) || xy.length < 20) return [];
  const cellSize = (extent * (1 + 2 * RIM)) / SIDE;
  const left = (bounds.left + bounds.right) / 2 - (SIDE / 2) * cellSize;
  const bottom = (bounds.bottom + bounds.top) / 2 - (SIDE / 2) * cellSize;
  const grid = new Float64Array(SIDE * SIDE);
  for (let row = 0; row < xy.length >> 1; row++) {
    const column = Math.floor((xy[row * 2]! - left) / cellSize);
    const line = Math.floor((xy[row * 2 + 1]! - bottom) / cellSize);
    if (column >= 0 && column < SIDE && line >= 0 && line < SIDE) grid[line * SIDE + column]!++;
  }
  const data = grid as unknown as number[]; // d3 takes any array of numbers
  blur2({ data, width: SIDE, height: SIDE }, BLUR);
  let most = 0;
  for (const density of grid) most = Math.max(most, density);
  if (most === 0) return [];
  // By ratio: the rim of the sparse and the middle of the dense are both seen.
  const thresholds = Array.from({ length: LEVELS }, (_, i) => most * 0.04 * 2 ** (i * 0.9));
  return contours()
    .size([SIDE, SIDE])
    .thresholds(thresholds)(data)
    .map(({ coordinates }, level) => ({
      level,
      rings: coordinates.flat().map((ring) => {
        const line = new Float32Array(ring.length * 2);
        for (const [i, [x = 0, y = 0]] of ring.entries()) {
          line[i * 2] = left + x * cellSize;
          line[i * 2 + 1] = bottom + y * cellSize;
        }
        return line;
      }),
    }));
}
