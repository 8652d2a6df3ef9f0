/** The words that a formula of words comes to. */
import { createPacer } from "../kernels/pacing.ts";
import {
  cosineSimilarity,
  dotProduct,
  toUnitLength,
  unitVectorOf,
  type WordVector,
} from "./neighbors.ts";
import { TopWords } from "./topWords.ts";
import type { VectorIndex } from "./vectorIndex.ts";

/** 3CosAdd adds vectors of unit length; 3CosMul multiplies similarities, so that none outweighs the others. */
export type FormulaMethod = "3CosAdd" | "3CosMul";

/** A word of a formula with what it counts. */
export interface WeightedVector {
  readonly vector: WordVector;
  readonly weight: number;
}

/** What a formula comes to. */
export interface FormulaResult {
  /** Best first, without the formula's words; `alone` is the place near the last word, counted from 1, null beyond the first 4,000. */
  readonly answers: readonly {
    readonly wordId: number;
    readonly score: number;
    readonly alone: number | null;
  }[];
  /** The formula's own words that are in the vocabulary, with the scores that they would have, best first. */
  readonly inputs: readonly { readonly wordId: number; readonly score: number }[];
}

/** Of Levy and Goldberg: keeps a division by zero away. */
const EPSILON = 0.001;
/** As many as a search holds, less the formula's words. */
const PLACES_ALONE = 4_000;
const STEP = 256;

/**
 * Finds the words that a sum of words comes to.
 *
 * 3CosAdd ranks by the cosine with the weighed sum of the unit vectors; 3CosMul by the product of (1 + cosine) / 2 with each
 * word, to the power of its weight. The formula's own words are no answers. Where nothing is left of the sum, nothing is near.
 *
 * Errors: `canceled`.
 * Source: Levy and Goldberg 2014, "Linguistic Regularities in Sparse and Explicit Word Representations", eq. 3 and 4.
 */
export async function answerFormula(
  index: VectorIndex,
  terms: readonly WeightedVector[],
  method: FormulaMethod,
  k: number,
  signal?: AbortSignal,
): Promise<FormulaResult> {
  const inputs = new Set(terms.map(({ vector }) => vector).filter((v) => typeof v === "number"));
  const scoreOf = method === "3CosAdd" ? additive(index, terms) : multiplicative(index, terms);
  const best =
    method === "3CosAdd"
      ? await nearestToSum(index, terms, k + inputs.size, signal)
      : await bestOfAll(index, scoreOf, k + inputs.size, signal);
  const places = await placesAlone(index, terms, inputs, signal);
  return {
    answers: best
      .filter(({ wordId }) => !inputs.has(wordId))
      .slice(0, k)
      .map(({ wordId, score }) => ({ wordId, score, alone: places.get(wordId) ?? null })),
    inputs: Array.from(inputs, (wordId) => ({ wordId, score: scoreOf(wordId) })).sort(
      (a, b) => b.score - a.score || a.wordId - b.wordId,
    ),
  };
}

function sumOf(index: VectorIndex, terms: readonly WeightedVector[]): Float32Array {
  const sum = new Float32Array(index.dimension);
  for (const { vector, weight } of terms)
    for (const [i, value] of unitVectorOf(index, vector).entries()) sum[i]! += weight * value;
  return toUnitLength(sum);
}

function additive(
  index: VectorIndex,
  terms: readonly WeightedVector[],
): (wordId: number) => number {
  const query = sumOf(index, terms);
  return (wordId) => dotProduct(query, index.unitVector(wordId));
}

async function nearestToSum(
  index: VectorIndex,
  terms: readonly WeightedVector[],
  k: number,
  signal: AbortSignal | undefined,
) {
  const { rows, scores } = await index.findTopRows(sumOf(index, terms), k, signal);
  return Array.from(rows, (wordId, place) => ({ wordId, score: scores[place] ?? 0 }));
}

function multiplicative(
  index: VectorIndex,
  terms: readonly WeightedVector[],
): (wordId: number) => number {
  const factors = terms.map(({ vector, weight }) => ({
    query: unitVectorOf(index, vector).slice(),
    weight,
  }));
  return (wordId) => {
    const candidate = index.unitVector(wordId);
    let score = 1;
    for (const { query, weight } of factors) {
      const similarity = (1 + dotProduct(query, candidate)) / 2;
      score *= weight < 0 ? (similarity + EPSILON) ** weight : similarity ** weight;
    }
    return score;
  };
}

async function bestOfAll(
  index: VectorIndex,
  scoreOf: (wordId: number) => number,
  k: number,
  signal: AbortSignal | undefined,
) {
  const top = new TopWords(k);
  const pause = createPacer(signal);
  for (let wordId = 0; wordId < index.size; wordId++) {
    if (wordId % STEP === 0) await pause();
    top.offer(wordId, scoreOf(wordId));
  }
  return top.words;
}

/** Places of words near the last word that is added, without the formula's own words: what the formula is good for shows there. */
async function placesAlone(
  index: VectorIndex,
  terms: readonly WeightedVector[],
  inputs: ReadonlySet<number>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, number>> {
  const last = lastAdded(terms);
  if (!last) return new Map();
  const { rows } = await index.findTopRows(
    unitVectorOf(index, last.vector).slice(),
    PLACES_ALONE,
    signal,
  );
  const others = Array.from(rows).filter((wordId) => !inputs.has(wordId));
  return new Map(others.map((wordId, place) => [wordId, place + 1]));
}

/** The last term that is added and not taken away. */
export function lastAdded<T extends { readonly weight: number }>(
  terms: readonly T[],
): T | undefined {
  return terms.findLast(({ weight }) => weight > 0);
}

/**
 * The cosines of some words with each other, and how well each goes with the others.
 *
 * Shapes: `cosines` is [n, n], `fit` [n]: the mean cosine with the others; the odd one out has the lowest.
 */
export function compareAll(
  index: VectorIndex,
  words: readonly WordVector[],
): { readonly cosines: Float32Array<ArrayBuffer>; readonly fit: readonly number[] } {
  const n = words.length;
  const cosines = new Float32Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const cosine = i === j ? 1 : cosineSimilarity(index, words[i]!, words[j]!);
      cosines[i * n + j] = cosine;
      cosines[j * n + i] = cosine;
    }
  const fit = Array.from({ length: n }, (_, i) => {
    const row = cosines.subarray(i * n, (i + 1) * n);
    return n < 2 ? 0 : (row.reduce((sum, value) => sum + value, 0) - (row[i] ?? 0)) / (n - 1);
  });
  return { cosines, fit };
}
