// CBOW: the mean of a window's words predicts the word in its middle.
import { meanOfRows, scatterChange } from "./hidden";
import { trainOneBySix } from "./oneBySix";
import { trainSoftmax } from "./softmax";
import {
  contextRows,
  FULL_SOFTMAX,
  givesWholeGradient,
  hiddenRows,
  HIERARCHICAL_SOFTMAX,
  loss,
  rowBytes,
} from "./state";
import { block, blockCount, drawNegatives, setPath, setTrueWord } from "./targets";

/** Trains the window whose rows are listed in `contextRows`. */
export function trainCbow(contexts: i32, trueId: i32, learningRate: f32): void {
  const after = hiddenRows;
  const before = hiddenRows + rowBytes;
  meanOfRows(contextRows, contexts, after);
  memory.copy(before, after, rowBytes);
  if (loss == FULL_SOFTMAX) {
    trainSoftmax(after, trueId, learningRate);
  } else {
    if (loss == HIERARCHICAL_SOFTMAX) {
      setPath(trueId);
    } else {
      setTrueWord(trueId);
      drawNegatives(trueId);
    }
    for (let b = 0; b < blockCount; b++) trainOneBySix(after, block(b));
  }
  // A word is one of `contexts` in the mean, so it gets that share of the gradient. word2vec.c gives all of it to each,
  // which makes the step depend on the size of the window (fastText issue 910; İrsoy et al. 2021).
  const scale: f32 = givesWholeGradient ? 1 : 1 / <f32>contexts;
  scatterChange(contextRows, contexts, before, after, scale);
}
