/** How far a neighbor can be trusted, from what is at hand when it is found. */

/** What speaks for a neighbor, or against it. */
export interface NeighborEvidence {
  /** How far its cosine is above the one at which the list that it is to stand in again ends; below 0 for a word behind that. */
  readonly margin: number;
  /** How often both words occur. */
  readonly counts: readonly [number, number];
  /** The cosine of their trained vectors. */
  readonly here: number;
  /** What general vectors add; null where trained vectors are asked alone. */
  readonly general: {
    /** How much the trained vectors count in the list's cosines, 0 to 1. */
    readonly trainedShare: number;
    /** The cosine of the words' general vectors. */
    readonly cosine: number;
  } | null;
}

/**
 * Weights of a logistic regression on what `describe` makes of a neighbor, in its order.
 *
 * Source: `npm run bench -- confidence ENGLISH.gz --chinese CHINESE.gz` (docs/decisions/017-confidence-of-neighbors.md).
 */
const TRAINED: readonly number[] = [-3.13, 35.94, -2.48, 1.22, 0.1, -0.05, 3.8];
const JOINED: readonly number[] = [-2.27, 20.52, -1.17, -1.37, -0.08, 0.1, 1.4, 6.39];

/**
 * How likely a neighbor stands among the first again when the same text is trained with another seed, 0 to 1.
 *
 * Only trained vectors move with the seed: where they count for nothing, a word is in the list or is not.
 */
export function confidenceOf(evidence: NeighborEvidence): number {
  const { margin, general } = evidence;
  if (general?.trainedShare === 0) return margin > 0 ? 1 : 0;
  return applyWeights(general ? JOINED : TRAINED, describeEvidence(evidence));
}

/** The share that weights give to a neighbor. Shapes: both [n]. */
export function applyWeights(weights: readonly number[], values: readonly number[]): number {
  return 1 / (1 + Math.exp(-weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0)));
}

/**
 * What the regression is on: the margin as trained vectors would have to make it up, also by the logarithms of both counts,
 * these themselves, and the cosines of the parts. Shape [7], or [8] with general vectors.
 */
export function describeEvidence({ margin, counts, here, general }: NeighborEvidence): number[] {
  const share = general?.trainedShare ?? 1;
  const needed = margin / share;
  // Words that a further training took over from the model before may have no use in its own text.
  const [first, second] = counts.map((count) => Math.log(Math.max(1, count))) as [number, number];
  return [
    ...[1, needed, needed * first, needed * second, first, second, here],
    ...(general ? [general.cosine] : []),
  ];
}
