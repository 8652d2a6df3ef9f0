// The forms in which words are compared: one for all ways to write the same letters.

import { IGNORED_PATTERN } from "./characterClasses.ts";
import type { TokenizerOptions } from "./tokenizerOptions.ts";

type LetterCase = TokenizerOptions["letterCase"];

/**
 * Folds a text as the `words` tokenizer folds each word: ’ to ', hyphens to -, without soft hyphens and joiners, folded or
 * lower case, composed form (NFC).
 *
 * The fold of a text holds the fold of each of its words, except where a word has a sigma, whose form depends on its
 * neighbors.
 */
export function foldText(text: string, letterCase: LetterCase = "fold"): string {
  const plain = text.replaceAll("’", "'").replace(HYPHENS, "-").replace(IGNORED_PATTERN, "");
  return changeCase(plain, letterCase).normalize("NFC");
}

/** Folds a word, whose end is known: a sigma there is ς. */
export function foldWord(surface: string, letterCase: LetterCase): string {
  const folded = foldText(surface, letterCase);
  const isFinalSigma = letterCase === "fold" && folded.length > 1 && folded.endsWith("σ");
  return isFinalSigma ? `${folded.slice(0, -1)}ς` : folded;
}

const HYPHENS = /[\u2010\u2011]/g;

function changeCase(text: string, letterCase: LetterCase): string {
  if (letterCase === "keep") return text;
  if (letterCase === "lower") return text.toLowerCase();
  return foldCase(text);
}

/**
 * Folds by Unicode's full case folding. The letters of Cherokee, which fold to capitals there, become small.
 *
 * Source: The Unicode Standard, section 3.13, toCasefold(X). What the language offers folds through capitals: that misses
 * ẞ, which is one, takes ı for i, and writes a final sigma.
 */
function foldCase(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .split("ı")
    .map((part) => part.replaceAll("ẞ", "ss").toUpperCase().toLowerCase().replaceAll("ς", "σ"))
    .join("ı");
}
