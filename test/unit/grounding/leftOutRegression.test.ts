import { describe, expect, it } from "vitest";
import { predictLeftOut } from "../../../src/grounding/leftOutRegression.ts";
import type { Rows } from "../../../src/grounding/rows.ts";
import { multiplyRowsReference } from "../../../src/kernels/productsReference.ts";
import type { MultiplyRows } from "../../../src/kernels/matrixProducts.ts";
import { randomVector } from "../../support/seededRandom.ts";

const multiply: MultiplyRows = (a, m, b, n, k) =>
  Float32Array.from(multiplyRowsReference(a.subarray(0, m * k), b.subarray(0, n * k), k));

/** Ridge regression by gradient descent, of all rows but one: slow, and nothing in it is left out in closed form. */
function predictPlainly(
  x: Rows,
  y: Rows,
  weights: Float64Array,
  penalty: number,
  left: number,
): number[] {
  const a = x.dimension + 1;
  const at = (row: number, i: number) => (i < x.dimension ? x.rows[row * x.dimension + i]! : 1);
  return Array.from({ length: y.dimension }, (_, column) => {
    const w = new Float64Array(a);
    for (let step = 0; step < 20_000; step++) {
      const gradient = w.map((value) => penalty * value);
      for (let row = 0; row < weights.length; row++) {
        if (row === left) continue;
        let error = -y.rows[row * y.dimension + column]!;
        for (let i = 0; i < a; i++) error += w[i]! * at(row, i);
        for (let i = 0; i < a; i++) gradient[i]! += weights[row]! * error * at(row, i);
      }
      for (let i = 0; i < a; i++) w[i]! -= 0.01 * gradient[i]!;
    }
    let sum = 0;
    for (let i = 0; i < a; i++) sum += w[i]! * at(left, i);
    return sum;
  });
}

describe("predictLeftOut", () => {
  it("predicts each row as a regression does that has not seen it", () => {
    const n = 14;
    const x = { rows: randomVector(n * 3, 1), dimension: 3 };
    const y = { rows: randomVector(n * 2, 2), dimension: 2 };
    const weights = Float64Array.from({ length: n }, (_, row) => 0.2 + (row % 4) / 2);
    const predicted = predictLeftOut(x, y, weights, 0.5, multiply);
    for (let row = 0; row < n; row++) {
      const expected = predictPlainly(x, y, weights, 0.5, row);
      for (let i = 0; i < 2; i++) expect(predicted[row * 2 + i]).toBeCloseTo(expected[i]!, 4);
    }
  });

  it("predicts rows of weight 0 without learning from them", () => {
    const n = 9;
    const x = { rows: randomVector(n * 2, 3), dimension: 2 };
    const rows = randomVector(n, 4);
    const weights = new Float64Array(n).fill(1);
    weights[5] = 0;
    const first = predictLeftOut(x, { rows, dimension: 1 }, weights, 1, multiply);
    const changed = Float32Array.from(rows);
    changed[5] = 1000;
    const second = predictLeftOut(x, { rows: changed, dimension: 1 }, weights, 1, multiply);
    expect(second).toEqual(first);
  });

  it("stays finite where there are fewer rows than dimensions", () => {
    const x = { rows: randomVector(2 * 40, 5), dimension: 40 };
    const y = { rows: randomVector(2 * 3, 6), dimension: 3 };
    const predicted = predictLeftOut(x, y, new Float64Array(2).fill(1000), 1e-6, multiply);
    expect(predicted.every(Number.isFinite)).toBe(true);
  });
});
