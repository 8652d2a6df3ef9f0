// Products of two matrices of rows: every row of one with every row of the other.
// The plain twin, and the definition that the tests compare with, is src/kernels/productsReference.ts.

import { laneSums, madd } from "./simd";

/**
 * Computes the dot products of all pairs of rows.
 *
 * Shapes: a is f32 [m, stride], b f32 [n, stride], products f32 [m, n]; m is even, n and stride multiples of four.
 */
export function multiplyRows(
  a: usize,
  m: u32,
  b: usize,
  n: u32,
  stride: u32,
  products: usize,
): void {
  const rowBytes = <usize>stride << 2;
  const productBytes = <usize>n << 2;
  // Two rows of one and four of the other: eight sums, and six loads for eight products.
  for (let i: u32 = 0; i < m; i += 2) {
    const x = a + <usize>i * rowBytes;
    const target = products + <usize>i * productBytes;
    for (let j: u32 = 0; j < n; j += 4) {
      let y = b + <usize>j * rowBytes;
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      let t0 = f32x4.splat(0);
      let t1 = f32x4.splat(0);
      let t2 = f32x4.splat(0);
      let t3 = f32x4.splat(0);
      const end = x + rowBytes;
      for (let p = x; p < end; p += 16, y += 16) {
        const first = v128.load(p);
        const second = v128.load(p + rowBytes);
        let z = y;
        let row = v128.load(z);
        s0 = madd(first, row, s0);
        t0 = madd(second, row, t0);
        z += rowBytes;
        row = v128.load(z);
        s1 = madd(first, row, s1);
        t1 = madd(second, row, t1);
        z += rowBytes;
        row = v128.load(z);
        s2 = madd(first, row, s2);
        t2 = madd(second, row, t2);
        z += rowBytes;
        row = v128.load(z);
        s3 = madd(first, row, s3);
        t3 = madd(second, row, t3);
      }
      const at = target + (<usize>j << 2);
      v128.store(at, laneSums(s0, s1, s2, s3));
      v128.store(at + productBytes, laneSums(t0, t1, t2, t3));
    }
  }
}
