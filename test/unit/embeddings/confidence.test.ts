import { describe, expect, it } from "vitest";
import { confidenceOf, type NeighborEvidence } from "../../../src/embeddings/confidence.ts";

const trained: NeighborEvidence = {
  margin: 0.03,
  counts: [200, 80],
  epochs: 20,
  here: 0.6,
  general: null,
};
const joined: NeighborEvidence = {
  ...trained,
  margin: 0.01,
  general: { trainedShare: 0.2, cosine: 0.4 },
};

describe.each([
  ["trained vectors", trained],
  ["joined vectors", joined],
])("the confidence of a neighbor by %s", (_, evidence) => {
  it("is above a half inside the list and below well behind its end", () => {
    expect(confidenceOf(evidence)).toBeGreaterThan(0.5);
    expect(confidenceOf({ ...evidence, margin: -4 * evidence.margin })).toBeLessThan(0.5);
  });

  it("grows with the distance to the end of the list, from 0 to 1", () => {
    const values = [-0.5, -0.05, -0.01, 0, 0.01, 0.05, 0.5].map((margin) =>
      confidenceOf({ ...evidence, margin }),
    );
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values[0]).toBeLessThan(0.01);
    expect(values.at(-1)).toBeGreaterThan(0.99);
  });

  it("is a number for a word that no text has, too", () => {
    expect(confidenceOf({ ...evidence, counts: [0, 0] })).toBeGreaterThan(0);
  });
});

describe("the confidence of a neighbor by joined vectors", () => {
  it("is surer of the same distance the less what was trained counts in it", () => {
    const under = (trainedShare: number) =>
      confidenceOf({ ...joined, general: { trainedShare, cosine: 0.4 } });
    expect(under(0.1)).toBeGreaterThan(under(0.2));
    expect(under(0.2)).toBeGreaterThan(under(0.6));
  });

  it("is certain where nothing that was trained counts", () => {
    const general = { trainedShare: 0, cosine: 0.4 };
    expect(confidenceOf({ ...joined, general })).toBe(1);
    expect(confidenceOf({ ...joined, general, margin: -0.01 })).toBe(0);
  });
});
