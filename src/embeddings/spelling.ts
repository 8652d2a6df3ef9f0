import type { Embeddings } from "./embeddings.ts";
import { foldCase } from "./spellingIndex.ts";

/**
 * Completes the beginning of a word in whatever case: the word itself first, then longer ones by falling count.
 *
 * Errors: `canceled`; an empty text is completed to the most frequent words.
 */
export async function completeWord(
  embeddings: Embeddings,
  text: string,
  count: number,
  signal?: AbortSignal,
): Promise<number[]> {
  if (text === "") return Array.from(embeddings.words.slice(0, count).keys());
  return (await embeddings.spelling()).findBeginnings(text, count, signal);
}

/**
 * Finds words that are spelled almost like a text, in whatever case: by the number of letters that were left out,
 * added, replaced or swapped with the next, then by falling count. How many may differ grows with the length: one to
 * five letters 1, to nine letters 2, beyond 3.
 *
 * Errors: none; a text of one letter or of more than 64 has no such words.
 */
export async function closeInSpelling(
  embeddings: Embeddings,
  text: string,
  count: number,
): Promise<number[]> {
  const { length } = foldCase(text);
  if (length < 2) return [];
  const limit = length < 6 ? 1 : length < 10 ? 2 : 3;
  return (await embeddings.spelling()).findSpelled(text, limit, count);
}
