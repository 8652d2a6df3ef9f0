// The table of how often words stand near each other, kept whole.

import { WordfieldError } from "../errors.ts";
import { forEachCooccurrenceRow, type CooccurrenceOptions } from "./cooccurrence.ts";
import { allocateFor } from "./wordPositions.ts";

/**
 * A sparse table with a row and a column for each word, or one computed from it.
 *
 * Word w has the entries from `rowStarts[w]` to before `rowStarts[w + 1]`, by rising context. Shapes: `rowStarts`
 * [words + 1]; `contexts`, `values` [entries]. Values have 24 bits: counts below 16,777,216 are exact.
 */
export interface WordContextMatrix {
  readonly rowStarts: Uint32Array;
  readonly contexts: Uint32Array;
  readonly values: Float32Array;
}

/** How large a table may become. */
export interface MatrixLimits {
  /** Pairs that count less are left out. */
  readonly minimumValue?: number;
  /** Of a word, so many contexts at most are kept, those that count most, the more frequent of equal ones. */
  readonly contextsPerWord?: number;
  /** Units: entries, 8 bytes each. */
  readonly maximumEntries?: number;
}

/** 2 GB. */
const DEFAULT_MAXIMUM_ENTRIES = 2 ** 28;
const FIRST_ENTRIES = 2 ** 16;

/**
 * Counts how often words stand near each other.
 *
 * Errors: `out-of-memory` where there are more entries than the limit, or no room for them.
 */
export function countCooccurrences(
  ids: Int32Array,
  vocabularySize: number,
  options: CooccurrenceOptions,
  {
    minimumValue = 0,
    contextsPerWord = Infinity,
    maximumEntries = DEFAULT_MAXIMUM_ENTRIES,
  }: MatrixLimits = {},
): WordContextMatrix {
  const rowStarts = new Uint32Array(vocabularySize + 1);
  const rows = new GrowingRows(maximumEntries, ids.length);
  forEachCooccurrenceRow(ids, vocabularySize, options, (word, contexts, counts) => {
    let kept = contexts;
    if (minimumValue > 0) kept = kept.filter((context) => counts[context]! >= minimumValue);
    if (kept.length > contextsPerWord)
      kept = kept.sort((a, b) => counts[b]! - counts[a]! || a - b).subarray(0, contextsPerWord);
    rows.add(kept.sort(), counts);
    rowStarts[word + 1] = rows.length;
  });
  return { rowStarts, ...rows.finish() };
}

/** Entries whose number is not known before. */
class GrowingRows {
  readonly #maximum: number;
  #contexts: Uint32Array;
  #values: Float32Array;
  #length = 0;

  constructor(maximum: number, tokens: number) {
    this.#maximum = maximum;
    const capacity = Math.min(maximum, Math.max(FIRST_ENTRIES, tokens));
    this.#contexts = allocateFor(PURPOSE, capacity, Uint32Array);
    this.#values = allocateFor(PURPOSE, capacity, Float32Array);
  }

  get length(): number {
    return this.#length;
  }

  add(contexts: Uint32Array, counts: Float64Array): void {
    const length = this.#length + contexts.length;
    if (length > this.#maximum)
      throw new WordfieldError(
        "out-of-memory",
        `The text has more than ${this.#maximum} different pairs of words. ` +
          "Raise the minimum count of words or pairs, narrow the window, or choose fewer files.",
      );
    if (length > this.#contexts.length) this.#grow(length);
    this.#contexts.set(contexts, this.#length);
    for (let index = 0; index < contexts.length; index++)
      this.#values[this.#length + index] = counts[contexts[index]!]!;
    this.#length = length;
  }

  finish(): { readonly contexts: Uint32Array; readonly values: Float32Array } {
    return {
      contexts: this.#contexts.subarray(0, this.#length),
      values: this.#values.subarray(0, this.#length),
    };
  }

  #grow(length: number): void {
    const capacity = Math.min(this.#maximum, Math.max(length, 2 * this.#contexts.length));
    const contexts = allocateFor(PURPOSE, capacity, Uint32Array);
    contexts.set(this.#contexts);
    this.#contexts = contexts;
    const values = allocateFor(PURPOSE, capacity, Float32Array);
    values.set(this.#values);
    this.#values = values;
  }
}

const PURPOSE = "the pairs of its words";
