import type { VectorIndex } from "./vectorIndex.ts";

/** A word and its cosine with what was asked for, -1 to 1. */
export interface ScoredWord {
  readonly wordId: number;
  readonly cosine: number;
}

/**
 * Finds the words whose vectors have the highest cosine with a word's or with any vector, best first; of equal ones
 * the lower word id comes first. A word is none of its own neighbors. Exact: every vector is compared.
 *
 * Shapes: a query that is a vector has the index's dimension; its length does not matter.
 * Errors: plain `Error` for a word id or dimension that the index does not have; `canceled`.
 */
export async function findNeighbors(
  index: VectorIndex,
  query: WordVector,
  k: number,
  exclude: readonly number[] = [],
  signal?: AbortSignal,
): Promise<ScoredWord[]> {
  const excluded = new Set(exclude);
  if (typeof query === "number") excluded.add(query);
  const top = await index.findTopRows(unitVectorOf(index, query), k + excluded.size, signal);
  const neighbors: ScoredWord[] = [];
  for (const [place, wordId] of top.rows.entries()) {
    if (neighbors.length >= k) break;
    if (!excluded.has(wordId))
      neighbors.push({ wordId, cosine: clampCosine(top.scores[place] ?? 0) });
  }
  return neighbors;
}

/** A word of the vocabulary by its id, or any vector; its length does not matter. Shapes: [d]. */
export type WordVector = number | Float32Array;

/** The unit vector of a word or of any vector; zero stays zero. Shapes: [d]. */
export function unitVectorOf(index: VectorIndex, word: WordVector): Float32Array {
  return typeof word === "number" ? index.unitVector(word) : toUnitLength(word);
}

/** The cosine of two words' vectors; 0 where one of them is zero. */
export function cosineSimilarity(index: VectorIndex, a: WordVector, b: WordVector): number {
  return dotProduct(unitVectorOf(index, a), unitVectorOf(index, b));
}

/** The dot product of two unit vectors, which is their cosine. Shapes: both [d]. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (const [i, value] of a.entries()) sum += value * (b[i] ?? 0);
  return clampCosine(sum);
}

/** A copy of unit length; a zero vector stays zero. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  return norm > 0 ? vector.map((value) => value / norm) : vector.slice();
}

/** Rounding can bring the product of two unit vectors past 1. */
function clampCosine(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
