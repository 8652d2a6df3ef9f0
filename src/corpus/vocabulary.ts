// Many documents to one vocabulary and one stream of word ids, in plain TypeScript: the definition of the result, and the
// twin of byteVocabulary.ts.

import { WordfieldError } from "../errors.ts";
import { SENTENCE_END, type EncodedText, type VocabularyLimits } from "./encodedText.ts";
import { IdMemory, PART_LENGTH, type IdSink, type ReplaceNumbers } from "./idStream.ts";
import { ICU_SEGMENTER, type Segmenter } from "./segmenter.ts";
import { SentenceScanner, type LineBreaks } from "./sentences.ts";
import { forEachToken, type TokenVisitor } from "./tokenize.ts";
import {
  tokenizerOptions,
  type TokenizerChoice,
  type TokenizerOptions,
} from "./tokenizerOptions.ts";

/** What makes a vocabulary of texts; `finish` empties it, and it is of no further use then. */
export interface DocumentCounter {
  /** All tokens added so far. */
  readonly tokens: number;
  /** All sentences ended so far that hold a token. */
  readonly sentences: number;
  /**
   * Adds a document. Where its line breaks are hard, each ends a sentence whatever the tokenizer's options.
   *
   * Errors: `out-of-memory` where the corpus has too many tokens or too many different words; those of the sink.
   */
  addDocument(text: string, lineBreaks?: LineBreaks): void;
  /**
   * Adds the next part of a document. The parts of a document together are valid UTF-8.
   *
   * Errors: as those of `addDocument`.
   */
  addBytes(utf8: Uint8Array): void;
  /** Ends a document that came in parts, and with it its last sentence. */
  endDocument(): void;
  /** Ends the last sentence and returns the result. */
  finish(limits: VocabularyLimits): EncodedText;
}

/** Takes the place of an id where the word is not kept. */
const DROPPED = -2;
/** A `Map` holds 2^24 entries; half of that is more than any language has and 1 GB of memory. */
const MAXIMUM_DISTINCT_WORDS = 2 ** 23;
/** From this length on, V8 keeps a slice as a reference into the whole text. */
const SHORTEST_REFERENCE = 13;

/** Collects documents and turns them into a vocabulary and word ids. */
export class VocabularyBuilder implements DocumentCounter {
  readonly #tokenizer: TokenizerOptions;
  readonly #segmenter: Segmenter;
  readonly #ids: IdSink;
  readonly #maximumDistinctWords: number;
  readonly #orderOfWord = new Map<string, number>();
  readonly #words: string[] = []; // by order of first occurrence
  readonly #counts: number[] = [];
  readonly #part = new Int32Array(PART_LENGTH);
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #text = "";
  #partLength = 0;
  #tokens = 0;
  #sentences = 0;
  #insideSentence = false;

  constructor(
    tokenizer: TokenizerChoice,
    ids: IdSink = new IdMemory(),
    maximumDistinctWords = MAXIMUM_DISTINCT_WORDS,
    segmenter: Segmenter = ICU_SEGMENTER,
  ) {
    this.#tokenizer = tokenizerOptions(tokenizer);
    this.#segmenter = segmenter;
    this.#ids = ids;
    this.#maximumDistinctWords = maximumDistinctWords;
  }

  get tokens(): number {
    return this.#tokens;
  }

  get sentences(): number {
    return this.#sentences;
  }

  addDocument(text: string, lineBreaks: LineBreaks = "soft"): void {
    const sentences = new SentenceScanner(text, this.#tokenizer, lineBreaks);
    const add: TokenVisitor = (word, start, end) => {
      if (sentences.endsBefore(start, end)) this.endSentence();
      this.addWord(word);
    };
    forEachToken(text, this.#tokenizer, add, this.#segmenter);
    this.endSentence();
  }

  addBytes(utf8: Uint8Array): void {
    this.#text += this.#decoder.decode(utf8, { stream: true });
  }

  endDocument(): void {
    const text = this.#text + this.#decoder.decode();
    this.#text = "";
    this.addDocument(text);
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
      if (order >= this.#maximumDistinctWords) throw tooManyWords(order);
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

  finish({ minimumCount, maximumWords = Infinity }: VocabularyLimits): EncodedText {
    this.endSentence();
    this.#handOver();
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
    return {
      words: orders.map((order) => words[order]!),
      counts: Uint32Array.from(orders, (order) => allCounts[order]!),
      ...this.#ids.finish(replaceBy(idOfOrder)),
    };
  }

  #push(number: number): void {
    this.#part[this.#partLength++] = number;
    if (this.#partLength === PART_LENGTH) this.#handOver();
  }

  #handOver(): void {
    this.#ids.append(this.#part.subarray(0, this.#partLength));
    this.#partLength = 0;
  }
}

/** Shapes: `idOfOrder` has for each number its word's id or `DROPPED`. */
function replaceBy(idOfOrder: Int32Array): ReplaceNumbers {
  const ids = new Int32Array(PART_LENGTH);
  let last = SENTENCE_END;
  return (part) => {
    let length = 0;
    for (const order of part) {
      const id = order === SENTENCE_END ? SENTENCE_END : idOfOrder[order]!;
      if (id === DROPPED || (id === SENTENCE_END && last === SENTENCE_END)) continue;
      ids[length++] = id;
      last = id;
    }
    return ids.subarray(0, length);
  };
}

/** Tells that a text has more different words than there may be. */
export function tooManyWords(maximum: number): WordfieldError {
  return new WordfieldError(
    "out-of-memory",
    `The text has more than ${maximum} different words. Exclude generated files such as logs and data.`,
  );
}

/** Copies a string that may be a slice, which would keep the whole text in memory for one word. */
function detach(slice: string): string {
  return ` ${slice}`.slice(1);
}
