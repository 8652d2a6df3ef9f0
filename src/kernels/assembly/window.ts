// The words around a word. By default a window's size is drawn anew for each: nearer words are trained with more often.
import { touchFreshWord } from "./noise";
import { randomBelow } from "./random";
import { keptId, keptRow, sentenceEnd, sentenceStart } from "./sentence";
import {
  contextRows,
  HIERARCHICAL_SOFTMAX,
  loss,
  NEGATIVE_SAMPLING,
  sharesNegatives,
  windowIsFixed,
  windowSize,
} from "./state";
import { touchPath } from "./targets";
import { touchOutputRow, touchRow } from "./touch";

/** Lists the input rows of the words around the kept word at `center` at `list` and returns their number. */
export function listContexts(center: i32, list: usize): i32 {
  const reach = windowIsFixed ? windowSize : 1 + randomBelow(windowSize);
  const last = min(center + reach, sentenceEnd - 1);
  let count = 0;
  for (let index = max(center - reach, sentenceStart); index <= last; index++) {
    if (index == center) continue;
    store<u32>(list + (<usize>count << 2), <u32>keptRow(index));
    count++;
  }
  return count;
}

// @ts-ignore: decorator
@inline
export function contextRow(index: i32): usize {
  return <usize>load<u32>(contextRows + (<usize>index << 2));
}

/**
 * Touches the rows that the window around `center` trains and the one before it did not. All at once: the processor waits
 * for them together.
 */
export function touchNextWindow(center: i32): void {
  if (center >= sentenceEnd) return;
  const entering = center + windowSize;
  if (entering < sentenceEnd) touchRow(keptRow(entering));
  if (loss == NEGATIVE_SAMPLING) {
    touchOutputRow(keptId(center));
    if (sharesNegatives) touchFreshWord();
  } else if (loss == HIERARCHICAL_SOFTMAX) {
    touchPath(keptId(center));
  }
}
