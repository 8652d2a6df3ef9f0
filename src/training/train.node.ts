// Trains vectors on a corpus: memory, threads, progress, result.
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import { compileKernels } from "../kernels/kernels.ts";
import {
  allocateTrainingMemory,
  layoutTrainingMemory,
  type TrainingMemory,
  type TrainingShape,
} from "../kernels/memory.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { TrainingCorpus } from "./corpus.ts";
import type { Hyperparameters } from "./hyperparameters.ts";
import { startTrainers, type TrainerPool } from "./pool.node.ts";
import { readVectors, type TrainedVectors } from "./result.ts";
import { listSubwordRows, type SubwordRows } from "./subwordRows.ts";
import { LOSS_MARKS_PER_EPOCH, type TrainerTask } from "./trainer.ts";

/** Where a training stands. */
export interface TrainingProgress {
  /** 1 … epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** 0 … 1 of all epochs. */
  readonly fraction: number;
  /** Words of the corpus passed in a second, over all threads. */
  readonly wordsPerSecond: number;
  /** Mean loss of negative sampling on a fixed set of examples, in nats; undefined until first measured. */
  readonly lossPerPair: number | undefined;
  readonly secondsLeft: number;
}

/** What a training needs besides corpus and hyperparameters. */
export interface TrainingContext {
  /** The bundled trainer.worker. */
  readonly workerPath: string;
  /** One of the two builds of the kernels. */
  readonly kernelBytes: Uint8Array;
  /** Is called at most five times a second, and once at the end. */
  readonly onProgress: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
}

const PROGRESS_INTERVAL_MS = 200;
/** Examples that the loss is measured on: its standard error is about 0.02 nats, and a measurement takes milliseconds. */
const PROBE_COUNT = 4000;
/** A thread with fewer ids than this costs more than it brings. */
const MINIMUM_IDS_PER_THREAD = 10_000;
/** The clock is looked at after so many ids: a millisecond or two. */
const IDS_PER_STEP = 1_000_000;

/**
 * Trains vectors.
 *
 * The caller's event loop stays free; the threads are gone when the promise settles. One thread and the same seed and
 * build of the kernels give the same bytes.
 * Errors: `corpus-too-small` where there is nothing to learn from; `out-of-memory` before training starts; `canceled`
 * soon after the signal; `internal` where a thread is lost.
 */
export async function train(
  corpus: TrainingCorpus,
  hyperparameters: Hyperparameters,
  context: TrainingContext,
): Promise<TrainedVectors> {
  throwIfCanceled(context.signal);
  if (corpus.words.length < 2)
    throw new WordfieldError(
      "corpus-too-small",
      `The vocabulary has ${corpus.words.length === 1 ? "one word" : "no words"}, and training needs two at least. ` +
        `Train on more text, or lower the minimum count (${hyperparameters.minimumCount}).`,
    );
  const subwords =
    hyperparameters.algorithm === "fasttext"
      ? await listSubwordRows(corpus.words, hyperparameters, createPacer(context.signal))
      : undefined;
  const training = allocateTrainingMemory(
    layoutTrainingMemory(shapeOf(corpus, hyperparameters, subwords)),
  );
  training.counts.set(corpus.counts);
  if (subwords !== undefined) {
    training.ngramOffsets.set(subwords.offsets);
    await copySlices(subwords.rows, training.ngramRows, createPacer(context.signal));
  }
  const wordsPerEpoch = await copyIds(corpus, training.ids, context.signal);
  const kernels = await compileKernels(context.kernelBytes);
  const tasks = training.layout.scratch.map((_, thread): TrainerTask => ({
    memory: training.memory,
    layout: training.layout,
    kernels,
    hyperparameters,
    thread,
  }));
  throwIfCanceled(context.signal);
  const pool = startTrainers(context.workerPath, tasks, training);
  // Threads must be gone however this ends.
  try {
    await unlessCanceled(pool.ready, context.signal);
    const report = progressReporter(training, hyperparameters.epochs, wordsPerEpoch, context);
    await watch(pool, report, context.signal);
    const wordsPerSecond = report();
    const vectors = await readVectors(corpus, training, tasks[0]!, context.signal);
    return { ...vectors, lossPerEpoch: lossPerEpoch(training), wordsPerSecond };
  } finally {
    await pool.end();
  }
}

function shapeOf(
  corpus: TrainingCorpus,
  hyperparameters: Hyperparameters,
  subwords: SubwordRows | undefined,
): TrainingShape {
  const { dimension, window, negatives, epochs } = hyperparameters;
  const useful = Math.max(1, Math.floor(corpus.ids.length / MINIMUM_IDS_PER_THREAD));
  return {
    wordCount: corpus.words.length,
    idCount: corpus.ids.length,
    dimension,
    threads: Math.min(hyperparameters.threads, useful),
    window,
    negatives,
    buckets: subwords === undefined ? 0 : hyperparameters.buckets,
    ngramRowCount: subwords?.rows.length ?? 0,
    probeCount: Math.min(PROBE_COUNT, corpus.ids.length),
    lossMarks: epochs * LOSS_MARKS_PER_EPOCH,
  };
}

async function copySlices(
  source: Int32Array,
  target: Int32Array,
  pace: () => Promise<void>,
): Promise<void> {
  for (let first = 0; first < source.length; first += IDS_PER_STEP) {
    target.set(source.subarray(first, first + IDS_PER_STEP), first);
    await pace();
  }
}

/** Copies the ids in slices and returns how many are words. An id without a row would make the kernel write elsewhere. */
async function copyIds(
  corpus: TrainingCorpus,
  target: Int32Array,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { ids, words } = corpus;
  const pace = createPacer(signal);
  let wordCount = 0;
  for (let first = 0; first < ids.length; first += IDS_PER_STEP) {
    const slice = ids.subarray(first, first + IDS_PER_STEP);
    for (const id of slice) {
      if (id >= words.length)
        throw new Error(`Word id ${id} in a corpus of ${words.length} words.`);
      if (id >= 0) wordCount++;
    }
    target.set(slice, first);
    await pace();
  }
  return wordCount;
}

/** Lets the threads train and reports until they are done. */
async function watch(
  pool: TrainerPool,
  report: () => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const timer = setInterval(report, PROGRESS_INTERVAL_MS);
  pool.open();
  try {
    await unlessCanceled(pool.done, signal);
  } finally {
    clearInterval(timer);
  }
}

/** Makes the function that tells the progress and returns the words passed in a second. */
function progressReporter(
  training: TrainingMemory,
  epochs: number,
  wordsPerEpoch: number,
  context: TrainingContext,
): () => number {
  const startMs = performance.now();
  const total = training.ids.length * epochs;
  return () => {
    const fraction = Number(Atomics.load(training.progress, 0)) / total;
    const seconds = Math.max(performance.now() - startMs, 1) / 1000;
    const wordsPerSecond = (fraction * wordsPerEpoch * epochs) / seconds;
    context.onProgress({
      epoch: Math.min(Math.floor(fraction * epochs) + 1, epochs),
      epochs,
      fraction,
      wordsPerSecond,
      lossPerPair: training.losses.findLast((loss) => !Number.isNaN(loss)),
      secondsLeft: fraction > 0 ? (seconds * (1 - fraction)) / fraction : Infinity,
    });
    return wordsPerSecond;
  };
}

function lossPerEpoch(training: TrainingMemory): number[] {
  return [...training.losses].filter(
    (_, mark) => mark % LOSS_MARKS_PER_EPOCH === LOSS_MARKS_PER_EPOCH - 1,
  );
}

/** Waits for a promise, or until the signal is aborted. */
async function unlessCanceled<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  throwIfCanceled(signal);
  if (signal === undefined) return promise;
  let abort = (): void => undefined;
  const canceled = new Promise<never>((_, reject) => {
    abort = () => reject(new WordfieldError("canceled", "Canceled."));
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([promise, canceled]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
