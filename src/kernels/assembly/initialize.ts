// First values of the vectors.
import { mix } from "./random";
import { inputRow } from "./rows";

/**
 * Fills input rows with uniform numbers between -`bound` and `bound`. A value depends on seed, row and column alone, so
 * that it is the same whichever thread writes it. Memory starts as zeros: output rows and the padding stay so.
 */
export function initializeRows(first: i32, count: i32, dimension: i32, bound: f32, seed: u64): void {
  const scale = bound / 8388608.0; // 2^23: the numbers below are 24 bits, shifted to both sides of zero
  const origin = mix(seed);
  for (let row = first; row < first + count; row++) {
    const address = inputRow(row);
    const counter = origin + <u64>row * <u64>dimension;
    for (let column = 0; column < dimension; column++) {
      const bits = <i32>(mix(counter + <u64>column) >> 40) - 8388608;
      store<f32>(address + (<usize>column << 2), <f32>bits * scale);
    }
  }
}
