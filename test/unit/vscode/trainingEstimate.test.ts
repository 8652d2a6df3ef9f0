import { describe, expect, it } from "vitest";
import { estimateTrainingSeconds } from "../../../src/vscode/trainingEstimate.ts";

describe("estimateTrainingSeconds", () => {
  it("grows with text, epochs and dimension", () => {
    const seconds = estimateTrainingSeconds(10_700_000, {});
    expect(seconds).toBeGreaterThan(1);
    expect(estimateTrainingSeconds(21_400_000, {})).toBeCloseTo(2 * seconds);
    expect(estimateTrainingSeconds(10_700_000, { epochs: 10 })).toBeCloseTo(2 * seconds);
    expect(estimateTrainingSeconds(10_700_000, { dimension: 50 })).toBeCloseTo(seconds / 2);
  });

  it("knows that a short text is read more often, unless it is told how often", () => {
    const long = estimateTrainingSeconds(10_000_000, {});
    expect(estimateTrainingSeconds(1_000_000, {})).toBeGreaterThan(long / 10);
    expect(estimateTrainingSeconds(1_000_000, { epochs: 5 })).toBeCloseTo(long / 10);
  });

  it("knows which algorithms and losses take longer", () => {
    const seconds = (options: object) => estimateTrainingSeconds(10_700_000, options);
    expect(seconds({ algorithm: "cbow" })).toBeLessThan(seconds({}));
    expect(seconds({ algorithm: "fasttext" })).toBeGreaterThan(seconds({}));
    expect(seconds({ loss: "hs" })).toBeGreaterThan(seconds({}));
  });
});
