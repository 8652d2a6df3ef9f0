import { createPacer } from "../kernels/pacing.ts";

/** The ids of words. */
export interface WordIds {
  /** The id of a word, letter by letter as it stands in the vocabulary; undefined where it is unknown. */
  get(word: string): number | undefined;
}

/** Words past which the loop looks at the clock. */
const STEP = 4096;
/** One table of a million words holds the event loop for 60 ms where it grows; each of these for one. */
const TABLES = 64;

/**
 * Makes the table from word to word id; stops at a word that stands twice and names it.
 *
 * Errors: `canceled`.
 */
export async function createWordIds(
  words: readonly string[],
  signal?: AbortSignal,
): Promise<{ wordIds: WordIds; repeated: string | null }> {
  const pause = createPacer(signal);
  const tables = Array.from({ length: TABLES }, () => new Map<string, number>());
  const wordIds: WordIds = { get: (word) => tables[tableOf(word)]!.get(word) };
  for (const [wordId, word] of words.entries()) {
    if (wordId % STEP === 0) await pause();
    const table = tables[tableOf(word)]!;
    const { size } = table;
    if (table.set(word, wordId).size === size) return { wordIds, repeated: word };
  }
  return { wordIds, repeated: null };
}

/** Spreads words over the tables by a few of their letters. */
function tableOf(word: string): number {
  const { length } = word;
  const letters =
    length * 31 * 31 * 31 +
    word.charCodeAt(0) * 31 * 31 +
    word.charCodeAt(length >> 1) * 31 +
    word.charCodeAt(length - 1);
  return letters % TABLES || 0; // an empty word has no letters
}
