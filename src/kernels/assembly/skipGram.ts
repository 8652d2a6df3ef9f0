// Skip-gram: each word of a window predicts the word in its middle.
import { trainOneBySix } from "./oneBySix";
import { keptId } from "./sentence";
import { trainSoftmax } from "./softmax";
import {
  contextRows,
  FULL_SOFTMAX,
  HIERARCHICAL_SOFTMAX,
  loss,
  sharesNegatives,
} from "./state";
import {
  block,
  blockCount,
  drawNegatives,
  lastBlockIsHalf,
  setPath,
  setTrueWord,
} from "./targets";
import { trainTwoByThree } from "./twoByThree";
import { trainTwoBySix } from "./twoBySix";
import { contextRow, listContexts } from "./window";

/** Trains the window around the kept word at `center`. */
export function trainSkipGram(center: i32, learningRate: f32): void {
  const trueId = keptId(center);
  const contexts = listContexts(center, contextRows);
  if (loss == FULL_SOFTMAX) {
    for (let index = 0; index < contexts; index++)
      trainSoftmax(contextRow(index), trueId, learningRate);
  } else if (loss == HIERARCHICAL_SOFTMAX) {
    setPath(trueId);
    trainTogether(contexts);
  } else {
    setTrueWord(trueId);
    if (sharesNegatives) {
      drawNegatives(trueId, trueId);
      trainTogether(contexts);
    } else {
      trainApart(contexts, trueId);
    }
  }
}

/** All pairs of the window against the same targets, two pairs at a time. */
function trainTogether(count: i32): void {
  let index = 0;
  for (; index + 1 < count && partWithAnother(index, count); index += 2) {
    const first = contextRow(index);
    const second = contextRow(index + 1);
    const whole = lastBlockIsHalf ? blockCount - 1 : blockCount;
    for (let b = 0; b < whole; b++) trainTwoBySix(first, second, block(b));
    if (lastBlockIsHalf) trainTwoByThree(first, second, block(whole));
  }
  for (; index < count; index++) trainAlone(contextRow(index));
}

/** Makes the row after `index` differ from the one at `index`; false where all rows left are the same. */
function partWithAnother(index: i32, count: i32): bool {
  const first = contextRow(index);
  const second = contextRow(index + 1);
  if (first != second) return true;
  for (let other = index + 2; other < count; other++) {
    const row = contextRow(other);
    if (row == first) continue;
    store<u32>(contextRows + (<usize>(index + 1) << 2), <u32>row);
    store<u32>(contextRows + (<usize>other << 2), <u32>second);
    return true;
  }
  return false;
}

/** Each pair of the window against negatives of its own. */
function trainApart(count: i32, trueId: i32): void {
  for (let index = 0; index < count; index++) {
    drawNegatives(trueId, trueId);
    trainAlone(contextRow(index));
  }
}

function trainAlone(row: usize): void {
  for (let b = 0; b < blockCount; b++) trainOneBySix(row, block(b));
}
