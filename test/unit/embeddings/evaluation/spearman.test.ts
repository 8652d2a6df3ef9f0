import { describe, expect, it } from "vitest";
import { spearmanCorrelation } from "../../../../src/embeddings/evaluation/spearman.ts";

describe("spearmanCorrelation", () => {
  it("agrees with scipy where numbers are equal", () => {
    const x = [0.31, -0.2, 0.31, 0.5, 0.9, 0.31, -0.7, 0.5, 0.11, 0.02];
    const y = [7.35, 1.0, 6.5, 6.5, 9.2, 3.3, 1.0, 8.1, 2.2, 6.5];
    // scipy 1.17.1: spearmanr(x, y)
    expect(spearmanCorrelation(x, y)).toBeCloseTo(0.84375, 12);
  });

  it("sees only the order", () => {
    expect(spearmanCorrelation([1, 2, 3, 100], [0, 0.001, 7, 8])).toBeCloseTo(1, 12);
    expect(spearmanCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  });

  it("is null for fewer than three numbers and where all are equal", () => {
    expect(spearmanCorrelation([], [])).toBeNull();
    expect(spearmanCorrelation([1, 2], [1, 2])).toBeNull();
    expect(spearmanCorrelation([1, 2, 3], [1, 1, 1])).toBeNull();
  });
});
