// What the byte tokenizer must know of a character, from the Unicode data of the engine that runs.

import { foldText } from "./caseFolding.ts";
import { ALPHABETIC, classOf, IGNORED, LETTER, MARK, UNSPACED } from "./characterClasses.ts";
import { CLOSER, FULL_TERMINATOR, sentenceKindOf, TERMINATOR } from "./sentences.ts";
import type { TokenizerOptions } from "./tokenizerOptions.ts";

/** Characters described together. */
export const PAGE_LENGTH = 256;

// Bits of a description, with the folded character in the lower 21; assembly/tokenizer/characters.ts has the same.
const IS_LETTER = 1 << 21;
const IS_MARK = 1 << 22;
const IS_UNSPACED = 1 << 23;
const IS_LINE_BREAK = 1 << 24;
/** Composes with nothing before it, and what follows does not change its form. */
const SIMPLE = 0 << 25;
/** Composes with nothing before it. */
const COMPOSED = 1 << 25;
/** Keeps its form behind a simple character. */
const ATTACHED = 2 << 25;
/** Folds to σ where a word begins; elsewhere its neighbors decide. */
const SIGMA = 3 << 25;
/** Its form depends on its neighbors, or is not one character: for the plain path. */
const OTHER = 4 << 25;
/** Of a letter: a digit or the like. */
const IS_NUMBER = 1 << 28;
/** Of a letter. */
const IS_SMALL = 1 << 29;
/** Of what is neither letter nor mark. */
const IS_TERMINATOR = 1 << 28;
const IS_FULL_TERMINATOR = 1 << 29;
const IS_CLOSER = 1 << 30;
/** No part of a word's form. */
const IS_IGNORED = 1 << 31;

type LetterCase = TokenizerOptions["letterCase"];

const pagesByCase: Readonly<Record<LetterCase, Map<number, Uint32Array>>> = {
  fold: new Map(),
  lower: new Map(),
  keep: new Map(),
};

/**
 * Describes the characters of a page, 256 times `page` and on; made when first asked for.
 *
 * Shapes: [256], for each character a sum of bits and the character that it folds to.
 */
export function characterPage(page: number, letterCase: LetterCase): Uint32Array {
  const pages = pagesByCase[letterCase];
  let descriptions = pages.get(page);
  if (!descriptions) {
    const codePoints = Array.from(
      { length: PAGE_LENGTH },
      (_, index) => page * PAGE_LENGTH + index,
    );
    const text = String.fromCodePoint(...codePoints);
    // Then none of them alone is changed either: so it is with ideographs and many scripts.
    const isStable = foldText(text, letterCase) === text && text.normalize("NFD") === text;
    const describe = (codePoint: number) => describeCharacter(codePoint, letterCase, isStable);
    const first = codePoints[0]!;
    const kinds = ALIKE.test(text) ? describe(first) - first : undefined;
    descriptions = Uint32Array.from(codePoints, (codePoint) =>
      kinds === undefined ? describe(codePoint) : codePoint + kinds,
    );
    pages.set(page, descriptions);
  }
  return descriptions;
}

/**
 * Pages of ideographs or syllables of Hangul: letters that fold to themselves and differ in nothing else. There are 130 of
 * them, and an encyclopedia has names from most.
 */
const ALIKE = /^(?:\p{Unified_Ideograph}+|[\uac00-\ud7a3]+)$/u;

/** Tells of a description that its character stands between words, unless it joins them. */
export function isSeparator(description: number): boolean {
  return (description & (IS_LETTER | IS_MARK | IS_IGNORED)) === 0;
}

function describeCharacter(codePoint: number, letterCase: LetterCase, isStable: boolean): number {
  const kinds = classOf(codePoint);
  if (kinds & IGNORED) return codePoint | IS_IGNORED;
  if ((kinds & (LETTER | MARK)) === 0) return codePoint | describeSeparator(codePoint);
  return (
    (kinds & LETTER ? IS_LETTER : 0) |
    (kinds & MARK ? IS_MARK : 0) |
    (kinds & UNSPACED ? IS_UNSPACED : 0) |
    (kinds & LETTER && !(kinds & ALPHABETIC) ? IS_NUMBER : 0) |
    (/\p{Ll}/u.test(String.fromCodePoint(codePoint)) ? IS_SMALL : 0) |
    describeFold(String.fromCodePoint(codePoint), letterCase, isStable && (kinds & MARK) === 0)
  );
}

function describeSeparator(codePoint: number): number {
  if (codePoint === 0x2028 || codePoint === 0x2029) return IS_LINE_BREAK;
  const kind = sentenceKindOf(codePoint);
  return (
    (kind & TERMINATOR ? IS_TERMINATOR : 0) |
    (kind & FULL_TERMINATOR ? IS_FULL_TERMINATOR : 0) |
    (kind & CLOSER ? IS_CLOSER : 0)
  );
}

/**
 * Tells how a character folds among others; `isSimple` where it is no mark and neither folds nor decomposes.
 *
 * Source: Unicode Standard Annex 15, section 9: text may be composed piece by piece where each begins with a character of
 * class 0 that composes with nothing before it.
 */
function describeFold(character: string, letterCase: LetterCase, isSimple: boolean): number {
  if (isSimple && !composesBackward(character)) return character.codePointAt(0)! | SIMPLE;
  if (character === "Σ" && letterCase === "lower") return "σ".codePointAt(0)! | SIGMA;
  const folded = foldText(character, letterCase);
  const codePoint = folded.codePointAt(0)!;
  if (folded !== String.fromCodePoint(codePoint)) return character.codePointAt(0)! | OTHER;
  const decomposed = [...folded.normalize("NFD")];
  if (composesBackward(decomposed[0]!)) return codePoint | OTHER;
  if (isReordered(decomposed[0]!))
    return codePoint | (decomposed.length === 1 && folded === character ? ATTACHED : OTHER);
  return codePoint | (isReordered(decomposed.at(-1)!) ? COMPOSED : SIMPLE);
}

const reordered = new Map<string, boolean>();

/** Tells whether a character's combining class is not 0: others may come before it, or behind it, in composed form. */
function isReordered(character: string): boolean {
  let known = reordered.get(character);
  if (known === undefined) reordered.set(character, (known = swapsPlaces(character)));
  return known;
}

function swapsPlaces(character: string): boolean {
  const low = "\u0334"; // of class 1, the lowest
  const high = "\u0301"; // of class 230
  return (
    (high + character).normalize("NFD") !== high + character ||
    (character + low).normalize("NFD") !== character + low
  );
}

let backwardComposing: Set<string> | undefined;

function composesBackward(character: string): boolean {
  const codePoint = character.codePointAt(0)!;
  if (codePoint < 0x300) return false; // nothing there does, and most text needs no more
  const isVowelOrFinal = codePoint >= 0x1161 && codePoint <= 0x11c2; // of Hangul
  backwardComposing ??= listBackwardComposing();
  return isVowelOrFinal || backwardComposing.has(character);
}

/** Lists what follows a character in the decomposition of any other than a Hangul syllable. */
function listBackwardComposing(): Set<string> {
  const found = new Set<string>();
  const codePoints = new Array<number>(PAGE_LENGTH);
  // Beyond, there are only ideographs, which decompose to one another.
  for (let first = 0; first < 0x20000; first += PAGE_LENGTH) {
    if (first >= 0xac00 && first < 0xf900) continue; // Hangul, halves of pairs, private use
    for (let index = 0; index < PAGE_LENGTH; index++) codePoints[index] = first + index;
    const page = String.fromCodePoint(...codePoints);
    if (page.normalize("NFD") === page) continue;
    for (const character of page) {
      const decomposed = character.normalize("NFD");
      if (decomposed !== character) for (const part of [...decomposed].slice(1)) found.add(part);
    }
  }
  return found;
}
