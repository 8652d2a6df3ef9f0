/** Brings the vectors that an encoder gives words to a space of fewer dimensions. */
import type { MultiplyRows } from "../kernels/matrixProducts.ts";
import { eigenvectorsOf } from "../projection/eigenvectors.ts";
import { BLOCK_ROWS, isZero, normalizeRows, transposeBlock, type Rows } from "./rows.ts";

/** Of the 384 or 512 numbers of an encoder so many are kept: fewer cost quality in tests of similarity, more memory. */
const DIMENSION = 192;
/**
 * The first components say how frequent and how technical a word is, and crowd out what it means.
 * Source: Mu and Viswanath 2018, "All-but-the-Top".
 */
const DROPPED = 3;
/** Rows that the covariance is taken of: more of them change nothing. */
const SAMPLE = 8_192;

/**
 * Centers vectors on the mean of those that are not zero, projects them on their principal components but for the first
 * three, and brings them to unit length; zero stays zero.
 *
 * Shapes: `vectors` has n rows.
 */
export function reducePrior(vectors: Rows, n: number, multiply: MultiplyRows): Rows {
  const d = vectors.dimension;
  const dimension = Math.min(DIMENSION, Math.max(1, d - DROPPED));
  const known: number[] = [];
  for (let row = 0; row < n; row++) if (!isZero(vectors.rows, row, d)) known.push(row);
  const rows = new Float32Array(n * dimension);
  if (known.length === 0) return { rows, dimension };
  const mean = new Float64Array(d);
  for (const row of known)
    for (let i = 0; i < d; i++) mean[i]! += vectors.rows[row * d + i]! / known.length;
  const centered = (chosen: readonly number[]) => {
    const block = new Float32Array(chosen.length * d);
    for (const [place, row] of chosen.entries())
      for (let i = 0; i < d; i++) block[place * d + i] = vectors.rows[row * d + i]! - mean[i]!;
    return block;
  };
  const step = Math.ceil(known.length / SAMPLE);
  const sample = known.filter((_, place) => place % step === 0);
  const transposed = transposeBlock(
    { rows: centered(sample), dimension: d },
    0,
    sample.length,
    false,
  );
  const covariance = multiply(transposed, d, transposed, d, sample.length);
  const axes = principalAxes(covariance, d, dimension);
  for (let first = 0; first < known.length; first += BLOCK_ROWS) {
    const chosen = known.slice(first, first + BLOCK_ROWS);
    const projected = multiply(centered(chosen), chosen.length, axes, dimension, d);
    for (const [place, row] of chosen.entries())
      rows.set(projected.subarray(place * dimension, (place + 1) * dimension), row * dimension);
  }
  normalizeRows(rows, n, dimension);
  return { rows, dimension };
}

/** The directions of largest variance behind those that are dropped, shape [count, d], the largest first. */
function principalAxes(covariance: Float32Array, d: number, count: number): Float32Array {
  const first = Math.max(0, Math.min(DROPPED, d - count));
  const axes = new Float32Array(count * d);
  for (const [axis, { direction }] of eigenvectorsOf(covariance, d)
    .slice(first, first + count)
    .entries())
    axes.set(direction, axis * d);
  return axes;
}
