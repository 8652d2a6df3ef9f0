/** What one set of vectors says of another: ridge regression, each row predicted without itself. */
import { inverse, Matrix } from "ml-matrix";
import type { MultiplyRows } from "../kernels/matrixProducts.ts";
import { BLOCK_ROWS, transposeBlock, type Rows } from "./rows.ts";

/**
 * Predicts the rows of `y` from the rows of `x` by ridge regression with a constant; each row is predicted by a regression
 * that has not seen it, in closed form.
 *
 * Shapes: `x` is [n, a], `y` is [n, b], `weights` is [n], not negative; rows of weight 0 teach nothing and are predicted like
 * all others. The result is [n, b].
 * Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd ed., 3.4.1 and (7.64): the
 * prediction without row i is (ŷ_i − h_i y_i) / (1 − h_i), where h is the diagonal of the hat matrix.
 */
export function predictLeftOut(
  x: Rows,
  y: Rows,
  weights: Float64Array,
  penalty: number,
  multiply: MultiplyRows,
): Float32Array<ArrayBuffer> {
  const n = weights.length;
  const a = x.dimension + 1; // the constant comes last
  const b = y.dimension;
  const gram = new Float64Array(a * a);
  const cross = new Float64Array(a * b);
  for (let first = 0; first < n; first += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, n - first);
    const plain = transposeBlock(x, first, size, true);
    const weighed = plain.slice();
    for (let i = 0; i < weighed.length; i++) weighed[i]! *= weights[first + (i % size)]!;
    addTo(gram, multiply(weighed, a, plain, a, size));
    addTo(cross, multiply(weighed, a, transposeBlock(y, first, size, false), b, size));
  }
  const inverted = invert(gram, a, penalty);
  // Coefficients, one row for each number that is predicted.
  const coefficients = new Float32Array(b * a);
  for (let i = 0; i < a; i++)
    for (let j = 0; j < a; j++) {
      const value = inverted[i * a + j]!;
      for (let k = 0; k < b; k++) coefficients[k * a + i]! += value * cross[j * b + k]!;
    }
  const predicted = new Float32Array(n * b);
  for (let first = 0; first < n; first += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, n - first);
    const block = withConstant(x, first, size);
    const fitted = multiply(block, size, coefficients, b, a);
    const solved = multiply(block, size, inverted, a, a);
    for (let row = 0; row < size; row++) {
      let leverage = 0;
      for (let i = row * a; i < (row + 1) * a; i++) leverage += solved[i]! * block[i]!;
      leverage = Math.min(leverage * weights[first + row]!, MOST_LEVERAGE);
      const target = (first + row) * b;
      for (let k = 0; k < b; k++)
        predicted[target + k] =
          (fitted[row * b + k]! - leverage * y.rows[target + k]!) / (1 - leverage);
    }
  }
  return predicted;
}

/** With fewer rows than dimensions a row may be all that speaks for itself. */
const MOST_LEVERAGE = 0.999;

function withConstant({ rows, dimension }: Rows, first: number, size: number): Float32Array {
  const block = new Float32Array(size * (dimension + 1)).fill(1);
  for (let row = 0; row < size; row++)
    block.set(
      rows.subarray((first + row) * dimension, (first + row + 1) * dimension),
      row * (dimension + 1),
    );
  return block;
}

function addTo(sum: Float64Array, products: Float32Array): void {
  for (const [i, value] of products.entries()) sum[i]! += value;
}

function invert(gram: Float64Array, size: number, penalty: number): Float32Array {
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      matrix.set(i, j, gram[i * size + j]!);
      matrix.set(j, i, gram[i * size + j]!);
    }
  for (let i = 0; i < size; i++) matrix.set(i, i, matrix.get(i, i) + penalty);
  return Float32Array.from(inverse(matrix).to1DArray());
}
