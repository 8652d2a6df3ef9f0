import { createPacer } from "../kernels/pacing.ts";
import type { NgramTable } from "./ngramTable.ts";
import { ngramBuckets, type NgramOptions } from "./subwords.ts";

/** Words past which the loop looks at the clock: about a millisecond. */
const WORDS_PER_STEP = 256;

/**
 * Turns words' vectors, each the mean of the word's own row and its n-grams' rows, into the own rows, in place.
 *
 * Shapes: `vectors` is [n, d].
 * Units: the mean of the rows is the vector again to a unit in the last place or two of single precision.
 * Errors: `canceled`, after which the vectors are spoiled.
 */
export async function turnIntoOwnRows(
  words: readonly string[],
  vectors: Float32Array,
  ngrams: NgramTable,
  options: NgramOptions,
  signal?: AbortSignal,
): Promise<void> {
  const pause = createPacer(signal);
  const { dimension } = ngrams;
  const sums = new Float64Array(dimension);
  for (const [wordId, word] of words.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pause();
    const buckets = ngramBuckets(word, options);
    sums.fill(0);
    for (const bucket of buckets)
      for (const [column, value] of ngrams.vectorOf(bucket)?.entries() ?? [])
        sums[column]! += value;
    const row = vectors.subarray(wordId * dimension, (wordId + 1) * dimension);
    for (let column = 0; column < dimension; column++)
      row[column] = row[column]! * (buckets.length + 1) - sums[column]!;
  }
}
