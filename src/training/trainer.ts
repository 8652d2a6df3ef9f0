// What one training thread does, from its first values to its last id. Knows no threads: trainer.worker.ts does.
import { WordfieldError } from "../errors.ts";
import { bindKernels, type Kernels } from "../kernels/kernels.ts";
import { type MemoryLayout, type TrainingMemory, viewTrainingMemory } from "../kernels/memory.ts";
import type { Algorithm, Hyperparameters } from "./hyperparameters.ts";
import { fillProbes, meanLoss } from "./probes.ts";
import { createRandom, fillAliasTable, fillKeepThresholds } from "./sampling.ts";

/** What a thread is told; plain data, sent once. */
export interface TrainerTask {
  readonly memory: WebAssembly.Memory;
  readonly layout: MemoryLayout;
  readonly kernels: WebAssembly.Module;
  readonly hyperparameters: Hyperparameters;
  /** 0 … threads - 1. */
  readonly thread: number;
}

/** A thread's part of a training, ready to run. */
export interface Trainer {
  /** Does this thread's share of what must be there before any thread trains. */
  prepare(): void;
  /** Blocks until the start gate opens. */
  waitForStart(): void;
  /** Trains its range of the ids for all epochs; returns early when canceled. */
  train(): void;
}

/** The loss is measured so often in an epoch. */
export const LOSS_MARKS_PER_EPOCH = 4;

/** A call of the kernel takes about five milliseconds: cancellation and learning rate are looked at in between. */
const MAXIMUM_BUDGET = 10_000;
const PAIR_FLOATS_PER_CALL = 3e7;
/** The learning rate falls in at least so many steps in an epoch. */
const STEPS_PER_EPOCH = 20;
const LAST_LEARNING_RATE = 1e-4;

/** The kernels' loop for each algorithm. */
const LOOPS = {
  "skip-gram": "trainSkipGram",
  cbow: "trainCbow",
  fasttext: "trainSubwords",
} as const satisfies Record<Algorithm, keyof Kernels>;

/** Creates the part of a training that `task.thread` has to do. */
export function createTrainer(task: TrainerTask): Trainer {
  const training = viewTrainingMemory(task.memory, task.layout);
  const kernels = bindKernels(task.kernels, task.memory);
  connect(kernels, task);
  return {
    prepare: () => prepare(kernels, training, task),
    waitForStart: () => void Atomics.wait(training.startGate, 0, 0),
    train: () => train(kernels, training, task),
  };
}

/** Tells an instance of the kernels what it works on. */
export function connect(kernels: Kernels, task: TrainerTask): void {
  const { layout, hyperparameters, thread } = task;
  const scratch = layout.scratch[thread]!;
  kernels.useVectors(layout.inputVectors, layout.outputVectors, layout.rowBytes);
  kernels.useVocabulary(layout.shape.wordCount, layout.keepThresholds, layout.aliasTable);
  if (layout.shape.ngramRowCount > 0) kernels.useSubwords(layout.ngramOffsets, layout.ngramRows);
  kernels.useSentences(layout.ids);
  kernels.useWindow(
    hyperparameters.window,
    hyperparameters.negatives,
    hyperparameters.sharedNegatives,
  );
  kernels.useScratch(
    scratch.targetBlocks,
    scratch.contextRows,
    scratch.keptIds,
    scratch.keptRows,
    scratch.zeroRow,
    scratch.hiddenRows,
  );
  // Far apart for each thread; equal for equal seeds.
  kernels.seedRandom(BigInt(hyperparameters.seed) * 65536n + BigInt(thread) + 1n);
}

function prepare(kernels: Kernels, training: TrainingMemory, task: TrainerTask): void {
  const { hyperparameters, thread } = task;
  const { shape } = task.layout;
  const [first, end] = shareOf(thread, shape.threads, shape.wordCount + shape.buckets);
  const { algorithm, dimension, seed } = hyperparameters;
  // word2vec's first values; fastText's are twice as large, because a mean of many is small.
  const bound = (algorithm === "fasttext" ? 1 : 0.5) / dimension;
  kernels.initializeRows(first, end - first, dimension, bound, BigInt(seed));
  if (thread !== 0) return;
  fillKeepThresholds(training.counts, hyperparameters.sample, training.keepThresholds);
  fillAliasTable(training.counts, hyperparameters.samplingExponent, training.aliasTable);
  const found = fillProbes(
    training.ids,
    training.aliasTable,
    { window: shape.window, negatives: shape.negatives, wholeWindow: algorithm === "cbow" },
    createRandom(seed),
    training.probes,
  );
  if (found === 0)
    throw new WordfieldError(
      "corpus-too-small",
      "No sentence has two words of the vocabulary. Train on more text, or lower the minimum count.",
    );
  Atomics.store(training.probesFound, 0, found);
}

function train(kernels: Kernels, training: TrainingMemory, task: TrainerTask): void {
  const { epochs, learningRate } = task.hyperparameters;
  const { idCount, threads } = task.layout.shape;
  const [first, end] = shareOf(task.thread, threads, idCount);
  const budget = budgetOf(task);
  const loop = LOOPS[task.hyperparameters.algorithm];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let position = first;
    while (position < end) {
      if (Atomics.load(training.cancelFlag, 0) !== 0) return;
      const fraction = Number(Atomics.load(training.progress, 0)) / (idCount * epochs);
      const rate = learningRate * Math.max(1 - fraction, LAST_LEARNING_RATE);
      const next = kernels[loop](position, end, budget, rate);
      advance(kernels, training, task, next - position);
      position = next;
    }
  }
}

/** Counts ids as done; the thread that passes a mark measures the loss there. */
function advance(
  kernels: Kernels,
  training: TrainingMemory,
  task: TrainerTask,
  count: number,
): void {
  const before = Number(Atomics.add(training.progress, 0, BigInt(count)));
  const total = task.layout.shape.idCount * task.hyperparameters.epochs;
  const marks = training.losses.length;
  const firstMark = Math.floor((before * marks) / total);
  const endMark = Math.floor(((before + count) * marks) / total);
  if (firstMark < endMark)
    training.losses.fill(measureLoss(kernels, training, task), firstMark, endMark);
}

function measureLoss(kernels: Kernels, training: TrainingMemory, task: TrainerTask): number {
  const address = task.layout.scratch[task.thread]!.logits;
  const targets = 1 + task.hyperparameters.negatives;
  const count = Atomics.load(training.probesFound, 0);
  kernels.probeLogits(task.layout.probes, count, address);
  return meanLoss(new Float32Array(training.ids.buffer, address, count * targets), targets);
}

function budgetOf(task: TrainerTask): number {
  const { dimension, negatives, window } = task.hyperparameters;
  const { idCount, threads } = task.layout.shape;
  const affordable = PAIR_FLOATS_PER_CALL / (dimension * (negatives + 1) * window);
  const fine = idCount / (threads * STEPS_PER_EPOCH);
  return Math.max(1, Math.floor(Math.min(MAXIMUM_BUDGET, affordable, fine)));
}

function shareOf(thread: number, threads: number, count: number): [first: number, end: number] {
  return [Math.floor((thread * count) / threads), Math.floor(((thread + 1) * count) / threads)];
}
