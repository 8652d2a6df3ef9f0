/** Parts of a vocabulary that can be asked for alone: names of code, words, and words of a script. */
import { createPacer } from "../kernels/pacing.ts";

/** The scripts that are told apart, by their Unicode names. */
const SCRIPTS = [
  "Latin",
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
  "Cyrillic",
  "Greek",
  "Arabic",
  "Hebrew",
  "Devanagari",
  "Thai",
] as const;
const SCRIPT_PATTERNS = SCRIPTS.map((script) => new RegExp(`\\p{Script=${script}}`, "u"));
const LETTER = /\p{L}/u;
const STEP = 4096;

/** snake_case, camelCase, utf8, $scope: what no dictionary writes, and code does. */
const NAME = /[_$]|\p{Ll}\p{Lu}|\p{L}\p{M}*\p{Nd}/u;

/** What kinds of words a vocabulary has. */
export interface VocabularyParts {
  /** 1 for names of code; shape [n]. */
  readonly isName: Uint8Array;
  /** The script of each word's first letter, as a position in `scripts`; beyond them for others. Shape [n]. */
  readonly script: Uint8Array;
  readonly names: number;
  /** The scripts that there are, with their numbers of words, the most frequent first. */
  readonly scripts: readonly { readonly script: string; readonly words: number }[];
}

/**
 * Sorts a vocabulary's words into parts.
 *
 * Errors: `canceled`.
 */
export async function partVocabulary(
  words: readonly string[],
  signal?: AbortSignal,
): Promise<VocabularyParts> {
  const pause = createPacer(signal);
  const isName = new Uint8Array(words.length);
  const script = new Uint8Array(words.length);
  const counts = new Uint32Array(SCRIPTS.length + 1);
  let names = 0;
  for (const [wordId, word] of words.entries()) {
    if (wordId % STEP === 0) await pause();
    const place = scriptOf(word);
    script[wordId] = place;
    counts[place]!++;
    if (NAME.test(word)) {
      isName[wordId] = 1;
      names++;
    }
  }
  const scripts = SCRIPTS.map((name, place) => ({ script: name, words: counts[place] ?? 0 }))
    .filter((entry) => entry.words > 0)
    .sort((a, b) => b.words - a.words);
  return { isName, script, names, scripts };
}

/** The place of a script's name among those that are told apart; -1 for others. */
export function scriptPlace(script: string): number {
  return SCRIPTS.findIndex((name) => name === script);
}

function scriptOf(word: string): number {
  const letter = LETTER.exec(word)?.[0];
  if (letter === undefined) return SCRIPTS.length;
  const place = SCRIPT_PATTERNS.findIndex((pattern) => pattern.test(letter));
  return place < 0 ? SCRIPTS.length : place;
}
