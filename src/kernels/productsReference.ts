// Products of rows in plain TypeScript: the definition that the kernel of assembly/products.ts is compared with.

/**
 * Computes the dot products of all pairs of rows.
 *
 * Shapes: `a` is [m, stride], `b` [n, stride]; the result is [m, n].
 */
export function multiplyRowsReference(
  a: Float32Array,
  b: Float32Array,
  stride: number,
): Float32Array {
  const [m, n] = [a.length / stride, b.length / stride];
  const products = new Float32Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < stride; k++) sum += a[i * stride + k]! * b[j * stride + k]!;
      products[i * n + j] = sum;
    }
  return products;
}
