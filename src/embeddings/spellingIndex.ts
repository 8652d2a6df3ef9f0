// The letters of a vocabulary in a WebAssembly memory of their own, and the search for words over them.
import { WordfieldError } from "../errors.ts";
import { bindKernels, type SpellingKernels } from "../kernels/kernels.ts";
import { createPacer } from "../kernels/pacing.ts";
import {
  layoutSpellingMemory,
  LONGEST_PATTERN,
  WORDS_PER_SCAN,
  writePattern,
  writeSpellingState,
  writeUnits,
  type SpellingLayout,
} from "../kernels/spellingMemory.ts";
import { TopWords } from "./topWords.ts";

const PAGE_BYTES = 65_536;

/** Words in the form in which spellings are compared; nothing of it changes. */
export class SpellingIndex {
  readonly size: number;
  /** Of the memory that the index holds. */
  readonly bytes: number;
  readonly #kernels: SpellingKernels;
  readonly #layout: SpellingLayout;
  readonly #buffer: SharedArrayBuffer;
  readonly #starts: Uint32Array;
  readonly #found: Uint32Array;
  readonly #distances: Uint8Array;

  /** Callers use `createSpellingIndex`, which fills the memory first. */
  constructor(
    size: number,
    layout: SpellingLayout,
    buffer: SharedArrayBuffer,
    kernels: SpellingKernels,
  ) {
    this.size = size;
    this.bytes = buffer.byteLength;
    this.#kernels = kernels;
    this.#layout = layout;
    this.#buffer = buffer;
    this.#starts = new Uint32Array(buffer, layout.starts, size + 1);
    this.#found = new Uint32Array(buffer, layout.found, WORDS_PER_SCAN);
    this.#distances = new Uint8Array(buffer, layout.distances, WORDS_PER_SCAN);
  }

  /**
   * Finds words that begin with a text: the text itself first, then longer ones by falling count.
   *
   * Errors: `canceled`.
   */
  async findBeginnings(text: string, count: number, signal?: AbortSignal): Promise<number[]> {
    const pattern = foldCase(text);
    const same: number[] = [];
    const longer: number[] = [];
    if (pattern.length > this.#layout.capacity) return [];
    const pause = createPacer(signal);
    for (let first = 0; first < this.size; first += WORDS_PER_SCAN) {
      await pause();
      writePattern(this.#buffer, this.#layout, pattern);
      const end = Math.min(first + WORDS_PER_SCAN, this.size);
      const onlySame = longer.length >= count;
      const found = this.#kernels.findBeginnings(this.#layout.state, first, end, onlySame);
      for (let place = 0; place < found; place++) {
        const wordId = this.#found[place]!;
        const length = this.#starts[wordId + 1]! - this.#starts[wordId]!;
        if (length === pattern.length) same.push(wordId);
        else if (longer.length < count) longer.push(wordId);
      }
    }
    return [...same, ...longer].slice(0, count);
  }

  /**
   * Finds words that have a text inside, by falling count, then those that begin almost like it, by the number of errors.
   *
   * Errors: `canceled`.
   */
  async findTyped(
    text: string,
    limit: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<number[]> {
    return this.#findNearest(false, text, limit, count, signal);
  }

  /**
   * Finds words that are spelled almost like a text, by the number of errors.
   *
   * Errors: `canceled`.
   */
  async findSpelled(
    text: string,
    limit: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<number[]> {
    return this.#findNearest(true, text, limit, count, signal);
  }

  async #findNearest(
    isWhole: boolean,
    text: string,
    limit: number,
    count: number,
    signal: AbortSignal | undefined,
  ): Promise<number[]> {
    const pattern = foldCase(text);
    if (pattern.length < 2 || pattern.length > LONGEST_PATTERN) return [];
    const best = new TopWords(count);
    const pause = createPacer(signal);
    for (let first = 0; first < this.size; first += WORDS_PER_SCAN) {
      await pause();
      // Only a nearer word than the last of them can come in: they come by falling count.
      const nearest = Math.min(limit, -best.lowestScore - 1);
      if (nearest < 0) break;
      // Another search may have run meanwhile: the pattern is put in place for every scan.
      writePattern(this.#buffer, this.#layout, pattern);
      const end = Math.min(first + WORDS_PER_SCAN, this.size);
      const found = this.#kernels.findSimilar(this.#layout.state, first, end, nearest, isWhole);
      for (let place = 0; place < found; place++)
        best.offer(this.#found[place]!, -this.#distances[place]!);
    }
    return best.words.map(({ wordId }) => wordId);
  }
}

/**
 * Makes an index of words, in slices.
 *
 * Errors: `canceled`; `out-of-memory`.
 */
export async function createSpellingIndex(
  words: readonly string[],
  kernels: WebAssembly.Module,
  signal?: AbortSignal,
): Promise<SpellingIndex> {
  const pause = createPacer(signal);
  const size = words.length;
  let letterCount = 0;
  let longestWord = 0;
  // Twice in lower case: keeping that form would take more than the index.
  for (let wordId = 0; wordId < size; wordId++) {
    if (wordId % WORDS_PER_SCAN === 0) await pause();
    const { length } = foldCase(words[wordId]!);
    letterCount += length;
    if (length > longestWord) longestWord = length;
  }
  const layout = layoutSpellingMemory(size, letterCount, longestWord);
  const memory = allocateMemory(layout.bytes, size);
  const buffer = memory.buffer as unknown as SharedArrayBuffer; // made with `shared: true`
  const instance = bindKernels(kernels, memory);
  writeSpellingState(buffer, layout);
  const starts = new Uint32Array(buffer, layout.starts, size + 1);
  const units = new Uint16Array(buffer, layout.units, letterCount);
  for (let first = 0, start = 0; first < size; first += WORDS_PER_SCAN) {
    await pause();
    const end = Math.min(first + WORDS_PER_SCAN, size);
    for (let wordId = first; wordId < end; wordId++) {
      const text = foldCase(words[wordId]!);
      writeUnits(units, start, text);
      start += text.length;
      starts[wordId + 1] = start;
    }
    instance.describeWords(layout.state, first, end);
  }
  return new SpellingIndex(size, layout, buffer, instance);
}

function allocateMemory(bytes: number, words: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    // The platform throws a RangeError without a number.
    throw new WordfieldError(
      "out-of-memory",
      `Finding ${words.toLocaleString("en-US")} words by their letters needs ${(bytes / 1e9).toFixed(1)} GB of memory, which this computer does not have free. Close other programs or choose a smaller model.`,
      { cause },
    );
  }
}

/** The form in which spellings are compared. */
export function foldCase(text: string): string {
  return text.toLowerCase();
}
