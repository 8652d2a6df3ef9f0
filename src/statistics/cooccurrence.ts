// How often words stand near each other.
//
// The rows of the table are made one after the other: the places of a word are looked up, and what stands around them is
// counted in one number a word. So nothing is hashed, and whoever keeps no rows needs no memory for pairs.

import { allocateFor, listWordPositions } from "./wordPositions.ts";

/** Which pairs of words count, and how much. A window does not reach over the end of a sentence. */
export interface CooccurrenceOptions {
  /** Words on each side. */
  readonly window: number;
  /** Whether what stands to the left of a word, to its right, or both are its contexts. */
  readonly direction: "left" | "right" | "both";
  /** Whether a pair counts as 1 (`flat`), or as 1 / d at a distance of d words (`distance`), as in GloVe. */
  readonly weighting: "flat" | "distance";
}

/**
 * Visits the contexts of a word, which are few as a rule.
 *
 * Shapes: `contexts` [different contexts], word ids in the order in which they were first met; `counts` [words], by word id.
 * Both are good until the visitor returns.
 */
export type RowVisitor = (word: number, contexts: Uint32Array, counts: Float64Array) => void;

/**
 * Counts the contexts of every word, in the order of the word ids.
 *
 * Takes time linear in the ids times the window, and 4 bytes a token and 12 bytes a word of memory. Errors: `out-of-memory`.
 */
export function forEachCooccurrenceRow(
  ids: Int32Array,
  vocabularySize: number,
  options: CooccurrenceOptions,
  visit: RowVisitor,
): void {
  const { starts, positions } = listWordPositions(ids, vocabularySize);
  const counter = new ContextCounter(ids, vocabularySize, options);
  for (let word = 0; word < vocabularySize; word++)
    visit(word, counter.count(positions.subarray(starts[word], starts[word + 1])), counter.counts);
}

/** Counts the contexts of one word. Takes time linear in the ids. Errors: as above. */
export function countContexts(
  ids: Int32Array,
  vocabularySize: number,
  word: number,
  options: CooccurrenceOptions,
): { readonly contexts: Uint32Array; readonly counts: Float64Array } {
  const positions: number[] = [];
  for (let position = ids.indexOf(word); position >= 0; position = ids.indexOf(word, position + 1))
    positions.push(position);
  const counter = new ContextCounter(ids, vocabularySize, options);
  const contexts = counter.count(Uint32Array.from(positions));
  return { contexts, counts: counter.counts };
}

/**
 * Sums the counts of each word as the one that has contexts and as a context, without counting pairs.
 *
 * Takes time linear in the ids, whatever the window. Shapes: `ofWords`, `ofContexts` [words].
 */
export function sumCooccurrences(
  ids: Int32Array,
  vocabularySize: number,
  { window, direction, weighting }: CooccurrenceOptions,
): { readonly ofWords: Float64Array; readonly ofContexts: Float64Array } {
  const toLeft = new Float64Array(vocabularySize);
  const toRight = new Float64Array(vocabularySize);
  // What n words at the distances 1 to n are worth together.
  const worth = new Float64Array(Math.min(window, ids.length) + 1);
  for (let n = 1; n < worth.length; n++)
    worth[n] = worth[n - 1]! + (weighting === "flat" ? 1 : 1 / n);
  const longest = worth.length - 1;
  for (let start = 0; start < ids.length;) {
    let end = start;
    while (end < ids.length && ids[end]! >= 0) end++;
    for (let position = start; position < end; position++) {
      const id = ids[position]!;
      toLeft[id]! += worth[Math.min(longest, position - start)]!;
      toRight[id]! += worth[Math.min(longest, end - 1 - position)]!;
    }
    start = end + 1;
  }
  if (direction === "left") return { ofWords: toLeft, ofContexts: toRight };
  if (direction === "right") return { ofWords: toRight, ofContexts: toLeft };
  const both = toLeft.map((sum, word) => sum + toRight[word]!);
  return { ofWords: both, ofContexts: both };
}

/** Counts what stands around some positions. */
class ContextCounter {
  readonly counts: Float64Array;
  readonly #ids: Int32Array;
  readonly #left: number;
  readonly #right: number;
  /** By distance. */
  readonly #worth: Float64Array;
  readonly #contexts: Uint32Array;
  #different = 0;

  constructor(
    ids: Int32Array,
    vocabularySize: number,
    { window, direction, weighting }: CooccurrenceOptions,
  ) {
    const longest = Math.min(window, ids.length);
    this.#ids = ids;
    this.#left = direction === "right" ? 0 : longest;
    this.#right = direction === "left" ? 0 : longest;
    this.#worth = Float64Array.from({ length: longest + 1 }, (_, distance) =>
      weighting === "flat" ? 1 : 1 / distance,
    );
    this.counts = allocateFor("the contexts of a word", vocabularySize, Float64Array);
    this.#contexts = allocateFor("the contexts of a word", vocabularySize, Uint32Array);
  }

  /** Forgets what it has counted before. */
  count(positions: Uint32Array): Uint32Array {
    const { counts } = this;
    const ids = this.#ids;
    const worth = this.#worth;
    const contexts = this.#contexts;
    for (let index = 0; index < this.#different; index++) counts[contexts[index]!] = 0;
    let different = 0;
    for (let index = 0; index < positions.length; index++) {
      const center = positions[index]!;
      const first = Math.max(0, center - this.#left);
      for (let position = center - 1; position >= first; position--) {
        const id = ids[position]!;
        if (id < 0) break;
        const count = counts[id]!;
        if (count === 0) contexts[different++] = id;
        counts[id] = count + worth[center - position]!;
      }
      const last = Math.min(ids.length - 1, center + this.#right);
      for (let position = center + 1; position <= last; position++) {
        const id = ids[position]!;
        if (id < 0) break;
        const count = counts[id]!;
        if (count === 0) contexts[different++] = id;
        counts[id] = count + worth[position - center]!;
      }
    }
    this.#different = different;
    return contexts.subarray(0, different);
  }
}
