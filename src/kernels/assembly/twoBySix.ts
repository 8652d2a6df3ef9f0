// Two input rows against the same six output rows: the block that window-shared negatives make possible. Each output
// row is loaded and stored once for two pairs. The two inputs must be different rows, or one update is lost.
import { measure, update } from "./fourColumns/twoBySix";
import { measure as measureWide, update as updateWide } from "./eightColumns/twoBySix";

/** One step of gradient descent for twelve pairs, in place. */
export function trainTwoBySix(first: usize, second: usize, block: usize): void {
  if (COLUMNS == 8) {
    measureWide(first, second, block);
    updateWide(first, second, block);
  } else {
    measure(first, second, block);
    update(first, second, block);
  }
}
