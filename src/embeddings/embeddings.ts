import { createPacer } from "../kernels/pacing.ts";
import { allocateSearchRows, createSearchIndex, type SearchIndex } from "./searchIndex.ts";
import { createSpellingIndex, type SpellingIndex } from "./spellingIndex.ts";
import { partVocabulary, type VocabularyParts } from "./vocabularyParts.ts";
import { markWords, type WordConditions } from "./wordFilter.ts";
import { createWordIds, type WordIds } from "./wordIds.ts";

/** Words and their vectors; nothing of it changes. A word's id is its row, words by falling count. */
export class Embeddings {
  readonly words: readonly string[];
  /** Occurrences in the corpus, shape [n]; null where unknown. */
  readonly counts: Uint32Array | null;
  readonly dimension: number;
  readonly index: SearchIndex;
  readonly #wordIds: WordIds;
  readonly #kernels: WebAssembly.Module;
  #spelling: Promise<SpellingIndex> | undefined;
  #parts: Promise<VocabularyParts> | undefined;
  #marked: { readonly key: string; readonly marks: Uint8Array } | undefined;

  constructor(
    words: readonly string[],
    counts: Uint32Array | null,
    wordIds: WordIds,
    index: SearchIndex,
    kernels: WebAssembly.Module,
  ) {
    this.words = words;
    this.counts = counts;
    this.dimension = index.dimension;
    this.index = index;
    this.#wordIds = wordIds;
    this.#kernels = kernels;
  }

  /** The id of a word, letter by letter as it stands in the vocabulary; undefined where it is unknown. */
  wordId(word: string): number | undefined {
    return this.#wordIds.get(word);
  }

  /**
   * What finds words by their letters; made when first asked for.
   *
   * Errors: `out-of-memory`.
   */
  async spelling(): Promise<SpellingIndex> {
    this.#spelling ??= createSpellingIndex(this.words, this.#kernels).catch((error: unknown) => {
      this.#spelling = undefined; // the next question tries again
      throw error;
    });
    return this.#spelling;
  }

  /** The kinds of words that there are; told apart when first asked for. */
  async parts(): Promise<VocabularyParts> {
    this.#parts ??= partVocabulary(this.words);
    return this.#parts;
  }

  /**
   * Marks the words that fulfil conditions with 1, and remembers the last conditions: a list under another balance asks them
   * again. Shapes: [n].
   *
   * Errors: those of `markWords`.
   */
  async marksOf(conditions: WordConditions, signal?: AbortSignal): Promise<Uint8Array> {
    const key = JSON.stringify(conditions);
    if (this.#marked?.key === key) return this.#marked.marks;
    const marks = await markWords(
      { words: this.words, counts: this.counts, parts: () => this.parts() },
      conditions,
      signal,
    );
    this.#marked = { key, marks };
    return marks;
  }
}

/**
 * Makes embeddings of words and vectors that are in memory; the vectors are copied.
 *
 * Shapes: `vectors` is [n, dimension], all finite.
 * Errors: `out-of-memory`, `canceled`; plain `Error` where a word stands twice or the sizes do not agree.
 */
export async function createEmbeddings(
  source: {
    readonly words: readonly string[];
    readonly counts: Uint32Array | null;
    readonly dimension: number;
    readonly vectors: Float32Array;
  },
  kernels: WebAssembly.Module,
  signal?: AbortSignal,
): Promise<Embeddings> {
  const { words, counts, dimension, vectors } = source;
  if (vectors.length !== words.length * dimension)
    throw new Error(`${vectors.length} numbers for ${words.length} words of ${dimension}.`);
  const { wordIds, repeated } = await createWordIds(words, signal);
  if (repeated !== null) throw new Error(`The word "${repeated}" stands twice.`);
  const rows = allocateSearchRows(words.length, dimension);
  const pause = createPacer(signal);
  const step = 1 << 18;
  for (let start = 0; start < vectors.length; start += step) {
    await pause();
    rows.rawVectors.set(vectors.subarray(start, start + step), start);
  }
  const index = await createSearchIndex(rows, kernels, signal);
  return new Embeddings(words, counts, wordIds, index, kernels);
}
