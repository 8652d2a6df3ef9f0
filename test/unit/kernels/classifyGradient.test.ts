import { describe, expect, test } from "vitest";
import type { ClassifierLoss } from "../../../src/kernels/classifyKernels.ts";
import {
  classificationLoss,
  hiddenOf,
  trainExample,
  type ReferenceClassifier,
  type Target,
} from "../../../src/kernels/classifyReference.ts";
import { seededRandom } from "../../support/seededRandom.ts";

const DIMENSION = 7;
const LABELS = 6;
const random = seededRandom(11);
const matrix = (rows: number): Float64Array =>
  Float64Array.from({ length: rows * DIMENSION }, () => random() * 2 - 1);

/** Different output rows: one that stands twice learns twice, one after the other, and the gradient does not say that. */
const TARGETS: Readonly<Record<ClassifierLoss, readonly Target[]>> = {
  softmax: [{ row: 2, label: 1 }],
  hs: [1, 3, 0].map((row) => ({ row, label: row % 2 })),
  ns: [4, 0, 5].map((row) => ({ row, label: row === 4 ? 1 : 0 })),
  ova: Array.from({ length: LABELS }, (_, row) => ({ row, label: row % 3 === 0 ? 1 : 0 })),
};

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

describe("trainExample", () => {
  test.each(["softmax", "hs", "ns", "ova"] as const)(
    "moves all vectors down the gradient of its loss with %s",
    (loss) => {
      const model: ReferenceClassifier = {
        dimension: DIMENSION,
        inputVectors: matrix(5),
        outputVectors: matrix(LABELS),
        loss,
        paths: [],
        aliasTable: new Uint32Array(2 * LABELS),
        negatives: 2,
      };
      const rows = [0, 3, 4];
      const lossNow = () => classificationLoss(model, hiddenOf(model, rows), TARGETS[loss]);
      const vectors = [model.inputVectors, model.outputVectors];
      const gradients = vectors.map((each) => slopes(each, lossNow));
      const before = vectors.map((each) => each.slice());
      expect(trainExample(model, rows, TARGETS[loss], 1)).toBeCloseTo(
        classificationLoss(
          { ...model, inputVectors: before[0]!, outputVectors: before[1]! },
          hiddenOf({ ...model, inputVectors: before[0]! }, rows),
          TARGETS[loss],
        ),
        10,
      );
      for (const [index, each] of vectors.entries())
        for (const [column, value] of each.entries())
          expect(value - before[index]![column]!).toBeCloseTo(-gradients[index]![column]!, 8);
    },
  );
});
