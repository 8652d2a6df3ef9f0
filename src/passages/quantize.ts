/** Vectors of unit length as bytes: a quarter of the memory, cosines right to about 0.005. */

/** Vectors as signed bytes with a factor for each. */
export interface ByteVectors {
  /** Shape [n, d]. */
  readonly values: Int8Array<ArrayBuffer>;
  /** What a row's bytes are multiplied by, shape [n]. */
  readonly scales: Float32Array<ArrayBuffer>;
}

const LARGEST = 127;

/** Rounds each vector to bytes, its largest number to ±127. Shapes: `vectors` is [n, d]. */
export function quantizeRows(vectors: Float32Array, n: number, d: number): ByteVectors {
  const values = new Int8Array(n * d);
  const scales = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    let largest = 0;
    for (let i = 0; i < d; i++) largest = Math.max(largest, Math.abs(vectors[row * d + i] ?? 0));
    const scale = largest / LARGEST;
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = 0; i < d; i++)
      values[row * d + i] = Math.round((vectors[row * d + i] ?? 0) / scale);
  }
  return { values, scales };
}

/** Writes rows `from` to before `to` as single-precision numbers to `target`, shape [to - from, d]. */
export function restoreRows(
  { values, scales }: ByteVectors,
  d: number,
  from: number,
  to: number,
  target: Float32Array,
): void {
  for (let row = from; row < to; row++) {
    const scale = scales[row] ?? 0;
    for (let i = 0; i < d; i++) target[(row - from) * d + i] = (values[row * d + i] ?? 0) * scale;
  }
}
