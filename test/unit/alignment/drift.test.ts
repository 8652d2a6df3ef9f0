import { describe, expect, it } from "vitest";
import { beyondChance, samplingNoise } from "../../../src/alignment/movedWords.ts";
import { alignVectors, distancesBetween } from "../../../src/alignment/procrustes.ts";
import { randomVector } from "../../support/seededRandom.ts";

const [N, D] = [200, 8];

/** Turns rows by Givens rotations of all pairs of axes, which keeps all cosines. Shapes: [n, d]. */
function turn(vectors: Float32Array, d: number): Float32Array {
  const turned = vectors.slice();
  for (let i = 0; i < d; i++)
    for (let j = i + 1; j < d; j++)
      for (let start = 0; start < turned.length; start += d) {
        const [x, y] = [turned[start + i]!, turned[start + j]!];
        const angle = 1 + i + 2 * j;
        turned[start + i] = x * Math.cos(angle) - y * Math.sin(angle);
        turned[start + j] = x * Math.sin(angle) + y * Math.cos(angle);
      }
  return turned;
}

const align = (first: Float32Array, second: Float32Array, secondDimension = D) =>
  distancesBetween(alignVectors({ n: N, first, firstDimension: D, second, secondDimension }));

describe("turning one model onto another", () => {
  it("undoes a rotation", () => {
    const vectors = randomVector(N * D, 1);
    for (const distance of align(vectors, turn(vectors, D))) expect(distance).toBeLessThan(1e-6);
  });

  it("finds the words that have moved", () => {
    const vectors = randomVector(N * D, 1);
    const second = turn(vectors, D);
    for (const row of [17, 120]) for (let i = 0; i < D; i++) second[row * D + i]! *= -1;
    const distances = align(vectors, second);
    const order = [...distances.keys()].sort((a, b) => distances[b]! - distances[a]!);
    expect(order.slice(0, 2).sort((a, b) => a - b)).toEqual([17, 120]);
    expect(distances[17]).toBeGreaterThan(1.5);
    expect(distances[order[2]!]).toBeLessThan(0.1);
  });

  it.each([5, 12])("takes a model of 8 dimensions and one of %i", (e) => {
    const wide = randomVector(N * D, 1);
    // The same in other room: dimensions are left out, or are zero.
    const second = Float32Array.from({ length: N * e }, (_, at) =>
      at % e < D ? wide[Math.floor(at / e) * D + (at % e)]! : 0,
    );
    const distances = align(wide, second, e);
    expect(distances.every(Number.isFinite)).toBe(true);
    if (e > D) for (const distance of distances) expect(distance).toBeLessThan(1e-6);
    else expect(distances.slice().sort()[N / 2]).toBeLessThan(0.5);
  });

  it("has a number for equal vectors and for those without length", () => {
    for (const vectors of [new Float32Array(N * D), new Float32Array(N * D).fill(0.3)])
      expect(align(vectors, randomVector(N * D, 2)).every(Number.isFinite)).toBe(true);
  });
});

describe("what is beyond chance", () => {
  /** Distances that grow with the row, as chance does with rarity, and two words that have moved by themselves. */
  function growing(): Float64Array {
    const distances = Float64Array.from({ length: 1000 }, (_, row) => row / 1000);
    distances[100] = 0.5;
    distances[900] = 0.95;
    return distances;
  }

  it("is the distance less the median of words of like frequency", () => {
    const { beyond } = beyondChance(growing(), null);
    expect(beyond[100]).toBeCloseTo(0.4, 2);
    expect(beyond[900]).toBeLessThan(0.1);
    expect(beyond[500]).toBeCloseTo(0, 2);
    expect(beyondChance(new Float64Array(), null)).toEqual({
      beyond: new Float64Array(),
      clear: 0,
    });
  });

  it("is clear for the word alone that leaves the others of its kind behind", () => {
    expect(beyondChance(growing(), null).clear).toBe(1);
    const random = randomVector(5000, 3);
    const { beyond, clear } = beyondChance(Float64Array.from(random, Math.abs), null);
    expect(beyond.filter((value) => value > 0).length).toBeGreaterThan(2000);
    expect(clear).toBeLessThan(100);
  });

  it("compares words of about the same counts in both texts, in whatever order they come", () => {
    const distances = growing();
    const counts = Array.from(distances, (_, row) => 100_000 - 90 * row);
    const noise = Float64Array.from(counts, (count) => samplingNoise(count, count));
    const backwards = beyondChance(distances.slice().reverse(), noise.slice().reverse());
    expect(backwards.beyond.slice().reverse()).toEqual(beyondChance(distances, noise).beyond);
    expect(backwards.clear).toBe(1);
    expect(samplingNoise(10, 1000)).toBeGreaterThan(samplingNoise(100, 100));
  });
});
