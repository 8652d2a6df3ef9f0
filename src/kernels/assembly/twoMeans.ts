// The means of two windows against the same negatives, each against a true word of its own: six pairs each. A row of a negative
// is loaded and stored once for both. The two means must lie in different rows.
import { measure, update } from "./fourColumns/twoMeans";
import { measure as measureWide, update as updateWide } from "./eightColumns/twoMeans";

/** One step of gradient descent for twelve pairs, in place; of the block's rows, the first is the first mean's true word. */
export function trainTwoMeans(first: usize, second: usize, block: usize): void {
  if (COLUMNS == 8) {
    measureWide(first, second, block);
    updateWide(first, second, block);
  } else {
    measure(first, second, block);
    update(first, second, block);
  }
}
