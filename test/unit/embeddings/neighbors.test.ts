import { describe, expect, it } from "vitest";
import { solveAnalogy } from "../../../src/embeddings/analogy.ts";
import { createEmbeddings, type Embeddings } from "../../../src/embeddings/embeddings.ts";
import {
  cosineSimilarity,
  findNeighbors,
  type ScoredWord,
} from "../../../src/embeddings/neighbors.ts";
import { allocateSearchRows } from "../../../src/embeddings/searchIndex.ts";
import { gensimAnswers, gensimModel, idOf, type GensimList } from "../../support/gensimModel.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { randomVector } from "../../support/seededRandom.ts";

const kernels = await kernelModule();

describe("findNeighbors", () => {
  it("finds what gensim's most_similar finds", async () => {
    const [model, answers] = await Promise.all([gensimModel(), gensimAnswers()]);
    for (const [word, expected] of Object.entries(answers.neighbors))
      checkList(model, await findNeighbors(model.index, idOf(model, word), 8), expected);
  });

  it("compares every word, so that scanning all by hand gives the same", async () => {
    const model = await randomModel(2003, 30);
    const neighbors = await findNeighbors(model.index, 77, 25);
    const all = model.words
      .map((_, wordId) => ({ wordId, cosine: cosineSimilarity(model.index, 77, wordId) }))
      .filter(({ wordId }) => wordId !== 77)
      .sort((a, b) => b.cosine - a.cosine || a.wordId - b.wordId);
    expect(neighbors.map(({ wordId }) => wordId)).toEqual(
      all.slice(0, 25).map(({ wordId }) => wordId),
    );
  });

  it("takes a vector of any length and leaves out the words that it is told to", async () => {
    const model = await randomModel(50, 7);
    const query = model.index.rawVector(9).map((value) => value * 1000);
    const [first] = await findNeighbors(model.index, query, 1);
    expect(first?.wordId).toBe(9);
    expect(first?.cosine).toBeCloseTo(1, 6);
    expect(first?.cosine).toBeLessThanOrEqual(1);
    const others = await findNeighbors(model.index, query, 49, [9, 3]);
    expect(others).toHaveLength(48);
    expect(others.some(({ wordId }) => wordId === 9 || wordId === 3)).toBe(false);
    expect(idsOf(others.slice(0, 5))).toEqual(idsOf(await findNeighbors(model.index, 9, 5, [3])));
  });

  it("puts equally near words by word id", async () => {
    const vectors = Float32Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 1 + i : 0));
    const model = await modelOf(vectors, 4);
    expect((await findNeighbors(model.index, 5, 4)).map(({ wordId }) => wordId)).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it("gives zero vectors the cosine 0 with everything", async () => {
    const model = await modelOf(Float32Array.of(1, 0, 0, 0, -1, 0), 2);
    expect(cosineSimilarity(model.index, 1, 1)).toBe(0);
    expect(await findNeighbors(model.index, 0, 5)).toEqual([
      { wordId: 1, cosine: 0 },
      { wordId: 2, cosine: -1 },
    ]);
    expect(await findNeighbors(model.index, 1, 1)).toEqual([{ wordId: 0, cosine: 0 }]);
  });

  it("answers searches side by side, each its own", async () => {
    const model = await randomModel(300, 12);
    const ids = [0, 1, 2, 150, 299];
    const together = await Promise.all(ids.map((id) => findNeighbors(model.index, id, 6)));
    for (const [i, id] of ids.entries())
      expect(together[i]).toEqual(await findNeighbors(model.index, id, 6));
  });

  it("gives a thousand neighbors, no more than there are, and none where none are wanted", async () => {
    const model = await randomModel(1500, 4);
    expect(await findNeighbors(model.index, 0, 1000)).toHaveLength(1000);
    expect(await findNeighbors(model.index, 0, 2000)).toHaveLength(1499);
    expect(await findNeighbors(model.index, 0, 0)).toEqual([]);
    const single = await modelOf(Float32Array.of(2), 1);
    expect(await findNeighbors(single.index, 0, 10)).toEqual([]);
  });

  it("refuses ids and dimensions that the model does not have", async () => {
    const model = await randomModel(5, 3);
    await expect(findNeighbors(model.index, 5, 1)).rejects.toThrow("Word id 5");
    await expect(findNeighbors(model.index, new Float32Array(4), 1)).rejects.toThrow("dimension 4");
    await expect(findNeighbors(model.index, 0, 1, [], AbortSignal.abort())).rejects.toMatchObject({
      code: "canceled",
    });
  });
});

describe("cosineSimilarity", () => {
  it("equals gensim's similarity", async () => {
    const [model, answers] = await Promise.all([gensimModel(), gensimAnswers()]);
    for (const [a, b, expected] of answers.similarities)
      expect(cosineSimilarity(model.index, idOf(model, a), idOf(model, b))).toBeCloseTo(
        expected,
        5,
      );
  });
});

describe("solveAnalogy", () => {
  it("answers as gensim's most_similar with two words for and one against", async () => {
    const [model, { analogies }] = await Promise.all([gensimModel(), gensimAnswers()]);
    for (const [a, b, c, expected] of analogies) {
      const ids = [a, b, c].map((word) => idOf(model, word)) as [number, number, number];
      checkList(model, (await solveAnalogy(model.index, ...ids, 5)).answers, expected);
    }
  });

  it("says where the words of the question would have stood", async () => {
    const model = await modelOf(Float32Array.of(1, 0, 0, 1, 0.6, 0.8, 0.1, 1, -1, 0.2), 2);
    const { answers, inputs } = await solveAnalogy(model.index, 0, 1, 2, 1);
    expect(answers.map(({ wordId }) => wordId)).toEqual([3]);
    expect(inputs.map(({ wordId, rank }) => [wordId, rank])).toEqual([
      [1, 1],
      [2, 3],
      [0, null],
    ]);
  });

  it("takes a word twice", async () => {
    const model = await randomModel(20, 6);
    const { answers, inputs } = await solveAnalogy(model.index, 3, 3, 8, 4);
    expect(idsOf(answers)).toEqual(idsOf(await findNeighbors(model.index, 8, 4, [3])));
    expect(inputs).toHaveLength(2);
  });
});

describe("an index", () => {
  it("keeps the length of every vector", async () => {
    const [model, { norms }] = await Promise.all([gensimModel(), gensimAnswers()]);
    for (const [word, norm] of Object.entries(norms))
      expect(model.index.norm(idOf(model, word))).toBeCloseTo(norm, 5);
  });

  it("copies unit vectors for whoever is in another process", async () => {
    const model = await modelOf(Float32Array.of(3, 4, 0, 0, 0, 2), 3);
    const copy = model.index.unitVectors(0, 2);
    expect(copy.buffer).toBeInstanceOf(ArrayBuffer);
    expect(copy).toEqual(Float32Array.of(0.6, 0.8, 0, 0, 0, 1));
    expect(model.index.unitVectors(1, 1)).toHaveLength(0);
  });

  it("says how much memory would be needed where vectors do not fit", () => {
    expect(() => allocateSearchRows(12_000_000, 300)).toThrow(
      "12,000,000 words of dimension 300 need 18.2 GB of memory, more than the 4.3 GB that one model can have. Train with a higher minimum count or a smaller dimension.",
    );
  });
});

describe("createEmbeddings", () => {
  it("refuses a word that stands twice and sizes that do not agree", async () => {
    const source = {
      words: ["a", "a"],
      counts: null,
      dimension: 1,
      vectors: Float32Array.of(1, 2),
    };
    await expect(createEmbeddings(source, kernels)).rejects.toThrow('"a" stands twice');
    await expect(createEmbeddings({ ...source, dimension: 2 }, kernels)).rejects.toThrow("2 words");
  });
});

function idsOf(list: readonly ScoredWord[]): number[] {
  return list.map(({ wordId }) => wordId);
}

function checkList(model: Embeddings, actual: readonly ScoredWord[], expected: GensimList): void {
  expect(actual.map(({ wordId }) => model.words[wordId])).toEqual(expected.map(([word]) => word));
  for (const [i, [, cosine]] of expected.entries())
    expect(actual[i]?.cosine).toBeCloseTo(cosine, 5);
}

async function randomModel(n: number, dimension: number): Promise<Embeddings> {
  return modelOf(randomVector(n * dimension, n + dimension), dimension);
}

async function modelOf(vectors: Float32Array, dimension: number): Promise<Embeddings> {
  const words = Array.from({ length: vectors.length / dimension }, (_, i) => `w${i}`);
  return createEmbeddings({ words, counts: null, dimension, vectors }, kernels);
}
