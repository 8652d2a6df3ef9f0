import type { Embeddings } from "./embeddings.ts";
import { findByLetters } from "./letterFilter.ts";
import {
  bitCount,
  FIRST_UNITS,
  firstUnit,
  foldCase,
  letterSet,
  LONGEST_LENGTH,
  type SpellingIndex,
} from "./spellingIndex.ts";

/** Longer texts have no neighbors in spelling: what is compared grows with the length. */
const MAXIMUM_LENGTH = 64;
/** Words whose distance is computed for one question: about 30 ms; the most frequent words come first. */
const MAXIMUM_COMPARED = 100_000;
const STEP = 8192;
/** Places of candidates; nothing waits while it is in use. */
const places = new Uint32Array(STEP);

/**
 * Completes the beginning of a word in whatever case: the word itself first, then longer ones by falling count.
 *
 * Errors: none; an empty text is completed to the most frequent words.
 */
export async function completeWord(
  embeddings: Embeddings,
  text: string,
  count: number,
): Promise<number[]> {
  const { folded, byFirstUnit, groupStarts, groupLetters, lengths } = await embeddings.spelling();
  const start = foldCase(text);
  if (start === "") return Array.from(embeddings.words.slice(0, count).keys());
  const same: number[] = [];
  const longer: number[] = [];
  const unit = firstUnit(start);
  const length = Math.min(start.length, LONGEST_LENGTH);
  const wanted = letterSet(start.slice(0, FIRST_UNITS));
  const end = groupStarts[unit + 1]!;
  for (let first = groupStarts[unit]!; first < end; first += STEP) {
    const stepEnd = Math.min(end, first + STEP);
    const candidates = findByLetters(groupLetters, wanted, 0, first, stepEnd, places);
    for (let candidate = 0; candidate < candidates; candidate++) {
      const wordId = byFirstUnit[places[candidate]!]!;
      // Strings lie anywhere in memory: only those that may be an answer are looked at.
      if (lengths[wordId] === length) {
        if (folded[wordId] === start) same.push(wordId);
      } else if (longer.length < count && folded[wordId]!.startsWith(start)) longer.push(wordId);
    }
  }
  return [...same, ...longer].slice(0, count);
}

/**
 * Finds words that are spelled almost like a text, in whatever case: by the number of letters that were left out,
 * added, replaced or swapped with the next, then by falling count. How many may differ grows with the length: one to
 * five letters 1, to nine letters 2, beyond 3.
 *
 * Errors: none; a text of one letter or of more than 64 has no such words.
 * Source: optimal string alignment, Damerau 1964, "A technique for computer detection and correction of spelling errors".
 */
export async function closeInSpelling(
  embeddings: Embeddings,
  text: string,
  count: number,
): Promise<number[]> {
  const index = await embeddings.spelling();
  const wanted = foldCase(text);
  if (wanted.length < 2 || wanted.length > MAXIMUM_LENGTH) return [];
  const limit = wanted.length < 6 ? 1 : wanted.length < 10 ? 2 : 3;
  const found: { wordId: number; distance: number }[] = [];
  const distanceTo = createDistance(wanted, limit);
  let compared = 0;
  for (const wordId of candidates(index, wanted, limit)) {
    if (compared++ === MAXIMUM_COMPARED) break;
    const distance = distanceTo(index.folded[wordId] ?? "");
    if (distance <= limit) found.push({ wordId, distance });
  }
  found.sort((a, b) => a.distance - b.distance || a.wordId - b.wordId);
  return found.slice(0, count).map(({ wordId }) => wordId);
}

/** Word ids whose length and letters allow the distance: one edit adds at most one letter and takes at most one. */
function* candidates(index: SpellingIndex, wanted: string, limit: number): Generator<number> {
  const { lengths, letters } = index;
  const set = letterSet(wanted);
  for (let wordId = 0; wordId < lengths.length; wordId++) {
    if (Math.abs((lengths[wordId] ?? 0) - wanted.length) > limit) continue;
    const others = letters[wordId] ?? 0;
    if (bitCount(set & ~others) <= limit && bitCount(others & ~set) <= limit) yield wordId;
  }
}

/** Makes a function from a word to its distance to `wanted`, or any number above `limit` where it is farther. */
function createDistance(wanted: string, limit: number): (word: string) => number {
  const width = wanted.length + 1;
  // Three rows of the table, used in turn: row i compares the first i letters of the word.
  const rows = [new Uint8Array(width), new Uint8Array(width), new Uint8Array(width)] as const;
  const far = limit + 1;
  return (word) => {
    let [before, above, row] = rows;
    for (let j = 0; j < width; j++) above[j] = Math.min(j, far);
    for (let i = 1; i <= word.length; i++) {
      const letter = word.charCodeAt(i - 1);
      // Outside this band the distance is above the limit.
      const from = Math.max(1, i - limit);
      const to = Math.min(wanted.length, i + limit);
      row.fill(far);
      if (from === 1) row[0] = Math.min(i, far);
      let best = row[0] ?? far;
      for (let j = from; j <= to; j++) {
        const same = letter === wanted.charCodeAt(j - 1);
        let distance = Math.min(
          (above[j - 1] ?? far) + (same ? 0 : 1),
          (above[j] ?? far) + 1,
          (row[j - 1] ?? far) + 1,
        );
        const isSwap =
          i > 1 &&
          j > 1 &&
          letter === wanted.charCodeAt(j - 2) &&
          word.charCodeAt(i - 2) === wanted.charCodeAt(j - 1);
        if (isSwap) distance = Math.min(distance, (before[j - 2] ?? far) + 1);
        row[j] = distance;
        best = Math.min(best, distance);
      }
      if (best > limit) return far;
      [before, above, row] = [above, row, before];
    }
    return above[wanted.length] ?? far;
  };
}
