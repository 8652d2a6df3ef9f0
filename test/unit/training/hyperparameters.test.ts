import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  ALGORITHMS,
  completeHyperparameters,
  type HyperparameterOptions,
} from "../../../src/training/hyperparameters.ts";

const refusal = (options: HyperparameterOptions): unknown => {
  try {
    completeHyperparameters(options, 2);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("completeHyperparameters", () => {
  test("fills what is absent with defaults and keeps what is given", () => {
    const completed = completeHyperparameters({ dimension: 64, epochs: undefined }, 3);
    expect(completed).toMatchObject({ dimension: 64, window: 5, epochs: 5, threads: 3, seed: 1 });
  });

  test("starts CBOW at a higher learning rate than skip-gram", () => {
    const rate = (algorithm: Algorithm) => completeHyperparameters({ algorithm }, 1).learningRate;
    expect(rate("cbow")).toBeGreaterThan(rate("skip-gram"));
    expect(completeHyperparameters({ algorithm: "cbow", learningRate: 0.1 }, 1).learningRate).toBe(
      0.1,
    );
  });

  test("reads short texts more often, unless it is told how often", () => {
    const pace = (tokens: number, options = {}) => {
      const { epochs, learningRate } = completeHyperparameters(options, 1, tokens);
      return [epochs, learningRate];
    };
    expect(pace(300_000)).toEqual([20, 0.05]);
    expect(pace(2_000_000)).toEqual([5, 0.1]);
    expect(pace(20_000_000)).toEqual([5, 0.05]);
    expect(pace(300_000, { epochs: 3 })).toEqual([3, 0.05]);
    expect(pace(300_000, { algorithm: "cbow" })).toEqual([20, 0.25]);
  });

  test("accepts every algorithm it lists", () => {
    for (const algorithm of ALGORITHMS)
      expect(completeHyperparameters({ algorithm }, 1).algorithm).toBe(algorithm);
  });

  test("says which value is out of range and what to choose", () => {
    expect(refusal({ dimension: 0 })).toMatchObject({
      code: "bad-input",
      message: "Dimension 0 is out of range: choose 1 to 2000.",
    });
  });

  test.each<HyperparameterOptions>([
    { dimension: 2001 },
    { window: 0 },
    { negatives: 0 },
    { epochs: 1.5 },
    { minimumCount: -1 },
    { maximumWords: 1 },
    { sample: NaN },
    { learningRate: 0 },
    { learningRate: Infinity },
    { threads: 0 },
    { seed: -1 },
    { samplingExponent: 9 },
    { minimumNgram: 7 },
    { maximumNgram: 0 },
    { buckets: 0 },
    { algorithm: "glove" as never },
    { sharedNegatives: 1 as never },
    { dimension: "100" as never },
  ])("refuses %o", (options) => {
    expect(refusal(options)).toMatchObject({ code: "bad-input" });
  });
});
