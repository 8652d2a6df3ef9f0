import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import { SearchIndex } from "./searchIndex.ts";
import type { VectorIndex } from "./vectorIndex.ts";

const ROWS_PER_PAUSE = 256;
const FLOATS_PER_STEP = 4; // of the kernels that read them

/**
 * The unit vectors of word ids below `endId` in shared memory, for threads: those of the index itself, or a copy of those that
 * it computes. Rows of `stride` floats, padded with zeros.
 *
 * Errors: `out-of-memory`, `canceled`.
 */
export async function unitRowsOf(
  index: VectorIndex,
  endId: number,
  signal: AbortSignal | undefined,
): Promise<SearchIndex["unitRows"]> {
  if (index instanceof SearchIndex) return index.unitRows;
  const stride = Math.ceil(index.dimension / FLOATS_PER_STEP) * FLOATS_PER_STEP;
  const vectors = allocateShared(endId * stride);
  const pause = createPacer(signal);
  for (let wordId = 0; wordId < endId; wordId++) {
    if (wordId % ROWS_PER_PAUSE === 0) await pause();
    vectors.set(index.unitVector(wordId), wordId * stride);
  }
  return { vectors, stride };
}

function allocateShared(count: number): Float32Array<SharedArrayBuffer> {
  const bytes = count * Float32Array.BYTES_PER_ELEMENT;
  try {
    return new Float32Array(new SharedArrayBuffer(bytes));
  } catch (cause) {
    // The platform throws a RangeError without a number.
    throw new WordfieldError(
      "out-of-memory",
      `The words' vectors under this balance need ${(bytes / 1e9).toFixed(1)} GB of memory, which this computer does not have free. Ask for fewer words, or for balance 0.`,
      { cause },
    );
  }
}
