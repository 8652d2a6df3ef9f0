/** Which texts run together. */

/** At most so many texts in a run: single words gain from it, and longer texts reach the bound of tokens first. */
const MOST_TEXTS = 128;
/** Padding included: bounds the memory of a run and the time until a cancel is heard. */
const MOST_TOKENS = 1_024;
/** Texts of so many tokens keep a processor busy alone: batching them costs memory and gains nothing. */
const LONG_TOKENS = 32;

/**
 * Groups texts by length into runs; gives the indexes of each run, the shortest texts first.
 *
 * With `areIndependent` false the numbers of a run are quantized together (INT8), so that a text's vector depends a little on
 * what runs beside it: then only texts of the same length share a run, and long ones run alone.
 */
export function planBatches(lengths: readonly number[], areIndependent: boolean): number[][] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengthOf(a) - lengthOf(b) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const length = lengthOf(index);
    const first = lengthOf(batch[0] ?? index);
    const isFull =
      batch.length >= MOST_TEXTS ||
      (batch.length + 1) * length > MOST_TOKENS ||
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
