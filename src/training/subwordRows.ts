import { ngramBuckets, type NgramOptions } from "../embeddings/subwords.ts";

/** Which rows of the input matrix make up each word. */
export interface SubwordRows {
  /** [words + 1] where each word's list starts. */
  readonly offsets: Uint32Array;
  /** The lists: a word's own row, then those of its n-grams, which lie behind all words' rows. */
  readonly rows: Int32Array;
  /**
   * The buckets that have a row, in the order of the rows: those that an n-gram of the vocabulary falls into. Frequent
   * words come first, so what is used together lies together.
   */
  readonly buckets: Uint32Array;
}

/** The clock is looked at after so many words: about a millisecond. */
const WORDS_PER_STEP = 500;

/** Lists the rows of all words; `pace` is awaited now and then, so that an event loop has its turns. */
export async function listSubwordRows(
  words: readonly string[],
  options: NgramOptions,
  pace: () => Promise<void>,
): Promise<SubwordRows> {
  const offsets = new Uint32Array(words.length + 1);
  const rowOfBucket = new Int32Array(options.buckets).fill(-1);
  const buckets: number[] = [];
  let rows = new Int32Array(20 * words.length);
  let length = 0;
  for (const [wordId, word] of words.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pace();
    const found = ngramBuckets(word, options);
    if (length + 1 + found.length > rows.length) rows = grown(rows, found.length + 1);
    rows[length++] = wordId;
    for (const bucket of found) {
      if (rowOfBucket[bucket]! < 0) {
        rowOfBucket[bucket] = words.length + buckets.length;
        buckets.push(bucket);
      }
      rows[length++] = rowOfBucket[bucket]!;
    }
    offsets[wordId + 1] = length;
  }
  return { offsets, rows: rows.subarray(0, length), buckets: Uint32Array.from(buckets) };
}

function grown(rows: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * rows.length + needed);
  larger.set(rows);
  return larger;
}
