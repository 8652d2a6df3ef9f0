import { createPacer } from "../kernels/pacing.ts";
import { SearchIndex } from "./searchIndex.ts";
import { allocateShared } from "./sharedNumbers.ts";
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
  const vectors = allocateShared(
    endId * stride,
    `A copy of ${endId} vectors under this balance`,
    "Ask for fewer words, or for balance 0.",
  );
  const pause = createPacer(signal);
  for (let wordId = 0; wordId < endId; wordId++) {
    if (wordId % ROWS_PER_PAUSE === 0) await pause();
    vectors.set(index.unitVector(wordId), wordId * stride);
  }
  return { vectors, stride };
}
