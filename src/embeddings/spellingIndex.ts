import { createPacer } from "../kernels/pacing.ts";

/** What is precomputed of a vocabulary to find words by their letters. */
export interface SpellingIndex {
  /** The words in lower case, by word id. */
  readonly folded: readonly string[];
  /** Word ids grouped by the word's first UTF-16 unit, rising in each group. */
  readonly byFirstUnit: Uint32Array;
  /** Where each unit's group starts in `byFirstUnit`; shape [65537]. */
  readonly groupStarts: Uint32Array;
  /** UTF-16 units of each word, at most `LONGEST_LENGTH`. */
  readonly lengths: Uint8Array;
  /** The set of a word's letters, 32 groups of them as one bit each. */
  readonly letters: Uint32Array;
  /** The same of the first eight UTF-16 units of each word. */
  readonly firstLetters: Uint32Array;
  /** The same of the first five. */
  readonly startLetters: Uint32Array;
  /** `firstLetters` in the order of `byFirstUnit`. */
  readonly groupLetters: Uint32Array;
  /** All words in lower case, one after the other. */
  readonly units: Uint16Array;
  /** Where each word starts in `units`; shape [n + 1]. */
  readonly starts: Uint32Array;
}

/** Longer words count as so long. Units: UTF-16 units. */
export const LONGEST_LENGTH = 255;
/** So many units have `firstLetters`. */
export const FIRST_UNITS = 8;
/** So many have `startLetters`. */
export const START_UNITS = 5;

/** Words past which the loops look at the clock. */
const STEP = 4096;

/**
 * Precomputes what `completeWord` and `closeInSpelling` need.
 *
 * Errors: `canceled`.
 */
export async function createSpellingIndex(
  words: readonly string[],
  signal?: AbortSignal,
): Promise<SpellingIndex> {
  const pause = createPacer(signal);
  const folded: string[] = [];
  const lengths = new Uint8Array(words.length);
  const letters = new Uint32Array(words.length);
  const firstLetters = new Uint32Array(words.length);
  const startLetters = new Uint32Array(words.length);
  const starts = new Uint32Array(words.length + 1);
  const groupStarts = new Uint32Array(65_537);
  for (const [wordId, word] of words.entries()) {
    if (wordId % STEP === 0) await pause();
    const text = foldCase(word);
    folded.push(text);
    lengths[wordId] = Math.min(text.length, LONGEST_LENGTH);
    letters[wordId] = letterSet(text);
    firstLetters[wordId] = letterSet(text.slice(0, FIRST_UNITS));
    startLetters[wordId] = letterSet(text.slice(0, START_UNITS));
    starts[wordId + 1] = (starts[wordId] ?? 0) + text.length;
    const next = firstUnit(text) + 1;
    groupStarts[next] = (groupStarts[next] ?? 0) + 1;
  }
  for (let unit = 1; unit < groupStarts.length; unit++)
    groupStarts[unit] = (groupStarts[unit] ?? 0) + (groupStarts[unit - 1] ?? 0);
  const free = groupStarts.slice();
  const byFirstUnit = new Uint32Array(words.length);
  const groupLetters = new Uint32Array(words.length);
  for (const [wordId, text] of folded.entries()) {
    if (wordId % STEP === 0) await pause();
    const unit = firstUnit(text);
    const place = free[unit] ?? 0;
    byFirstUnit[place] = wordId;
    groupLetters[place] = firstLetters[wordId] ?? 0;
    free[unit] = place + 1;
  }
  const units = new Uint16Array(starts[words.length] ?? 0);
  for (const [wordId, text] of folded.entries()) {
    if (wordId % STEP === 0) await pause();
    const start = starts[wordId] ?? 0;
    for (let i = 0; i < text.length; i++) units[start + i] = text.charCodeAt(i);
  }
  return {
    ...{ folded, byFirstUnit, groupStarts, groupLetters },
    ...{ lengths, letters, firstLetters, startLetters, units, starts },
  };
}

/** The form in which spellings are compared. */
export function foldCase(text: string): string {
  return text.toLowerCase();
}

/** The set of a text's UTF-16 units, where units that are equal modulo 32 count as one: a to z have a bit each. */
export function letterSet(text: string): number {
  let set = 0;
  for (let i = 0; i < text.length; i++) set |= 1 << (text.charCodeAt(i) & 31);
  return set >>> 0;
}

/** How many bits a number has. */
export function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** 0 for the empty text. */
export function firstUnit(text: string): number {
  return text === "" ? 0 : text.charCodeAt(0);
}
