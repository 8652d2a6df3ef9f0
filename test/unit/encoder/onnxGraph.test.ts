import { describe, expect, it } from "vitest";
import { composeProbeModel } from "../../../src/encoder/onnxGraph.ts";

describe("composeProbeModel", () => {
  it("expects rows that are distributions, by hand for the first value", () => {
    const { expected } = composeProbeModel();
    // The first row's logits: 0.5·w[0] − w[1] + 2·w[2], column by column.
    const logits = [0.5 + 1 + 1, -0.25 - 0.75 + 2, 0.125 - 1.5 - 4, 1 - 0 - 0.5];
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    logits.forEach((logit, column) =>
      expect(expected[column]).toBeCloseTo(Math.exp(logit) / sum, 6),
    );
    for (const row of [expected.subarray(0, 4), expected.subarray(4)])
      expect(row.reduce((total, value) => total + value, 0)).toBeCloseTo(1, 6);
  });

  it("composes the same bytes each time, small enough for any message", () => {
    const first = composeProbeModel();
    expect(composeProbeModel().bytes).toEqual(first.bytes);
    expect(first.bytes.length).toBeLessThan(400);
  });
});
