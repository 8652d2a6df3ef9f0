import { describe, expect, it } from "vitest";
import { principalComponents, projectPca } from "../../../src/projection/pca.ts";
import { randomVector } from "../../support/seededRandom.ts";

/** Vectors that spread less and less from one axis to the next. */
function stretched(n: number, d: number): Float32Array<ArrayBuffer> {
  return randomVector(n * d, n + d).map((value, at) => 3 + value / (1 + (at % d)));
}

function distance(values: ArrayLike<number>, width: number, a: number, b: number): number {
  let squares = 0;
  for (let i = 0; i < width; i++)
    squares += ((values[a * width + i] ?? 0) - (values[b * width + i] ?? 0)) ** 2;
  return Math.sqrt(squares);
}

describe("principalComponents", () => {
  it("keeps all distances where all components are kept, with fewer vectors than dimensions, too", () => {
    for (const [n, d] of [
      [30, 8],
      [9, 40],
      [60, 50], // more than are iterated
    ] as const) {
      const vectors = stretched(n, d);
      const { scores, count } = principalComponents(vectors, n, d, 1_000);
      expect(count).toBe(Math.min(n - 1, d));
      for (let row = 1; row < n; row++)
        expect(distance(scores, count, 0, row)).toBeCloseTo(distance(vectors, d, 0, row), 4);
    }
  });

  it("gives coordinates that do not go together, by falling variance", () => {
    const [n, d] = [40, 20];
    const { scores, count } = principalComponents(stretched(n, d), n, d, 5);
    expect(count).toBe(5);
    const product = (a: number, b: number) => {
      let sum = 0;
      for (let row = 0; row < n; row++)
        sum += (scores[row * count + a] ?? 0) * (scores[row * count + b] ?? 0);
      return sum / n;
    };
    for (let axis = 1; axis < count; axis++) {
      expect(product(axis, axis)).toBeLessThanOrEqual(product(axis - 1, axis - 1));
      expect(product(axis, axis - 1)).toBeCloseTo(0, 6);
    }
  });

  it("begins with what a projection on a plane shows", () => {
    const [n, d] = [50, 12];
    const vectors = stretched(n, d);
    const { xy } = projectPca(vectors, n, d);
    const { scores, count } = principalComponents(vectors, n, d, 4);
    for (let row = 0; row < n; row++)
      for (let axis = 0; axis < 2; axis++)
        expect(scores[row * count + axis]).toBeCloseTo(xy[row * 2 + axis] ?? NaN, 3);
  });

  it("finds none where all vectors are equal", () => {
    expect(principalComponents(new Float32Array(30).fill(2), 6, 5, 3).count).toBe(0);
  });
});
