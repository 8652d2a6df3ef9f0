import { describe, expect, it } from "vitest";
import { createEmbeddings } from "../../../../src/embeddings/embeddings.ts";
import { scoreSimilarity } from "../../../../src/embeddings/evaluation/similarity.ts";
import { createTestVocabulary } from "../../../../src/embeddings/evaluation/testVocabulary.ts";
import { kernelModule } from "../../../support/kernelModule.ts";

const kernels = await kernelModule();

/** Words on a circle; the angle between two is what they differ by. Units: degrees. */
async function modelOf(angles: Readonly<Record<string, number>>) {
  const radians = Object.values(angles).map((angle) => (angle * Math.PI) / 180);
  const embeddings = await createEmbeddings(
    {
      words: Object.keys(angles),
      counts: null,
      dimension: 2,
      vectors: Float32Array.from(radians.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
    },
    kernels,
  );
  return { embeddings, index: embeddings.index };
}

const pair = (a: string, b: string, score: number) => ({ a, b, score });
const noVector = async () => undefined;

describe("scoreSimilarity", () => {
  it("ranks cosines against scores, over the pairs whose words are both known", async () => {
    const { embeddings, index } = await modelOf({ a: 0, b: 10, c: 30, d: 60, e: 100 });
    const vocabulary = createTestVocabulary(embeddings, Infinity);
    const pairs = [
      pair("a", "b", 9),
      pair("a", "c", 7),
      pair("a", "d", 8),
      pair("A", "E", 1),
      pair("a", "unknown", 0),
      pair("strange", "unknown", 10),
    ];
    const score = await scoreSimilarity(pairs, {
      index,
      vocabulary,
      vectorOfUnknownWord: noVector,
    });
    // Ranks of the cosines are 4, 3, 2, 1, of the scores 4, 2, 3, 1: 1 - 6 * 2 / (4 * 15).
    expect(score.spearman).toBeCloseTo(0.8, 12);
    expect(score).toMatchObject({
      pairs: 6,
      coveredPairs: 4,
      words: 8,
      unknownWords: 2,
      withUnknownWords: null,
    });
  });

  it("takes a word as it stands before it looks for it in lower case", async () => {
    const { embeddings } = await modelOf({ polish: 0, Polish: 90, straße: 45, "don't": 20 });
    const { wordId } = createTestVocabulary(embeddings, Infinity);
    expect(["polish", "Polish", "POLISH", "STRASSE", "Straße", "Don’t"].map(wordId)).toEqual([
      ...[0, 1, 0, undefined, 2, 3],
    ]);
  });

  it("gives a word's pair with itself the highest rank, whatever is rounded", async () => {
    const { embeddings, index } = await modelOf({ a: 17, b: 17.001, c: 100 });
    const vocabulary = createTestVocabulary(embeddings, Infinity);
    const score = await scoreSimilarity(
      [pair("a", "a", 10), pair("b", "b", 10), pair("c", "c", 10), pair("a", "c", 1)],
      { index, vocabulary, vectorOfUnknownWord: noVector },
    );
    expect(score.spearman).toBeCloseTo(1, 12);
  });

  it("tells also how vectors made of n-grams do, where there are unknown words", async () => {
    const { embeddings, index } = await modelOf({ a: 0, b: 10, c: 30, d: 60 });
    const vocabulary = createTestVocabulary(embeddings, Infinity);
    const score = await scoreSimilarity(
      [pair("a", "b", 9), pair("a", "c", 8), pair("a", "d", 7), pair("a", "new", 10)],
      {
        index,
        vocabulary,
        vectorOfUnknownWord: async (word) => (word === "new" ? Float32Array.of(0, 3) : undefined),
      },
    );
    expect(score).toMatchObject({ spearman: 1, coveredPairs: 3, unknownWords: 1 });
    // The new pair is the best one for people and the last one for the model.
    expect(score.withUnknownWords?.coveredPairs).toBe(4);
    expect(score.withUnknownWords?.spearman).toBeCloseTo(-0.2, 12);
  });
});
