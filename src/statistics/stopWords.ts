// Words that hold a sentence together and say nothing of its subject.

import { DROPPED, replaceIds, type TextIds } from "./replaceIds.ts";
import { CHINESE_STOP_WORDS } from "./stopWords/chinese.ts";
import { ENGLISH_STOP_WORDS } from "./stopWords/english.ts";

/** Languages that there is a list for, by their ISO 639-1 codes. */
export const STOP_WORD_LANGUAGES = ["en", "zh"] as const;
export type StopWordLanguage = (typeof STOP_WORD_LANGUAGES)[number];

const LISTS: Readonly<Record<StopWordLanguage, readonly string[]>> = {
  en: ENGLISH_STOP_WORDS,
  zh: CHINESE_STOP_WORDS,
};

/** The stop words of some languages together. */
export function stopWordsOf(languages: readonly StopWordLanguage[]): ReadonlySet<string> {
  return new Set(languages.flatMap((language) => LISTS[language]));
}

/**
 * Leaves words out of a text: the others move together, and keep their counts and their order.
 *
 * The text is of no further use: its ids are changed in place. Takes time linear in ids and words.
 */
export function dropWords<B extends ArrayBufferLike>(
  text: TextIds<B>,
  isDropped: (word: string) => boolean,
): TextIds<B> {
  const newIds = new Int32Array(text.words.length);
  const words: string[] = [];
  text.words.forEach((word, id) => {
    if (isDropped(word)) newIds[id] = DROPPED;
    else newIds[id] = words.push(word) - 1;
  });
  return {
    words,
    counts: text.counts.filter((_, id) => newIds[id] !== DROPPED),
    ...replaceIds(text, newIds),
  };
}
