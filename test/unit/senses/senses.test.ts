import { describe, expect, it } from "vitest";
import { groupPlaces, senseWords } from "../../../src/senses/senses.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { vMeasure } from "../../support/vMeasure.ts";

const D = 48;

/** Vectors around so many middles, of a spread that is longer in some directions, as those of one sense are. */
function planted(groups: number, perGroup: number, distance: number, seed: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const middles = Array.from({ length: groups }, () => Array.from({ length: D }, normal));
  const truth: number[] = [];
  const vectors = new Float32Array(groups * perGroup * D);
  for (let row = 0; row < groups * perGroup; row++) {
    const group = row % groups;
    truth.push(group);
    for (let i = 0; i < D; i++)
      vectors[row * D + i] =
        5 + distance * (middles[group]?.[i] ?? 0) + (normal() * 3) / Math.sqrt(1 + i);
  }
  return { vectors, n: groups * perGroup, truth };
}

describe("groupPlaces", () => {
  it("finds groups that there are, and how many", () => {
    for (const groups of [2, 3]) {
      const { vectors, n, truth } = planted(groups, 40, 1.5, groups);
      const found = groupPlaces(vectors, n, D, "window", null, seededRandom(1));
      expect(found.senses).toBe(groups);
      expect(vMeasure(truth, found.labels)).toBeGreaterThan(0.95);
      expect(found.xy).toHaveLength(2 * n);
    }
  });

  it("says one where vectors spread in some directions more than in others, but not in groups", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { vectors, n } = planted(1, 120, 0, seed);
      const found = groupPlaces(vectors, n, D, "window", null, seededRandom(1));
      expect(found.senses).toBe(1);
      expect(found.scores[0]).toEqual({ senses: 1, score: 0 });
      expect([...found.labels].every((label) => label === 0)).toBe(true);
    }
  });

  it("makes as many groups as it is told, the largest first, the same for the same seed", () => {
    const { vectors, n } = planted(2, 30, 1.5, 5);
    const first = groupPlaces(vectors, n, D, "window", 4, seededRandom(3));
    const second = groupPlaces(vectors, n, D, "window", 4, seededRandom(3));
    expect(first).toEqual(second);
    const sizes = [0, 1, 2, 3].map(
      (sense) => first.labels.filter((label) => label === sense).length,
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  it("takes few, equal and no vectors", () => {
    expect(groupPlaces(new Float32Array(), 0, D, "window", null, seededRandom(1)).senses).toBe(0);
    expect(
      groupPlaces(new Float32Array(D).fill(1), 1, D, "window", null, seededRandom(1)).senses,
    ).toBe(1);
    const equal = groupPlaces(
      new Float32Array(20 * D).fill(1),
      20,
      D,
      "window",
      null,
      seededRandom(1),
    );
    expect(equal.senses).toBe(1);
    expect([...equal.closeness]).toEqual(Array(20).fill(1));
  });
});

describe("senseWords", () => {
  const contexts = [
    ["the", "river", "water", "the"],
    ["the", "river", "boat"],
    ["the", "money", "loan"],
    ["the", "money", "account"],
  ];

  it("lists for each sense the words that the others do not have", () => {
    const words = senseWords(contexts, Uint16Array.of(0, 0, 1, 1), 2, 1, () => false);
    expect(words.map((ofSense) => ofSense[0]?.word)).toEqual(["river", "money"]);
    // River: 2 of 6 words of its sense; senses have 6 words in the mean, river stands twice.
    expect(words[0]?.[0]?.weight).toBeCloseTo((2 / 6) * Math.log(1 + 6 / 2), 10);
  });

  it("leaves words out that it is told to", () => {
    const [words] = senseWords(contexts, new Uint16Array(4), 1, 10, (word) => word === "the");
    expect(words?.map(({ word }) => word)).not.toContain("the");
    expect(words).toHaveLength(6);
  });
});
