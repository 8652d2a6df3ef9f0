// The words of documents as numbers, from bytes, in WebAssembly. They are those of tokenize.ts and sentences.ts.

import { WordfieldError } from "../errors.ts";
import { characterPage, isSeparator, PAGE_LENGTH } from "./characterPages.ts";
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
import { tooManyWords } from "./vocabulary.ts";

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
/** How much text a segmenter is told before it comes. Units: bytes. */
const EXPECTED_BYTES = 2 ** 14;

/** How a `ByteTokenizer` works. */
export interface ByteTokenizerSetup {
  /** Shapes: tokenizer.wasm. */
  readonly module: WebAssembly.Module;
  readonly tokenizer: TokenizerChoice;
  /** Finds the words of scripts without spaces. */
  readonly segmenter?: Segmenter;
  readonly maximumDistinctWords?: number;
  /**
   * Receives the next words, numbered by first occurrence, and -1 behind each sentence; or, where places are told, words
   * only, with the beginning and the end of each in its document. Both are good until it returns.
   *
   * Shapes: `numbers` [n], `places` [n, 2]. Units: UTF-16 units.
   */
  readonly take: (numbers: Int32Array, places: Uint32Array) => void;
  readonly tellsPlaces?: boolean;
}

/** Cuts documents into words, and knows each different word. */
export class ByteTokenizer {
  readonly kernel: Tokenizer;
  readonly #options: TokenizerOptions;
  readonly #segmenter: Segmenter;
  readonly #tellsPlaces: boolean;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #bytes = new Uint8Array();
  #text = 0;
  #capacity = 0;
  /** The segmenter has been told what comes before this address. */
  #expected = 0;
  /** Where words are written to be decoded. */
  #listing: number | undefined;
  /** How much of the text is there and has not been read. */
  #pending = 0;
  /** How much of it is known to have no place to cut. */
  #uncut = 0;

  constructor({
    module,
    tokenizer,
    segmenter = ICU_SEGMENTER,
    maximumDistinctWords = MAXIMUM_DISTINCT_WORDS,
    take,
    tellsPlaces = false,
  }: ByteTokenizerSetup) {
    const options = tokenizerOptions(tokenizer);
    this.#options = options;
    this.#segmenter = segmenter;
    this.#tellsPlaces = tellsPlaces;
    this.kernel = createTokenizer(module, {
      describeCharacters: (page, address) =>
        new Uint32Array(this.kernel.memory.buffer, address >>> 0, PAGE_LENGTH).set(
          characterPage(page, options.letterCase),
        ),
      readPlainly: (address, length) => this.#readPlainly(address >>> 0, length),
      takeIds: (address, count) => {
        const { buffer } = this.kernel.memory;
        const places = this.kernel.PLACES.value as number;
        take(new Int32Array(buffer, address, count), new Uint32Array(buffer, places, 2 * count));
      },
      refuseWord: () => {
        throw tooManyWords(maximumDistinctWords);
      },
      refuseMemory: (bytes) => this.#refuseMemory(bytes),
    });
    this.kernel.configure(
      TOKENIZER_CHOICES.letterCase.indexOf(options.letterCase),
      TOKENIZER_CHOICES.numbers.indexOf(options.numbers),
      options.hyphens === "join",
      options.underscores === "join",
      options.addresses !== "split",
    );
    if (tellsPlaces) this.kernel.tellPlaces();
    this.#setLineBreaks("soft");
    for (const letters of ABBREVIATIONS) this.kernel.addAbbreviation(packLetters(letters));
    this.kernel.limitWords(maximumDistinctWords);
    this.#takeText(TEXT_BYTES);
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
    this.kernel.endDocument();
  }

  /** Hands over all words that wait. */
  flush(): void {
    this.kernel.flushIds();
  }

  /** The texts of words that the kernel has sorted, the first `count`. */
  sortedWords(count: number): string[] {
    const words: string[] = [];
    // Not where the text lies: it may be being read.
    const target = (this.#listing ??= this.kernel.takeBytes(TEXT_BYTES) >>> 0);
    while (words.length < count) {
      const end = this.kernel.writeWords(words.length, count, target, TEXT_BYTES) >>> 0;
      const listed = this.#decoder.decode(this.#view().subarray(target, end - 1));
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
    this.#expected = 0;
    if (this.#options.name === "words") this.kernel.readWords(this.#text, cut);
    else this.kernel.readSpacedWords(this.#text, cut);
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
    this.kernel.giveBytes(old, oldBytes);
    return 0;
  }

  /** Finds a place between two words of a stretch without white space, if there is one. It may be inside an address. */
  #makeshiftCut(bytes: Uint8Array): number {
    if (this.#options.name === "words")
      for (let position = bytes.length - 4; position > bytes.length / 2; position--) {
        const byte = bytes[position]!;
        const isInside = JOINS.has(byte) || (byte >= 0x80 && byte < 0xc0);
        if (isInside) continue;
        const character = decodeCharacter(bytes, position);
        if (character === undefined || JOINS.has(character)) continue;
        const page = characterPage(character >> 8, this.#options.letterCase);
        if (isSeparator(page[character & 0xff]!)) return position;
      }
    return lastCharacter(bytes);
  }

  #readPlainly(address: number, length: number): void {
    if (this.#segmenter.expect && address >= this.#expected) this.#expectFrom(address);
    const text = this.#decoder.decode(this.#view().subarray(address, address + length));
    const sentences = new SentenceScanner(text, this.#options, "soft"); // no line ends in it
    const before = this.#tellsPlaces ? this.kernel.unitsTo(address) >>> 0 : 0;
    const add: TokenVisitor = (word, start, end) => {
      if (sentences.endsBefore(start, end)) this.kernel.endSentence();
      this.#addWord(word, before + start, before + end);
    };
    forEachToken(text, this.#options, add, this.#segmenter);
    if (sentences.endsBefore(text.length, text.length)) this.kernel.endSentence();
  }

  /** Tells the segmenter what comes next; the last character may be cut. */
  #expectFrom(address: number): void {
    const end = Math.min(address + EXPECTED_BYTES, this.#text + this.#pending);
    this.#expected = end;
    this.#segmenter.expect!(this.#decoder.decode(this.#view().subarray(address, end)));
  }

  #setLineBreaks(lineBreaks: LineBreaks): void {
    const sentences = TOKENIZER_CHOICES.sentences.indexOf(this.#options.sentences);
    this.kernel.configureSentences(sentences, lineBreaks === "hard");
  }

  #addWord(word: string, start: number, end: number): void {
    const place = this.kernel.WORD.value as number;
    const length = writeShort(word, this.#view(), place);
    if (length > 0) {
      this.kernel.addWordAt(length, start, end);
      return;
    }
    const target = this.#view().subarray(place, place + WORD_BYTES);
    const { read, written } = this.#encoder.encodeInto(word, target);
    if (read !== word.length) throw new Error(`A word of ${word.length} units has too many bytes.`);
    this.kernel.addWordAt(written, start, end);
  }

  #refuseMemory(bytes: number): never {
    const words = this.kernel.wordCount.value as number;
    throw new WordfieldError(
      "out-of-memory",
      `The text has more than ${words} different words, and there is no memory for more ` +
        `(${(bytes / 2 ** 30).toFixed(1)} GB). Exclude generated files such as logs and data, or close other programs.`,
    );
  }

  #takeText(bytes: number): void {
    this.#text = this.kernel.takeBytes(bytes) >>> 0;
    this.#capacity = bytes - SPARE_BYTES;
  }

  /** The module's memory, which moves when it grows. */
  #view(): Uint8Array {
    if (this.#bytes.buffer !== this.kernel.memory.buffer)
      this.#bytes = new Uint8Array(this.kernel.memory.buffer);
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
