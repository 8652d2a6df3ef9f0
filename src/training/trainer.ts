// What one training thread does, from its first values to its last id. Knows no threads: trainer.worker.ts does.
import { WordfieldError } from "../errors.ts";
import { connectKernels } from "../kernels/connect.ts";
import { bindKernels, type Kernels } from "../kernels/kernels.ts";
import {
  CONTROL,
  type MemoryLayout,
  type TrainingMemory,
  viewIdBuffer,
  viewTrainingMemory,
} from "../kernels/memory.ts";
import type { IdsFile } from "../corpus/encodedText.ts";
import { isEnded, leave, meetAll, standStillDuringPause, waitForStart } from "./control.ts";
import { type Hyperparameters, usesSubwords, usesWindowMean } from "./hyperparameters.ts";
import { type IdWindow, windowOfFile, windowOfMemory } from "./idWindow.ts";
import { idsDone, laneRandom, laneRange, saveLane, shareOf, totalIdsDone } from "./lanes.ts";
import { divergedError, measureLoss } from "./loss.ts";
import { fillProbes, type IdReader } from "./probes.ts";
import { createRandom, fillAliasTable, fillKeepThresholds } from "./sampling.ts";
import { learningRateAt } from "./schedule.ts";

/** What a thread is told; plain data, sent once. */
export interface TrainerTask {
  readonly memory: WebAssembly.Memory;
  readonly layout: MemoryLayout;
  readonly kernels: WebAssembly.Module;
  readonly hyperparameters: Hyperparameters;
  /** 0 … threads - 1. */
  readonly thread: number;
  readonly threads: number;
  /** Where the ids are if they are not in memory. */
  readonly idsFile?: IdsFile;
}

/** A thread's part of a training, ready to run. */
export interface Trainer {
  /** Does this thread's share of what must be there before any thread trains. */
  prepare(): void;
  /** Blocks until training begins. */
  waitForStart(): void;
  /** Trains its lanes for all epochs; returns early when told to end. */
  train(): void;
}

/** Everything a thread works with. */
interface Work {
  readonly kernels: Kernels;
  readonly training: TrainingMemory;
  readonly task: TrainerTask;
  readonly readIds: IdReader;
}

/** A call of the kernel takes about five milliseconds: orders and learning rate are looked at in between. */
const MAXIMUM_BUDGET = 10_000;
const PAIR_FLOATS_PER_CALL = 3e7;
/** The learning rate falls in at least so many steps in an epoch. */
const STEPS_PER_EPOCH = 20;
/** Ids that each lane trains in a round of the deterministic mode: with 8000 vectors were worse (decision 008). */
const IDS_PER_ROUND = 500;

/** Creates the part of a training that `task.thread` has to do; `readFile` is there where ids are not in memory. */
export function createTrainer(task: TrainerTask, readFile: IdReader | undefined): Trainer {
  const training = viewTrainingMemory(task.memory, task.layout);
  const kernels = bindKernels(task.kernels, task.memory);
  connectTrainer(kernels, task, task.thread);
  const readIds: IdReader =
    readFile ?? ((first, length) => training.ids.subarray(first, first + length));
  const work: Work = { kernels, training, task, readIds };
  return {
    prepare: () => prepare(work),
    waitForStart: () => waitForStart(training.control),
    train: () => {
      if (task.layout.shape.overlayRows > 0) trainInRounds(work);
      else trainFreely(work);
      leave(training.control);
    },
  };
}

/** Connects kernels with a training's memory and the scratch of one lane. */
export function connectTrainer(kernels: Kernels, task: TrainerTask, lane: number): void {
  const { hyperparameters, layout } = task;
  connectKernels(kernels, layout, lane, {
    ...hyperparameters,
    usesWindowMean: usesWindowMean(hyperparameters.algorithm),
    givesWholeGradient: hyperparameters.cbowGradient === "whole",
  });
}

function prepare(work: Work): void {
  const { kernels, training, task, readIds } = work;
  const { hyperparameters, thread, threads } = task;
  const { shape } = task.layout;
  const { algorithm, dimension, seed } = hyperparameters;
  const { first, end } = shareOf(thread, threads, shape.wordCount + shape.buckets);
  // word2vec's first values; fastText's are twice as large, because a mean of many is small.
  const bound = (usesSubwords(algorithm) ? 1 : 0.5) / dimension;
  kernels.initializeRows(first, end - first, dimension, bound, BigInt(seed));
  if (thread !== 0) return;
  for (let lane = 0; lane < shape.lanes; lane++) {
    // Far apart for each lane; equal for equal seeds.
    kernels.seedRandom(BigInt(seed) * 65536n + BigInt(lane) + 1n);
    saveLane(training, lane, 0, kernels.randomState());
  }
  fillKeepThresholds(training.counts, hyperparameters.sample, training.keepThresholds);
  fillAliasTable(training.counts, hyperparameters.samplingExponent, training.aliasTable);
  const found = fillProbes(
    readIds,
    shape.idCount,
    training.aliasTable,
    {
      window: shape.window,
      negatives: shape.negatives,
      wholeWindow: usesWindowMean(algorithm),
    },
    createRandom(seed),
    training.probes,
  );
  if (found === 0)
    throw new WordfieldError(
      "corpus-too-small",
      "No sentence has two words of the vocabulary. Train on more text, or lower the minimum count.",
    );
  Atomics.store(training.control, CONTROL.probesFound, found);
}

/** Hogwild: each thread trains its lane and takes no notice of the others. */
function trainFreely(work: Work): void {
  const { kernels, training, task } = work;
  const { control } = training;
  const lane = task.thread;
  const ids = openIds(work, lane);
  const budget = budgetOf(task);
  kernels.restoreRandom(laneRandom(training, lane));
  while (idsDone(training, lane) < totalOf(work, lane)) {
    standStillDuringPause(control);
    if (isEnded(control)) return;
    trainSome(work, ids, lane, budget, rateAt(work, fractionDone(work)));
    measurePassedMarks(work, lane, fractionDone(work));
  }
}

/**
 * All lanes train some text against what the round began with, each in an overlay of its own; then their changes are
 * added. Which thread takes which lane has no influence on any number.
 */
function trainInRounds(work: Work): void {
  const { kernels, training, task } = work;
  const { control } = training;
  const { layout, thread, threads } = task;
  const { lanes, idCount } = layout.shape;
  const windows = new Map<number, IdWindow>();
  for (let lane = thread; lane < lanes; lane += threads) windows.set(lane, openIds(work, lane));
  const fine = idCount / (lanes * STEPS_PER_EPOCH);
  const budget = Math.max(1, Math.floor(Math.min(IDS_PER_ROUND, fine)));
  // All threads must read the same, so they read where no lane gets on.
  let fraction = fractionDone(work);
  // A checkpoint is written before the marks of its round are measured.
  if (thread === 0) measurePassedMarks(work, thread, fraction);
  meetAll(control, threads, false);
  while (fraction < 1 && !isEnded(control)) {
    for (const [lane, ids] of windows) {
      kernels.openOverlay(layout.overlays + lane * layout.overlayBytes);
      kernels.useNoisePool(layout.noisePools + lane * layout.noisePoolBytes);
      if (idsDone(training, lane) >= totalOf(work, lane)) continue;
      kernels.restoreRandom(laneRandom(training, lane));
      trainSome(work, ids, lane, budget, rateAt(work, fraction));
    }
    kernels.closeOverlay();
    meetAll(control, threads, false);
    fraction = fractionDone(work);
    kernels.mergeOverlays(layout.overlays, layout.overlayBytes, lanes, thread, threads);
    meetAll(control, threads, true);
    if (thread === 0) measurePassedMarks(work, thread, fraction);
  }
}

/** Trains up to `budget` ids of a lane, not beyond the end of its epoch, and writes down how far it is. */
function trainSome(work: Work, ids: IdWindow, lane: number, budget: number, rate: number): void {
  const { kernels, training } = work;
  const { first, end } = laneRange(training.layout.shape, lane);
  const done = idsDone(training, lane);
  const position = first + (done % (end - first));
  const window = ids.show(position);
  const next =
    window.start +
    kernels.train(position - window.start, Math.min(end, window.end) - window.start, budget, rate);
  saveLane(training, lane, done + next - position, kernels.randomState());
}

function openIds({ training, task, readIds }: Work, lane: number): IdWindow {
  const { shape } = task.layout;
  const { end } = laneRange(shape, lane);
  if (!task.idsFile) return windowOfMemory(shape.idCount);
  return windowOfFile(readIds, viewIdBuffer(training, lane), end);
}

/** Ids of a lane over all epochs. */
function totalOf({ task }: Work, lane: number): number {
  const { first, end } = laneRange(task.layout.shape, lane);
  return (end - first) * task.hyperparameters.epochs;
}

function fractionDone({ training, task }: Work): number {
  return totalIdsDone(training) / (task.layout.shape.idCount * task.hyperparameters.epochs);
}

function rateAt({ task }: Work, fraction: number): number {
  const { schedule, learningRate } = task.hyperparameters;
  return learningRateAt(schedule, learningRate, fraction);
}

/** Measures the loss if a mark is passed that no other thread has taken. */
function measurePassedMarks(work: Work, lane: number, fraction: number): void {
  const { kernels, training, task } = work;
  const { control, losses } = training;
  const passed = Math.floor(fraction * losses.length);
  const taken = Atomics.load(control, CONTROL.marksTaken);
  if (passed <= taken) return;
  if (Atomics.compareExchange(control, CONTROL.marksTaken, taken, passed) !== taken) return;
  const loss = measureLoss(kernels, training, lane, task.hyperparameters.loss);
  // Hours more would not mend it.
  if (!Number.isFinite(loss)) throw divergedError();
  losses.fill(loss, taken, passed);
}

function budgetOf(task: TrainerTask): number {
  const { dimension, window } = task.hyperparameters;
  const { idCount, lanes, targetCount } = task.layout.shape;
  const affordable = PAIR_FLOATS_PER_CALL / (dimension * targetCount * window);
  const fine = idCount / (lanes * STEPS_PER_EPOCH);
  return Math.max(1, Math.floor(Math.min(MAXIMUM_BUDGET, affordable, fine)));
}
