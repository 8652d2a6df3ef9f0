/** Turns the vectors of one model onto those of another, so that the same words can be compared. */
import { Matrix, SingularValueDecomposition } from "ml-matrix";

/** The same words in two models, by falling frequency. */
export interface AlignmentTask {
  readonly n: number;
  /** Shape [n, firstDimension]. */
  readonly first: Float32Array;
  readonly firstDimension: number;
  /** Shape [n, secondDimension]. */
  readonly second: Float32Array;
  readonly secondDimension: number;
}

/**
 * Gives 1 - cosine of each word's two vectors, shape [n], after the first model's were turned by the orthogonal matrix that
 * brings all of them as near to the second's as can be. Both are centered and brought to length 1 before; where the dimensions
 * differ, the matrix has orthonormal rows or columns. A word that has no length in one of them is at distance 1.
 *
 * Source: Schönemann 1966; for words over time, Hamilton, Leskovec and Jurafsky 2016, section 2.1.
 */
export function distancesAfterAlignment(task: AlignmentTask): Float64Array {
  const { n, firstDimension: d, secondDimension: e } = task;
  const first = centeredUnitRows(task.first, n, d);
  const second = centeredUnitRows(task.second, n, e);
  const rotation = orthogonalMap(productOf(first, second, n, d, e), d, e);
  const distances = new Float64Array(n);
  const turned = new Float64Array(e);
  for (let row = 0; row < n; row++) {
    turned.fill(0);
    for (let i = 0; i < d; i++)
      for (let j = 0; j < e; j++) turned[j]! += first[row * d + i]! * rotation[i * e + j]!;
    let [sum, squares, others] = [0, 0, 0];
    for (let j = 0; j < e; j++) {
      const value = second[row * e + j]!;
      sum += turned[j]! * value;
      squares += turned[j]! ** 2;
      others += value ** 2;
    }
    const length = Math.sqrt(squares * others);
    distances[row] = length > 0 ? Math.max(0, 1 - sum / length) : 1;
  }
  return distances;
}

/** The orthogonal matrix nearest to a product. Shapes: [d, e]. */
function orthogonalMap(product: Float64Array, d: number, e: number): Float64Array {
  const matrix = new Matrix(d, e);
  for (let i = 0; i < d; i++) for (let j = 0; j < e; j++) matrix.set(i, j, product[i * e + j]!);
  const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(matrix, {
    autoTranspose: true,
  });
  const rank = Math.min(d, e);
  const map = new Float64Array(d * e);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < e; j++) {
      let sum = 0;
      for (let k = 0; k < rank; k++)
        sum += leftSingularVectors.get(i, k) * rightSingularVectors.get(j, k);
      map[i * e + j] = sum;
    }
  return map;
}

/** firstᵀ · second; shape [d, e]. */
function productOf(
  first: Float64Array,
  second: Float64Array,
  n: number,
  d: number,
  e: number,
): Float64Array {
  const product = new Float64Array(d * e);
  for (let row = 0; row < n; row++)
    for (let i = 0; i < d; i++) {
      const value = first[row * d + i]!;
      for (let j = 0; j < e; j++) product[i * e + j]! += value * second[row * e + j]!;
    }
  return product;
}

/** Shape [n, d]; rows of length 0 stay. */
function centeredUnitRows(vectors: Float32Array, n: number, d: number): Float64Array {
  const means = new Float64Array(d);
  for (let at = 0; at < n * d; at++) means[at % d]! += vectors[at]! / n;
  const rows = Float64Array.from(vectors, (value, at) => value - means[at % d]!);
  for (let start = 0; start < rows.length; start += d) {
    let squares = 0;
    for (let at = start; at < start + d; at++) squares += rows[at]! ** 2;
    if (squares > 0) for (let at = start; at < start + d; at++) rows[at]! /= Math.sqrt(squares);
  }
  return rows;
}
