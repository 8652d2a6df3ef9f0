import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { createMultiplyRows } from "../../../src/kernels/matrixProducts.ts";
import { measureFidelity } from "../../../src/projection/fidelity.ts";
import { projectPrincipal } from "../../../src/projection/pca.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { plantedVectors } from "../../support/plantedVectors.ts";
import { randomVector, seededRandom } from "../../support/seededRandom.ts";

interface Golden {
  readonly n: number;
  readonly d: number;
  readonly vectors: number[];
  readonly positions: number[];
  readonly measured: { neighbors: number; trustworthiness: number; continuity: number }[];
}

const multiply = createMultiplyRows(await kernelModule());
const measure = (vectors: Float32Array, n: number, d: number, positions: Float32Array, k = 15) =>
  measureFidelity({ vectors, n, d }, positions, 2, k, multiply, seededRandom(1), () => undefined);

describe("the fidelity of a map", () => {
  it("equals scikit-learn's trustworthiness, in both directions", async () => {
    const path = new URL("../../fixtures/projection/trustworthiness.json", import.meta.url);
    const { n, d, ...golden } = JSON.parse(await readFile(path, "utf8")) as Golden;
    const vectors = Float32Array.from(golden.vectors);
    const positions = Float32Array.from(golden.positions);
    expect(golden.measured.length).toBe(4);
    for (const { neighbors, trustworthiness, continuity } of golden.measured) {
      const found = measure(vectors, n, d, positions, neighbors);
      expect(found?.neighbors).toBe(neighbors);
      expect(found?.trustworthiness).toBeCloseTo(trustworthiness, 9);
      expect(found?.continuity).toBeCloseTo(continuity, 9);
    }
  });

  it("is 1 for a map that keeps all neighbors, and each point's share with it", () => {
    const random = seededRandom(4);
    const circle = Float32Array.from(
      Array.from({ length: 100 }, () => 2 * Math.PI * random()).flatMap((angle) => [
        Math.cos(angle),
        Math.sin(angle),
      ]),
    );
    const found = measure(circle, 100, 2, circle);
    expect(found).toMatchObject({ trustworthiness: 1, continuity: 1 });
    expect(found?.perPoint).toEqual(new Float32Array(100).fill(1));
  });

  it("is near 1/2, and the shares near chance, for points that were thrown anywhere", () => {
    const { vectors, n, d } = plantedVectors(1000, 20, 5, 1);
    const found = measure(vectors, n, d, randomVector(2 * n, 9))!;
    expect(found.trustworthiness).toBeGreaterThan(0.45);
    expect(found.trustworthiness).toBeLessThan(0.55);
    expect(found.perPoint.reduce((sum, share) => sum + share, 0) / n).toBeLessThan(0.03);
  });

  it("says of a sample about what it says of a whole that is not much larger", () => {
    const { vectors, d } = plantedVectors(4400, 10, 6, 0.8);
    const { positions } = projectPrincipal(vectors, 4400, d, 2);
    const sampled = measure(vectors, 4400, d, positions)!;
    const whole = measure(vectors.slice(0, 4000 * d), 4000, d, positions.slice(0, 8000))!;
    expect(sampled.perPoint.length).toBe(4400);
    expect(Math.abs(sampled.trustworthiness - whole.trustworthiness)).toBeLessThan(0.01);
    expect(Math.abs(sampled.continuity - whole.continuity)).toBeLessThan(0.01);
  });

  it("is not measured for fewer than three points, and is a number for equal ones", () => {
    const zeros = new Float32Array(40);
    for (const n of [0, 1, 2]) expect(measure(zeros, n, 2, zeros)).toBeNull();
    for (const n of [3, 4, 20])
      expect(measure(zeros, n, 2, zeros)).toMatchObject({ trustworthiness: 1, continuity: 1 });
  });
});
