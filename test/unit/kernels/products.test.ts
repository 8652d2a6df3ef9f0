import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { bindKernels, compileKernels, supportsRelaxedSimd } from "../../../src/kernels/kernels.ts";
import { multiplyRowsReference } from "../../../src/kernels/productsReference.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { randomVector } from "../../support/seededRandom.ts";

const PAGE_BYTES = 65_536;
const paths = await builtPaths();
// Relaxed SIMD is behind a flag in Node 20.
const builds = supportsRelaxedSimd()
  ? [paths.kernelsSimd, paths.kernelsRelaxed]
  : [paths.kernelsSimd];

describe.each(builds)("multiplyRows of %s", (path) => {
  it("gives what the plain twin gives, for rows of every length and any number of them", async () => {
    const module = await compileKernels(await readFile(path));
    const memory = new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true });
    const kernels = bindKernels(module, memory);
    for (let length = 0; length <= 67; length++) {
      const stride = 4 * Math.ceil(length / 4);
      const [m, n] = [2 * (1 + (length % 5)), 4 * (1 + (length % 7))];
      const [a, b] = [randomRows(m, length, stride, 1), randomRows(n, length, stride, 2)];
      const [atA, atB] = [PAGE_BYTES, PAGE_BYTES + a.byteLength];
      const atProducts = atB + b.byteLength;
      new Float32Array(memory.buffer, atA, a.length).set(a);
      new Float32Array(memory.buffer, atB, b.length).set(b);
      const products = new Float32Array(memory.buffer, atProducts, m * n + 4).fill(NaN);
      kernels.multiplyRows(atA, m, atB, n, stride, atProducts);
      const expected = stride === 0 ? new Float32Array(m * n) : multiplyRowsReference(a, b, stride);
      for (const [i, value] of expected.entries())
        // Each of at most 67 products of numbers up to 1, and each sum, is rounded once.
        expect(Math.abs(products[i]! - value)).toBeLessThan(67 * 67 * 2 ** -24);
      expect([...products.subarray(m * n)]).toEqual([NaN, NaN, NaN, NaN]);
    }
  });
});

/** Rows of random numbers, padded with zeros. Shapes: [count, stride]. */
function randomRows(count: number, length: number, stride: number, seed: number): Float32Array {
  const values = randomVector(count * stride, seed);
  return stride === 0 ? values : values.map((value, i) => (i % stride < length ? value : 0));
}
