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

/** Both models' words in the room of the second. */
export interface AlignedVectors {
  readonly dimension: number;
  /** Shape [n, dimension]: of length 1, or 0 where a word has no length. */
  readonly first: Float64Array;
  /** The same. */
  readonly second: Float64Array;
}

/**
 * Turns the first model's vectors by the orthogonal matrix that brings all of them as near to the second's as can be. Both are
 * centered and brought to length 1 before; where the dimensions differ, the matrix has orthonormal rows or columns.
 *
 * Source: Schönemann 1966; for words over time, Hamilton, Leskovec and Jurafsky 2016, section 2.1.
 */
export function alignVectors(task: AlignmentTask): AlignedVectors {
  const { n, firstDimension: d, secondDimension: e } = task;
  const first = centeredUnitRows(task.first, n, d);
  const second = centeredUnitRows(task.second, n, e);
  const rotation = orthogonalMap(productOf(first, second, n, d, e), d, e);
  const turned = new Float64Array(n * e);
  for (let row = 0; row < n; row++)
    for (let i = 0; i < d; i++)
      for (let j = 0; j < e; j++)
        turned[row * e + j]! += first[row * d + i]! * rotation[i * e + j]!;
  bringToUnitLength(turned, e);
  return { dimension: e, first: turned, second };
}

/** 1 - cosine of each word's two vectors, 0 to 2. Shape [n]; a word that has no length in one of them is at distance 1. */
export function distancesBetween({ first, second, dimension }: AlignedVectors): Float64Array {
  const n = second.length / dimension;
  return Float64Array.from({ length: n }, (_, row) => {
    let sum = 0;
    for (let at = row * dimension; at < (row + 1) * dimension; at++)
      sum += first[at]! * second[at]!;
    return Math.max(0, 1 - sum);
  });
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
  bringToUnitLength(rows, d);
  return rows;
}

function bringToUnitLength(rows: Float64Array, d: number): void {
  for (let start = 0; start < rows.length; start += d) {
    let squares = 0;
    for (let at = start; at < start + d; at++) squares += rows[at]! ** 2;
    if (squares > 0) for (let at = start; at < start + d; at++) rows[at]! /= Math.sqrt(squares);
  }
}
