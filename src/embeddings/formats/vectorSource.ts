// What files for other programs are written from, and which words the formats of word2vec can hold.

import { WordfieldError } from "../../errors.ts";
import { createPacer } from "../../kernels/pacing.ts";

/** What a file of vectors is written from. */
export interface VectorSource {
  readonly words: readonly string[];
  readonly dimension: number;
  /** Gives a word's vector; shape [dimension]. */
  readonly readRow: (wordId: number) => Float32Array;
}

/** A file in parts, and what could not be put into it. */
export interface ComposedWords {
  /** How many words the file has. */
  readonly words: number;
  readonly warnings: readonly string[];
  /** At most about 1 MB each. */
  readonly chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** White space to any reader: the formats end words and lines by it (Python's splitlines knows the last five). */
const WHITE_SPACE = /[\s\u0085\u001c-\u001f]/u;
const WORDS_IN_WARNING = 5;

/**
 * Chooses the words that the formats of word2vec can hold, which is those without white space: the formats have no way
 * to write it, and a reader would take the second half of a word for a number.
 *
 * Errors: `bad-input` where no word is left; `canceled`.
 */
export async function chooseWords(
  words: readonly string[],
  signal?: AbortSignal,
): Promise<{ kept: number[]; warnings: string[] }> {
  const pause = createPacer(signal);
  const kept: number[] = [];
  const leftOut: number[] = [];
  for (const [wordId, word] of words.entries()) {
    if (wordId % 4096 === 0) await pause();
    (WHITE_SPACE.test(word) ? leftOut : kept).push(wordId);
  }
  if (kept.length === 0)
    throw new WordfieldError(
      "bad-input",
      "There is nothing to export: all words of the model have white space, which this format cannot hold.",
    );
  if (leftOut.length === 0) return { kept, warnings: [] };
  const named = leftOut.slice(0, WORDS_IN_WARNING).map((wordId) => `"${words[wordId]}"`);
  const more = leftOut.length > named.length ? ", …" : "";
  return {
    kept,
    warnings: [
      `${leftOut.length} of ${words.length} words have white space, which this format cannot hold, and are left out: ${named.join(", ")}${more}.`,
    ],
  };
}
