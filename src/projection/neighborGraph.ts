/** The exact nearest neighbors of vectors among vectors. */
import type { MultiplyRows } from "../kernels/matrixProducts.ts";

/** Vectors of unit length, or zero; shape [n, d]. */
export interface UnitRows {
  readonly vectors: Float32Array;
  readonly n: number;
  readonly d: number;
}

/** For each row its k nearest others, the nearest first; of equally near ones the lower comes first. */
export interface NeighborGraph {
  readonly k: number;
  /** Shape [n, k]. */
  readonly ids: Int32Array;
  /** Shape [n, k]. */
  readonly cosines: Float32Array;
}

/** Rows of a tile: its products take 4 MB, which stay in the cache while they are looked through. */
const TILE_ROWS = 1024;

/**
 * Finds the k nearest neighbors of every row, itself left out.
 *
 * Every pair is multiplied once. Errors: plain `Error` where there are not more rows than k.
 */
export function findNeighborGraph(
  { vectors, n, d }: UnitRows,
  k: number,
  multiply: MultiplyRows,
  onProgress: (fraction: number) => void,
): NeighborGraph {
  if (k >= n) throw new Error(`${k} neighbors among ${n} rows.`);
  const nearest = new NearestLists(n, k);
  const tiles = Math.ceil(n / TILE_ROWS);
  let done = 0;
  for (let first = 0; first < n; first += TILE_ROWS) {
    const rows = Math.min(TILE_ROWS, n - first);
    const a = vectors.subarray(first * d, (first + rows) * d);
    for (let second = first; second < n; second += TILE_ROWS) {
      const columns = Math.min(TILE_ROWS, n - second);
      const b = vectors.subarray(second * d, (second + columns) * d);
      const products = multiply(a, rows, b, columns, d);
      for (let row = 0, at = 0; row < rows; row++)
        for (let column = 0; column < columns; column++, at++) {
          const [left, right] = [first + row, second + column];
          if (left === right) continue;
          nearest.offer(left, right, products[at]!);
          if (second > first) nearest.offer(right, left, products[at]!);
        }
      onProgress((2 * ++done) / (tiles * (tiles + 1)));
    }
  }
  return { k, ids: nearest.ids, cosines: nearest.scores };
}

/** Finds for each row of `rows` its k nearest among other vectors. Errors: plain `Error` where there are fewer than k. */
export function findNearestAmong(
  rows: UnitRows,
  others: UnitRows,
  k: number,
  multiply: MultiplyRows,
  onProgress: (fraction: number) => void,
): NeighborGraph {
  if (k > others.n) throw new Error(`${k} neighbors among ${others.n} rows.`);
  const nearest = new NearestLists(rows.n, k);
  const { d } = rows;
  for (let first = 0; first < rows.n; first += TILE_ROWS) {
    const height = Math.min(TILE_ROWS, rows.n - first);
    const a = rows.vectors.subarray(first * d, (first + height) * d);
    for (let second = 0; second < others.n; second += TILE_ROWS) {
      const width = Math.min(TILE_ROWS, others.n - second);
      const b = others.vectors.subarray(second * d, (second + width) * d);
      const products = multiply(a, height, b, width, d);
      for (let row = 0, at = 0; row < height; row++)
        for (let column = 0; column < width; column++, at++)
          nearest.offer(first + row, second + column, products[at]!);
    }
    onProgress((first + height) / rows.n);
  }
  return { k, ids: nearest.ids, cosines: nearest.scores };
}

/** The best candidates of each row so far, in order. */
class NearestLists {
  readonly ids: Int32Array;
  readonly scores: Float32Array;
  readonly #k: number;

  constructor(n: number, k: number) {
    this.#k = k;
    this.ids = new Int32Array(n * k).fill(-1);
    this.scores = new Float32Array(n * k).fill(-Infinity);
  }

  offer(row: number, id: number, score: number): void {
    const start = row * this.#k;
    let at = start + this.#k - 1;
    const { ids, scores } = this;
    if (score < scores[at]! || (score === scores[at] && id > ids[at]!)) return;
    for (; at > start; at--) {
      const before = scores[at - 1]!;
      if (before > score || (before === score && ids[at - 1]! < id)) break;
      scores[at] = before;
      ids[at] = ids[at - 1]!;
    }
    scores[at] = score;
    ids[at] = id;
  }
}
