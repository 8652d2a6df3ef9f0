import { describe, expect, it } from "vitest";
import { createMultiplyRows } from "../../../src/kernels/matrixProducts.ts";
import { multiplyRowsReference } from "../../../src/kernels/productsReference.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { randomVector } from "../../support/seededRandom.ts";

describe("createMultiplyRows", () => {
  it("multiplies matrices of any size, larger and smaller ones in turn, as the plain product does", async () => {
    const multiply = createMultiplyRows(await kernelModule());
    for (const [m, n, k] of [
      [1, 1, 1],
      [3, 5, 7],
      [64, 33, 100],
      [2, 4, 8],
      [5, 130, 201],
    ] as const) {
      const a = randomVector(m * k, m);
      const b = randomVector(n * k, n + 100);
      const products = multiply(a, m, b, n, k);
      const expected = multiplyRowsReference(a, b, k);
      expect(products).toHaveLength(m * n);
      for (const [i, value] of products.entries()) expect(value).toBeCloseTo(expected[i]!, 3);
    }
  });
});
