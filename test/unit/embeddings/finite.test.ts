import { describe, expect, it } from "vitest";
import { findNotFinite } from "../../../src/embeddings/finite.ts";
import { randomVector } from "../../support/seededRandom.ts";

describe("findNotFinite", () => {
  it("finds what is not finite at every place of vectors of every length", () => {
    for (let length = 0; length <= 13; length++) {
      const values = randomVector(length, length + 1);
      expect(findNotFinite(values)).toBe(-1);
      for (let place = 0; place < length; place++)
        for (const value of [NaN, Infinity, -Infinity]) {
          const broken = Float32Array.from(values);
          broken[place] = value;
          expect(findNotFinite(broken), `${value} at ${place} of ${length}`).toBe(place);
        }
    }
  });

  it("names the first of several, and takes the largest numbers for finite", () => {
    expect(findNotFinite(Float32Array.of(1, 2, 3, 4, Infinity, NaN, 5, -Infinity))).toBe(4);
    expect(findNotFinite(new Float32Array(9).fill(3.4028234663852886e38))).toBe(-1);
  });
});
