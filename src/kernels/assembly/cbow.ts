// CBOW: the mean of a window's words predicts the word in its middle.
import { scatterChange, writeMean } from "./hidden";
import { trainOneBySix } from "./oneBySix";
import { keptId } from "./sentence";
import { trainSoftmax } from "./softmax";
import {
  contextRows,
  FULL_SOFTMAX,
  givesWholeGradient,
  hiddenRows,
  HIERARCHICAL_SOFTMAX,
  loss,
  NEGATIVE_SAMPLING,
  rowBytes,
  sharesNegatives,
  usesWindowMean,
  windowSize,
} from "./state";
import {
  block,
  blockCount,
  drawNegatives,
  setPath,
  setSecondTrueWord,
  setTrueWord,
} from "./targets";
import { trainTwoBySix } from "./twoBySix";
import { trainTwoMeans } from "./twoMeans";
import { listContexts } from "./window";

/** Whether two windows, one behind the other, are trained together: against the same negatives. */
export function trainsTwoWindows(): bool {
  return usesWindowMean && loss == NEGATIVE_SAMPLING && sharesNegatives;
}

/** Trains the windows around the kept words at `center` and behind it. */
export function trainTwoWindows(center: i32): void {
  const firstRows = contextRows;
  const secondRows = contextRows + <usize>(8 * windowSize);
  const firstCount = listContexts(center, firstRows);
  const secondCount = listContexts(center + 1, secondRows);
  const first = hiddenRows;
  const firstBefore = first + rowBytes;
  const second = firstBefore + rowBytes;
  const secondBefore = second + rowBytes;
  writeMean(firstRows, firstCount, first, firstBefore);
  writeMean(secondRows, secondCount, second, secondBefore);
  const trueId = keptId(center);
  const secondTrueId = keptId(center + 1);
  setTrueWord(trueId);
  setSecondTrueWord(secondTrueId);
  drawNegatives(trueId, secondTrueId);
  trainTwoMeans(first, second, block(0));
  for (let b = 1; b < blockCount; b++) trainTwoBySix(first, second, block(b));
  scatterChange(firstRows, firstCount, firstBefore, first, shareOf(firstCount));
  scatterChange(secondRows, secondCount, secondBefore, second, shareOf(secondCount));
}

/** Trains the window around the kept word at `center`. */
export function trainWindow(center: i32, learningRate: f32): void {
  const trueId = keptId(center);
  const after = hiddenRows;
  const before = hiddenRows + rowBytes;
  const contexts = listContexts(center, contextRows);
  writeMean(contextRows, contexts, after, before);
  if (loss == FULL_SOFTMAX) {
    trainSoftmax(after, trueId, learningRate);
  } else {
    if (loss == HIERARCHICAL_SOFTMAX) {
      setPath(trueId);
    } else {
      setTrueWord(trueId);
      drawNegatives(trueId, trueId);
    }
    for (let b = 0; b < blockCount; b++) trainOneBySix(after, block(b));
  }
  scatterChange(contextRows, contexts, before, after, shareOf(contexts));
}

/**
 * A word is one of `contexts` in the mean, so it gets that share of the gradient. word2vec.c gives all of it to each, which
 * makes the step depend on the size of the window (fastText issue 910; İrsoy et al. 2021).
 */
function shareOf(contexts: i32): f32 {
  return givesWholeGradient ? 1 : 1 / <f32>contexts;
}
