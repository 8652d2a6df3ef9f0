import { createPacer } from "../../kernels/pacing.ts";
import { cosineSimilarity, type WordVector } from "../neighbors.ts";
import type { VectorIndex } from "../vectorIndex.ts";
import type { SimilarityPair } from "./scoreFiles.ts";
import { spearmanCorrelation } from "./spearman.ts";
import type { TestVocabulary } from "./testVocabulary.ts";

/** How well cosines order pairs of words as people do. */
export interface SimilarityScore {
  /** Spearman's correlation over the pairs that the vocabulary covers; null for fewer than three. */
  readonly spearman: number | null;
  readonly pairs: number;
  readonly coveredPairs: number;
  /** Different words. */
  readonly words: number;
  readonly unknownWords: number;
  /** The same with vectors of unknown words made of their n-grams; null where none could be or needed to be made. */
  readonly withUnknownWords: {
    readonly spearman: number | null;
    readonly coveredPairs: number;
  } | null;
}

/** Where the words of a test have their vectors. */
export interface SimilarityModel {
  readonly index: VectorIndex;
  readonly vocabulary: TestVocabulary;
  /** Makes a vector of a word's n-grams; undefined where that cannot be. Shapes: [d]. */
  readonly vectorOfUnknownWord: (word: string) => Promise<Float32Array | undefined>;
}

/**
 * Compares the cosines of pairs with the scores that people gave them.
 *
 * Errors: `canceled`, and what `vectorOfUnknownWord` throws.
 */
export async function scoreSimilarity(
  pairs: readonly SimilarityPair[],
  { index, vocabulary, vectorOfUnknownWord }: SimilarityModel,
  signal?: AbortSignal,
): Promise<SimilarityScore> {
  const vectors = new Map<string, WordVector | undefined>();
  const pause = createPacer(signal);
  for (const word of pairs.flatMap(({ a, b }) => [a, b])) {
    await pause();
    if (vectors.has(word)) continue;
    vectors.set(word, vocabulary.wordId(word) ?? (await vectorOfUnknownWord(word)));
  }
  const known = { cosines: [] as number[], scores: [] as number[] };
  const all = { cosines: [] as number[], scores: [] as number[] };
  for (const { a, b, score } of pairs) {
    await pause();
    const [first, second] = [vectors.get(a), vectors.get(b)];
    if (first === undefined || second === undefined) continue;
    // A word with itself is as near as can be; rounding would put such pairs in some order.
    const cosine = first === second ? 1 : cosineSimilarity(index, first, second);
    all.cosines.push(cosine);
    all.scores.push(score);
    if (typeof first !== "number" || typeof second !== "number") continue;
    known.cosines.push(cosine);
    known.scores.push(score);
  }
  return {
    spearman: spearmanCorrelation(known.cosines, known.scores),
    pairs: pairs.length,
    coveredPairs: known.scores.length,
    words: vectors.size,
    unknownWords: [...vectors.values()].filter((vector) => typeof vector !== "number").length,
    withUnknownWords:
      all.scores.length > known.scores.length
        ? {
            spearman: spearmanCorrelation(all.cosines, all.scores),
            coveredPairs: all.scores.length,
          }
        : null,
  };
}
