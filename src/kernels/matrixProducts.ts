/** Products of matrices of any size, by the kernel for products of rows. */
import { bindKernels, type Kernels } from "./kernels.ts";

/**
 * Multiplies the rows of one matrix with the rows of another: a · bᵀ.
 *
 * Shapes: `a` is [m, k], `b` is [n, k]; the result is [m, n].
 */
export type MultiplyRows = (
  a: Float32Array,
  m: number,
  b: Float32Array,
  n: number,
  k: number,
) => Float32Array<ArrayBuffer>;

const PAGE_BYTES = 65_536;

/** Creates the product in WebAssembly; its memory grows with the largest product that is asked for. */
export function createMultiplyRows(module: WebAssembly.Module): MultiplyRows {
  let pages = 0;
  let memory: WebAssembly.Memory;
  let kernels: Kernels;
  return (a, m, b, n, k) => {
    const stride = Math.ceil(k / 4) * 4;
    const rows = 2 * Math.ceil(m / 2);
    const columns = 4 * Math.ceil(n / 4);
    const [atA, atB] = [PAGE_BYTES, PAGE_BYTES + 4 * rows * stride]; // no address of ours is zero
    const atProducts = atB + 4 * columns * stride;
    const needed = Math.ceil((atProducts + 4 * rows * columns) / PAGE_BYTES);
    if (needed > pages) {
      pages = needed;
      memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
      kernels = bindKernels(module, memory);
    }
    place(new Float32Array(memory.buffer, atA, rows * stride), a, m, k, stride);
    place(new Float32Array(memory.buffer, atB, columns * stride), b, n, k, stride);
    kernels.multiplyRows(atA, rows, atB, columns, stride, atProducts);
    const padded = new Float32Array(memory.buffer, atProducts, m * columns);
    const products = new Float32Array(m * n);
    for (let row = 0; row < m; row++)
      products.set(padded.subarray(row * columns, row * columns + n), row * n);
    return products;
  };
}

/** Copies rows to where the kernel wants them; what pads them is zero. */
function place(target: Float32Array, rows: Float32Array, n: number, k: number, stride: number) {
  if (stride === k) {
    target.set(rows.subarray(0, n * k));
    target.fill(0, n * k);
    return;
  }
  target.fill(0);
  for (let row = 0; row < n; row++) target.set(rows.subarray(row * k, (row + 1) * k), row * stride);
}
