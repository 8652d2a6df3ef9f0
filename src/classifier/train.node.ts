// Trains a classifier in threads.
import { Worker } from "node:worker_threads";
import { throwIfCanceled, WordfieldError, type ErrorCode } from "../errors.ts";
import {
  allocateClassifierMemory,
  type ClassifierMemory,
  type ClassifierShape,
} from "../kernels/classifyMemory.ts";
import { compileKernels } from "../kernels/kernels.ts";
import { createPacer } from "../kernels/pacing.ts";
import { buildHuffmanPaths, type HuffmanPaths } from "../training/huffman.ts";
import { fillAliasTable } from "../training/sampling.ts";
import type { EncodedExamples, TrainingExamples } from "./encodeExamples.ts";
import type { ClassifierHyperparameters } from "./hyperparameters.ts";
import type { ClassifierTask } from "./trainer.ts";

/** What a training thread says. */
export type ClassifierTrainerMessage =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

/** Where a training stands. */
export interface ClassifierProgress {
  /** 1 … epochs. */
  readonly epoch: number;
  /** 0 … 1 of all epochs. */
  readonly fraction: number;
  /** Over all threads. */
  readonly wordsPerSecond: number;
  /** Mean loss of the examples trained in each epoch so far, in nats. */
  readonly lossPerEpoch: readonly number[];
  readonly secondsLeft: number;
}

/** What a training needs besides examples and hyperparameters. */
export interface ClassifierTrainingContext {
  /** The bundled classifierTrainer.worker. */
  readonly workerPath: string;
  /** One of the two builds of the classification kernels. */
  readonly kernelBytes: Uint8Array;
  /** Is told before training begins how much it takes. Units: bytes. */
  readonly onMemory: (bytes: number) => void;
  /** Is called at most five times a second, and once at the end. */
  readonly onProgress: (progress: ClassifierProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a training. */
export interface TrainedClassifier {
  /** Its input and output vectors are the model. */
  readonly memory: ClassifierMemory;
  readonly lossPerEpoch: readonly number[];
  readonly wordsPerSecond: number;
}

const PROGRESS_INTERVAL_MS = 200;
/** A thread with fewer tokens than this costs more than it brings. */
const MINIMUM_TOKENS_PER_THREAD = 10_000;
/** The clock is looked at after so many numbers: a millisecond. */
const NUMBERS_PER_STEP = 1 << 20;

/**
 * Trains a classifier.
 *
 * The caller's event loop stays free; the threads are gone when the promise settles. One thread and the same seed and
 * build of the kernels give the same numbers.
 * Errors: `out-of-memory` before training starts; `bad-input` where the learning rate is too high; `canceled` soon after
 * the signal; `internal` where a thread is lost.
 */
export async function trainClassifier(
  examples: TrainingExamples,
  hyperparameters: ClassifierHyperparameters,
  context: ClassifierTrainingContext,
): Promise<TrainedClassifier> {
  throwIfCanceled(context.signal);
  const { dictionary, encoded } = examples;
  const labelCounts = Uint32Array.from(dictionary.counts.subarray(dictionary.words.length));
  const paths =
    hyperparameters.loss === "hs"
      ? await buildHuffmanPaths(labelCounts, createPacer(context.signal))
      : undefined;
  const memory = allocateClassifierMemory(shapeOf(examples, hyperparameters, paths));
  context.onMemory(memory.layout.totalBytes);
  await copyExamples(encoded, memory, context.signal);
  if (paths) {
    memory.pathOffsets.set(paths.offsets);
    memory.pathNodes.set(paths.nodes);
  }
  // fastText draws labels by the square root of their counts.
  fillAliasTable(labelCounts, 0.5, memory.aliasTable);
  const kernels = await compileKernels(context.kernelBytes);
  const tasks = memory.layout.scratch.map((_, thread): ClassifierTask => ({
    memory: memory.memory,
    layout: memory.layout,
    kernels,
    hyperparameters,
    thread,
  }));
  const report = progressReporter(memory, context);
  await runThreads(tasks, memory, report, context);
  const wordsPerSecond = report();
  return { memory, lossPerEpoch: lossPerEpoch(memory), wordsPerSecond };
}

/** Copies encoded examples into the memory of the kernels, in slices. Errors: `canceled`. */
export async function copyExamples(
  encoded: EncodedExamples,
  memory: ClassifierMemory,
  signal?: AbortSignal,
): Promise<void> {
  const pace = createPacer(signal);
  const copies = [
    [encoded.tokens, memory.tokens],
    [encoded.exampleOffsets, memory.exampleOffsets],
    [encoded.labels, memory.exampleLabels],
    [encoded.labelOffsets, memory.labelOffsets],
    [encoded.rowOffsets, memory.rowOffsets],
    [encoded.rowLists, memory.rowLists],
    [encoded.tokenHashes, memory.tokenHashes],
  ] as const;
  for (const [source, target] of copies) {
    if (source.length !== target.length)
      throw new Error(`${source.length} numbers of examples for a place of ${target.length}.`);
    for (let first = 0; first < source.length; first += NUMBERS_PER_STEP) {
      target.set(source.subarray(first, first + NUMBERS_PER_STEP), first);
      await pace();
    }
  }
  for (let example = 0; example < memory.exampleOrder.length; example++)
    memory.exampleOrder[example] = example;
}

function shapeOf(
  { dictionary, encoded }: TrainingExamples,
  hyperparameters: ClassifierHyperparameters,
  paths: HuffmanPaths | undefined,
): ClassifierShape {
  const { dimension, wordNgrams, buckets, negatives, epochs } = hyperparameters;
  const useful = Math.max(1, Math.floor(encoded.tokens.length / MINIMUM_TOKENS_PER_THREAD));
  const exampleCount = encoded.exampleOffsets.length - 1;
  return {
    wordCount: dictionary.words.length,
    buckets,
    labelCount: dictionary.labels.length,
    dimension,
    wordNgrams,
    negatives,
    threads: Math.min(hyperparameters.threads, useful, exampleCount),
    epochs,
    exampleCount,
    tokenCount: encoded.tokens.length,
    exampleLabelCount: encoded.labels.length,
    distinctTokens: encoded.distinctTokens,
    rowListLength: encoded.rowLists.length,
    longestExample: encoded.longestExample,
    pathLength: paths?.nodes.length ?? 0,
  };
}

async function runThreads(
  tasks: readonly ClassifierTask[],
  memory: ClassifierMemory,
  report: () => void,
  { workerPath, signal }: ClassifierTrainingContext,
): Promise<void> {
  throwIfCanceled(signal);
  const workers = tasks.map((task) => new Worker(workerPath, { workerData: task, execArgv: [] }));
  const timer = setInterval(report, PROGRESS_INTERVAL_MS);
  let cancel = (): void => undefined;
  try {
    await Promise.race([
      Promise.all(workers.map(endOf)),
      new Promise<never>((_, reject) => {
        cancel = () => reject(new WordfieldError("canceled", "Canceled."));
        signal?.addEventListener("abort", cancel, { once: true });
      }),
    ]);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", cancel);
    Atomics.store(memory.cancelFlag, 0, 1);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Settles when a thread has trained its share. */
function endOf(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    worker.on("message", (message: ClassifierTrainerMessage) => {
      if (message.kind === "done") resolve();
      else reject(new WordfieldError(message.code, message.message));
    });
    worker.on("error", reject);
    // Where a message came first, this changes nothing.
    worker.on("exit", (code) =>
      reject(
        new WordfieldError(
          "internal",
          `A training thread ended early (exit code ${code}). Train again; if it happens again, use fewer threads.`,
        ),
      ),
    );
  });
  ended.catch(() => undefined); // where another thread has failed, nobody waits for this one
  return ended;
}

/** Makes the function that tells the progress and returns the words passed in a second. */
function progressReporter(
  memory: ClassifierMemory,
  context: ClassifierTrainingContext,
): () => number {
  const startMs = performance.now();
  const { epochs, tokenCount } = memory.layout.shape;
  return () => {
    const done = Number(Atomics.load(memory.progress, 0));
    const fraction = done / (tokenCount * epochs);
    const seconds = Math.max(performance.now() - startMs, 1) / 1000;
    context.onProgress({
      epoch: Math.min(Math.floor(fraction * epochs) + 1, epochs),
      fraction,
      wordsPerSecond: done / seconds,
      lossPerEpoch: lossPerEpoch(memory),
      secondsLeft: fraction > 0 ? (seconds * (1 - fraction)) / fraction : Infinity,
    });
    return done / seconds;
  };
}

/** The mean losses of the epochs that have begun. */
function lossPerEpoch({ losses, layout }: ClassifierMemory): number[] {
  const { threads, epochs } = layout.shape;
  const means: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0;
    let count = 0;
    for (let thread = 0; thread < threads; thread++) {
      sum += losses[2 * (thread * epochs + epoch)]!;
      count += losses[2 * (thread * epochs + epoch) + 1]!;
    }
    if (count > 0) means.push(sum / count);
  }
  return means;
}
