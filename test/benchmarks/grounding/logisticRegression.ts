// Logistic regression for a handful of numbers.
import { Matrix, solve } from "ml-matrix";
import { applyWeights } from "../../../src/embeddings/confidence.ts";

/** What is known of one case, and how likely it turned out, 0 to 1. */
export interface Case {
  readonly values: readonly number[];
  readonly returned: number;
}

const STEPS = 40;
/** A step of Newton's method that is longer may throw it off. */
const LONGEST_STEP = 2;
const PENALTY = 1e-6;

/** Finds the weights of the highest likelihood by Newton's method; cases may be shares. Shape: that of a case's values. */
export function fitLogistic(cases: readonly Case[]): number[] {
  const d = cases[0]!.values.length;
  let weights: number[] = Array<number>(d).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const slope = Matrix.zeros(d, 1);
    const curvature = Matrix.eye(d, d, PENALTY * cases.length);
    for (const { values, returned } of cases) {
      const p = applyWeights(weights, values);
      for (let i = 0; i < d; i++) {
        slope.set(i, 0, slope.get(i, 0) + (returned - p) * values[i]!);
        for (let j = 0; j < d; j++)
          curvature.set(i, j, curvature.get(i, j) + p * (1 - p) * values[i]! * values[j]!);
      }
    }
    const change = solve(curvature, slope).to1DArray();
    weights = weights.map(
      (weight, i) => weight + Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, change[i]!)),
    );
  }
  return weights;
}
