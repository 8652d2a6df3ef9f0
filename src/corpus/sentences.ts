// Where sentences end: no window of context goes over that place.

import { ALPHABETIC, classAt, LETTER, MARK, UNSPACED } from "./characterClasses.ts";
import type { TokenizerOptions } from "./tokenizerOptions.ts";

/** Whether a line break may only be there because the line was full, or parts sentences in any case. */
export type LineBreaks = "soft" | "hard";

/** A line that is shorter or longer than these was not wrapped. Units: UTF-16 units. */
const SHORTEST_WRAPPED = 40;
const LONGEST_WRAPPED = 120;

/** Words of two to four letters behind which a period ends nothing; single letters are initials. */
export const ABBREVIATIONS: readonly string[] = [
  ...["mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "rev", "gen", "col", "capt", "lt", "sgt"],
  ...[
    "sen",
    "rep",
    "gov",
    "hon",
    "inc",
    "ltd",
    "corp",
    "dept",
    "vs",
    "etc",
    "al",
    "cf",
    "ca",
    "ed",
  ],
  ...[
    "eds",
    "fig",
    "figs",
    "eq",
    "vol",
    "nr",
    "pp",
    "bzw",
    "usw",
    "jan",
    "feb",
    "apr",
    "jun",
    "jul",
  ],
  ...["aug", "sep", "sept", "oct", "nov", "dec"],
];
const abbreviations = new Set(ABBREVIATIONS);
const LONGEST_ABBREVIATION = 4;

/** Ends a sentence where white space follows, if need be behind closing marks. */
export const TERMINATOR = 1;
/** Ends a sentence whatever follows. */
export const FULL_TERMINATOR = 2;
/** Closes what was opened: belongs to the sentence that ended before it. */
export const CLOSER = 4;
const UNKNOWN = 255;

const KINDS: readonly (readonly [number, RegExp])[] = [
  [TERMINATOR, /[\p{Sentence_Terminal}…]/u],
  [FULL_TERMINATOR, /[。！？｡]/u],
  [CLOSER, /[\p{Pe}\p{Pf}\p{Pi}"']/u],
];

/** Tells what a character is to sentences, a sum of the bits above. */
export function sentenceKindOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  let bits = 0;
  for (const [bit, pattern] of KINDS) if (pattern.test(character)) bits |= bit;
  return bits;
}

/** [65536] what single UTF-16 units are, each made when first asked for; no such mark takes two units that matter. */
const unitKinds = new Uint8Array(0x10000).fill(UNKNOWN);

function kindAt(text: string, position: number): number {
  const unit = text.charCodeAt(position);
  let kind = unitKinds[unit]!;
  if (kind === UNKNOWN) unitKinds[unit] = kind = sentenceKindOf(unit);
  if (unit < 0xd800 || unit > 0xdbff) return kind;
  const codePoint = text.codePointAt(position)!;
  return codePoint > 0xffff ? sentenceKindOf(codePoint) : 0;
}

/**
 * Finds the ends of sentences of a text between its words, from left to right.
 *
 * A line break ends a sentence unless the line was wrapped there: it has a length that lines are wrapped at, and goes on
 * with a small letter; with `paragraphs`, with anything but a blank line. With `sentences`, . ! ? … and their like end one
 * where white space follows. Takes time linear in the text's length.
 */
export class SentenceScanner {
  readonly #text: string;
  readonly #isSpaced: boolean;
  readonly #sentences: TokenizerOptions["sentences"];
  readonly #isHard: boolean;
  #position = 0;
  #lineStart = 0;

  constructor(text: string, { name, sentences }: TokenizerOptions, lineBreaks: LineBreaks) {
    this.#text = text;
    this.#isSpaced = name === "whitespace";
    this.#sentences = sentences;
    this.#isHard = lineBreaks === "hard" || sentences === "lines" || this.#isSpaced;
  }

  /** Tells whether a sentence ends between what was last looked at and a word, and goes on behind the word. */
  endsBefore(start: number, end: number): boolean {
    let ends = false;
    for (let position = this.#position; position < start; position++)
      if (this.#endsAt(position)) ends = true;
    this.#position = end;
    return ends;
  }

  #endsAt(position: number): boolean {
    const unit = this.#text.charCodeAt(position);
    if (unit === 0x0a || unit === 0x0d) return this.#lineEndsAt(position, unit);
    if (this.#isSpaced) return false; // what else there is belongs to its words
    if (unit === 0x2028 || unit === 0x2029) return true;
    if (this.#sentences !== "sentences" || (unit < 0x80 && !isAsciiTerminator(unit))) return false;
    const kind = kindAt(this.#text, position);
    if ((kind & TERMINATOR) === 0) return false;
    if (kind & FULL_TERMINATOR) return true;
    return this.#isSpaceBehind(position) && !(unit === 0x2e && isAbbreviated(this.#text, position));
  }

  #lineEndsAt(position: number, unit: number): boolean {
    const units = position - this.#lineStart;
    this.#lineStart = position + 1;
    if (this.#isHard) return true;
    const text = this.#text;
    if (unit === 0x0a && text.charCodeAt(position - 1) === 0x0d) return false; // one break, which was told
    let next = position + 1;
    if (unit === 0x0d && text.charCodeAt(next) === 0x0a) next++;
    while (text.charCodeAt(next) === 0x20 || text.charCodeAt(next) === 0x09) next++;
    const goesOn =
      this.#sentences === "paragraphs"
        ? next < text.length && text.charCodeAt(next) !== 0x0a && text.charCodeAt(next) !== 0x0d
        : isSmallLetter(text, next);
    return !(goesOn && units >= SHORTEST_WRAPPED && units <= LONGEST_WRAPPED);
  }

  #isSpaceBehind(position: number): boolean {
    const text = this.#text;
    let next = position + characterLength(text, position);
    while (next < text.length && text.charCodeAt(next) > 0x20) {
      if ((kindAt(text, next) & CLOSER) === 0) return false;
      next += characterLength(text, next);
    }
    return true;
  }
}

function isAsciiTerminator(unit: number): boolean {
  return unit === 0x2e || unit === 0x21 || unit === 0x3f;
}

function characterLength(text: string, position: number): number {
  return text.codePointAt(position)! > 0xffff ? 2 : 1;
}

function isSmallLetter(text: string, position: number): boolean {
  const codePoint = text.codePointAt(position);
  if (codePoint === undefined) return false;
  if (codePoint < 0x80) return codePoint >= 0x61 && codePoint <= 0x7a;
  return /\p{Ll}/u.test(String.fromCodePoint(codePoint));
}

/** Tells whether the period at a position stands behind an initial or a well-known abbreviation. */
function isAbbreviated(text: string, period: number): boolean {
  let start = period;
  while (start > 0 && period - start <= LONGEST_ABBREVIATION && isAsciiLetter(text, start - 1))
    start--;
  const length = period - start;
  if (length > LONGEST_ABBREVIATION) return false;
  if (length === 0) {
    start = startOfLast(text, period);
    const kind = start < period ? classAt(text, start) : 0;
    if ((kind & (ALPHABETIC | UNSPACED)) !== ALPHABETIC) return false;
  } else if (length > 1 && !abbreviations.has(text.slice(start, period).toLowerCase()))
    return false;
  const before = startOfLast(text, start);
  return before === start || (classAt(text, before) & (LETTER | MARK)) === 0;
}

function isAsciiLetter(text: string, position: number): boolean {
  const letter = text.charCodeAt(position) | 0x20;
  return letter >= 0x61 && letter <= 0x7a;
}

/** Where the last character before a position begins. */
function startOfLast(text: string, end: number): number {
  if (end >= 2 && text.codePointAt(end - 2)! > 0xffff) return end - 2;
  return Math.max(0, end - 1);
}
