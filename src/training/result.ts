// Takes the trained vectors out of the shared memory.
import { WordfieldError } from "../errors.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { TrainingCorpus } from "./corpus.ts";

/** What a training brings. */
export interface TrainedVectors {
  readonly words: readonly string[];
  /** [n] */
  readonly counts: Uint32Array;
  readonly dimension: number;
  /** [n, d] rows without padding. */
  readonly inputVectors: Float32Array<ArrayBuffer>;
  /** [n, d] what training goes on with. */
  readonly outputVectors: Float32Array<ArrayBuffer>;
  /** [buckets, d] with subwords: what the vectors of unknown words are made of. */
  readonly ngramVectors?: Float32Array<ArrayBuffer>;
  /** [epochs] mean loss on the fixed examples at the end of each epoch, in nats. */
  readonly lossPerEpoch: readonly number[];
  readonly wordsPerSecond: number;
}

/** The clock is looked at after so many numbers: about a millisecond. */
const FLOATS_PER_STEP = 500_000;

/**
 * Copies the vectors, row by row without the padding, and leaves the event loop its turns.
 *
 * Errors: `bad-input` where a number is not finite: no other cause than a learning rate that is too high is known.
 */
export async function readVectors(
  corpus: TrainingCorpus,
  training: TrainingMemory,
  signal: AbortSignal | undefined,
): Promise<Omit<TrainedVectors, "lossPerEpoch" | "wordsPerSecond">> {
  const { dimension, wordCount } = training.layout.shape;
  const stride = training.layout.rowBytes / 4;
  const pace = createPacer(signal);
  const copy = (source: Float32Array, firstRow: number, rowCount: number) =>
    copyRows(
      source.subarray(firstRow * stride, (firstRow + rowCount) * stride),
      stride,
      dimension,
      pace,
    );
  return {
    words: corpus.words,
    counts: corpus.counts.slice(),
    dimension,
    inputVectors: await copy(training.inputVectors, 0, wordCount),
    outputVectors: await copy(training.outputVectors, 0, wordCount),
  };
}

async function copyRows(
  source: Float32Array,
  stride: number,
  dimension: number,
  pace: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const rows = source.length / stride;
  const target = new Float32Array(rows * dimension);
  const rowsPerStep = Math.ceil(FLOATS_PER_STEP / dimension);
  for (let first = 0; first < rows; first += rowsPerStep) {
    const end = Math.min(first + rowsPerStep, rows);
    for (let row = first; row < end; row++)
      target.set(source.subarray(row * stride, row * stride + dimension), row * dimension);
    checkFinite(target.subarray(first * dimension, end * dimension));
    await pace();
  }
  return target;
}

function checkFinite(numbers: Float32Array): void {
  // Zero times anything finite is zero; times infinity or NaN it is NaN.
  let sum = 0;
  for (const number of numbers) sum += number * 0;
  if (sum !== 0)
    throw new WordfieldError(
      "bad-input",
      "Training diverged: some vectors are not finite. Train again with a lower learning rate.",
    );
}
