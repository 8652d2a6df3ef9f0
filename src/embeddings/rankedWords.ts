/** Neighbors by other measures than the cosine, and among some of the words only. */
import { createPacer } from "../kernels/pacing.ts";
import { dotProduct, findNeighbors, unitVectorOf, type WordVector } from "./neighbors.ts";
import { SearchIndex } from "./searchIndex.ts";
import { TopWords } from "./topWords.ts";
import type { VectorIndex } from "./vectorIndex.ts";

/** How near two vectors are: by their angle, their dot product, or their distance. */
export type Metric = "cosine" | "dot" | "euclidean";

/** A word, and how near it is. */
export interface RankedWord {
  readonly wordId: number;
  readonly cosine: number;
  /** The dot product or the distance of the vectors as they were trained; the cosine where that was asked for. */
  readonly score: number;
}

/** What is asked for. */
export interface RankingQuery {
  readonly vector: WordVector;
  readonly k: number;
  readonly metric: Metric;
  /** Shape [n]: 1 for words that may be in the list; null for all. */
  readonly marks: Uint8Array | null;
}

/** So many of the nearest words are looked through before all are. */
const FIRST_LOOK = 1024;
const STEP = 256;

/**
 * Finds the nearest words by a measure, best first, among those that are marked. Exact. A word is none of its own neighbors.
 *
 * Measures other than the cosine need vectors of their trained length: the index is then a `SearchIndex`.
 * Errors: plain `Error` for another index; `canceled`.
 */
export async function rankWords(
  index: VectorIndex,
  { vector, k, metric, marks }: RankingQuery,
  signal?: AbortSignal,
): Promise<RankedWord[]> {
  if (metric === "cosine") {
    const nearest = await findNeighbors(index, vector, marks ? FIRST_LOOK : k, [], signal);
    const kept = marks ? nearest.filter(({ wordId }) => marks[wordId] === 1) : nearest;
    // All that pass are known where the first look had all words, and the best k where it had so many.
    if (!marks || kept.length >= k || nearest.length < FIRST_LOOK)
      return kept.slice(0, k).map(({ wordId, cosine }) => ({ wordId, cosine, score: cosine }));
  }
  const query = unitVectorOf(index, vector);
  const scoreOf = scorer(index, vector, metric);
  const top = new TopWords(k);
  const pause = createPacer(signal);
  for (let wordId = 0; wordId < index.size; wordId++) {
    if (wordId % STEP === 0) await pause();
    if (wordId === vector || (marks && marks[wordId] !== 1)) continue;
    top.offer(wordId, scoreOf(wordId, dotProduct(query, index.unitVector(wordId))));
  }
  return top.words.map(({ wordId, score }) => ({
    wordId,
    cosine: dotProduct(query, index.unitVector(wordId)),
    score: metric === "euclidean" ? Math.sqrt(Math.max(0, -score)) : score,
  }));
}

/** Makes the function of a word and its cosine that is highest where the word is nearest. */
function scorer(
  index: VectorIndex,
  vector: WordVector,
  metric: Metric,
): (wordId: number, cosine: number) => number {
  if (metric === "cosine") return (_, cosine) => cosine;
  if (!(index instanceof SearchIndex))
    throw new Error("Only trained vectors have lengths of their own.");
  const norm = typeof vector === "number" ? index.norm(vector) : Math.hypot(...vector);
  if (metric === "dot") return (wordId, cosine) => cosine * norm * index.norm(wordId);
  return (wordId, cosine) => {
    const other = index.norm(wordId);
    return 2 * norm * other * cosine - norm * norm - other * other; // minus the squared distance
  };
}
