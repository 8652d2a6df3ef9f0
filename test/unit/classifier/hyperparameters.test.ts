import { describe, expect, it } from "vitest";
import {
  completeClassifierOptions,
  type ClassifierOptions,
} from "../../../src/classifier/hyperparameters.ts";

describe("completeClassifierOptions", () => {
  it("takes fastText's defaults, and no buckets where there are no n-grams", () => {
    expect(completeClassifierOptions({ seed: undefined }, 3)).toEqual({
      loss: "softmax",
      dimension: 100,
      epochs: 5,
      learningRate: 0.1,
      minimumCount: 1,
      minimumLabelCount: 1,
      wordNgrams: 1,
      minimumNgram: 0,
      maximumNgram: 0,
      buckets: 0,
      negatives: 5,
      threads: 3,
      seed: 1,
    });
    expect(completeClassifierOptions({ wordNgrams: 2 }, 1).buckets).toBe(200_000);
    expect(completeClassifierOptions({ maximumNgram: 3, buckets: 9 }, 1).buckets).toBe(9);
  });

  it.each<[ClassifierOptions, string]>([
    [{ dimension: 0 }, "Dimension 0 is out of range: choose 1 to 2000."],
    [{ epochs: 1.5 }, "Number of epochs 1.5 is not a whole number: choose one from 1 to 1000."],
    [{ learningRate: Number.NaN }, "Learning rate NaN is out of range: choose 0.000001 to 10."],
    [
      { minimumNgram: 4, maximumNgram: 3 },
      "Shortest n-gram 4 is longer than the longest, 3: choose it no longer than that.",
    ],
    [
      { loss: "toString" } as unknown as ClassifierOptions,
      "Loss toString is unknown: choose hs, ns, softmax, ova.",
    ],
  ])("refuses %j", (options, message) => {
    expect(() => completeClassifierOptions(options, 1)).toThrow(
      expect.objectContaining({ code: "bad-input", message }),
    );
  });
});
