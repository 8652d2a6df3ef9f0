// Many documents to one vocabulary and one stream of word ids.

import { WordfieldError } from "../errors.ts";
import { SENTENCE_END, type EncodedText, type VocabularyLimits } from "./encodedText.ts";
import { forEachToken, type TokenizerName } from "./tokenize.ts";

/** Takes the place of an id where the word is not kept. */
const DROPPED = -2;

/** The stream's blocks, of 4 MB each: growing copies nothing. Units: ids. */
const BLOCK_LENGTH = 1 << 20;
const MAXIMUM_IDS = 2 ** 30 - 1;
/** A `Map` holds 2^24 entries; half of that is more than any language has and 1 GB of memory. */
const MAXIMUM_DISTINCT_WORDS = 2 ** 23;
/** From this length on, V8 keeps a slice as a reference into the whole text. */
const SHORTEST_REFERENCE = 13;

/** Collects documents and turns them into a vocabulary and word ids. */
export class VocabularyBuilder {
  readonly #maximumIds: number;
  readonly #maximumDistinctWords: number;
  readonly #orderOfWord = new Map<string, number>();
  readonly #words: string[] = []; // by order of first occurrence
  readonly #counts: number[] = [];
  readonly #blocks: Int32Array[] = [];
  #length = 0;
  #tokens = 0;
  #sentences = 0;
  #insideSentence = false;

  /** Units: `maximumIds` counts words and sentence ends. */
  constructor(limits: { maximumIds?: number; maximumDistinctWords?: number } = {}) {
    this.#maximumIds = limits.maximumIds ?? MAXIMUM_IDS;
    this.#maximumDistinctWords = limits.maximumDistinctWords ?? MAXIMUM_DISTINCT_WORDS;
  }

  /** All tokens added so far. */
  get tokens(): number {
    return this.#tokens;
  }

  /** All sentences ended so far that hold a token. */
  get sentences(): number {
    return this.#sentences;
  }

  /**
   * Adds a document, whose lines are its sentences.
   *
   * Errors: `out-of-memory` where the corpus has too many tokens or too many different words.
   */
  addDocument(text: string, tokenizer: TokenizerName): void {
    let end = 0;
    forEachToken(text, tokenizer, (word, start, wordEnd) => {
      if (hasLineBreak(text, end, start)) this.endSentence();
      this.addWord(word);
      end = wordEnd;
    });
    this.endSentence();
  }

  /**
   * Adds the next word of the sentence.
   *
   * Errors: `out-of-memory` where the corpus has too many tokens or too many different words.
   */
  addWord(word: string): void {
    let order = this.#orderOfWord.get(word);
    if (order === undefined) {
      order = this.#words.length;
      if (order >= this.#maximumDistinctWords)
        throw new WordfieldError(
          "out-of-memory",
          `The text has more than ${order} different words. Exclude generated files such as logs and data.`,
        );
      const kept = word.length < SHORTEST_REFERENCE ? word : detach(word);
      this.#orderOfWord.set(kept, order);
      this.#words.push(kept);
      this.#counts.push(0);
    }
    this.#counts[order]!++;
    this.#tokens++;
    this.#insideSentence = true;
    this.#push(order);
  }

  /** Ends the sentence; one without a word leaves no trace. */
  endSentence(): void {
    if (!this.#insideSentence) return;
    this.#insideSentence = false;
    this.#sentences++;
    this.#push(SENTENCE_END);
  }

  /** Ends the last sentence and returns the result. The builder is empty then and of no further use. */
  finish({
    minimumCount,
    maximumWords = Infinity,
  }: VocabularyLimits): EncodedText & { ids: Int32Array<SharedArrayBuffer> } {
    this.endSentence();
    const orders: number[] = [];
    this.#counts.forEach((count, order) => {
      if (count >= minimumCount) orders.push(order);
    });
    const words = this.#words;
    const allCounts = this.#counts;
    orders.sort((a, b) => allCounts[b]! - allCounts[a]! || (words[a]! < words[b]! ? -1 : 1));
    if (orders.length > maximumWords) orders.length = maximumWords;
    const idOfOrder = new Int32Array(words.length).fill(DROPPED);
    orders.forEach((order, wordId) => (idOfOrder[order] = wordId));
    this.#orderOfWord.clear();
    const ids = this.#takeIds(idOfOrder);
    return {
      words: orders.map((order) => words[order]!),
      counts: Uint32Array.from(orders, (order) => allCounts[order]!),
      ids,
    };
  }

  #push(value: number): void {
    if (this.#length >= this.#maximumIds)
      throw new WordfieldError(
        "out-of-memory",
        `The text has more than ${this.#tokens - 1} words in ${this.#sentences} lines. Choose fewer files.`,
      );
    const position = this.#length++;
    if (position % BLOCK_LENGTH === 0) this.#blocks.push(new Int32Array(BLOCK_LENGTH));
    this.#blocks[Math.floor(position / BLOCK_LENGTH)]![position % BLOCK_LENGTH] = value;
  }

  /** Replaces orders by ids, in place first, so that the stream exists twice for a moment only. */
  #takeIds(idOfOrder: Int32Array): Int32Array<SharedArrayBuffer> {
    let length = 0;
    let last = SENTENCE_END;
    let target: Int32Array | undefined;
    this.#blocks.forEach((block, blockIndex) => {
      const blockEnd = Math.min(BLOCK_LENGTH, this.#length - blockIndex * BLOCK_LENGTH);
      for (let position = 0; position < blockEnd; position++) {
        const order = block[position]!;
        const value = order === SENTENCE_END ? SENTENCE_END : idOfOrder[order]!;
        if (value === DROPPED || (value === SENTENCE_END && last === SENTENCE_END)) continue;
        if (length % BLOCK_LENGTH === 0) target = this.#blocks[length / BLOCK_LENGTH]!;
        target![length++ % BLOCK_LENGTH] = value;
        last = value;
      }
    });
    const ids = new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
    for (let start = 0; start < length; start += BLOCK_LENGTH)
      ids.set(this.#blocks[start / BLOCK_LENGTH]!.subarray(0, length - start), start);
    this.#blocks.length = 0;
    this.#length = 0;
    return ids;
  }
}

/** Copies a string that may be a slice, which would keep the whole text in memory for one word. */
function detach(slice: string): string {
  return ` ${slice}`.slice(1);
}

/** Tells whether a line or paragraph ends between two offsets. */
function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let position = start; position < end; position++) {
    const unit = text.charCodeAt(position);
    if (unit === 0x0a || unit === 0x0d || unit === 0x2028 || unit === 0x2029) return true;
  }
  return false;
}
