// Words that two others both stand near: what makes their vectors alike.

/** In how many places each word stands near another one. */
export type ContextCounts = ReadonlyMap<string, number>;

/** A word near both. */
export interface RankedContext {
  readonly word: string;
  readonly nearA: number;
  readonly nearB: number;
  /** Positive pointwise mutual information, in nats. */
  readonly informationA: number;
  readonly informationB: number;
}

/** The power that the counts of contexts are raised to, as word2vec raises those of negative samples. */
const SMOOTHING = 0.75;

/**
 * Ranks the words that two others both stand near: by the product of their positive pointwise mutual information with
 * each, which is the part that a context has in the dot product of the two words' PPMI vectors, times the logarithm of
 * how often it stands near both, so that what was seen once does not come first.
 *
 * `frequency` gives the occurrences of a word in the whole text; words that it does not know are left out. `smoothedTotal`
 * is the sum of all frequencies, each raised to 0.75. Contexts near each of the two twice or more come first, whatever
 * their information. Source: Levy, Goldberg & Dagan 2015, "Improving Distributional Similarity with Lessons Learned from
 * Word Embeddings", 3.1 and 3.2.
 */
export function rankSharedContexts(
  near: { readonly a: ContextCounts; readonly b: ContextCounts },
  frequency: (word: string) => number | undefined,
  smoothedTotal: number,
  count: number,
): RankedContext[] {
  const totals = { a: sumOf(near.a), b: sumOf(near.b) };
  const found: (RankedContext & { readonly score: number })[] = [];
  for (const [word, nearA] of near.a) {
    const nearB = near.b.get(word);
    const occurrences = frequency(word);
    if (nearB === undefined || occurrences === undefined || occurrences === 0) continue;
    const chance = occurrences ** SMOOTHING / smoothedTotal;
    const informationA = Math.log(nearA / totals.a / chance);
    const informationB = Math.log(nearB / totals.b / chance);
    if (!(informationA > 0) || !(informationB > 0)) continue;
    const score = informationA * informationB * Math.log1p(Math.min(nearA, nearB));
    found.push({ word, nearA, nearB, informationA, informationB, score });
  }
  const isRepeated = ({ nearA, nearB }: RankedContext) => Math.min(nearA, nearB) > 1;
  found.sort(
    (x, y) =>
      Number(isRepeated(y)) - Number(isRepeated(x)) ||
      y.score - x.score ||
      (x.word < y.word ? -1 : 1),
  );
  return found.slice(0, count).map(({ score: _, ...context }) => context);
}

/** The sum of frequencies that `rankSharedContexts` compares with. Shape: `counts` [words]. */
export function smoothedSum(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let word = 0; word < counts.length; word++) sum += counts[word]! ** SMOOTHING;
  return sum;
}

function sumOf(counts: ContextCounts): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
