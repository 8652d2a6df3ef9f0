import { beforeAll, describe, expect, test } from "vitest";
import { LOSS_NUMBERS, type ClassifierLoss } from "../../../src/kernels/classifyKernels.ts";
import {
  chooseTargets,
  listRows,
  scoreExample,
  trainExample,
} from "../../../src/kernels/classifyReference.ts";
import { supportsRelaxedSimd } from "../../../src/kernels/kernels.ts";
import { initialValue, ReferenceRandom } from "../../../src/kernels/referenceRandom.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import {
  classifierKernelModule,
  smallClassifier,
  type SmallClassifier,
} from "../../support/smallClassifier.ts";
import { largestDifference } from "../../support/trainingMemory.ts";

/** Twelve steps, each of which rounds a few times to 2^-24 of values of about one. */
const BOUND = 1e-5;
const RATE = 0.3;
const LOSSES = ["softmax", "hs", "ns", "ova"] as const satisfies readonly ClassifierLoss[];

/** Rows of character n-grams for tokens 0 to 39, of which 30 are words; one stands twice, some tokens have none. */
const ROWS_OF_TOKENS = Array.from({ length: 41 }, (_, token) => [
  ...(token < 30 ? [token] : []),
  ...(token % 4 === 3 ? [] : [30 + (token % 7), 30 + (token % 7), 37 + (token % 5)]),
]);

describe.each(["simd", "relaxed"] as const)("classification kernels, %s build", (build) => {
  const runs = build === "simd" || supportsRelaxedSimd();
  const kernelTest = (name: string, check: () => void): void =>
    test(name, (context) => {
      if (!runs) context.skip("this engine has no relaxed SIMD");
      check();
    });
  let module: WebAssembly.Module;
  beforeAll(async () => {
    if (runs) module = await classifierKernelModule(build);
  }, BUILD_TIMEOUT_MS);

  /** Trains the same examples with both and compares losses, all vectors and what is predicted then. */
  function check(options: SmallClassifier): void {
    const { memory, kernels, reference, features, examples } = smallClassifier(module, options);
    const { dimension, loss } = options;
    kernels.seedRandom(5n);
    const random = new ReferenceRandom(5n);
    const passed = kernels.trainExamples(0, examples.length, LOSS_NUMBERS[loss], RATE);
    expect(passed).toBe(memory.tokens.length);
    let lossSum = 0;
    for (const { tokens, labels } of examples) {
      const rows = listRows(features, tokens);
      lossSum += trainExample(reference, rows, chooseTargets(reference, random, labels), RATE);
    }
    expect(kernels.takeLoss() / lossSum).toBeCloseTo(1, 5);
    expect(kernels.takeLoss()).toBe(0);
    const stride = memory.layout.rowBytes / 4;
    const { inputVectors, outputVectors } = reference;
    expect(largestDifference(memory.inputVectors, stride, inputVectors, dimension)).toBeLessThan(
      BOUND,
    );
    expect(largestDifference(memory.outputVectors, stride, outputVectors, dimension)).toBeLessThan(
      BOUND,
    );
    for (const [example, { tokens }] of examples.entries()) {
      const rows = listRows(features, tokens);
      expect(kernels.scoreExample(example, LOSS_NUMBERS[loss])).toBe(rows.length);
      const scores = scoreExample(reference, rows);
      const found = memory.outputs[0]!.subarray(0, scores.length);
      expect(largestDifference(found, 1, scores, 1)).toBeLessThan(BOUND);
    }
  }

  for (const loss of LOSSES) {
    kernelTest(`train and score as the reference does with ${loss} for dimensions 1 to 67`, () => {
      for (let dimension = 1; dimension <= 67; dimension++) check({ dimension, loss });
    });

    kernelTest(`train and score as the reference does with ${loss} for 2 to 67 labels`, () => {
      for (let labelCount = 2; labelCount <= 67; labelCount++)
        check({ dimension: 6, loss, labelCount });
    });
  }

  kernelTest("train as the reference does for examples of 1 to 67 tokens", () => {
    for (let length = 1; length <= 67; length++) {
      const tokens = Array.from({ length }, (_, position) => (position * 7) % 30);
      check({ dimension: 5, loss: "softmax", examples: [{ tokens, labels: [1] }] });
    }
  });

  kernelTest("draw negatives one after the other where most of them are the same label", () => {
    for (const negatives of [1, 2, 5, 12])
      check({ dimension: 7, loss: "ns", labelCount: 3, negatives });
    check({ dimension: 7, loss: "ns", labelCount: 2, negatives: 6 });
  });

  kernelTest("lose no update where the same word stands in an example several times", () => {
    const examples = [{ tokens: [3, 3, 3, 4, 3, 3, 4, 4, 3], labels: [0] }];
    for (const loss of LOSSES) check({ dimension: 9, loss, examples });
  });

  kernelTest("make rows of character n-grams and of word n-grams as the reference does", () => {
    const tokens = [0, 31, 7, 39, 40, 3, 3, 12, 35];
    const examples = [0, 1, 2, 5].map((first) => ({ tokens: tokens.slice(first), labels: [1] }));
    const options = { dimension: 8, loss: "softmax", buckets: 12, examples } as const;
    check({ ...options, rowsOfTokens: ROWS_OF_TOKENS });
    for (const wordNgrams of [2, 3, 5]) {
      check({ ...options, wordNgrams });
      check({ ...options, wordNgrams, rowsOfTokens: ROWS_OF_TOKENS });
    }
  });

  kernelTest("score nothing where an example has no row", () => {
    const examples = [
      { tokens: [40], labels: [0] },
      { tokens: [], labels: [0] },
      { tokens: [40, 1], labels: [0] },
    ];
    const { kernels, memory } = smallClassifier(module, {
      dimension: 3,
      loss: "softmax",
      examples,
    });
    memory.outputs[0]!.fill(7);
    expect(kernels.scoreExample(0, LOSS_NUMBERS.softmax)).toBe(0);
    expect(kernels.scoreExample(1, LOSS_NUMBERS.softmax)).toBe(0);
    expect([...memory.outputs[0]!]).toEqual([7, 7, 7, 7, 7]);
    expect(kernels.scoreExample(2, LOSS_NUMBERS.softmax)).toBe(1);
    expect(memory.outputs[0]!.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
  });

  kernelTest("put examples into another order in which each stands once", () => {
    const { kernels, memory } = smallClassifier(module, { dimension: 3, loss: "softmax" });
    kernels.seedRandom(2n);
    kernels.shuffleExamples(2, 12);
    const order = [...memory.exampleOrder];
    expect(order.slice(0, 2)).toEqual([0, 1]);
    expect(order).not.toEqual([...order.keys()]);
    expect(order.toSorted((a, b) => a - b)).toEqual([...order.keys()]);
  });

  kernelTest("keep the loss finite for logits of any size", () => {
    for (const loss of LOSSES) {
      const { kernels, memory } = smallClassifier(module, { dimension: 4, loss });
      memory.outputVectors.forEach((value, index) => (memory.outputVectors[index] = value * 1e6));
      kernels.trainExamples(0, 12, LOSS_NUMBERS[loss], 1e-6);
      expect(kernels.takeLoss()).toBeGreaterThan(1e4);
      expect(memory.inputVectors.every(Number.isFinite)).toBe(true);
    }
  });

  kernelTest("start from the same values as the reference, zero in the padding", () => {
    const { kernels, memory } = smallClassifier(module, { dimension: 6, loss: "softmax" });
    memory.inputVectors.fill(0);
    kernels.initializeRows(2, 5, 6, 0.25, 9n);
    for (let row = 0; row < 8; row++)
      for (let column = 0; column < 8; column++) {
        const inside = row >= 2 && row < 7 && column < 6;
        const expected = inside ? initialValue(row, column, 6, 0.25, 9n) : 0;
        expect(memory.inputVectors[row * 8 + column]).toBeCloseTo(expected, 7);
      }
  });
});
