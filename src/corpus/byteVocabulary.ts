// Many documents to one vocabulary and one stream of word ids, from bytes, in WebAssembly. The result is that of
// vocabulary.ts, word for word and id for id.

import { WordfieldError } from "../errors.ts";
import { characterPage, isSeparator, PAGE_LENGTH } from "./characterPages.ts";
import type { EncodedText, VocabularyLimits } from "./encodedText.ts";
import { IdMemory, type IdSink } from "./idStream.ts";
import { createTokenizer, type Tokenizer } from "./tokenizerModule.ts";
import { ICU_SEGMENTER, type Segmenter } from "./segmenter.ts";
import { ABBREVIATIONS, SentenceScanner, type LineBreaks } from "./sentences.ts";
import { forEachToken, type TokenVisitor } from "./tokenize.ts";
import {
  TOKENIZER_CHOICES,
  tokenizerOptions,
  type TokenizerChoice,
  type TokenizerOptions,
} from "./tokenizerOptions.ts";
import { tooManyWords, type DocumentCounter } from "./vocabulary.ts";

/** Text that is read in one call: stays in the processor's cache. Units: bytes. */
const TEXT_BYTES = 2 ** 18;
/** The tokenizer looks behind the text. */
const SPARE_BYTES = 128;
/** A stretch without a place to cut is cut here nevertheless: no word is that long. Units: bytes. */
const LONGEST_STRETCH = 2 ** 24;
/** Units of a text encoded at once. */
const ENCODED_PIECE = 2 ** 16;
/** In UTF-8. Units: bytes. */
const LONGEST_CHARACTER = 4;
const MAXIMUM_DISTINCT_WORDS = 2 ** 25;
const WORD_BYTES = 1000;
/** Of a sorted word: its count and three more. Units: u32. */
const RECORD_LENGTH = 4;

/** Collects documents and turns them into a vocabulary and word ids. */
export class ByteVocabularyBuilder implements DocumentCounter {
  readonly #tokenizer: TokenizerOptions;
  readonly #segmenter: Segmenter;
  readonly #ids: IdSink;
  readonly #kernel: Tokenizer;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #bytes = new Uint8Array();
  #text = 0;
  #capacity = 0;
  /** How much of the text is there and has not been read. */
  #pending = 0;
  /** How much of it is known to have no place to cut. */
  #uncut = 0;

  /** Shapes: `module` is tokenizer.wasm. `segmenter` finds the words of scripts without spaces. */
  constructor(
    module: WebAssembly.Module,
    tokenizer: TokenizerChoice,
    ids: IdSink = new IdMemory(),
    maximumDistinctWords = MAXIMUM_DISTINCT_WORDS,
    segmenter: Segmenter = ICU_SEGMENTER,
  ) {
    const options = tokenizerOptions(tokenizer);
    this.#tokenizer = options;
    this.#segmenter = segmenter;
    this.#ids = ids;
    this.#kernel = createTokenizer(module, {
      describeCharacters: (page, address) =>
        new Uint32Array(this.#kernel.memory.buffer, address >>> 0, PAGE_LENGTH).set(
          characterPage(page, options.letterCase),
        ),
      readPlainly: (address, length) => this.#readPlainly(address >>> 0, length),
      takeIds: (address, count) =>
        ids.append(new Int32Array(this.#kernel.memory.buffer, address, count)),
      refuseWord: () => {
        throw tooManyWords(maximumDistinctWords);
      },
      refuseMemory: (bytes) => this.#refuseMemory(bytes),
    });
    this.#kernel.configure(
      TOKENIZER_CHOICES.letterCase.indexOf(options.letterCase),
      TOKENIZER_CHOICES.numbers.indexOf(options.numbers),
      options.hyphens === "join",
      options.underscores === "join",
      options.addresses !== "split",
    );
    this.#setLineBreaks("soft");
    for (const letters of ABBREVIATIONS) this.#kernel.addAbbreviation(packLetters(letters));
    this.#kernel.limitWords(maximumDistinctWords);
    this.#takeText(TEXT_BYTES);
  }

  get tokens(): number {
    return this.#kernel.tokenCount();
  }

  get sentences(): number {
    return this.#kernel.sentenceCount();
  }

  addDocument(text: string, lineBreaks: LineBreaks = "soft"): void {
    this.#setLineBreaks(lineBreaks);
    for (let start = 0; start < text.length;) {
      const piece = text.slice(start, pieceEnd(text, start));
      const target = this.#view().subarray(this.#text + this.#pending, this.#text + this.#capacity);
      const { read, written } = this.#encoder.encodeInto(piece, target);
      start += read;
      this.#pending += written;
      if (written > target.length - LONGEST_CHARACTER) this.#readUpTo(this.#lastCut());
    }
    this.endDocument();
    this.#setLineBreaks("soft");
  }

  addBytes(utf8: Uint8Array): void {
    for (let done = 0; done < utf8.length;) {
      const part = utf8.subarray(done, done + this.#capacity - this.#pending);
      this.#view().set(part, this.#text + this.#pending);
      this.#pending += part.length;
      done += part.length;
      if (this.#pending === this.#capacity) this.#readUpTo(this.#lastCut());
    }
  }

  endDocument(): void {
    this.#readUpTo(this.#pending);
    this.#kernel.endDocument();
  }

  finish({ minimumCount, maximumWords = Infinity }: VocabularyLimits): EncodedText {
    const kernel = this.#kernel;
    this.endDocument();
    kernel.flushIds();
    const count = Math.min(
      kernel.sortWords(Math.min(Math.max(Math.ceil(minimumCount), 1), 2 ** 32 - 1)) >>> 0,
      maximumWords,
    );
    const words = this.#listWords(count);
    const address = kernel.recordsAddress() >>> 0;
    const records = new Uint32Array(kernel.memory.buffer, address, RECORD_LENGTH * count);
    const counts = new Uint32Array(count);
    for (let wordId = 0; wordId < count; wordId++)
      counts[wordId] = records[RECORD_LENGTH * wordId]!;
    kernel.numberWords(count);
    const ids = this.#ids.finish((part) => this.#replace(part));
    return { words, counts, ...ids };
  }

  #replace(part: Int32Array): Int32Array {
    const address = this.#kernel.IDS.value as number;
    const numbers = new Int32Array(this.#kernel.memory.buffer, address, part.length);
    numbers.set(part);
    return numbers.subarray(0, this.#kernel.replaceNumbers(part.length));
  }

  #listWords(count: number): string[] {
    const kernel = this.#kernel;
    const words: string[] = [];
    while (words.length < count) {
      const end = kernel.writeWords(words.length, count, this.#text, this.#capacity) >>> 0;
      const listed = this.#decoder.decode(this.#view().subarray(this.#text, end - 1));
      for (const word of listed.split("\n")) words.push(word);
    }
    return words;
  }

  /** Reads the text to a place where no word is cut, and moves the rest to the front. */
  #readUpTo(cut: number): void {
    if (cut === 0) return;
    const bytes = this.#view();
    const rest = bytes.slice(this.#text + cut, this.#text + this.#pending);
    bytes.fill(0, this.#text + cut, this.#text + cut + SPARE_BYTES);
    if (this.#tokenizer.name === "words") this.#kernel.readWords(this.#text, cut);
    else this.#kernel.readSpacedWords(this.#text, cut);
    this.#view().set(rest, this.#text);
    this.#pending = rest.length;
    this.#uncut = 0;
  }

  /** Finds the last place where nothing is cut; where there is none, makes room for more text and returns 0. */
  #lastCut(): number {
    const bytes = this.#view().subarray(this.#text, this.#text + this.#pending);
    for (let position = bytes.length - 1; position > this.#uncut; position--)
      if (isCut(bytes, position)) return position;
    this.#uncut = bytes.length - 1;
    const oldBytes = this.#capacity + SPARE_BYTES;
    if (oldBytes >= LONGEST_STRETCH) return this.#makeshiftCut(bytes);
    const old = this.#text;
    this.#takeText(2 * oldBytes);
    this.#view().copyWithin(this.#text, old, old + this.#pending);
    this.#kernel.giveBytes(old, oldBytes);
    return 0;
  }

  /** Finds a place between two words of a stretch without white space, if there is one. It may be inside an address. */
  #makeshiftCut(bytes: Uint8Array): number {
    if (this.#tokenizer.name === "words")
      for (let position = bytes.length - 4; position > bytes.length / 2; position--) {
        const byte = bytes[position]!;
        const isInside = JOINS.has(byte) || (byte >= 0x80 && byte < 0xc0);
        if (isInside) continue;
        const character = decodeCharacter(bytes, position);
        if (character === undefined || JOINS.has(character)) continue;
        const page = characterPage(character >> 8, this.#tokenizer.letterCase);
        if (isSeparator(page[character & 0xff]!)) return position;
      }
    return lastCharacter(bytes);
  }

  #readPlainly(address: number, length: number): void {
    const text = this.#decoder.decode(this.#view().subarray(address, address + length));
    const sentences = new SentenceScanner(text, this.#tokenizer, "soft"); // no line ends in it
    const add: TokenVisitor = (word, start, end) => {
      if (sentences.endsBefore(start, end)) this.#kernel.endSentence();
      this.#addWord(word);
    };
    forEachToken(text, this.#tokenizer, add, this.#segmenter);
    if (sentences.endsBefore(text.length, text.length)) this.#kernel.endSentence();
  }

  #setLineBreaks(lineBreaks: LineBreaks): void {
    const sentences = TOKENIZER_CHOICES.sentences.indexOf(this.#tokenizer.sentences);
    this.#kernel.configureSentences(sentences, lineBreaks === "hard");
  }

  #addWord(word: string): void {
    const place = this.#kernel.WORD.value as number;
    const length = writeShort(word, this.#view(), place);
    if (length > 0) {
      this.#kernel.addWord(length);
      return;
    }
    const target = this.#view().subarray(place, place + WORD_BYTES);
    const { read, written } = this.#encoder.encodeInto(word, target);
    if (read !== word.length) throw new Error(`A word of ${word.length} units has too many bytes.`);
    this.#kernel.addWord(written);
  }

  #refuseMemory(bytes: number): never {
    const words = this.#kernel.wordCount.value as number;
    throw new WordfieldError(
      "out-of-memory",
      `The text has more than ${words} different words, and there is no memory for more ` +
        `(${(bytes / 2 ** 30).toFixed(1)} GB). Exclude generated files such as logs and data, or close other programs.`,
    );
  }

  #takeText(bytes: number): void {
    this.#text = this.#kernel.takeBytes(bytes) >>> 0;
    this.#capacity = bytes - SPARE_BYTES;
  }

  /** The module's memory, which moves when it grows. */
  #view(): Uint8Array {
    if (this.#bytes.buffer !== this.#kernel.memory.buffer)
      this.#bytes = new Uint8Array(this.#kernel.memory.buffer);
    return this.#bytes;
  }
}

/** Cuts a text into pieces, but not a pair of surrogates. */
function pieceEnd(text: string, start: number): number {
  const end = start + ENCODED_PIECE;
  return end < text.length && text.codePointAt(end - 1)! > 0xffff ? end - 1 : end;
}

/** The character that begins at a position; undefined where its end is missing. */
function decodeCharacter(bytes: Uint8Array, position: number): number | undefined {
  const first = bytes[position]!;
  if (first < 0x80) return first;
  const following = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  if (position + following >= bytes.length) return undefined;
  let character = first & (0x3f >> following);
  for (let index = 1; index <= following; index++)
    character = (character << 6) | (bytes[position + index]! & 0x3f);
  return character;
}

/** What may join what stands around it to one word: ' - _ and ‐ ‑ ’. */
const JOINS = new Set([0x27, 0x2d, 0x5f, 0x2010, 0x2011, 0x2019]);

/** Tells whether white space begins at a position: neither a word nor an address goes over it. */
function isCut(bytes: Uint8Array, position: number): boolean {
  return bytes[position]! <= 0x20 && bytes[position - 1]! > 0x20;
}

/** Writes a word of a few units, none of them half of a pair, as UTF-8: faster than the encoder. Returns 0 for others. */
function writeShort(word: string, bytes: Uint8Array, place: number): number {
  if (word.length > 8) return 0;
  let next = place;
  for (let position = 0; position < word.length; position++) {
    const unit = word.charCodeAt(position);
    if (unit < 0x80) bytes[next++] = unit;
    else if (unit < 0x800) {
      bytes[next++] = 0xc0 | (unit >> 6);
      bytes[next++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[next++] = 0xe0 | (unit >> 12);
      bytes[next++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[next++] = 0x80 | (unit & 0x3f);
    } else return 0;
  }
  return next - place;
}

/** Up to four letters, the first in the lowest byte. */
function packLetters(letters: string): number {
  return [...letters].reduce((sum, letter, place) => sum + letter.charCodeAt(0) * 256 ** place, 0);
}

/** Where the last character begins. */
function lastCharacter(bytes: Uint8Array): number {
  let position = bytes.length - 1;
  while (position > 1 && (bytes[position]! & 0xc0) === 0x80) position--;
  return position;
}
