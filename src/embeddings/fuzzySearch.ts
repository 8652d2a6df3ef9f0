/** Finds words as one types: by their beginning, by what is in them, and with typing errors. */
import type { Embeddings } from "./embeddings.ts";
import { completeWord } from "./spelling.ts";
import { foldCase } from "./spellingIndex.ts";

/** Shorter texts are inside too many words. */
const SHORTEST_INSIDE = 2;
/** Shorter texts are like too many words. */
const SHORTEST_WITH_ERRORS = 3;

/**
 * Finds words for a text that is being typed, in whatever case and script: the word itself, then longer ones by falling count,
 * then those that have the text inside, then those that begin almost like it, by the number of letters that were left out,
 * added, replaced or swapped with the next. Three to five letters may have one such error, six to nine two, more three.
 *
 * Errors: `canceled`; an empty text is completed to the most frequent words.
 */
export async function searchWords(
  embeddings: Embeddings,
  text: string,
  count: number,
  signal?: AbortSignal,
): Promise<number[]> {
  const found = await completeWord(embeddings, text, count, signal);
  const { length } = foldCase(text);
  if (found.length >= count || length < SHORTEST_INSIDE) return found;
  const known = new Set(found);
  const index = await embeddings.spelling();
  const others = await index.findTyped(text, errorsAllowed(length), count, signal);
  return [...found, ...others.filter((wordId) => !known.has(wordId))].slice(0, count);
}

/** How many errors a text of so many UTF-16 units may have. */
function errorsAllowed(length: number): number {
  if (length < SHORTEST_WITH_ERRORS) return 0;
  return length < 6 ? 1 : length < 10 ? 2 : 3;
}
