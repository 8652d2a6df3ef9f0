/** Brings the vectors that an encoder gives words to a space of fewer dimensions. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { normalizeRows } from "./rows.ts";

/** Of the 384 or 512 numbers of an encoder so many are kept: fewer cost quality in tests of similarity, more memory. */
const DIMENSION = 192;
/**
 * The first components say how frequent and how technical a word is, and crowd out what it means.
 * Source: Mu and Viswanath 2018, "All-but-the-Top".
 */
const DROPPED = 3;
/** Rows that the covariance is taken of: more of them change nothing. */
const SAMPLE = 8_192;

/** The prior of a vocabulary. */
export interface Prior {
  readonly dimension: number;
  /** Shape [n, dimension], centered, of unit length; zero for words that the encoder does not know. */
  readonly rows: Float32Array<ArrayBuffer>;
}

/**
 * Centers vectors on the mean of those that are not zero, projects them on their principal components but for the first three, and brings
 * them to unit length.
 *
 * Shapes: `vectors` is [n, d].
 */
export function reducePrior(vectors: Float32Array, n: number, d: number): Prior {
  const known = listKnownRows(vectors, n, d);
  const dimension = Math.min(DIMENSION, Math.max(1, d - DROPPED));
  const rows = new Float32Array(n * dimension);
  if (known.length === 0) return { dimension, rows };
  const mean = new Float64Array(d);
  for (const row of known)
    for (let i = 0; i < d; i++) mean[i]! += vectors[row * d + i]! / known.length;
  const axes = principalAxes(vectors, known, mean, dimension);
  const centered = new Float64Array(d);
  for (const row of known) {
    for (let i = 0; i < d; i++) centered[i] = vectors[row * d + i]! - mean[i]!;
    for (let axis = 0; axis < dimension; axis++) {
      const from = axis * d;
      let sum = 0;
      for (let i = 0; i < d; i++) sum += centered[i]! * axes[from + i]!;
      rows[row * dimension + axis] = sum;
    }
  }
  normalizeRows(rows, n, dimension);
  return { dimension, rows };
}

/** Ids of the rows that are not zero. */
function listKnownRows(vectors: Float32Array, n: number, d: number): Uint32Array {
  const known = new Uint32Array(n);
  let count = 0;
  for (let row = 0; row < n; row++) {
    const end = (row + 1) * d;
    for (let i = row * d; i < end; i++)
      if (vectors[i] !== 0) {
        known[count++] = row;
        break;
      }
  }
  return known.subarray(0, count);
}

/** The directions of largest variance, shape [count, d], the largest first. */
function principalAxes(
  vectors: Float32Array,
  known: Uint32Array,
  mean: Float64Array,
  count: number,
): Float64Array {
  const d = mean.length;
  const step = Math.max(1, Math.floor(known.length / SAMPLE));
  const covariance = new Float64Array(d * d);
  const centered = new Float64Array(d);
  for (let place = 0; place < known.length; place += step) {
    const start = known[place]! * d;
    for (let i = 0; i < d; i++) centered[i] = vectors[start + i]! - mean[i]!;
    for (let i = 0; i < d; i++) {
      const value = centered[i]!;
      for (let j = 0; j <= i; j++) covariance[i * d + j]! += value * centered[j]!;
    }
  }
  const matrix = new Matrix(d, d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      matrix.set(i, j, covariance[i * d + j]!);
      matrix.set(j, i, covariance[i * d + j]!);
    }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const order = Array.from(realEigenvalues.keys()).sort(
    (a, b) => realEigenvalues[b]! - realEigenvalues[a]!,
  );
  const axes = new Float64Array(count * d);
  const first = Math.max(0, Math.min(DROPPED, d - count));
  for (const [axis, column] of order.slice(first, first + count).entries())
    for (let i = 0; i < d; i++) axes[axis * d + i] = eigenvectorMatrix.get(i, column);
  return axes;
}
