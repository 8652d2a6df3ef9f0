/** Finds words as one types: by their beginning, by what is in them, and with typing errors. */
import { createPacer } from "../kernels/pacing.ts";
import type { Embeddings } from "./embeddings.ts";
import { completeWord } from "./spelling.ts";
import { findByLetters } from "./letterFilter.ts";
import {
  bitCount,
  FIRST_UNITS,
  foldCase,
  letterSet,
  START_UNITS,
  type SpellingIndex,
} from "./spellingIndex.ts";
import { TopWords } from "./topWords.ts";

/** A column of the table of distances is one number of 32 bits. */
const LONGEST_PATTERN = 31;
/** Shorter texts are like too many words. */
const SHORTEST_WITH_ERRORS = 3;
const STEP = 8192;
/** A word that has the text inside counts as much worse than one that begins with it. */
const INSIDE = 0.5;

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
  const found = await completeWord(embeddings, text, count);
  const pattern = foldCase(text);
  if (found.length >= count || pattern.length < 2 || pattern.length > LONGEST_PATTERN) return found;
  const known = new Set(found);
  const others = await findSimilar(await embeddings.spelling(), pattern, count, signal);
  return [...found, ...others.filter((wordId) => !known.has(wordId))].slice(0, count);
}

/** How many errors a text of so many UTF-16 units may have. */
function errorsAllowed(length: number): number {
  if (length < SHORTEST_WITH_ERRORS) return 0;
  return length < 6 ? 1 : length < 10 ? 2 : 3;
}

async function findSimilar(
  index: SpellingIndex,
  pattern: string,
  count: number,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const best = new TopWords(count);
  const lookThrough = createLookThrough(index, pattern, count, best);
  const pause = createPacer(signal);
  const words = index.lengths.length;
  for (let start = 0; start < words; start += STEP) {
    await pause();
    if (lookThrough(start, Math.min(words, start + STEP))) break;
  }
  return best.words.map(({ wordId }) => wordId);
}

/**
 * Makes a function that offers those of some words to `best` that are like the pattern, and returns true where enough have
 * it inside. Not part of an asynchronous one, whose loops V8 runs a fifth slower.
 */
function createLookThrough(
  index: SpellingIndex,
  pattern: string,
  count: number,
  best: TopWords,
): (start: number, end: number) => boolean {
  const { folded, lengths, letters, firstLetters, startLetters } = index;
  const limit = errorsAllowed(pattern.length);
  const wanted = letterSet(pattern) | 0;
  // Of long texts the errors are in more letters than the index has apart.
  const near = pattern.length + limit <= FIRST_UNITS ? firstLetters : letters;
  // A letter stands at most `limit` units from its place in the pattern, or takes an error of its own.
  const head = Math.max(0, START_UNITS - limit);
  const wantedAtStart = letterSet(pattern.slice(0, head)) | 0;
  const wantedBehind = letterSet(pattern.slice(head)) | 0;
  const distanceTo = createPrefixDistance(index, pattern, limit);
  let inside = 0;
  const found = new Uint32Array(STEP);
  return (start, end) => {
    const candidates = findByLetters(letters, wanted, limit, start, end, found);
    for (let candidate = 0; candidate < candidates; candidate++) {
      const wordId = found[candidate]!;
      if ((wanted & ~letters[wordId]!) === 0 && folded[wordId]!.includes(pattern)) {
        best.offer(wordId, -INSIDE);
        if (++inside >= count) return true;
        continue;
      }
      if (limit === 0 || lengths[wordId]! < pattern.length - limit) continue;
      const missing =
        bitCount(wantedAtStart & ~startLetters[wordId]!) + bitCount(wantedBehind & ~near[wordId]!);
      if (missing > limit) continue;
      const distance = distanceTo(wordId);
      if (distance <= limit) best.offer(wordId, -distance);
    }
    return false;
  };
}

/**
 * Makes a function from a word to the least distance of the pattern to a beginning of the word; any number above `limit` where
 * there is none within it.
 *
 * Each letter of a word takes a dozen operations on the bits of one column of the table, whatever the pattern's length.
 * Source: Hyyrö 2003, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances", with the distance read at
 * every letter of the word.
 */
function createPrefixDistance(
  { units, starts }: SpellingIndex,
  pattern: string,
  limit: number,
): (wordId: number) => number {
  const m = pattern.length;
  const last = 1 << (m - 1);
  // [65536] where each UTF-16 unit stands in the pattern, as bits.
  const masks = new Int32Array(0x10000);
  for (let i = 0; i < m; i++) masks[pattern.charCodeAt(i)]! |= 1 << i;
  return (wordId) => {
    const start = starts[wordId]!;
    const end = Math.min(starts[wordId + 1]!, start + m + limit);
    let vertical = -1; // positive differences of the column
    let negative = 0;
    let diagonal = 0;
    let before = 0;
    let distance = m;
    let best = m;
    for (let at = start; at < end; at++) {
      const mask = masks[units[at]!]!;
      const swapped = ((~diagonal & mask) << 1) & before;
      diagonal = (((mask & vertical) + vertical) ^ vertical) | mask | negative | swapped;
      let up = negative | ~(diagonal | vertical);
      let down = diagonal & vertical;
      if ((up & last) !== 0) distance++;
      else if ((down & last) !== 0) distance--;
      if (distance < best) best = distance;
      // The first row counts the word's letters: its beginning has to fit.
      up = (up << 1) | 1;
      down <<= 1;
      vertical = down | ~(diagonal | up);
      negative = diagonal & up;
      before = mask;
    }
    return best;
  };
}
