// Two input rows against the same three output rows: what is left of a path, or few negatives, in half of a block. The two
// inputs must be different rows, or one update is lost.
import { measure as measureWide, update as updateWide } from "./eightColumns/twoByThree";
import { measure, update } from "./fourColumns/twoByThree";

/** One step of gradient descent for six pairs, in place. */
export function trainTwoByThree(first: usize, second: usize, block: usize): void {
  if (COLUMNS == 8) {
    measureWide(first, second, block);
    updateWide(first, second, block);
  } else {
    measure(first, second, block);
    update(first, second, block);
  }
}
