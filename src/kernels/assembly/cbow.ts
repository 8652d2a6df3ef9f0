// CBOW with negative sampling: the mean of a window's words predicts the word in its middle.
import { meanOfRows, scatterChange } from "./hidden";
import { trainOneBySix } from "./oneBySix";
import { keptCount, keptId, MAXIMUM_SENTENCE, readSentence } from "./sentence";
import { contextRows, hiddenRows, rowBytes } from "./state";
import { block, blockCount, drawNegatives, prepareTargets, setTrueWord } from "./targets";
import { drawWindow, windowFirst, windowLast } from "./window";

/** Trains whole sentences from `position` on until `budget` ids are passed or `end` is reached; returns the next position. */
export function trainCbow(position: i32, end: i32, budget: i32, learningRate: f32): i32 {
  prepareTargets(learningRate);
  const stop = position + min(budget, end - position);
  while (position < stop) {
    position = readSentence(position, end, MAXIMUM_SENTENCE);
    for (let center = 0; center < keptCount; center++) trainWindow(center);
  }
  return position;
}

function trainWindow(center: i32): void {
  const count = listContextIds(center);
  if (count == 0) return;
  const after = hiddenRows;
  const before = hiddenRows + rowBytes;
  meanOfRows(contextRows, count, after);
  memory.copy(before, after, rowBytes);
  const trueId = keptId(center);
  setTrueWord(trueId);
  drawNegatives(trueId);
  const blocks = blockCount();
  for (let b = 0; b < blocks; b++) trainOneBySix(after, block(b));
  // A word is one of `count` in the mean, so it gets that share of the gradient. word2vec.c gives all of it to each,
  // which makes the step depend on the size of the window (fastText issue 910; İrsoy et al. 2021).
  scatterChange(contextRows, count, before, after, 1 / <f32>count);
}

function listContextIds(center: i32): i32 {
  drawWindow(center);
  let count = 0;
  for (let index = windowFirst; index <= windowLast; index++) {
    if (index == center) continue;
    store<i32>(contextRows + (<usize>count << 2), keptId(index));
    count++;
  }
  return count;
}
