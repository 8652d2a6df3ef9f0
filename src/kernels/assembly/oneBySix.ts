// One input row against six output rows: for CBOW, for an odd context word, for negatives of a pair's own.
import { measure, update } from "./fourColumns/oneBySix";
import { measure as measureWide, update as updateWide } from "./eightColumns/oneBySix";

/** One step of gradient descent, in place: six dot products, then six output rows and the input row move. */
export function trainOneBySix(input: usize, block: usize): void {
  if (COLUMNS == 8) {
    measureWide(input, block);
    updateWide(input, block);
  } else {
    measure(input, block);
    update(input, block);
  }
}
