// The output rows that one step trains: the true word and its negatives, six to a block.
//
// The kernels take exactly six rows. Another number of targets fills several blocks; slots that stay over point at a
// row of zeros and learn at rate zero.
import { randomBelow, nextRandom } from "./random";
import {
  aliasTable,
  negativeCount,
  outputRow,
  targetBlocks,
  vocabularySize,
  zeroRow,
} from "./state";

/** Layout of a block, in bytes: six addresses, then labels, rates and gradients as lanes of v128. */
export const BLOCK_BYTES: usize = 192;
export const LABELS: usize = 32;
export const RATES: usize = 64;
export const GRADIENTS: usize = 96;
const SLOTS: i32 = 6;

/** How often a negative is drawn again because it is the true word, before its neighbor in the vocabulary is taken. */
const MAXIMUM_REDRAWS: i32 = 16;

// @ts-ignore: decorator
@inline
export function blockCount(): i32 {
  return (negativeCount + SLOTS) / SLOTS;
}

// @ts-ignore: decorator
@inline
export function block(index: i32): usize {
  return targetBlocks + <usize>index * BLOCK_BYTES;
}

/** Lanes 4 and 5 of a block stand twice in their v128, for the two inputs of the 2 x 6 kernel. */
function setLane(address: usize, slot: i32, value: f32): void {
  store<f32>(address + (<usize>slot << 2), value);
  if (slot >= 4) store<f32>(address + (<usize>(slot + 2) << 2), value);
}

/** Writes what stays the same for a whole call: labels, rates, and the unused slots of the last block. */
export function prepareTargets(learningRate: f32): void {
  const blocks = blockCount();
  for (let index = 0; index < blocks; index++) {
    const address = block(index);
    for (let slot = 0; slot < SLOTS; slot++) {
      const target = index * SLOTS + slot;
      store<u32>(address + (<usize>slot << 2), <u32>zeroRow);
      setLane(address + LABELS, slot, target == 0 ? 1 : 0);
      setLane(address + RATES, slot, target <= negativeCount ? learningRate : 0);
    }
  }
}

/** Draws from the noise distribution in constant time (Walker's alias method): one draw, one cache line. */
// @ts-ignore: decorator
@inline
export function drawNoise(): i32 {
  const random = nextRandom();
  const own = <u32>(((random >> 32) * <u64>(<u32>vocabularySize)) >> 32);
  const entry = aliasTable + (<usize>own << 3);
  return select<i32>(<i32>own, load<i32>(entry, 4), <u32>random < load<u32>(entry));
}

function drawNegative(trueId: i32): i32 {
  let wordId = drawNoise();
  if (wordId != trueId) return wordId;
  for (let attempt = 0; attempt < MAXIMUM_REDRAWS; attempt++) {
    wordId = drawNoise();
    if (wordId != trueId) return wordId;
  }
  // The true word is nearly all of the noise.
  return (trueId + 1 + randomBelow(vocabularySize - 1)) % vocabularySize;
}

export function setTrueWord(wordId: i32): void {
  store<u32>(targetBlocks, <u32>outputRow(wordId));
}

/** Fills the slots after the first with negatives of `trueId`. */
export function drawNegatives(trueId: i32): void {
  let address = targetBlocks;
  let slot = 1;
  for (let left = negativeCount; left > 0; left--) {
    if (slot == SLOTS) {
      slot = 0;
      address += BLOCK_BYTES;
    }
    store<u32>(address + (<usize>slot << 2), <u32>outputRow(drawNegative(trueId)));
    slot++;
  }
}
