/** Vectors of words by their general meaning alone, for a vocabulary that nobody has trained on. */
import type { MultiplyRows } from "../kernels/matrixProducts.ts";
import { reducePrior } from "./priorSpace.ts";
import { isZero, type Rows } from "./rows.ts";

/** Of fewer words the first components say what the words mean, and not how frequent and how technical they are. */
const LEAST_REDUCED = 50;

/** Vectors of the words that an encoder knows. */
export interface KnownWords extends Rows {
  /** Shape [known, dimension]. */
  readonly rows: Float32Array<ArrayBuffer>;
  /** Which words these are, rising; shape [known]. */
  readonly known: Uint32Array<ArrayBuffer>;
}

/**
 * Leaves out the words that the encoder does not know, and brings the others to the space in which general meaning is
 * compared; see priorSpace.ts.
 *
 * Shapes: `prior` is [n, d], zero for words that the encoder does not know.
 */
export function generalVectors(prior: Rows, n: number, multiply: MultiplyRows): KnownWords {
  const known = Uint32Array.from(
    Array.from({ length: n }, (_, row) => row).filter(
      (row) => !isZero(prior.rows, row, prior.dimension),
    ),
  );
  const { rows: all, dimension } =
    known.length < LEAST_REDUCED ? prior : reducePrior(prior, n, multiply);
  const rows = new Float32Array(known.length * dimension);
  for (const [place, row] of known.entries())
    rows.set(all.subarray(row * dimension, (row + 1) * dimension), place * dimension);
  return { rows, dimension, known };
}
