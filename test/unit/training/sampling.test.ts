import { describe, expect, test } from "vitest";
import {
  createRandom,
  drawFromAliasTable,
  fillAliasTable,
  fillKeepThresholds,
} from "../../../src/training/sampling.ts";

/** The chance of each word by an alias table, exactly. */
function chancesOf(table: Uint32Array): number[] {
  const n = table.length / 2;
  const chances = new Array<number>(n).fill(0);
  for (let entry = 0; entry < n; entry++) {
    const own = table[2 * entry]! / 0xffffffff;
    chances[entry]! += own / n;
    chances[table[2 * entry + 1]!]! += (1 - own) / n;
  }
  return chances;
}

describe("fillAliasTable", () => {
  test.each([
    ["equal counts", [3, 3, 3, 3], 0.75],
    [
      "counts that fall like a text's",
      Array.from({ length: 500 }, (_, i) => Math.ceil(9000 / (i + 1))),
      0.75,
    ],
    ["one word that is nearly everything", [1_000_000, 1, 1], 1],
    ["an exponent of zero", [100, 10, 1], 0],
    ["a negative exponent", [100, 10, 1], -0.5],
    ["a single word", [7], 0.75],
  ])("gives each word its share for %s", (_, counts, exponent) => {
    const table = new Uint32Array(2 * counts.length);
    fillAliasTable(Uint32Array.from(counts), exponent, table);
    const weights = counts.map((count) => count ** exponent);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [wordId, chance] of chancesOf(table).entries())
      expect(chance).toBeCloseTo(weights[wordId]! / sum, 8);
  });
});

describe("drawFromAliasTable", () => {
  test("draws in proportion to the shares", () => {
    const table = new Uint32Array(6);
    fillAliasTable(Uint32Array.of(6, 3, 1), 1, table);
    const random = createRandom(1);
    const drawn = [0, 0, 0];
    for (let draw = 0; draw < 20_000; draw++)
      drawn[drawFromAliasTable(table, random)]! += 1 / 20_000;
    for (const [wordId, share] of [0.6, 0.3, 0.1].entries())
      expect(Math.abs(drawn[wordId]! - share)).toBeLessThan(0.01);
  });
});

describe("fillKeepThresholds", () => {
  const chances = (counts: number[], sample: number) => {
    const thresholds = new Uint32Array(counts.length);
    fillKeepThresholds(Uint32Array.from(counts), sample, thresholds);
    return [...thresholds].map((threshold) => threshold / 0xffffffff);
  };

  test("keeps frequent words by word2vec's formula and rare ones always", () => {
    const [frequent, rare] = chances([999_990, 10], 1e-4);
    expect(frequent).toBeCloseTo(Math.sqrt(1e-4 / 0.99999) + 1e-4 / 0.99999, 8);
    expect(rare).toBe(1);
  });

  test("keeps every word where the sample is zero", () => {
    expect(chances([1000, 1], 0)).toEqual([1, 1]);
  });
});

describe("createRandom", () => {
  test("gives equal sequences for equal seeds and others for others", () => {
    const sequence = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
    expect(sequence(1)).toEqual(sequence(1));
    expect(sequence(1)).not.toEqual(sequence(2));
    expect(sequence(1)).not.toEqual(sequence(1 + 2 ** 32));
  });
});
