// Trained and general vectors side by side, searched together under any balance between them.

import { createPacer } from "../kernels/pacing.ts";
import { forAmountOfText, type ByAmountOfText } from "./amountOfText.ts";
import {
  allocateSearchRows,
  createSearchIndex,
  type SearchIndex,
  type SearchResult,
} from "./searchIndex.ts";
import type { VectorIndex } from "./vectorIndex.ts";

/**
 * Between what a word means here, 0, and in general, 1; "auto" takes the general meaning as far as the word's uses here do
 * not contradict it.
 */
export type Balance = number | "auto";

/** The parts of a row and how much each counts; the general part is the one of the encoder, the grounded one is corrected. */
interface Weights {
  readonly here: number;
  readonly general: number;
  readonly grounded: number;
}

/**
 * How much the grounded part counts beside the one here, by the tokens that were trained on: less text makes vectors that say
 * less. At these weights "auto" does best in tests of similarity (docs/decisions/014-here-and-in-general.md).
 */
const GROUNDED_WEIGHT: ByAmountOfText = { little: 3, much: 2 };

/** The parts' weights for "auto". */
function autoWeights(tokens: number): Weights {
  return { here: 1, general: 0, grounded: forAmountOfText(tokens, GROUNDED_WEIGHT) };
}

const PARTS_LENGTH = Math.sqrt(3); // of a row: three parts of unit length

/** The parts of all words in one index: a balance is a way to write the query, so that changing it computes no vectors. */
export class GroundedIndex {
  readonly #parts: SearchIndex;
  readonly #dimensions: { readonly here: number; readonly general: number };
  readonly #auto: Weights;

  /** Callers use `createGroundedIndex`. */
  constructor(parts: SearchIndex, here: number, { dimension, tokens }: GeneralRows) {
    this.#parts = parts;
    this.#dimensions = { here, general: dimension };
    this.#auto = autoWeights(tokens);
  }

  /** Gives the words' vectors under a balance. */
  under(balance: Balance): VectorIndex {
    return new BalancedIndex(this.#parts, this.#dimensions, this.#weightsOf(balance));
  }

  /** How much the trained vectors count in a cosine under a balance, 0 to 1. */
  trainedShare(balance: Balance): number {
    const { here, general, grounded } = this.#weightsOf(balance);
    return here ** 2 / (here ** 2 + general ** 2 + grounded ** 2);
  }

  /** The cosine of two words' general parts; 0 where one of them has none. */
  generalCosine(a: number, b: number): number {
    const [first, second] = [this.#parts.unitVector(a), this.#parts.unitVector(b)];
    const { here, general } = this.#dimensions;
    let product = 0;
    for (let i = here; i < here + general; i++) product += first[i]! * second[i]!;
    return Math.max(-1, Math.min(1, product * PARTS_LENGTH ** 2));
  }

  /** The cosine of a word's general part with its grounded one, which is 1 where no use contradicts it; null without a general part. */
  keptOf(wordId: number): number | null {
    const row = this.#parts.unitVector(wordId);
    const { here, general } = this.#dimensions;
    let [product, length] = [0, 0];
    for (let i = here; i < here + general; i++) {
      product += row[i]! * row[i + general]!;
      length += row[i]! ** 2;
    }
    return length === 0 ? null : Math.max(-1, Math.min(1, product * PARTS_LENGTH ** 2));
  }

  /**
   * The balance that "auto" comes to where so much of a word's general meaning is kept: its grounded part counts as general
   * as far as it points there.
   */
  autoBalance(kept: number): number {
    const general = this.#auto.grounded * Math.max(0, kept);
    return general / (this.#auto.here + general);
  }

  #weightsOf(balance: Balance): Weights {
    return balance === "auto" ? this.#auto : { here: 1 - balance, general: balance, grounded: 0 };
  }
}

/** Vectors of the parts that count, each weighed; the product of two is the mean of their parts' cosines. */
class BalancedIndex implements VectorIndex {
  readonly size: number;
  readonly dimension: number;
  readonly #parts: SearchIndex;
  /** Which numbers of a row of the index these are, and what they are multiplied by; shape [dimension]. */
  readonly #columns: Uint32Array;
  readonly #scale: Float32Array;

  constructor(
    parts: SearchIndex,
    { here, general }: { readonly here: number; readonly general: number },
    weights: Weights,
  ) {
    const length = Math.hypot(weights.here, weights.general, weights.grounded);
    const scales = new Float32Array(here + 2 * general)
      .fill((PARTS_LENGTH * weights.here) / length, 0, here)
      .fill((PARTS_LENGTH * weights.general) / length, here, here + general)
      .fill((PARTS_LENGTH * weights.grounded) / length, here + general);
    this.#columns = Uint32Array.from(scales.keys()).filter((column) => scales[column] !== 0);
    this.#scale = scales.filter((scale) => scale !== 0);
    this.size = parts.size;
    this.dimension = this.#columns.length;
    this.#parts = parts;
  }

  unitVector(wordId: number): Float32Array {
    const row = this.#parts.unitVector(wordId);
    return this.#scale.map((scale, i) => scale * row[this.#columns[i]!]!);
  }

  async findTopRows(query: Float32Array, k: number, signal?: AbortSignal): Promise<SearchResult> {
    const scaled = new Float32Array(this.#parts.dimension); // what does not count, and the filler, stay 0
    for (const [i, column] of this.#columns.entries())
      scaled[column] = this.#scale[i]! * (query[i] ?? 0);
    return this.#parts.findTopRows(scaled, k, signal);
  }
}

/** What an encoder knows of the words. Shapes: `general` and `grounded` are [n, dimension]; their lengths do not count. */
interface GeneralRows {
  /** Of the text that the vectors here were trained on. */
  readonly tokens: number;
  readonly dimension: number;
  readonly general: Int8Array;
  readonly grounded: Int8Array;
}

/**
 * Puts trained and general vectors side by side.
 *
 * Errors: `out-of-memory`, `canceled`.
 */
export async function createGroundedIndex(
  trained: SearchIndex,
  generalRows: GeneralRows,
  kernels: WebAssembly.Module,
  signal?: AbortSignal,
): Promise<GroundedIndex> {
  const { size, dimension: here } = trained;
  const { dimension, general, grounded } = generalRows;
  const width = here + 2 * dimension + 1;
  const rows = allocateSearchRows(size, width);
  const mean = await meanOf(trained, signal);
  const pause = createPacer(signal);
  for (let wordId = 0; wordId < size; wordId++) {
    if (wordId % ROWS_PER_PAUSE === 0) await pause();
    const row = rows.rawVectors.subarray(wordId * width, (wordId + 1) * width);
    const vector = trained.unitVector(wordId);
    for (let i = 0; i < here; i++) row[i] = vector[i]! - mean[i]!;
    row.set(general.subarray(wordId * dimension, (wordId + 1) * dimension), here);
    row.set(grounded.subarray(wordId * dimension, (wordId + 1) * dimension), here + dimension);
    let length = 0;
    length += toUnitLength(row.subarray(0, here));
    length += toUnitLength(row.subarray(here, here + dimension));
    length += toUnitLength(row.subarray(here + dimension, width - 1));
    // Rows are brought to the length of one: a part that a word does not have is made up for where no query looks.
    row[width - 1] = Math.sqrt(3 - length);
  }
  return new GroundedIndex(await createSearchIndex(rows, kernels, signal), here, generalRows);
}

const ROWS_PER_PAUSE = 256;

async function meanOf(index: SearchIndex, signal: AbortSignal | undefined): Promise<Float64Array> {
  const mean = new Float64Array(index.dimension);
  const pause = createPacer(signal);
  for (let wordId = 0; wordId < index.size; wordId++) {
    if (wordId % ROWS_PER_PAUSE === 0) await pause();
    for (const [i, value] of index.unitVector(wordId).entries()) mean[i]! += value / index.size;
  }
  return mean;
}

/** Scales in place and returns the length that it has then: 1, or 0. */
function toUnitLength(part: Float32Array): number {
  let squares = 0;
  for (const value of part) squares += value * value;
  if (squares === 0) return 0;
  const factor = 1 / Math.sqrt(squares);
  for (let i = 0; i < part.length; i++) part[i]! *= factor;
  return 1;
}
