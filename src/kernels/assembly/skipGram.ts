// Skip-gram with negative sampling: each word of a window predicts the word in its middle.
import { trainOneBySix } from "./oneBySix";
import { keptCount, keptId, keptRow, MAXIMUM_SENTENCE, readSentence, useWordRows } from "./sentence";
import { contextRows, sharesNegatives } from "./state";
import { block, blockCount, drawNegatives, prepareTargets, setTrueWord } from "./targets";
import { trainTwoBySix } from "./twoBySix";
import { drawWindow, windowFirst, windowLast } from "./window";

/** Trains whole sentences from `position` on until `budget` ids are passed or `end` is reached; returns the next position. */
export function trainSkipGram(position: i32, end: i32, budget: i32, learningRate: f32): i32 {
  prepareTargets(learningRate);
  const stop = position + min(budget, end - position);
  while (position < stop) {
    position = readSentence(position, end, MAXIMUM_SENTENCE);
    useWordRows();
    trainSentence();
  }
  return position;
}

/** Trains each window of the sentence last read, on the rows in `keptRows`. */
export function trainSentence(): void {
  for (let center = 0; center < keptCount; center++) {
    const contexts = listContexts(center);
    const trueId = keptId(center);
    setTrueWord(trueId);
    if (sharesNegatives) {
      drawNegatives(trueId);
      trainTogether(contexts);
    } else {
      trainApart(contexts, trueId);
    }
  }
}

/** Draws a window, lists the rows of its words and returns their number. */
function listContexts(center: i32): i32 {
  drawWindow(center);
  let count = 0;
  for (let index = windowFirst; index <= windowLast; index++) {
    if (index == center) continue;
    store<u32>(contextRows + (<usize>count << 2), <u32>keptRow(index));
    count++;
  }
  return count;
}

// @ts-ignore: decorator
@inline
function contextRow(index: i32): usize {
  return <usize>load<u32>(contextRows + (<usize>index << 2));
}

/** All pairs of the window against the same negatives, two pairs at a time. */
function trainTogether(count: i32): void {
  const blocks = blockCount();
  let index = 0;
  for (; index + 1 < count && partWithAnother(index, count); index += 2) {
    const first = contextRow(index);
    const second = contextRow(index + 1);
    for (let b = 0; b < blocks; b++) trainTwoBySix(first, second, block(b));
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
    drawNegatives(trueId);
    trainAlone(contextRow(index));
  }
}

function trainAlone(row: usize): void {
  const blocks = blockCount();
  for (let b = 0; b < blocks; b++) trainOneBySix(row, block(b));
}
