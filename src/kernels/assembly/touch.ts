// Reads rows some time before they are needed: their cache lines arrive while something else is computed.
import { outputVectors, rowBytes } from "./state";

const CACHE_LINE: usize = 64;

/** What was read last; a result that nobody could see would be optimized away together with the reads. */
export let touched: i32 = 0;

/** Reads one number of each cache line of a row. */
export function touchRow(row: usize): void {
  let seen = 0;
  for (let at: usize = 0; at < rowBytes; at += CACHE_LINE) seen |= load<i32>(row + at);
  touched = seen;
}

/** Touches the shared output row of a word or an inner node. */
export function touchOutputRow(row: i32): void {
  touchRow(outputVectors + <usize>row * rowBytes);
}
