/** Which texts run together. */

/**
 * At most so many texts in a run, from which single words gain, and so many tokens, padding included, which bound its memory
 * and the time until a cancel is heard. A GPU needs more at once to be busy, and is done with them sooner.
 */
const PROCESSOR = { mostTexts: 128, mostTokens: 1_024 };
const ACCELERATOR = { mostTexts: 512, mostTokens: 4_096 };
/** Texts of so many tokens keep a processor busy alone: batching them costs memory and gains nothing. */
const LONG_TOKENS = 32;

/** What runs them. */
export interface BatchRules {
  /** Whether a text's numbers are the same whatever runs beside it. */
  readonly areIndependent: boolean;
  readonly onProcessor: boolean;
}

/**
 * Groups texts by length into runs; gives the indexes of each run, the shortest texts first.
 *
 * With `areIndependent` false the numbers of a run are quantized together (INT8), so that a text's vector depends a little on
 * what runs beside it: then only texts of the same length share a run, and long ones run alone.
 */
export function planBatches(
  lengths: readonly number[],
  { areIndependent, onProcessor }: BatchRules,
): number[][] {
  const { mostTexts, mostTokens } = onProcessor ? PROCESSOR : ACCELERATOR;
  const order = lengths.map((_, index) => index).sort((a, b) => lengthOf(a) - lengthOf(b) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const length = lengthOf(index);
    const first = lengthOf(batch[0] ?? index);
    const isFull =
      batch.length >= mostTexts ||
      (batch.length + 1) * length > mostTokens ||
      (!areIndependent && (length !== first || length >= LONG_TOKENS));
    if (batch.length > 0 && isFull) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;

  function lengthOf(index: number): number {
    return lengths[index] ?? 0;
  }
}
