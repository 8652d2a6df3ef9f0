import {
  dotProduct,
  toUnitLength,
  unitVectorOf,
  type ScoredWord,
  type WordVector,
} from "./neighbors.ts";
import type { VectorIndex } from "./vectorIndex.ts";

/** What answers a : b = c : ?, and where the three words of the question would have stood. */
export interface AnalogyResult {
  /** Best first, without a, b and c. */
  readonly answers: readonly ScoredWord[];
  /** Those of a, b and c that are in the vocabulary, each once, best first. */
  readonly inputs: readonly AnalogyInput[];
}

/** A word of the question among all words. */
interface AnalogyInput extends ScoredWord {
  /** Counted from 1; null where it comes after all answers. */
  readonly rank: number | null;
}

/**
 * Solves a : b = c : ? by 3CosAdd: the words nearest to b - a + c, where a, b and c have unit length and are no answer.
 *
 * Errors: plain `Error` for a word id that the index does not have; `canceled`.
 * Source: Mikolov et al. 2013, "Linguistic Regularities in Continuous Space Word Representations"; the name from Levy
 * and Goldberg 2014, "Linguistic Regularities in Sparse and Explicit Word Representations", eq. 3.
 */
export async function solveAnalogy(
  index: VectorIndex,
  a: WordVector,
  b: WordVector,
  c: WordVector,
  k: number,
  signal?: AbortSignal,
): Promise<AnalogyResult> {
  const [vectorA, vectorB, vectorC] = [a, b, c].map((word) => unitVectorOf(index, word));
  const target = Float32Array.from(
    { length: index.dimension },
    (_, i) => (vectorB?.[i] ?? 0) - (vectorA?.[i] ?? 0) + (vectorC?.[i] ?? 0),
  );
  const query = toUnitLength(target);
  const inputIds = new Set([a, b, c].filter((word) => typeof word === "number"));
  const top = await index.findTopRows(query, k + inputIds.size, signal);
  const ranked = Array.from(top.rows, (wordId, place) => ({ wordId, rank: place + 1 }));
  const withCosine = (wordId: number): ScoredWord => ({
    wordId,
    cosine: dotProduct(query, index.unitVector(wordId)),
  });
  return {
    answers: ranked
      .filter(({ wordId }) => !inputIds.has(wordId))
      .slice(0, k)
      .map(({ wordId }) => withCosine(wordId)),
    inputs: Array.from(inputIds, (wordId) => ({
      ...withCosine(wordId),
      rank: ranked.find((entry) => entry.wordId === wordId)?.rank ?? null,
    })).sort((first, second) => second.cosine - first.cosine || first.wordId - second.wordId),
  };
}
