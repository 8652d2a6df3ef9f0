// Draws negatives.
import { nextRandom, randomBelow } from "./random";
import { aliasTable, vocabularySize } from "./state";

/** How often a negative is drawn again because it is the true word, before its neighbor in the vocabulary is taken. */
const MAXIMUM_REDRAWS: i32 = 16;

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
  // The true word is nearly all of the noise.
  return (trueId + 1 + randomBelow(vocabularySize - 1)) % vocabularySize;
}
