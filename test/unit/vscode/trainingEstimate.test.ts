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
});
