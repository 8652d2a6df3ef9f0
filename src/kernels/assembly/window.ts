// The window around a word, of a size drawn anew for each: nearer words are trained with more often.
import { randomBelow } from "./random";
import { keptCount } from "./sentence";
import { windowSize } from "./state";

/** First and last index of the window last drawn, cut off at the ends of the sentence. */
export let windowFirst: i32 = 0;
export let windowLast: i32 = 0;

/** Draws a window of 1 to `windowSize` words on each side of the kept word at `center`. */
export function drawWindow(center: i32): void {
  const reach = 1 + randomBelow(windowSize);
  windowFirst = max(center - reach, 0);
  windowLast = min(center + reach, keptCount - 1);
}
