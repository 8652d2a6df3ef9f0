/** How far a neighbor can be trusted, from what is at hand when it is found. */

/** What speaks for a neighbor, or against it. */
export interface NeighborEvidence {
  /** How far its cosine is above the one at which the list that it is to stand in again ends; below 0 for a word behind that. */
  readonly margin: number;
  /** How often both words occur. */
  readonly counts: readonly [number, number];
  /** How often the text was read in the training. */
  readonly epochs: number;
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
 * Source: `npm run bench -- confidence ENGLISH.gz --chinese CHINESE.gz` (docs/decisions/019-confidence-of-neighbors.md).
 */
const TRAINED: readonly number[] = [-4.5, 11.59, -7.02, 12.66, 0.02, 0.11, 0.46, 6.3, 3.54];
const JOINED: readonly number[] = [
  ...[-4.44, 4.36, 21.22, 29.44, 0.04, 0.13, 0.53, -2.08, 2.32],
  4.46,
];
/** Epochs that trainings take by default, and that were measured; fewer and more are taken for these. */
const EPOCHS = [5, 20] as const;

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
 * What the regression is on: the margin as trained vectors would have to make it up, also by the logarithms of both counts
 * and of the epochs, these logarithms themselves, and the cosines of the parts. Shape [9], or [10] with general vectors.
 */
export function describeEvidence(evidence: NeighborEvidence): number[] {
  const { margin, counts, epochs, here, general } = evidence;
  const needed = margin / (general?.trainedShare ?? 1);
  // Words that a further training took over from the model before may have no use in its own text.
  const first = Math.log(1 + Math.max(1, counts[0]));
  const second = Math.log(1 + Math.max(1, counts[1]));
  const read = Math.log(Math.max(EPOCHS[0], Math.min(EPOCHS[1], epochs)));
  return [
    ...[1, needed, needed / first, needed / second, first, second, read, needed * read, here],
    ...(general ? [general.cosine] : []),
  ];
}
