// Finds words by their letters: those that begin like a pattern, have it inside, or differ from it by few letters.
// The plain twin, and the definition that the tests compare with, is src/kernels/spellingReference.ts. Letters are UTF-16 units.

// Places of the addresses and numbers in the state, in bytes; spellingMemory.ts writes them in this order.
const LETTERS: usize = 0;
const FIRST_LETTERS: usize = 4;
const START_LETTERS: usize = 8;
const BEGINNINGS: usize = 12;
const BIGRAMS: usize = 16;
const STARTS: usize = 20;
const UNITS: usize = 24;
const POSITIONS: usize = 28;
const PATTERN: usize = 32;
const FOUND: usize = 36;
const DISTANCES: usize = 40;
const PATTERN_LENGTH: usize = 44;
const TOUCHED: usize = 48;

/** So many letters have `firstLetters`. */
const FIRST: u32 = 8;
/** So many have `startLetters`. */
const START: u32 = 5;
/** Words whose letters are fetched from memory together: waiting for each alone would take longer than comparing them. */
const FETCHED: u32 = 64;

/** The set of some letters, where those that are equal modulo 32 count as one: a to z have a bit each. */
function letterSet(units: usize, count: u32): u32 {
  let set: u32 = 0;
  for (let i: u32 = 0; i < count; i++) set |= 1 << (load<u16>(units + (<usize>i << 1)) & 31);
  return set;
}

/** The set of the pairs of neighboring letters, as 32 groups of them. */
function bigramSet(units: usize, count: u32): u32 {
  let set: u32 = 0;
  for (let i: u32 = 1; i < count; i++) {
    const pair = load<u32>(units + (<usize>(i - 1) << 1));
    set |= 1 << ((pair * 0x9e3779b1) >> 27);
  }
  return set;
}

/** The first two letters as one number. */
function beginning(units: usize, count: u32): u32 {
  if (count == 0) return 0;
  return count == 1 ? load<u16>(units) : load<u32>(units);
}

/**
 * Describes words first to end - 1 by what most words can be told apart from a pattern by.
 *
 * Shapes: at the addresses of `state` (spellingMemory.ts): units u16 [all letters], starts u32 [n + 1]; letters, firstLetters,
 * startLetters, beginnings and bigrams u32 [n].
 */
export function describeWords(state: usize, first: u32, end: u32): void {
  const starts = <usize>load<u32>(state, STARTS);
  const units = <usize>load<u32>(state, UNITS);
  for (let word = first; word < end; word++) {
    const at = <usize>word << 2;
    const start = load<u32>(starts + at);
    const length = load<u32>(starts + at, 4) - start;
    const text = units + (<usize>start << 1);
    store<u32>(<usize>load<u32>(state, LETTERS) + at, letterSet(text, length));
    store<u32>(<usize>load<u32>(state, FIRST_LETTERS) + at, letterSet(text, min(length, FIRST)));
    store<u32>(<usize>load<u32>(state, START_LETTERS) + at, letterSet(text, min(length, START)));
    store<u32>(<usize>load<u32>(state, BEGINNINGS) + at, beginning(text, length));
    store<u32>(<usize>load<u32>(state, BIGRAMS) + at, bigramSet(text, length));
  }
}

/**
 * Finds those of words first to end - 1 that begin with the pattern, or where `isWhole` those that equal it; returns how many.
 *
 * Shapes: as in `describeWords`; pattern u16 [patternLength], found u32 [end - first].
 */
export function findBeginnings(state: usize, first: u32, end: u32, isWhole: bool): u32 {
  const m = load<u32>(state, PATTERN_LENGTH);
  const pattern = <usize>load<u32>(state, PATTERN);
  const starts = <usize>load<u32>(state, STARTS);
  const units = <usize>load<u32>(state, UNITS);
  const beginnings = <usize>load<u32>(state, BEGINNINGS);
  const found = <usize>load<u32>(state, FOUND);
  const compared = i32x4.splat(m > 1 || isWhole ? -1 : m == 1 ? 0xffff : 0);
  const wanted = i32x4.splat(beginning(pattern, m));
  let count: u32 = 0;
  for (let group = first; group < end; group += 4) {
    const pairs = v128.load(beginnings + (<usize>group << 2));
    let lanes = i32x4.bitmask(i32x4.eq(v128.and(pairs, compared), wanted));
    for (; lanes != 0; lanes &= lanes - 1) {
      const word = group + ctz(lanes);
      if (word >= end) break;
      const start = load<u32>(starts + (<usize>word << 2));
      const length = load<u32>(starts + (<usize>word << 2), 4) - start;
      if (isWhole ? length != m : length < m) continue;
      const text = units + (<usize>start << 1);
      let same: usize = 0;
      while (same < m && load<u16>(text + (same << 1)) == load<u16>(pattern + (same << 1))) same++;
      if (same < m) continue;
      store<u32>(found + (<usize>count << 2), word);
      count++;
    }
  }
  return count;
}

/** How many bits each lane has. */
// @ts-ignore: decorator
@inline
function laneBits(byteBits: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(byteBits));
}

/** Which lanes have all that is wanted. */
// @ts-ignore: decorator
@inline
function hasAll(lanes: v128, wanted: v128): v128 {
  return i32x4.eq(v128.andnot(wanted, lanes), i32x4.splat(0));
}

/**
 * Selects those of words first to end - 1 that may be within `limit` of the pattern, and unless `isWhole` those that may have
 * it inside; returns how many.
 *
 * Each error moves the letters behind it by one place at most: each letter of the pattern that is not where `limit` errors
 * could have put it takes an error. And of limit + 1 parts of the pattern, with a letter between two of them so that no swap
 * reaches both, one stands in the word as it is, the first of them at its beginning.
 */
function select(state: usize, first: u32, end: u32, limit: u32, isWhole: bool): u32 {
  const m = load<u32>(state, PATTERN_LENGTH);
  const pattern = <usize>load<u32>(state, PATTERN);
  const letters = <usize>load<u32>(state, LETTERS);
  const firstLetters = <usize>load<u32>(state, FIRST_LETTERS);
  const startLetters = <usize>load<u32>(state, START_LETTERS);
  const beginnings = <usize>load<u32>(state, BEGINNINGS);
  const bigrams = <usize>load<u32>(state, BIGRAMS);
  const starts = <usize>load<u32>(state, STARTS);
  const found = <usize>load<u32>(state, FOUND);

  const wantedLetters = i32x4.splat(letterSet(pattern, m));
  const wantedBigrams = i32x4.splat(bigramSet(pattern, m));
  const wantedBeginning = i32x4.splat(beginning(pattern, m));
  // What a part that is not there wants no word has, but for the longest; where parts are too short, all have the first.
  let wantedPart1 = i32x4.splat(-1);
  let wantedPart2 = wantedPart1;
  let wantedPart3 = wantedPart1;
  const part = (m - min(m, limit)) / (limit + 1);
  if (part < 2 || limit > 3) wantedPart1 = i32x4.splat(0);
  else {
    let partEnd = m;
    if (limit > 2) {
      wantedPart3 = i32x4.splat(bigramSet(pattern + (<usize>(partEnd - part) << 1), part));
      partEnd -= part + 1;
    }
    if (limit > 1) {
      wantedPart2 = i32x4.splat(bigramSet(pattern + (<usize>(partEnd - part) << 1), part));
      partEnd -= part + 1;
    }
    // What is left over goes to this one.
    if (limit > 0)
      wantedPart1 = i32x4.splat(bigramSet(pattern + (<usize>(part + 1) << 1), partEnd - part - 1));
  }

  const startEnd = min(m, START - min(limit, START));
  const firstEnd = min(m, FIRST - min(limit, FIRST));
  const wantedAtStart = i32x4.splat(letterSet(pattern, startEnd));
  const wantedFirst = i32x4.splat(letterSet(pattern + (<usize>startEnd << 1), firstEnd - startEnd));
  const wantedLater = i32x4.splat(letterSet(pattern + (<usize>firstEnd << 1), m - firstEnd));
  // Letters of the word that the pattern lacks take an error each, unless they may follow it.
  const allowed = i32x4.splat(isWhole ? letterSet(pattern, m) : -1);
  const shortest = i32x4.splat(m - limit);
  const lengthRange = i32x4.splat(isWhole ? 2 * limit : i32.MAX_VALUE);
  const limits = i32x4.splat(limit);

  let count: u32 = 0;
  for (let group = first; group < end; group += 4) {
    const at = <usize>group << 2;
    const set = v128.load(letters + at);
    let mayContain = isWhole ? i32x4.splat(0) : hasAll(set, wantedLetters);
    let mayBeNear = i32x4.splat(0);
    if (limit > 0 || isWhole) {
      const missing = i8x16.add(
        i8x16.popcnt(v128.andnot(wantedAtStart, v128.load(startLetters + at))),
        i8x16.add(
          i8x16.popcnt(v128.andnot(wantedFirst, v128.load(firstLetters + at))),
          i8x16.popcnt(v128.andnot(wantedLater, set)),
        ),
      );
      const added = i8x16.popcnt(v128.andnot(set, allowed));
      mayBeNear = i32x4.le_u(i32x4.max_u(laneBits(missing), laneBits(added)), limits);
    }
    if (!v128.any_true(v128.or(mayContain, mayBeNear))) continue;
    const pairs = v128.load(bigrams + at);
    mayContain = v128.and(mayContain, hasAll(pairs, wantedBigrams));
    const begins = i32x4.eq(v128.load(beginnings + at), wantedBeginning);
    const hasPart = v128.or(
      v128.or(begins, hasAll(pairs, wantedPart1)),
      v128.or(hasAll(pairs, wantedPart2), hasAll(pairs, wantedPart3)),
    );
    const lengths = i32x4.sub(v128.load(starts + at, 4), v128.load(starts + at));
    const fits = i32x4.le_u(i32x4.sub(lengths, shortest), lengthRange);
    mayBeNear = v128.and(mayBeNear, v128.and(hasPart, fits));
    let lanes = i32x4.bitmask(v128.or(mayContain, mayBeNear));
    for (; lanes != 0; lanes &= lanes - 1) {
      const word = group + ctz(lanes);
      if (word >= end) break;
      store<u32>(found + (<usize>count << 2), word);
      count++;
    }
  }
  return count;
}

/** Notes or forgets where each letter stands in the pattern, as the bits of one number. */
function setPositions(state: usize, m: u32, isNoted: bool): void {
  const positions = <usize>load<u32>(state, POSITIONS);
  const pattern = <usize>load<u32>(state, PATTERN);
  for (let i: u32 = 0; i < m; i++) {
    const at = positions + (<usize>load<u16>(pattern + (<usize>i << 1)) << 3);
    store<u64>(at, isNoted ? load<u64>(at) | (<u64>1 << i) : 0);
  }
}

/** Whether the pattern stands in a text. Source: Baeza-Yates and Gonnet 1992, "A New Approach to Text Searching". */
function contains(text: usize, textEnd: usize, positions: usize, m: u32): bool {
  let begun: u64 = 0;
  const last: u64 = <u64>1 << (m - 1);
  for (; text < textEnd; text += 2) {
    begun = ((begun << 1) | 1) & load<u64>(positions + (<usize>load<u16>(text) << 3));
    if ((begun & last) != 0) return true;
  }
  return false;
}

/**
 * The distance of the pattern to a text, or where `isWhole` is false the least to a beginning of the text.
 *
 * Each letter takes two dozen operations on the bits of one column of the table, whatever the pattern's length.
 * Source: Hyyrö 2003, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances".
 */
function distanceTo(text: usize, textEnd: usize, positions: usize, m: u32, isWhole: bool): u32 {
  let positive: u64 = -1; // differences down the column
  let negative: u64 = 0;
  let diagonal: u64 = 0;
  let before: u64 = 0;
  let distance = m;
  let best = m;
  const last: u64 = m - 1;
  for (; text < textEnd; text += 2) {
    const mask = load<u64>(positions + (<usize>load<u16>(text) << 3));
    const swapped = ((~diagonal & mask) << 1) & before;
    diagonal = (((mask & positive) + positive) ^ positive) | mask | negative | swapped;
    let up = negative | ~(diagonal | positive);
    let down = diagonal & positive;
    distance += <u32>((up >> last) & 1) - <u32>((down >> last) & 1);
    best = min(best, distance);
    // The first row counts the word's letters: its beginning has to fit.
    up = (up << 1) | 1;
    down <<= 1;
    positive = down | ~(diagonal | up);
    negative = diagonal & up;
    before = mask;
  }
  return isWhole ? distance : best;
}

/**
 * Finds those of words first to end - 1 that have a beginning within `limit` of the pattern, and with distance 0 those that have
 * it inside, or where `isWhole` those that are as a whole within `limit` of it; returns how many. The pattern has 2 to 64
 * letters.
 *
 * Shapes: as in `findBeginnings`; distances u8 [end - first], positions u64 [65536], all zero.
 */
export function findSimilar(state: usize, first: u32, end: u32, limit: u32, isWhole: bool): u32 {
  const m = load<u32>(state, PATTERN_LENGTH);
  const starts = <usize>load<u32>(state, STARTS);
  const units = <usize>load<u32>(state, UNITS);
  const positions = <usize>load<u32>(state, POSITIONS);
  const bigrams = <usize>load<u32>(state, BIGRAMS);
  const found = <usize>load<u32>(state, FOUND);
  const distances = <usize>load<u32>(state, DISTANCES);
  const wantedBigrams = bigramSet(<usize>load<u32>(state, PATTERN), m);
  const selected = select(state, first, end, limit, isWhole);
  setPositions(state, m, true);
  let count: u32 = 0;
  let touched: u32 = 0;
  for (let block: u32 = 0; block < selected; block += FETCHED) {
    const blockEnd = min(selected, block + FETCHED);
    for (let place = block; place < blockEnd; place++) {
      const word = <usize>load<u32>(found + (<usize>place << 2));
      touched += load<u16>(units + (<usize>load<u32>(starts + (word << 2)) << 1));
    }
    for (let place = block; place < blockEnd; place++) {
      const word = load<u32>(found + (<usize>place << 2));
      const at = <usize>word << 2;
      const text = units + (<usize>load<u32>(starts + at) << 1);
      const textEnd = units + (<usize>load<u32>(starts + at, 4) << 1);
      let distance: u32 = 0;
      const mayContain = !isWhole && (wantedBigrams & ~load<u32>(bigrams + at)) == 0;
      if (!mayContain || !contains(text, textEnd, positions, m)) {
        if (limit == 0 && !isWhole) continue;
        const comparedEnd = isWhole ? textEnd : min(textEnd, text + (<usize>(m + limit) << 1));
        distance = distanceTo(text, comparedEnd, positions, m, isWhole);
        if (distance > limit) continue;
      }
      store<u32>(found + (<usize>count << 2), word);
      store<u8>(distances + count, <u8>distance);
      count++;
    }
  }
  setPositions(state, m, false);
  store<u32>(state, touched, TOUCHED); // else the compiler would leave the fetching out
  return count;
}
