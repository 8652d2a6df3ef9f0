// Draws negatives: afresh for each pair, or, where the pairs of a window share them, from a pool.
//
// A pool holds some words drawn from the noise distribution. Each window picks its negatives from it at random and puts
// a new word in the place of the oldest. Every word in it serves a few windows, at times far apart, and its row stays
// in the cache meanwhile: that is where a training spends its time otherwise. New words are drawn many at a time, so that
// the cache lines of the alias table are waited for together, and known a window ahead, so that their rows can be touched.
import { nextRandom, randomBelow } from "./random";
import { aliasTable, noisePool, rowBytes, vocabularySize } from "./state";
import { touchOutputRow } from "./touch";

/** The most words in a pool; memory.ts has room for them. */
const LARGEST_POOL: i32 = 512;
/** Rows that are longer than this have smaller pools, so that a pool stays in the second cache. Units: bytes. */
const ROW_BYTES_OF_LARGEST: usize = 416;
/** One draw of 64 bits picks so many words. */
const PICKS_PER_DRAW: i32 = 7;
/** Words that are drawn at a time. */
const UPCOMING_SIZE: i32 = 256;
/** Layout of a pool: whether it is filled, which word is the oldest, which of those drawn is next; words; words drawn. */
const OLDEST: usize = 4;
const NEXT: usize = 8;
const WORDS: usize = 64;
const UPCOMING: usize = WORDS + (<usize>LARGEST_POOL << 2);

/** How often a negative is taken anew because it is the true word, before its neighbor in the vocabulary is taken. */
const MAXIMUM_REDRAWS: i32 = 16;

/** Words in a pool: two to the power of `poolBits`. */
let poolBits: u64 = 0;
let poolSize: i32 = 0;
let picks: u64 = 0;
let picksLeft: i32 = 0;

/** Draws from the noise distribution in constant time (Walker's alias method): one draw, one cache line. */
// @ts-ignore: decorator
@inline
function drawNoise(): i32 {
  const random = nextRandom();
  const own = <u32>(((random >> 32) * <u64>(<u32>vocabularySize)) >> 32);
  const entry = aliasTable + (<usize>own << 3);
  return select<i32>(<i32>own, load<i32>(entry, 4), <u32>random < load<u32>(entry));
}

/** Draws a word other than the true one. */
export function drawNegative(trueId: i32): i32 {
  let wordId = drawNoise();
  if (wordId != trueId) return wordId;
  for (let attempt = 0; attempt < MAXIMUM_REDRAWS; attempt++) {
    wordId = drawNoise();
    if (wordId != trueId) return wordId;
  }
  return anyOther(trueId);
}

/** The true word is nearly all of the noise. */
function anyOther(trueId: i32): i32 {
  return (trueId + 1 + randomBelow(vocabularySize - 1)) % vocabularySize;
}

// @ts-ignore: decorator
@inline
function poolEntry(index: i32): usize {
  return noisePool + WORDS + (<usize>index << 2);
}

// @ts-ignore: decorator
@inline
function upcomingEntry(index: i32): usize {
  return noisePool + UPCOMING + (<usize>index << 2);
}

function drawUpcoming(): void {
  for (let index = 0; index < UPCOMING_SIZE; index++)
    store<i32>(upcomingEntry(index), drawNoise());
}

/** Chooses how many words a pool has. */
export function preparePools(): void {
  poolBits = 9;
  for (let bytes = ROW_BYTES_OF_LARGEST; bytes < rowBytes && poolBits > 6; bytes *= 2) poolBits--;
  poolSize = 1 << <i32>poolBits;
}

/** Makes the pool ready for the next window. */
export function refreshPool(): void {
  if (load<i32>(noisePool) == 0) {
    store<i32>(noisePool, 1);
    for (let index = 0; index < poolSize; index++) store<i32>(poolEntry(index), drawNoise());
    drawUpcoming();
  }
  const oldest = load<i32>(noisePool, OLDEST);
  let next = load<i32>(noisePool, NEXT);
  store<i32>(poolEntry(oldest), load<i32>(upcomingEntry(next)));
  if (++next == UPCOMING_SIZE) {
    next = 0;
    drawUpcoming();
  }
  store<i32>(noisePool, (oldest + 1) & (poolSize - 1), OLDEST);
  store<i32>(noisePool, next, NEXT);
  picksLeft = 0;
}

/** Touches the row of the word that `refreshPool` puts into the pool next. */
export function touchFreshWord(): void {
  touchOutputRow(load<i32>(upcomingEntry(load<i32>(noisePool, NEXT))));
}

/** Picks a word other than the true ones from the pool; the second may be had where nearly all of the noise is one of them. */
export function pickNegative(trueId: i32, secondTrueId: i32): i32 {
  if (picksLeft == 0) {
    picks = nextRandom();
    picksLeft = PICKS_PER_DRAW;
  }
  const index = <i32>(picks >> (64 - poolBits));
  picks <<= poolBits;
  picksLeft--;
  let wordId = load<i32>(poolEntry(index));
  for (
    let step = 1;
    (wordId == trueId || wordId == secondTrueId) && step <= MAXIMUM_REDRAWS;
    step++
  )
    wordId = load<i32>(poolEntry((index + step) & (poolSize - 1)));
  return wordId == trueId ? anyOther(trueId) : wordId;
}
