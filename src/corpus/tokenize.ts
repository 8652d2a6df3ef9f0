// Text to words, with the way back: every word comes with the place where its surface form stands.

import { addressesOf } from "./addresses.ts";
import { foldText, foldWord } from "./caseFolding.ts";
import {
  ALPHABETIC,
  ASCII_CAPITAL,
  ASTRAL,
  classAt,
  IGNORED,
  LETTER,
  MARK,
  UNSPACED,
} from "./characterClasses.ts";
import { chineseBy, forEachSegment, ICU_SEGMENTER, type Segmenter } from "./segmenter.ts";
import {
  FOLDED_NUMBER,
  tokenizerOptions,
  type TokenizerChoice,
  type TokenizerOptions,
} from "./tokenizerOptions.ts";

/** Receives a word's vocabulary form and the UTF-16 offsets of its surface form. */
export type TokenVisitor = (word: string, start: number, end: number) => void;

/** Longer tokens are base64, hashes and the like, no words: they are left out. Units: UTF-16 units. */
export const LONGEST_WORD = 100;

/** `wordAt` looks this far to either side. Units: UTF-16 units. */
const NEIGHBORHOOD = 250;

/**
 * Visits the words of a text from left to right.
 *
 * Tokens of more than `LONGEST_WORD` units are left out. Lone surrogates separate words. Takes time linear in the text's
 * length, whatever its content. `segmenter` finds the words of scripts without spaces.
 */
export function forEachToken(
  text: string,
  tokenizer: TokenizerChoice,
  visit: TokenVisitor,
  segmenter: Segmenter = ICU_SEGMENTER,
): void {
  const options = tokenizerOptions(tokenizer);
  if (options.name === "whitespace") forEachSpacedToken(text, visit);
  else forEachWord(text, options, visit, segmenter);
}

/**
 * Returns the vocabulary form of a word that a user typed or pointed at.
 *
 * With `words`, surrounding punctuation goes, as it does in a corpus ("(King)," is "king"). A text that is not exactly
 * one token is trimmed and folded as a whole.
 */
export function normalizeWord(
  text: string,
  tokenizer: TokenizerChoice,
  segmenter: Segmenter = ICU_SEGMENTER,
): string {
  const options = tokenizerOptions(tokenizer);
  const words: string[] = [];
  forEachToken(text, options, (word) => words.push(word), segmenter);
  if (words.length === 1) return words[0]!;
  return options.name === "words" ? foldText(text.trim(), options.letterCase) : text.trim();
}

/** A word, and where it stands in its text, in UTF-16 units. */
export interface PlacedToken {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the word that stands at an offset, or else the one that ends there.
 *
 * Looks only at the offset's neighborhood, so it takes the same time in a line of any length. Undefined where there is
 * no word. In unspaced scripts a stretch longer than the neighborhood may be cut otherwise than `forEachToken` cuts it.
 */
export function wordAt(
  text: string,
  offset: number,
  tokenizer: TokenizerChoice,
  segmenter: Segmenter = ICU_SEGMENTER,
): PlacedToken | undefined {
  const { tokens, at } = wordsAround(text, offset, tokenizer, segmenter);
  return tokens[at];
}

/** Lists the words in the neighborhood of an offset; `at` is the place of the one that `wordAt` finds there, or -1. */
export function wordsAround(
  text: string,
  offset: number,
  tokenizer: TokenizerChoice,
  segmenter: Segmenter = ICU_SEGMENTER,
): { tokens: PlacedToken[]; at: number } {
  const from = Math.max(0, offset - NEIGHBORHOOD);
  const tokens: PlacedToken[] = [];
  const visit: TokenVisitor = (word, start, end) =>
    tokens.push({ word, start: from + start, end: from + end });
  forEachToken(neighborhoodOf(text, offset), tokenizer, visit, segmenter);
  const at = tokens.findLastIndex(({ start, end }) => start <= offset && offset <= end);
  return { tokens, at };
}

/** Lists the stretches of Chinese in a text, each once, as a segmenter of Chinese is asked for them. */
export function findChinese(text: string, tokenizer: TokenizerChoice): string[] {
  const stretches = new Set<string>();
  const recorder = chineseBy({
    segment: (stretch) => {
      stretches.add(stretch);
      return ICU_SEGMENTER.segment(stretch);
    },
  });
  forEachToken(text, tokenizer, () => undefined, recorder);
  return [...stretches];
}

/** What `wordAt` looks at. */
export function neighborhoodOf(text: string, offset: number): string {
  return text.slice(Math.max(0, offset - NEIGHBORHOOD), offset + NEIGHBORHOOD);
}

/**
 * Tells much faster than the tokenizer that a text does not hold a word.
 *
 * Shapes: `word` is in its vocabulary form.
 */
export function mayHoldWord(text: string, word: string, tokenizer: TokenizerChoice): boolean {
  const { name, letterCase, numbers } = tokenizerOptions(tokenizer);
  if (name === "whitespace") return text.includes(word);
  if (numbers === "fold" && word === FOLDED_NUMBER) return true;
  // A sigma's form depends on what stands around it.
  return /[σς]/.test(word) || foldText(text, letterCase).includes(word);
}

function forEachWord(
  text: string,
  options: TokenizerOptions,
  visit: TokenVisitor,
  segmenter: Segmenter,
): void {
  const words = new WordScanner(text, options, visit, segmenter);
  let from = 0;
  if (options.addresses !== "split")
    for (const { start, end } of addressesOf(text)) {
      words.scan(from, start);
      if (options.addresses === "keep" && end - start <= LONGEST_WORD)
        visit(foldWord(text.slice(start, end), options.letterCase), start, end);
      from = end;
    }
  words.scan(from, text.length);
}

/** Cuts the parts of a text that are no addresses. */
class WordScanner {
  readonly #text: string;
  readonly #options: TokenizerOptions;
  readonly #visit: TokenVisitor;
  readonly #segmenter: Segmenter;
  readonly #joinsAtHyphens: boolean;
  readonly #joinsAtUnderscores: boolean;

  constructor(text: string, options: TokenizerOptions, visit: TokenVisitor, segmenter: Segmenter) {
    this.#text = text;
    this.#options = options;
    this.#visit = visit;
    this.#segmenter = segmenter;
    this.#joinsAtHyphens = options.hyphens === "join";
    this.#joinsAtUnderscores = options.underscores === "join";
  }

  scan(from: number, to: number): void {
    const text = this.#text;
    let position = from;
    while (position < to) {
      let kind = classAt(text, position);
      if ((kind & LETTER) === 0) {
        position++; // where this was half of a pair, the other half is no letter either
        continue;
      }
      const start = position;
      const unspaced = kind & UNSPACED;
      let end = start;
      let kinds = 0;
      let units = 0; // every bit of every unit, so never less than the greatest unit
      for (;;) {
        kinds |= kind;
        units |= text.charCodeAt(position);
        position += kind & ASTRAL ? 2 : 1;
        if ((kind & IGNORED) === 0) end = position; // at the end of a word it belongs to none
        if (position >= to) break;
        kind = classAt(text, position);
        if (kind & (MARK | IGNORED)) continue;
        if (kind & LETTER) {
          if ((kind & UNSPACED) !== unspaced) break; // "iPhone手机" is two words
        } else if (unspaced || !this.#isInnerJoin(position, to)) break;
      }
      if (unspaced) this.#segment(start, end);
      else if (end - start <= LONGEST_WORD) this.#tell(start, end, kinds, units);
    }
  }

  #isInnerJoin(position: number, to: number): boolean {
    if (!this.#isJoin(this.#text.charCodeAt(position)) || position + 1 >= to) return false;
    return (classAt(this.#text, position + 1) & (LETTER | UNSPACED)) === LETTER;
  }

  #isJoin(unit: number): boolean {
    if (unit === 0x27 || unit === 0x2019) return true;
    if (unit === 0x5f) return this.#joinsAtUnderscores;
    return this.#joinsAtHyphens && (unit === 0x2d || unit === 0x2010 || unit === 0x2011);
  }

  /** Does what `foldWord` does, but only what the characters at hand can need. */
  #tell(start: number, end: number, kinds: number, units: number): void {
    const { letterCase, numbers } = this.#options;
    if (numbers !== "keep" && (kinds & ALPHABETIC) === 0) {
      if (numbers === "fold") this.#visit(FOLDED_NUMBER, start, end);
      return;
    }
    const surface = this.#text.slice(start, end);
    if (units >= 0x80) this.#visit(foldWord(surface, letterCase), start, end);
    else if (kinds & ASCII_CAPITAL && letterCase !== "keep")
      this.#visit(surface.toLowerCase(), start, end);
    else this.#visit(surface, start, end);
  }

  #segment(start: number, end: number): void {
    const { letterCase } = this.#options;
    const stretch = this.#text.slice(start, end);
    // Nearly always, and then so is each part.
    const isFolded = UNCHANGED.test(stretch) || foldText(stretch, letterCase) === stretch;
    forEachSegment(this.#text, start, end, this.#segmenter, (segmentStart, segmentEnd) => {
      if (segmentEnd - segmentStart > LONGEST_WORD) return;
      const surface = this.#text.slice(segmentStart, segmentEnd);
      if (this.#options.numbers !== "keep" && !/\p{L}/u.test(surface)) {
        if (this.#options.numbers === "fold") this.#visit(FOLDED_NUMBER, segmentStart, segmentEnd);
      } else
        this.#visit(isFolded ? surface : foldText(surface, letterCase), segmentStart, segmentEnd);
    });
  }
}

/** Kana and the common Chinese characters, which have one form only. */
const UNCHANGED = /^[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff]*$/;

function forEachSpacedToken(text: string, visit: TokenVisitor): void {
  const length = text.length;
  let start = 0;
  for (let position = 0; position <= length; position++) {
    if (position < length && !isSpace(text.charCodeAt(position))) continue;
    if (position > start && position - start <= LONGEST_WORD)
      visit(text.slice(start, position), start, position);
    start = position + 1;
  }
}

/** What fastText takes for white space: \t, \n, \v, \f, \r, space and NUL. */
function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0;
}
