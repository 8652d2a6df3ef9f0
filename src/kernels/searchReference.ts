// Exact search in plain TypeScript: the definition that the kernels of assembly/search.ts are compared with.

/** A row and its dot product with the query. */
export interface ScoredRow {
  readonly row: number;
  readonly score: number;
}

/**
 * Brings rows to unit length, pads them to `stride` floats with zeros and keeps what their length was; a zero row
 * stays zero.
 *
 * Shapes: `raw` is [n, dimension]; of what is returned `rows` is [n, stride] and `norms` [n].
 */
export function normalizeRowsReference(
  raw: Float32Array,
  dimension: number,
  stride: number,
): { rows: Float32Array; norms: Float64Array } {
  const n = raw.length / dimension;
  const rows = new Float32Array(n * stride);
  const norms = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const values = raw.subarray(row * dimension, (row + 1) * dimension);
    let squares = 0;
    for (const value of values) squares += value * value;
    const norm = Math.sqrt(squares);
    norms[row] = norm;
    if (norm > 0)
      rows.set(
        values.map((value) => value * (1 / norm)),
        row * stride,
      );
  }
  return { rows, norms };
}

/**
 * Finds the k rows with the highest dot product with a query, best first; of equal ones the lower row comes first.
 *
 * Shapes: `rows` is [n, query.length].
 */
export function findTopRowsReference(
  rows: Float32Array,
  query: Float32Array,
  k: number,
): ScoredRow[] {
  const stride = query.length;
  const best: ScoredRow[] = [];
  for (let row = 0, start = 0; start < rows.length; row++, start += stride) {
    let score = 0;
    for (let i = 0; i < stride; i++) score += query[i]! * rows[start + i]!;
    const last = best[k - 1];
    if (last !== undefined && score <= last.score) continue;
    let place = best.length;
    while (place > 0 && best[place - 1]!.score < score) place--;
    best.splice(place, 0, { row, score });
    if (best.length > k) best.pop();
  }
  return best;
}
