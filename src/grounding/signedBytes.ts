/** Writes each row as bytes from -127 to 127, scaled by its largest number: only its direction is kept. Shapes: [n, d]. */
export function toSignedBytes(rows: Float32Array, n: number, d: number): Int8Array<ArrayBuffer> {
  const bytes = new Int8Array(n * d);
  for (let row = 0; row < n; row++) {
    let largest = 0;
    for (let i = row * d; i < (row + 1) * d; i++) largest = Math.max(largest, Math.abs(rows[i]!));
    if (largest === 0) continue;
    for (let i = row * d; i < (row + 1) * d; i++)
      bytes[i] = Math.round((rows[i]! / largest) * LARGEST);
  }
  return bytes;
}

const LARGEST = 127;
