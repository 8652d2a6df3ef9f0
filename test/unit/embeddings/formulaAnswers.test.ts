import { beforeAll, describe, expect, it } from "vitest";
import { createEmbeddings } from "../../../src/embeddings/embeddings.ts";
import { answerFormula, compareAll } from "../../../src/embeddings/formulaAnswers.ts";
import { proportionToFormula } from "../../../src/embeddings/proportion.ts";
import type { SearchIndex } from "../../../src/embeddings/searchIndex.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { randomVector } from "../../support/seededRandom.ts";

const N = 300;
const D = 10;
const vectors = randomVector(N * D, 8);

function cosine(a: number, b: number): number {
  let [dot, first, second] = [0, 0, 0];
  for (let i = 0; i < D; i++) {
    dot += vectors[a * D + i]! * vectors[b * D + i]!;
    first += vectors[a * D + i]! ** 2;
    second += vectors[b * D + i]! ** 2;
  }
  return dot / Math.sqrt(first * second);
}

let index: SearchIndex;
beforeAll(async () => {
  const words = Array.from({ length: N }, (_, i) => `w${i}`);
  ({ index } = await createEmbeddings(
    { words, counts: null, dimension: D, vectors },
    await kernelModule(),
  ));
});

/** b - a + c. */
const TERMS = [
  { vector: 2, weight: 1 },
  { vector: 1, weight: -1 },
  { vector: 3, weight: 1 },
];
const others = Array.from({ length: N }, (_, row) => row).filter((row) => ![1, 2, 3].includes(row));
const ranked = (scoreOf: (row: number) => number) =>
  [...others].sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);

describe("answerFormula", () => {
  it("adds unit vectors by 3CosAdd, and leaves out the formula's words", async () => {
    const { answers, inputs } = await answerFormula(index, TERMS, "3CosAdd", 10);
    const sum = (row: number) => cosine(2, row) - cosine(1, row) + cosine(3, row);
    expect(answers.map(({ wordId }) => wordId)).toEqual(ranked(sum).slice(0, 10));
    expect(inputs.map(({ wordId }) => wordId)).toEqual([1, 2, 3].sort((a, b) => sum(b) - sum(a)));
    // All scores are cosines with one vector: they differ from the sums by one factor.
    const factor = answers[0]!.score / sum(answers[0]!.wordId);
    for (const { wordId, score } of [...answers, ...inputs])
      expect(score).toBeCloseTo(sum(wordId) * factor, 4);
  });

  it("multiplies similarities by 3CosMul, as Levy and Goldberg do", async () => {
    const { answers } = await answerFormula(index, TERMS, "3CosMul", 10);
    const shifted = (a: number, b: number) => (1 + cosine(a, b)) / 2;
    const product = (row: number) =>
      (shifted(2, row) * shifted(3, row)) / (shifted(1, row) + 0.001);
    expect(answers.map(({ wordId }) => wordId)).toEqual(ranked(product).slice(0, 10));
    for (const { wordId, score } of answers) expect(score).toBeCloseTo(product(wordId), 3);
  });

  it("counts words by their weights", async () => {
    const terms = [
      { vector: 5, weight: 0.25 },
      { vector: 6, weight: 0.75 },
    ];
    const { answers } = await answerFormula(index, terms, "3CosAdd", 1);
    const mean = (row: number) => 0.25 * cosine(5, row) + 0.75 * cosine(6, row);
    const rows = Array.from({ length: N }, (_, row) => row).filter((row) => row !== 5 && row !== 6);
    expect(answers[0]?.wordId).toBe(rows.sort((a, b) => mean(b) - mean(a))[0]);
  });

  it("says where each answer stands near the last added word alone", async () => {
    const { answers } = await answerFormula(index, TERMS, "3CosAdd", 20);
    const alone = ranked((row) => cosine(3, row));
    for (const { wordId, alone: place } of answers) expect(place).toBe(alone.indexOf(wordId) + 1);
  });
});

describe("compareAll", () => {
  it("gives the cosines of each with each, and how each goes with the others", () => {
    const { cosines, fit } = compareAll(index, [4, 9, 11]);
    expect(cosines[0]).toBe(1);
    expect(cosines[1]).toBeCloseTo(cosine(4, 9), 5);
    expect(cosines[3]).toBe(cosines[1]);
    expect(fit[2]).toBeCloseTo((cosine(11, 4) + cosine(11, 9)) / 2, 5);
  });
});

describe("proportionToFormula", () => {
  it.each([
    ["man : king :: woman", "king - man + woman"],
    ["man:king::woman:?", "king - man + woman"],
    ["man : king = woman : ?", "king - man + woman"],
    ["男∶王", "男∶王"],
    ["king - man + woman", "king - man + woman"],
    ["a : b :: c : d", "a : b :: c : d"],
    ["a : :: c", "a : :: c"],
    ['"std::vector" + list', '"std::vector" + list'],
  ])("makes of %s: %s", (written, formula) => {
    expect(proportionToFormula(written)).toBe(formula);
  });
});
