// The output rows that one step trains, six to a block: the true word and its negatives, or the nodes of a path.
//
// The kernels take exactly six rows. Another number of targets fills several blocks; slots that stay over point at a
// row of zeros and learn at rate zero.
import { prepareLogistic } from "./logistic";
import { drawNegative, pickNegative, preparePools, refreshPool } from "./noise";
import { outputRow } from "./rows";
import {
  negativeCount,
  pathNodes,
  pathOffsets,
  sharesNegatives,
  targetBlocks,
  zeroRow,
} from "./state";
import { touchOutputRow } from "./touch";

/** Layout of a block, in bytes: six addresses, that of a second true word, labels, rates and gradients as lanes of v128. */
export const BLOCK_BYTES: usize = 192;
export const SECOND_TRUE_ROW: usize = 24;
export const LABELS: usize = 32;
export const RATES: usize = 64;
export const GRADIENTS: usize = 96;
const SLOTS: i32 = 6;

/** How many blocks the targets fill that were set last. */
export let blockCount: i32 = 0;
/** Whether those of the last block fill half of it or less. */
export let lastBlockIsHalf: bool = false;
let rate: f32 = 0;

// @ts-ignore: decorator
@inline
export function block(index: i32): usize {
  return targetBlocks + <usize>index * BLOCK_BYTES;
}

/** Lanes 4 and 5 of a block stand twice in their v128, for the two inputs of the 2 x 6 kernel. */
// @ts-ignore: decorator
@inline
function setLane(address: usize, slot: i32, value: f32): void {
  store<f32>(address + (<usize>slot << 2), value);
  if (slot >= 4) store<f32>(address + (<usize>(slot + 2) << 2), value);
}

/** Writes what stays the same for a whole call: with negative sampling labels, rates and the unused slots. */
export function prepareTargets(learningRate: f32): void {
  prepareLogistic();
  preparePools();
  rate = learningRate;
  countBlocks(1 + negativeCount);
  for (let index = 0; index < blockCount; index++) {
    const address = block(index);
    for (let slot = 0; slot < SLOTS; slot++) {
      const target = index * SLOTS + slot;
      store<u32>(address + (<usize>slot << 2), <u32>zeroRow);
      setLane(address + LABELS, slot, target == 0 ? 1 : 0);
      setLane(address + RATES, slot, target <= negativeCount ? learningRate : 0);
    }
  }
}

function countBlocks(targets: i32): void {
  blockCount = (targets + SLOTS - 1) / SLOTS;
  const rest = targets % SLOTS;
  lastBlockIsHalf = rest > 0 && rest <= SLOTS / 2;
}

export function setTrueWord(wordId: i32): void {
  store<u32>(targetBlocks, <u32>outputRow(wordId));
}

/** Sets the word that is the second of two inputs' true one: twoMeans.ts. */
export function setSecondTrueWord(wordId: i32): void {
  store<u32>(targetBlocks, <u32>outputRow(wordId), SECOND_TRUE_ROW);
}

/** Fills the slots after the first with negatives of one true word, or of two, which may be the same. */
export function drawNegatives(trueId: i32, secondTrueId: i32): void {
  if (sharesNegatives) refreshPool();
  let address = targetBlocks;
  let slot = 1;
  for (let left = negativeCount; left > 0; left--) {
    if (slot == SLOTS) {
      slot = 0;
      address += BLOCK_BYTES;
    }
    const wordId = sharesNegatives ? pickNegative(trueId, secondTrueId) : drawNegative(trueId);
    store<u32>(address + (<usize>slot << 2), <u32>outputRow(wordId));
    slot++;
  }
}

/** Fills the slots with the nodes on the way to a word; the label of each is the code of the branch taken there. */
export function setPath(wordId: i32): void {
  const entry = pathOffsets + (<usize>wordId << 2);
  const path = pathNodes + (<usize>load<u32>(entry) << 2);
  const length = load<i32>(entry, 4) - load<i32>(entry);
  countBlocks(length);
  for (let target = 0; target < blockCount * SLOTS; target++) {
    const address = block(target / SLOTS);
    const slot = target % SLOTS;
    const isNode = target < length;
    const node = isNode ? load<u32>(path + (<usize>target << 2)) : 0;
    store<u32>(
      address + (<usize>slot << 2),
      <u32>(isNode ? outputRow(<i32>(node >> 1)) : zeroRow),
    );
    setLane(address + LABELS, slot, <f32>(node & 1));
    setLane(address + RATES, slot, isNode ? rate : 0);
  }
}

/** Touches the rows of the nodes on the way to a word but for the first ones, which lie on most ways. */
export function touchPath(wordId: i32): void {
  const entry = pathOffsets + (<usize>wordId << 2);
  const end = pathNodes + (<usize>load<u32>(entry, 4) << 2);
  for (let at = pathNodes + (<usize>(load<u32>(entry) + SLOTS) << 2); at < end; at += 4)
    touchOutputRow(<i32>(load<u32>(at) >> 1));
}
