/** The one layout of the memory in which words are found by their letters: the letters, what is told of each word, a query. */

const PAGE_BYTES = 65_536;
/** Fields of the state, four bytes each, in the order of assembly/spelling.ts. */
const STATE_FIELDS = 13;
const PATTERN_LENGTH = 11;
/** The kernels look at four words at once, also behind the last one. */
const SPARE_WORDS = 4;
/** The longest pattern that words may differ from: a column of the table of distances is one number of 64 bits. */
export const LONGEST_PATTERN = 64;
/** Words that one call of a kernel looks through. */
export const WORDS_PER_SCAN = 8192;

/** Addresses in bytes, each a multiple of 16, and sizes. Letters are UTF-16 units. */
export interface SpellingLayout {
  /** Letters that a pattern can have. */
  readonly capacity: number;
  /** u32 [n + 4], the set of each word's letters. */
  readonly letters: number;
  /** u32 [n + 4], of its first eight. */
  readonly firstLetters: number;
  /** u32 [n + 4], of its first five. */
  readonly startLetters: number;
  /** u32 [n + 4], its first two letters. */
  readonly beginnings: number;
  /** u32 [n + 4], the set of its pairs of neighboring letters. */
  readonly bigrams: number;
  /** u32 [n + 5], where each word starts in `units`. */
  readonly starts: number;
  /** u16 [letters of all words] */
  readonly units: number;
  /** u64 [65536], where each letter stands in the pattern. */
  readonly positions: number;
  /** u16 [capacity] */
  readonly pattern: number;
  /** u32 [WORDS_PER_SCAN] */
  readonly found: number;
  /** u8 [WORDS_PER_SCAN] */
  readonly distances: number;
  readonly state: number;
  readonly bytes: number;
}

/** Lays out the memory for `n` words. The first page stays free, so that no address of ours is zero. */
export function layoutSpellingMemory(
  n: number,
  letterCount: number,
  longestWord: number,
): SpellingLayout {
  let bytes = PAGE_BYTES;
  const place = (length: number): number => {
    const start = bytes;
    bytes = Math.ceil((start + length) / 16) * 16;
    return start;
  };
  const capacity = Math.max(longestWord, LONGEST_PATTERN);
  const numbers = (n + SPARE_WORDS) * 4;
  return {
    capacity,
    letters: place(numbers),
    firstLetters: place(numbers),
    startLetters: place(numbers),
    beginnings: place(numbers),
    bigrams: place(numbers),
    starts: place(numbers + 4),
    units: place(letterCount * 2),
    positions: place(0x10000 * 8),
    pattern: place(capacity * 2),
    found: place(WORDS_PER_SCAN * 4),
    distances: place(WORDS_PER_SCAN),
    state: place(STATE_FIELDS * 4),
    bytes,
  };
}

/** Writes the addresses where the kernels look for them. */
export function writeSpellingState(buffer: SharedArrayBuffer, layout: SpellingLayout): void {
  const { letters, firstLetters, startLetters, beginnings, bigrams } = layout;
  const { starts, units, positions, pattern, found, distances } = layout;
  new Uint32Array(buffer, layout.state, STATE_FIELDS).set([
    ...[letters, firstLetters, startLetters, beginnings, bigrams],
    ...[starts, units, positions, pattern, found, distances],
  ]);
}

/** Puts a pattern in place, of at most `capacity` letters. */
export function writePattern(
  buffer: SharedArrayBuffer,
  layout: SpellingLayout,
  pattern: string,
): void {
  writeUnits(new Uint16Array(buffer, layout.pattern, layout.capacity), 0, pattern);
  new Uint32Array(buffer, layout.state, STATE_FIELDS)[PATTERN_LENGTH] = pattern.length;
}

/** Writes a text's letters from a place on. */
export function writeUnits(units: Uint16Array, start: number, text: string): void {
  for (let i = 0; i < text.length; i++) units[start + i] = text.charCodeAt(i);
}
