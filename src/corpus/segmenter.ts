// Words of scripts that are written without spaces: who finds them.

import { classAt, LETTER } from "./characterClasses.ts";

/** Cuts stretches of a script without spaces into words. */
export interface Segmenter {
  /**
   * Returns where the words of a text end, in rising order, the last one at the text's end.
   *
   * Units: UTF-16 units.
   */
  readonly segment: (text: string) => ArrayLike<number>;
  /**
   * Tells which text comes next, so that its stretches can be cut in one go. Absent where that gains nothing. What is told
   * need not come, and other text may.
   */
  readonly expect?: (text: string) => void;
}

/** ICU's dictionaries, and its rules where it has none. */
export const ICU_SEGMENTER: Segmenter = {
  segment: (text) => {
    // One instance for all scripts: ICU chooses the dictionary by script, and English is in every build of it. The
    // default locale would be the user's.
    icu ??= new Intl.Segmenter("en", { granularity: "word" });
    const ends: number[] = [];
    for (const { segment, index } of icu.segment(text)) ends.push(index + segment.length);
    return ends;
  },
};
let icu: Intl.Segmenter | undefined;

/** Letters of nothing but Chinese characters, with the marks and joiners among them. */
const ALL_CHINESE = /^[\p{Script=Han}\p{M}\u00ad\u200c\u200d\u2060]+$/u;

function isChinese(text: string): boolean {
  return COMMON_CHINESE.test(text) || ALL_CHINESE.test(text);
}

/** Told many times as fast. */
const COMMON_CHINESE = /^[\u4e00-\u9fff]+$/;

/**
 * Cuts what has only Chinese characters with one segmenter, and all else with ICU: a stretch of Japanese has kana as a rule,
 * and where it has none its words are those of Chinese as often as not.
 */
export function chineseBy(chinese: Segmenter): Segmenter {
  const { expect } = chinese;
  return {
    segment: (text) => (isChinese(text) ? chinese : ICU_SEGMENTER).segment(text),
    ...(expect ? { expect } : {}),
  };
}

/** Segmenters may take time quadratic in the length of their text, so they get pieces. Units: UTF-16 units. */
const PIECE = 500;

/** Visits the words of a stretch of one script, from left to right; what begins with no letter is none. */
export function forEachSegment(
  text: string,
  start: number,
  end: number,
  segmenter: Segmenter,
  visit: (start: number, end: number) => void,
): void {
  let position = start;
  while (position < end) {
    const pieceStart = position;
    const pieceEnd = Math.min(end, position + PIECE);
    const ends = segmenter.segment(text.slice(position, pieceEnd));
    for (let index = 0; index < ends.length; index++) {
      const next = pieceStart + ends[index]!;
      // The cut may go through the last word: it begins the next piece, unless it is the whole piece.
      if (next === pieceEnd && pieceEnd < end && index > 0) break;
      if (classAt(text, position) & LETTER) visit(position, next);
      position = next;
    }
  }
}
