// The words around places, and where they stand. Runs in a thread of its own: there may be thousands of places.

import type { Segmenter } from "../corpus/segmenter.ts";
import { forEachToken } from "../corpus/tokenize.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";

/** Text before and behind the places of some words, and how it is cut. */
export interface NearbyWordsRequest {
  readonly groups: readonly (readonly { readonly before: string; readonly after: string }[])[];
  readonly tokenizer: TokenizerOptions;
  /** So many words on each side. */
  readonly window: number;
  /** Vocabulary forms that do not count. */
  readonly except: readonly string[];
}

/** A word near a place. Units: UTF-16 units, within the text before or behind it. */
export interface NearbyWord {
  readonly word: string;
  readonly side: "before" | "after";
  readonly start: number;
  readonly end: number;
}

/** Lists the words near each place of each group, in the order of the text. */
export function findNearbyWords(
  { groups, tokenizer, window, except }: NearbyWordsRequest,
  segmenter: Segmenter,
): NearbyWord[][][] {
  const left = new Set(except);
  const wordsOf = (text: string, side: NearbyWord["side"]): NearbyWord[] => {
    const words: NearbyWord[] = [];
    forEachToken(
      text,
      tokenizer,
      (word, start, end) => words.push({ word, side, start, end }),
      segmenter,
    );
    const near = side === "before" ? words.slice(-window) : words.slice(0, window);
    return near.filter(({ word }) => !left.has(word));
  };
  return groups.map((places) =>
    places.map(({ before, after }) => [...wordsOf(before, "before"), ...wordsOf(after, "after")]),
  );
}
