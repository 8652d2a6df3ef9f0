import { beforeAll, describe, expect, it } from "vitest";
import { createEmbeddings } from "../../../src/embeddings/embeddings.ts";
import { rankWords, type Metric } from "../../../src/embeddings/rankedWords.ts";
import type { SearchIndex } from "../../../src/embeddings/searchIndex.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { randomVector } from "../../support/seededRandom.ts";

const N = 3_000; // more than are looked through at first
const D = 12;
const vectors = randomVector(N * D, 5).map((value, i) => value * (1 + (Math.floor(i / D) % 7)));
const vector = (row: number) => vectors.subarray(row * D, (row + 1) * D);

/** The definition of each measure, word by word. */
function measured(metric: Metric, a: Float32Array, b: Float32Array): number {
  let [dot, squares, other, distance] = [0, 0, 0, 0];
  for (const [i, value] of a.entries()) {
    dot += value * b[i]!;
    squares += value ** 2;
    other += b[i]! ** 2;
    distance += (value - b[i]!) ** 2;
  }
  if (metric === "dot") return dot;
  return metric === "cosine" ? dot / Math.sqrt(squares * other) : Math.sqrt(distance);
}

describe("rankWords", () => {
  let index: SearchIndex;
  beforeAll(async () => {
    const words = Array.from({ length: N }, (_, i) => `w${i}`);
    const source = { words, counts: null, dimension: D, vectors };
    ({ index } = await createEmbeddings(source, await kernelModule()));
  });

  const expected = (metric: Metric, query: number, marks: Uint8Array | null) => {
    const scored = Array.from({ length: N }, (_, row) => ({
      row,
      score: measured(metric, vector(query), vector(row)),
    })).filter(({ row }) => row !== query && (!marks || marks[row] === 1));
    const sign = metric === "euclidean" ? 1 : -1;
    return scored.sort((a, b) => sign * (a.score - b.score) || a.row - b.row);
  };

  const few = Uint8Array.from({ length: N }, (_, row) => (row % 97 === 3 ? 1 : 0));
  const most = Uint8Array.from({ length: N }, (_, row) => (row % 7 === 3 ? 0 : 1));
  it.each([
    ["cosine", "few of the words", few],
    ["cosine", "most of the words", most],
    ["dot", "all words", null],
    ["euclidean", "all words", null],
    ["euclidean", "few of the words", few],
  ] as const)("ranks by %s among %s, as by its definition", async (metric, _, marks) => {
    const found = await rankWords(index, { vector: 42, k: 20, metric, marks });
    const right = expected(metric, 42, marks).slice(0, 20);
    expect(found.map(({ wordId }) => wordId)).toEqual(right.map(({ row }) => row));
    for (const [place, { score, cosine, wordId }] of found.entries()) {
      expect(score).toBeCloseTo(right[place]!.score, 3);
      expect(cosine).toBeCloseTo(measured("cosine", vector(42), vector(wordId)), 5);
    }
  });

  it("measures from any vector as from a word of that vector", async () => {
    const query = { k: 5, metric: "euclidean", marks: null } as const;
    const [itself, ...others] = await rankWords(index, { ...query, vector: vector(7).slice() });
    expect(itself?.wordId).toBe(7);
    const ofWord = await rankWords(index, { ...query, vector: 7 });
    expect(others.map(({ wordId }) => wordId)).toEqual(
      ofWord.slice(0, 4).map(({ wordId }) => wordId),
    );
  });

  it("gives fewer than asked for where fewer pass", async () => {
    const one = new Uint8Array(N);
    one[5] = 1;
    for (const metric of ["cosine", "dot"] as const) {
      const found = await rankWords(index, { vector: 1, k: 10, metric, marks: one });
      expect(found.map(({ wordId }) => wordId)).toEqual([5]);
    }
  });
});
