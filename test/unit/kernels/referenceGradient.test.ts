import { describe, expect, test } from "vitest";
import {
  binaryLoss,
  softmaxLoss,
  type Target,
  trainBinaryStep,
  trainSoftmaxStep,
} from "../../../src/kernels/referenceSteps.ts";
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

/** Compares what one step at rate one does to all vectors with minus the gradient of a loss. */
function checkStep(vectors: Float64Array[], loss: () => number, step: () => void): void {
  const gradients = vectors.map((each) => slopes(each, loss));
  const before = vectors.map((each) => each.slice());
  step();
  for (const [v, each] of vectors.entries())
    for (const [column, value] of each.entries())
      expect(value - before[v]![column]!).toBeCloseTo(-gradients[v]![column]!, 8);
}

function checkBinaryStep(inputs: Float64Array[], labels: readonly number[]): void {
  const targets: Target[] = labels.map((label) => ({ vector: vector(inputs[0]!.length), label }));
  checkStep(
    [...inputs, ...targets.map((target) => target.vector)],
    () => inputs.reduce((sum, input) => sum + binaryLoss(input, targets), 0),
    () => trainBinaryStep(inputs, targets, 1),
  );
}

describe("trainBinaryStep", () => {
  test("moves one pair with five negatives down the gradient of its loss", () => {
    checkBinaryStep([vector(9)], [1, 0, 0, 0, 0, 0]);
  });

  test("moves two context words with the same targets down the gradient of their summed loss", () => {
    checkBinaryStep([vector(9), vector(9)], [1, 0, 0, 0, 0, 0]);
  });

  test("moves a pair down the gradient with any number of negatives", () => {
    for (const negatives of [1, 2, 3, 4])
      checkBinaryStep([vector(5)], [1, ...Array<number>(negatives).fill(0)]);
  });

  test("moves two means with a true word each and the same negatives down the gradient", () => {
    const [first, second] = [vector(9), vector(9)];
    const own = [0, 1].map((input) => ({ vector: vector(9), label: 1, input }));
    const negatives = Array.from({ length: 5 }, () => ({ vector: vector(9), label: 0 }));
    checkStep(
      [first, second, ...[...own, ...negatives].map((target) => target.vector)],
      () =>
        binaryLoss(first, [own[0]!, ...negatives]) + binaryLoss(second, [own[1]!, ...negatives]),
      () => trainBinaryStep([first, second], [...own, ...negatives], 1),
    );
  });

  test("moves a pair down the gradient of hierarchical softmax, where any label is any code", () => {
    checkBinaryStep([vector(7)], [0, 1, 1, 0, 1]);
    checkBinaryStep([vector(7), vector(7)], [1, 1, 0]);
  });
});

describe("trainSoftmaxStep", () => {
  test("moves an input and all rows down the gradient of the loss", () => {
    const input = vector(6);
    const rows = Array.from({ length: 11 }, () => vector(6));
    checkStep(
      [input, ...rows],
      () => softmaxLoss(input, rows, 4),
      () => trainSoftmaxStep(input, rows, 4, 1),
    );
  });
});
