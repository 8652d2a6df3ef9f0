import { describe, expect, it } from "vitest";
import {
  anisotropy,
  cosine,
  intraSentenceSimilarity,
  selfSimilarity,
  similarityMatrix,
} from "../../../src/senses/contextualization.ts";

const x = Float32Array.of(1, 0);
const y = Float32Array.of(0, 2);
const diagonal = Float32Array.of(3, 3);

describe("contextualization", () => {
  it("is the mean cosine of one word's vectors, of a sentence's with their mean, of different words'", () => {
    expect(selfSimilarity([x, y, diagonal])).toBeCloseTo(Math.SQRT2 / 3, 6);
    expect(intraSentenceSimilarity([x, Float32Array.of(0, 1)])).toBeCloseTo(Math.SQRT1_2, 6);
    expect(anisotropy([[x], [y, diagonal]])).toBeCloseTo(Math.SQRT1_2 / 2, 6);
  });

  it("cannot be said of one place, no word, one word", () => {
    expect(selfSimilarity([x])).toBeNull();
    expect(intraSentenceSimilarity([])).toBeNull();
    expect(anisotropy([[x, y]])).toBeNull();
    expect(cosine(x, new Float32Array(2))).toBe(0);
  });

  it("has a matrix that is symmetric, with ones on the diagonal", async () => {
    const vectors = Float32Array.of(...x, ...y, ...diagonal);
    const matrix = await similarityMatrix(vectors, 2, async () => undefined);
    expect([...matrix].map((value) => Number(value.toFixed(4)))).toEqual([
      ...[1, 0, 0.7071],
      ...[0, 1, 0.7071],
      ...[0.7071, 0.7071, 1],
    ]);
  });
});
