/** What one set of vectors says of another: ridge regression, each row predicted without itself. */
import { inverse, Matrix } from "ml-matrix";

/**
 * Predicts the rows of `y` from the rows of `x` by ridge regression with a constant; each row is predicted by a regression
 * that has not seen it, in closed form.
 *
 * Shapes: `x` is [n, a], `y` is [n, b], `weights` is [n], not negative; rows of weight 0 are predicted like all others. The
 * result is [n, b].
 * Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd ed., 3.4.1 and (7.64): the
 * prediction without row i is (ŷ_i − h_i y_i) / (1 − h_i), where h is the diagonal of the hat matrix.
 */
export function predictLeftOut(
  { x, a }: { readonly x: Float32Array; readonly a: number },
  { y, b }: { readonly y: Float32Array; readonly b: number },
  weights: Float64Array,
  penalty: number,
): Float32Array<ArrayBuffer> {
  const n = weights.length;
  const size = a + 1; // the constant comes last
  const gram = new Float64Array(size * size);
  const cross = new Float64Array(size * b);
  const row = new Float64Array(size);
  const readRow = (index: number) => {
    for (let i = 0; i < a; i++) row[i] = x[index * a + i]!;
    row[a] = 1;
  };
  for (let index = 0; index < n; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    readRow(index);
    for (let i = 0; i < size; i++) {
      const value = row[i]! * weight;
      for (let j = 0; j <= i; j++) gram[i * size + j]! += value * row[j]!;
      for (let j = 0; j < b; j++) cross[i * b + j]! += value * y[index * b + j]!;
    }
  }
  const inverted = invert(gram, size, penalty);
  const coefficients = new Float64Array(size * b);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const value = inverted[i * size + j]!;
      for (let k = 0; k < b; k++) coefficients[i * b + k]! += value * cross[j * b + k]!;
    }
  const predicted = new Float32Array(n * b);
  const sums = new Float64Array(b);
  for (let index = 0; index < n; index++) {
    readRow(index);
    sums.fill(0);
    let leverage = 0;
    for (let i = 0; i < size; i++) {
      const value = row[i]!;
      if (value === 0) continue;
      for (let k = 0; k < b; k++) sums[k]! += value * coefficients[i * b + k]!;
      let product = 0;
      for (let j = 0; j < size; j++) product += inverted[i * size + j]! * row[j]!;
      leverage += value * product;
    }
    leverage = Math.min(leverage * weights[index]!, MOST_LEVERAGE);
    for (let k = 0; k < b; k++)
      predicted[index * b + k] = (sums[k]! - leverage * y[index * b + k]!) / (1 - leverage);
  }
  return predicted;
}

/** With fewer rows than dimensions a row may be all that speaks for itself. */
const MOST_LEVERAGE = 0.999;

function invert(gram: Float64Array, size: number, penalty: number): Float64Array {
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      matrix.set(i, j, gram[i * size + j]!);
      matrix.set(j, i, gram[i * size + j]!);
    }
  for (let i = 0; i < size; i++) matrix.set(i, i, matrix.get(i, i) + penalty);
  return Float64Array.from(inverse(matrix).to1DArray());
}
