// The words around a word. By default a window's size is drawn anew for each: nearer words are trained with more often.
import { randomBelow } from "./random";
import { keptCount, keptRow } from "./sentence";
import { contextRows, windowIsFixed, windowSize } from "./state";

/** Lists the input rows of the words around the kept word at `center` in `contextRows` and returns their number. */
export function listContexts(center: i32): i32 {
  const reach = windowIsFixed ? windowSize : 1 + randomBelow(windowSize);
  const last = min(center + reach, keptCount - 1);
  let count = 0;
  for (let index = max(center - reach, 0); index <= last; index++) {
    if (index == center) continue;
    store<u32>(contextRows + (<usize>count << 2), <u32>keptRow(index));
    count++;
  }
  return count;
}

// @ts-ignore: decorator
@inline
export function contextRow(index: i32): usize {
  return <usize>load<u32>(contextRows + (<usize>index << 2));
}
