// Text to words, with the way back: every word comes with the place where its surface form stands.

import { ASCII_CAPITAL, ASTRAL, classAt, LETTER, MARK, UNSPACED } from "./characterClasses.ts";

/**
 * How text is cut into words.
 *
 * `words`: runs of letters, digits and marks, joined by inner apostrophes, lower-cased; Chinese, Japanese, Thai, Lao,
 * Khmer and Burmese are segmented with ICU's dictionaries. `whitespace`: what stands between ASCII white space and NUL, as
 * it is: fastText's tokens.
 */
export type TokenizerName = "words" | "whitespace";

/** Receives a word's vocabulary form and the UTF-16 offsets of its surface form. */
export type TokenVisitor = (word: string, start: number, end: number) => void;

/** Longer tokens are base64, hashes and the like, no words: they are left out. Units: UTF-16 units. */
export const LONGEST_WORD = 100;

/** `wordAt` looks this far to either side. Units: UTF-16 units. */
const NEIGHBORHOOD = 250;
/** The segmenter takes time quadratic in the length of its text, so it gets pieces. Units: UTF-16 units. */
const SEGMENTED_PIECE = 500;

/**
 * Visits the words of a text from left to right.
 *
 * Tokens of more than `LONGEST_WORD` units are left out. Lone surrogates and `_` separate words. Takes time linear in
 * the text's length, whatever its content.
 */
export function forEachToken(text: string, tokenizer: TokenizerName, visit: TokenVisitor): void {
  if (tokenizer === "whitespace") forEachSpacedToken(text, visit);
  else forEachWord(text, visit);
}

/**
 * Returns the vocabulary form of a word that a user typed or pointed at.
 *
 * With `words`, surrounding punctuation goes, as it does in a corpus ("(King)," is "king"). A text that is not exactly
 * one token is trimmed and folded as a whole.
 */
export function normalizeWord(text: string, tokenizer: TokenizerName): string {
  const words: string[] = [];
  forEachToken(text, tokenizer, (word) => words.push(word));
  if (words.length === 1) return words[0]!;
  return tokenizer === "words" ? foldText(text.trim()) : text.trim();
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
  tokenizer: TokenizerName,
): { word: string; start: number; end: number } | undefined {
  const from = Math.max(0, offset - NEIGHBORHOOD);
  const neighborhood = text.slice(from, offset + NEIGHBORHOOD);
  let found: { word: string; start: number; end: number } | undefined;
  forEachToken(neighborhood, tokenizer, (word, start, end) => {
    if (from + start <= offset && offset <= from + end)
      found = { word, start: from + start, end: from + end };
  });
  return found;
}

/**
 * Folds a text as the `words` tokenizer folds each word: ’ to ', lower case, composed form (NFC).
 *
 * The fold of a text holds the fold of each of its words, except where a word has a sigma, whose lower case depends on
 * its neighbors.
 */
export function foldText(text: string): string {
  return text.replaceAll("’", "'").toLowerCase().normalize("NFC");
}

function forEachWord(text: string, visit: TokenVisitor): void {
  const length = text.length;
  let position = 0;
  while (position < length) {
    let kind = classAt(text, position);
    if ((kind & LETTER) === 0) {
      position++; // where this was half of a pair, the other half is no letter either
      continue;
    }
    const start = position;
    const unspaced = kind & UNSPACED;
    let kinds = 0;
    let units = 0; // every bit of every unit, so never less than the greatest unit
    for (;;) {
      kinds |= kind;
      units |= text.charCodeAt(position);
      position += kind & ASTRAL ? 2 : 1;
      if (position >= length) break;
      kind = classAt(text, position);
      if (kind & MARK) continue;
      if (kind & LETTER) {
        if ((kind & UNSPACED) !== unspaced) break; // "iPhone手机" is two words
      } else if (unspaced || !isInnerApostrophe(text, position)) break;
    }
    if (unspaced) forEachSegment(text, start, position, visit);
    else if (position - start <= LONGEST_WORD)
      visit(fold(text.slice(start, position), kinds, units), start, position);
  }
}

function isInnerApostrophe(text: string, position: number): boolean {
  const unit = text.charCodeAt(position);
  if ((unit !== 0x27 && unit !== 0x2019) || position + 1 === text.length) return false;
  return (classAt(text, position + 1) & (LETTER | UNSPACED)) === LETTER;
}

/** Does what `foldText` does, but only what the characters at hand can need. */
function fold(surface: string, kinds: number, units: number): string {
  if (units < 0x80) return kinds & ASCII_CAPITAL ? surface.toLowerCase() : surface;
  // No two characters below U+0300 compose.
  return units < 0x300 ? surface.toLowerCase() : foldText(surface);
}

// One instance for all scripts: ICU chooses the dictionary by script, and English is in every build of it. The default
// locale would be the user's.
let segmenter: Intl.Segmenter | undefined;

function forEachSegment(text: string, start: number, end: number, visit: TokenVisitor): void {
  segmenter ??= new Intl.Segmenter("en", { granularity: "word" });
  let position = start;
  while (position < end) {
    const pieceEnd = Math.min(end, position + SEGMENTED_PIECE);
    const piece = text.slice(position, pieceEnd);
    const isFolded = foldText(piece) === piece; // nearly always, and then so is each part
    let next = position;
    for (const { segment, index } of segmenter.segment(piece)) {
      const segmentStart = position + index;
      next = segmentStart + segment.length;
      // The cut may go through the last word: it begins the next piece, unless it is the whole piece.
      if (next === pieceEnd && pieceEnd < end && index > 0) {
        next = segmentStart;
        break;
      }
      if (segment.length <= LONGEST_WORD && classAt(text, segmentStart) & LETTER)
        visit(isFolded ? segment : foldText(segment), segmentStart, next);
    }
    position = next;
  }
}

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

/** Tells whether a UTF-16 unit ends a sentence where it stands between two tokens. */
export function isLineBreak(unit: number, tokenizer: TokenizerName): boolean {
  if (unit === 0x0a || unit === 0x0d) return true;
  // No white space to the other tokenizer.
  return tokenizer === "words" && (unit === 0x2028 || unit === 0x2029);
}
