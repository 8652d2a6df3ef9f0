// The dot products behind the loss of a fixed set of examples.
import { hiddenOfWords } from "./hidden";
import { dot, logitsOfAllWords } from "./logits";
import { outputRow } from "./rows";
import {
  FULL_SOFTMAX,
  hiddenRows,
  HIERARCHICAL_SOFTMAX,
  logits,
  loss,
  negativeCount,
  pathNodes,
  pathOffsets,
  vocabularySize,
  windowSize,
} from "./state";

/**
 * Writes the logits of one example to `logits` and returns their number.
 *
 * Negative sampling: the true word's first, then the negatives'. Hierarchical softmax: those of the path to the true
 * word. Full softmax: those of all words. An example is 1 + 2 * window + 1 + negatives i32: the number of context words,
 * their ids, then the target ids.
 */
export function probeLogits(example: usize): i32 {
  hiddenOfWords(example + 4, load<i32>(example), hiddenRows);
  const targetIds = example + 4 + (<usize>(2 * windowSize) << 2);
  const trueId = load<i32>(targetIds);
  if (loss == FULL_SOFTMAX) return logitsOfWords();
  if (loss == HIERARCHICAL_SOFTMAX) return logitsOfPath(trueId);
  for (let target = 0; target <= negativeCount; target++)
    writeLogit(target, load<i32>(targetIds + (<usize>target << 2)));
  return 1 + negativeCount;
}

function logitsOfWords(): i32 {
  logitsOfAllWords(hiddenRows);
  return vocabularySize;
}

function logitsOfPath(wordId: i32): i32 {
  const entry = pathOffsets + (<usize>wordId << 2);
  const path = pathNodes + (<usize>load<u32>(entry) << 2);
  const length = load<i32>(entry, 4) - load<i32>(entry);
  for (let node = 0; node < length; node++)
    writeLogit(node, <i32>(load<u32>(path + (<usize>node << 2)) >> 1));
  return length;
}

// @ts-ignore: decorator
@inline
function writeLogit(index: i32, row: i32): void {
  store<f32>(logits + (<usize>index << 2), dot(hiddenRows, outputRow(row)));
}
