/** Rows of matrices: length, mean, products. */

/** Rows of one length. */
export interface Rows {
  /** Shape [n, dimension]. */
  readonly rows: Float32Array;
  readonly dimension: number;
}

/** Rows that are multiplied at once: a bound on memory. */
export const BLOCK_ROWS = 4_096;

/** Writes some rows as columns, on request with a last row of ones. Shapes: the result is [dimension (+ 1), size]. */
export function transposeBlock(
  { rows, dimension }: Rows,
  first: number,
  size: number,
  withOnes: boolean,
): Float32Array {
  const columns = new Float32Array((dimension + (withOnes ? 1 : 0)) * size);
  for (let row = 0; row < size; row++)
    for (let i = 0; i < dimension; i++)
      columns[i * size + row] = rows[(first + row) * dimension + i]!;
  if (withOnes) columns.fill(1, dimension * size);
  return columns;
}

/** Brings rows to unit length, in place; zero stays zero. Shapes: `rows` is [n, d]. */
export function normalizeRows(rows: Float32Array, n: number, d: number): void {
  for (let row = 0; row < n; row++) {
    const start = row * d;
    let squares = 0;
    for (let i = start; i < start + d; i++) squares += rows[i]! * rows[i]!;
    if (squares === 0) continue;
    const factor = 1 / Math.sqrt(squares);
    for (let i = start; i < start + d; i++) rows[i]! *= factor;
  }
}

/** Subtracts the mean of all rows that are not zero from each of them and brings them to unit length. Shapes: [n, d]. */
export function centerRows(vectors: Float32Array, n: number, d: number): Float32Array<ArrayBuffer> {
  const rows = Float32Array.from(vectors);
  normalizeRows(rows, n, d);
  const mean = new Float64Array(d);
  let known = 0;
  for (let row = 0; row < n; row++) {
    if (isZero(rows, row, d)) continue;
    known++;
    for (let i = 0; i < d; i++) mean[i]! += rows[row * d + i]!;
  }
  for (let row = 0; row < n; row++) {
    if (isZero(rows, row, d)) continue;
    for (let i = 0; i < d; i++) rows[row * d + i]! -= mean[i]! / known;
  }
  normalizeRows(rows, n, d);
  return rows;
}

/** Whether a row is zero. */
export function isZero(rows: Float32Array, row: number, d: number): boolean {
  for (let i = row * d; i < (row + 1) * d; i++) if (rows[i] !== 0) return false;
  return true;
}

/** The dot product of the same row of two matrices. */
export function rowProduct(a: Float32Array, b: Float32Array, row: number, d: number): number {
  let sum = 0;
  for (let i = row * d; i < (row + 1) * d; i++) sum += a[i]! * b[i]!;
  return sum;
}
