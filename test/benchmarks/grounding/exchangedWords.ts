// Words of like frequency that are exchanged in a text: the test of what vectors still owe to the text.
import { stopWordsOf } from "../../../src/statistics/stopWords.ts";
import { cosineSimilarity, findNeighbors } from "../../../src/embeddings/neighbors.ts";
import type { VectorIndex } from "../../../src/embeddings/vectorIndex.ts";
import { seededRandom } from "../../support/seededRandom.ts";

/** Uses near which words are exchanged. */
export const LEVELS = [50, 200, 1_000] as const;
const PAIRS_PER_LEVEL = 10;
/** Of a level: words with uses between these. */
const NEAR = [0.8, 1.3] as const;
/** Words that have hardly a meaning of their own, besides the stop words: names and numbers stay. */
const SHORTEST = 5;
const NEIGHBORS = 10;

/** Which words stand for which, and near which number of uses. */
export interface Exchange {
  readonly partners: ReadonlyMap<string, string>;
  readonly levels: ReadonlyMap<string, number>;
}

/** Draws pairs of words of like frequency. */
export function drawExchange(counts: ReadonlyMap<string, number>, seed: number): Exchange {
  const random = seededRandom(seed);
  const stopWords = stopWordsOf(["en"]);
  const partners = new Map<string, string>();
  const levels = new Map<string, number>();
  for (const level of LEVELS) {
    const pool = [...counts].flatMap(([word, count]) =>
      /^[a-z]+$/.test(word) &&
      word.length >= SHORTEST &&
      !stopWords.has(word) &&
      count >= level * NEAR[0] &&
      count <= level * NEAR[1]
        ? [word]
        : [],
    );
    for (let pair = 0; pair < PAIRS_PER_LEVEL && pool.length >= 2; pair++) {
      const [a, b] = [0, 1].map(() => pool.splice(Math.floor(random() * pool.length), 1)[0]!);
      partners.set(a!, b!).set(b!, a!);
      levels.set(a!, level).set(b!, level);
    }
  }
  return { partners, levels };
}

/** What is known of an exchanged text's words. */
interface ExchangedModel {
  readonly words: readonly string[];
  readonly wordId: (word: string) => number | undefined;
  /** The words' general meaning, which says what is nearer to what. */
  readonly prior: VectorIndex;
}

/**
 * Of the first ten neighbors of each exchanged word, the pair itself left out, the share that general meaning puts nearer to
 * the word whose places it has now; the mean for each level.
 */
export async function measureFaithfulness(
  index: VectorIndex,
  { wordId, prior }: ExchangedModel,
  { partners, levels }: Exchange,
): Promise<number[]> {
  const shares = new Map<number, number[]>(LEVELS.map((level) => [level, []]));
  for (const [word, partner] of partners) {
    const [own, other] = [wordId(word), wordId(partner)];
    if (own === undefined || other === undefined) continue;
    const near = await findNeighbors(index, own, NEIGHBORS, [other]);
    const faithful = near.filter(
      (neighbor) =>
        cosineSimilarity(prior, neighbor.wordId, other) >
        cosineSimilarity(prior, neighbor.wordId, own),
    );
    shares.get(levels.get(word) ?? 0)?.push(faithful.length / near.length);
  }
  return LEVELS.map((level) => mean(shares.get(level) ?? []));
}

/** Uses from which on an exchanged word should be found, and those of the words among which it stands. */
const FOUND_FROM = 160;
const AMONG_FROM = 200;

/** The places of the exchanged words among all by a score that is high for what is unusual, as shares from 0, ascending. */
export function unusualPlaces(
  { words, wordId }: ExchangedModel,
  counts: Uint32Array,
  score: ArrayLike<number>,
  { partners }: Exchange,
): number[] {
  const rest = Array.from(words.keys()).filter(
    (row) => counts[row]! >= AMONG_FROM && !partners.has(words[row]!),
  );
  const places: number[] = [];
  for (const word of partners.keys()) {
    const row = wordId(word);
    if (row === undefined || counts[row]! < FOUND_FROM) continue;
    places.push(rest.filter((other) => score[other]! > score[row]!).length / rest.length);
  }
  return places.sort((a, b) => a - b);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, v) => sum + v, 0) / values.length;
}
