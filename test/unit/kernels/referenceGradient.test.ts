import { describe, expect, test } from "vitest";
import { negativeSamplingLoss, trainStep } from "../../../src/kernels/reference.ts";
import { createRandom } from "../../../src/training/sampling.ts";

const random = createRandom(7);
const vector = (dimension: number): Float64Array =>
  Float64Array.from({ length: dimension }, () => random() - 0.5);

/** The derivative of `loss` by each number of `vector`, from both sides. */
function slopes(vector: Float64Array, loss: () => number): number[] {
  const step = 1e-5;
  return [...vector].map((value, column) => {
    vector[column] = value + step;
    const above = loss();
    vector[column] = value - step;
    const below = loss();
    vector[column] = value;
    return (above - below) / (2 * step);
  });
}

/** Compares what one step does to all vectors with minus the gradient of the summed loss. */
function checkStep(inputs: Float64Array[], targets: Float64Array[]): void {
  const vectors = [...inputs, ...targets];
  const loss = () => inputs.reduce((sum, input) => sum + negativeSamplingLoss(input, targets), 0);
  const gradients = vectors.map((each) => slopes(each, loss));
  const before = vectors.map((each) => each.slice());
  trainStep(inputs, targets, true, 1);
  for (const [v, each] of vectors.entries())
    for (const [column, value] of each.entries())
      expect(value - before[v]![column]!).toBeCloseTo(-gradients[v]![column]!, 8);
}

describe("trainStep", () => {
  test("moves one pair with five negatives down the gradient of its loss", () => {
    checkStep(
      [vector(9)],
      Array.from({ length: 6 }, () => vector(9)),
    );
  });

  test("moves two context words that share negatives down the gradient of their summed loss", () => {
    checkStep(
      [vector(9), vector(9)],
      Array.from({ length: 6 }, () => vector(9)),
    );
  });

  test("moves a pair down the gradient with any number of negatives", () => {
    for (const negatives of [1, 2, 3, 4])
      checkStep(
        [vector(5)],
        Array.from({ length: 1 + negatives }, () => vector(5)),
      );
  });
});
