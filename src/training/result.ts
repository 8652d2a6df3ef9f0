// Takes the trained vectors out of the shared memory.
import { findNotFinite } from "../embeddings/finite.ts";
import type { NgramVectors } from "../embeddings/ngramTable.ts";
import { bindKernels } from "../kernels/kernels.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { TrainingCorpus } from "./corpus.ts";
import { divergedError } from "./loss.ts";
import { connectTrainer, type TrainerTask } from "./trainer.ts";

/** What a training brings. */
export interface TrainedVectors {
  readonly words: readonly string[];
  /** [n] */
  readonly counts: Uint32Array;
  readonly dimension: number;
  /** [n, d] rows without padding. */
  readonly inputVectors: Float32Array<ArrayBuffer>;
  /** [n, d] what training goes on with; with hierarchical softmax the inner nodes', and zeros in the last row. */
  readonly outputVectors: Float32Array<ArrayBuffer>;
  /** With subwords: what the vectors of unknown words are made of. */
  readonly ngrams?: NgramVectors;
}

/** The clock is looked at after so many numbers: about a millisecond. */
const FLOATS_PER_STEP = 100_000;

/**
 * Copies the vectors, row by row without the padding, and leaves the event loop its turns.
 *
 * With subwords, a word's input vector is the mean of its own row and its n-grams' rows, as in fastText's `.vec`.
 * `task` is one whose thread has ended: its scratch is used. `ngramBuckets` are those of the rows for n-grams.
 * Errors: `bad-input` where a number is not finite.
 */
export async function readVectors(
  corpus: TrainingCorpus,
  training: TrainingMemory,
  task: TrainerTask,
  ngramBuckets: Uint32Array | undefined,
  signal: AbortSignal | undefined,
): Promise<TrainedVectors> {
  const { layout } = training;
  const { dimension, wordCount, outputRowCount, buckets } = layout.shape;
  const stride = layout.rowBytes / 4;
  const pace = createPacer(signal);
  const copyInputs = (firstRow: number, rowCount: number) =>
    copyRows(
      rowCount,
      dimension,
      (row) =>
        training.inputVectors.subarray(
          (firstRow + row) * stride,
          (firstRow + row) * stride + dimension,
        ),
      pace,
    );
  const noRow = new Float32Array(dimension);
  const outputRow = (row: number): Float32Array =>
    row < outputRowCount
      ? training.outputVectors.subarray(row * stride, row * stride + dimension)
      : noRow;
  const result = {
    words: corpus.words,
    counts: corpus.counts.slice(),
    dimension,
    outputVectors: await copyRows(wordCount, dimension, outputRow, pace),
  };
  if (!ngramBuckets) return { ...result, inputVectors: await copyInputs(0, wordCount) };
  const kernels = bindKernels(task.kernels, task.memory);
  connectTrainer(kernels, task, 0);
  const { hiddenRows } = layout.scratch[0]!;
  const mean = new Float32Array(training.memory.buffer, hiddenRows, dimension);
  const meanOf = (wordId: number): Float32Array => {
    kernels.vectorOfWord(wordId, hiddenRows);
    return mean;
  };
  return {
    ...result,
    inputVectors: await copyRows(wordCount, dimension, meanOf, pace),
    ngrams: { buckets: ngramBuckets, vectors: await copyInputs(wordCount, buckets) },
  };
}

/** Makes a matrix of `rowCount` rows without padding, each copied from what `rowAt` gives. */
async function copyRows(
  rowCount: number,
  dimension: number,
  rowAt: (row: number) => Float32Array,
  pace: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const target = new Float32Array(rowCount * dimension);
  const rowsPerStep = Math.ceil(FLOATS_PER_STEP / dimension);
  for (let first = 0; first < rowCount; first += rowsPerStep) {
    const end = Math.min(first + rowsPerStep, rowCount);
    for (let row = first; row < end; row++) target.set(rowAt(row), row * dimension);
    if (findNotFinite(target.subarray(first * dimension, end * dimension)) !== -1)
      throw divergedError();
    await pace();
  }
  return target;
}
