// What one thread does in the training of a classifier. Knows no threads: classifierTrainer.worker.ts does.
import { WordfieldError } from "../errors.ts";
import {
  bindClassifierKernels,
  LOSS_NUMBERS,
  type ClassifierKernels,
} from "../kernels/classifyKernels.ts";
import {
  viewClassifierMemory,
  type ClassifierMemory,
  type ClassifierMemoryLayout,
} from "../kernels/classifyMemory.ts";
import type { ClassifierHyperparameters } from "./hyperparameters.ts";

/** What a thread is told; plain data, sent once. */
export interface ClassifierTask {
  readonly memory: WebAssembly.Memory;
  readonly layout: ClassifierMemoryLayout;
  readonly kernels: WebAssembly.Module;
  readonly hyperparameters: ClassifierHyperparameters;
  /** 0 … threads - 1. */
  readonly thread: number;
}

/** A call of the kernel takes a few milliseconds at most, unless an example takes more. */
const FLOATS_PER_CALL = 1e7;
/** The learning rate falls in at least so many steps. */
const LEARNING_RATE_STEPS = 1000;
/** A thread waits for the others so long before it looks whether it shall stop. */
const WAIT_MS = 100;

/**
 * Trains a thread's share of the examples for all epochs; returns early when canceled.
 *
 * Errors: `bad-input` where numbers grow out of all bounds.
 */
export function trainShare(task: ClassifierTask): void {
  const memory = viewClassifierMemory(task.memory, task.layout);
  const kernels = bindClassifierKernels(task.kernels, task.memory, task.layout, task.thread);
  const { hyperparameters, thread } = task;
  const { shape } = task.layout;
  // Far apart for each thread; equal for equal seeds.
  kernels.seedRandom(BigInt(hyperparameters.seed) * 65536n + BigInt(thread) + 1n);
  const [firstRow, endRow] = shareOf(thread, shape.threads, shape.wordCount + shape.buckets);
  const { dimension } = shape;
  kernels.initializeRows(
    firstRow,
    endRow - firstRow,
    dimension,
    1 / dimension,
    BigInt(hyperparameters.seed),
  );
  if (thread === 0) kernels.shuffleExamples(0, shape.exampleCount);
  waitForOthers(memory);
  trainEpochs(kernels, memory, task);
}

function waitForOthers({ prepared, cancelFlag, layout }: ClassifierMemory): void {
  const { threads } = layout.shape;
  Atomics.add(prepared, 0, 1);
  Atomics.notify(prepared, 0);
  for (;;) {
    const count = Atomics.load(prepared, 0);
    if (count === threads || Atomics.load(cancelFlag, 0) !== 0) return;
    Atomics.wait(prepared, 0, count, WAIT_MS);
  }
}

function trainEpochs(
  kernels: ClassifierKernels,
  memory: ClassifierMemory,
  { hyperparameters, thread }: ClassifierTask,
): void {
  const { shape } = memory.layout;
  const { epochs, learningRate, loss } = hyperparameters;
  const [first, end] = shareOf(thread, shape.threads, shape.exampleCount);
  const total = shape.tokenCount * epochs;
  const step = examplesPerCall(memory, hyperparameters);
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch > 0) kernels.shuffleExamples(first, end);
    const slot = 2 * (thread * epochs + epoch);
    for (let position = first; position < end; position += step) {
      if (Atomics.load(memory.cancelFlag, 0) !== 0) return;
      const fraction = Number(Atomics.load(memory.progress, 0)) / total;
      const stop = Math.min(end, position + step);
      const rate = learningRate * (1 - fraction);
      const tokens = kernels.trainExamples(position, stop, LOSS_NUMBERS[loss], rate);
      const lossSum = kernels.takeLoss();
      if (!Number.isFinite(lossSum)) throw diverged(learningRate);
      memory.losses[slot]! += lossSum;
      memory.losses[slot + 1]! += stop - position;
      Atomics.add(memory.progress, 0, BigInt(tokens));
    }
  }
}

function examplesPerCall(
  { layout: { shape } }: ClassifierMemory,
  { loss, negatives, epochs }: ClassifierHyperparameters,
): number {
  const outputs =
    loss === "ns"
      ? negatives + 1
      : loss === "hs"
        ? shape.pathLength / shape.labelCount
        : shape.labelCount;
  const rows = (shape.tokenCount * shape.wordNgrams) / shape.exampleCount;
  const affordable = FLOATS_PER_CALL / (shape.dimension * (2 * rows + 3 * outputs));
  const fine = (shape.exampleCount * epochs) / (shape.threads * LEARNING_RATE_STEPS);
  return Math.max(1, Math.floor(Math.min(affordable, fine)));
}

/** The error for numbers that have grown out of all bounds. */
export function diverged(learningRate: number): WordfieldError {
  return new WordfieldError(
    "bad-input",
    `Training diverged at a learning rate of ${learningRate}: its numbers grew out of all bounds. Choose a lower one.`,
  );
}

function shareOf(thread: number, threads: number, count: number): [first: number, end: number] {
  return [Math.floor((thread * count) / threads), Math.floor(((thread + 1) * count) / threads)];
}
