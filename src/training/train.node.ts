// A whole training: from a corpus to vectors, with its threads, its progress, its pauses and its checkpoints.
import { setTimeout as wait } from "node:timers/promises";
import { SENTENCE_END } from "../corpus/encodedText.ts";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import {
  allocateTrainingMemory,
  CONTROL,
  layoutTrainingMemory,
  type TrainingMemory,
} from "../kernels/memory.ts";
import { createPacer } from "../kernels/pacing.ts";
import { allStandStill, giveOrder } from "./control.ts";
import { findWrongId, type TrainingCorpus } from "./corpus.ts";
import type { Hyperparameters } from "./hyperparameters.ts";
import type { PauseSwitch } from "./pauseSwitch.ts";
import { LOSS_MARKS_PER_EPOCH, planTraining, type TrainingPlan } from "./plan.ts";
import { startTrainers, type TrainerPool } from "./pool.node.ts";
import {
  type CheckpointProgress,
  type EarlierProgress,
  ProgressMeter,
  type TrainingProgress,
} from "./progress.ts";
import { readVectors, type TrainedVectors } from "./result.ts";
import type { TrainingMark } from "./runRecord.ts";
import type { TrainerTask } from "./trainer.ts";

/** What a training needs besides corpus and hyperparameters. */
export interface TrainingContext {
  /** The bundled trainer.worker. */
  readonly workerPath: string;
  /** One of the builds of the kernels. */
  readonly kernels: WebAssembly.Module;
  /** Is told how much memory the training takes before any is taken. */
  readonly onMemory?: (bytes: number) => void;
  /** Is called at most five times a second, at a pause, and once at the end. */
  readonly onProgress: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
  readonly pause?: PauseSwitch;
  /** Puts other first values in place of the random ones: those of another model, or of a checkpoint. */
  readonly start?: (
    training: TrainingMemory,
    plan: TrainingPlan,
  ) => Promise<EarlierProgress | undefined>;
  readonly checkpoints?: CheckpointWriter;
}

/** Writes down how far a training is, while its threads stand still. */
export interface CheckpointWriter {
  /** Infinity for none by the clock. */
  readonly everyMs: number;
  readonly everyEpoch: boolean;
  /** A cancel ends it early. */
  write(
    training: TrainingMemory,
    progress: CheckpointProgress,
    signal: AbortSignal | undefined,
  ): Promise<void>;
}

/** What a training brings, and how it went. */
export interface TrainingOutcome extends TrainedVectors {
  /** [epochs] mean loss on the fixed examples at the end of each epoch, in nats. */
  readonly lossPerEpoch: readonly number[];
  readonly marks: readonly TrainingMark[];
  /** Of training, pauses left out. */
  readonly seconds: number;
  readonly wordsPerSecond: number;
}

const PROGRESS_INTERVAL_MS = 200;
/** Threads look at their orders every five milliseconds or so. */
const STANDSTILL_INTERVAL_MS = 2;
/** The clock is looked at after so many ids: a millisecond or two. */
const IDS_PER_STEP = 1_000_000;

/**
 * Trains vectors.
 *
 * The caller's event loop stays free; the threads are gone when the promise settles. The same seed and build of the
 * kernels give the same bytes with one thread, and in the deterministic mode with any number.
 * Errors: `corpus-too-small` where there is nothing to learn from; `out-of-memory` before training starts; `bad-input`
 * where options do not suit the text or vectors became infinite; `canceled` soon after the signal; `internal` where a
 * thread is lost.
 */
export async function train(
  corpus: TrainingCorpus,
  hyperparameters: Hyperparameters,
  context: TrainingContext,
): Promise<TrainingOutcome> {
  const { signal } = context;
  throwIfCanceled(signal);
  const plan = await planTraining(corpus, hyperparameters, createPacer(signal));
  const layout = layoutTrainingMemory(plan.shape);
  context.onMemory?.(layout.totalBytes);
  const training = allocateTrainingMemory(layout);
  const wordsPerEpoch = await fillMemory(training, corpus, plan, signal);
  const tasks = Array.from({ length: plan.threads }, (_, thread): TrainerTask => ({
    memory: training.memory,
    layout,
    kernels: context.kernels,
    hyperparameters,
    thread,
    threads: plan.threads,
    ...(corpus.idsFile ? { idsFile: corpus.idsFile } : {}),
  }));
  throwIfCanceled(signal);
  const pool = startTrainers(context.workerPath, tasks, training);
  // Threads must be gone however this ends.
  try {
    await unlessCanceled(pool.ready, signal);
    const earlier = await context.start?.(training, plan);
    const meter = new ProgressMeter(training, hyperparameters, wordsPerEpoch, earlier, () =>
      performance.now(),
    );
    await runToEnd({ training, pool, meter, context, hyperparameters, threads: plan.threads });
    const vectors = await readVectors(corpus, training, tasks[0]!, plan.subwords?.buckets, signal);
    const { marks, seconds, wordsPerSecond } = meter;
    return { ...vectors, lossPerEpoch: lossPerEpoch(training), marks, seconds, wordsPerSecond };
  } finally {
    await pool.end();
  }
}

/** Puts the text and what was planned into the shared memory; returns the number of words in the text. */
async function fillMemory(
  training: TrainingMemory,
  corpus: TrainingCorpus,
  plan: TrainingPlan,
  signal: AbortSignal | undefined,
): Promise<number> {
  training.counts.set(corpus.counts);
  if (plan.subwords) {
    training.ngramOffsets.set(plan.subwords.offsets);
    await copySlices(plan.subwords.rows, training.ngramRows, createPacer(signal));
  }
  if (plan.paths) {
    training.pathOffsets.set(plan.paths.offsets);
    training.pathNodes.set(plan.paths.nodes);
  }
  if (corpus.ids) return copyIds(corpus.ids, corpus.words.length, training.ids, signal);
  return corpus.counts.reduce((sum, count) => sum + count, 0);
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

/** Copies the ids in slices and returns how many are words. */
async function copyIds(
  ids: Int32Array,
  words: number,
  target: Int32Array,
  signal: AbortSignal | undefined,
): Promise<number> {
  const pace = createPacer(signal);
  let wordCount = 0;
  for (let first = 0; first < ids.length; first += IDS_PER_STEP) {
    const slice = ids.subarray(first, first + IDS_PER_STEP);
    const wrong = findWrongId(slice, words);
    if (wrong !== undefined) throw new Error(`Word id ${wrong} in a corpus of ${words} words.`);
    wordCount += countWords(slice);
    target.set(slice, first);
    await pace();
  }
  return wordCount;
}

function countWords(ids: Int32Array): number {
  let count = 0;
  // V8 takes four times as long for the same with an iterator.
  for (let at = 0; at < ids.length; at++) if (ids[at] !== SENTENCE_END) count++;
  return count;
}

/** A training whose threads are ready. */
interface Run {
  readonly training: TrainingMemory;
  readonly pool: TrainerPool;
  readonly meter: ProgressMeter;
  readonly context: TrainingContext;
  readonly hyperparameters: Hyperparameters;
  readonly threads: number;
}

/** Lets the threads train until they are done; reports, pauses and writes checkpoints meanwhile. */
async function runToEnd(run: Run): Promise<void> {
  const { training, pool, meter, context } = run;
  const { signal, pause } = context;
  let isDone = false;
  let wake = (): void => undefined;
  const done = pool.done.finally(() => {
    isDone = true;
    wake();
  });
  done.catch(() => undefined); // awaited below
  pause?.listen(() => wake());
  const abort = (): void => wake();
  signal?.addEventListener("abort", abort);
  const checkpoints = new CheckpointClock(run);
  try {
    meter.setRunning(true);
    giveOrder(training.control, "train");
    while (!isDone) {
      throwIfCanceled(signal);
      if (pause?.isOn || checkpoints.isDue())
        await holdThreads(
          run,
          () => isDone,
          async () => {
            if (checkpoints.isWanted(pause?.isOn ?? false)) await checkpoints.write();
            throwIfCanceled(signal);
            while (pause?.isOn && !isDone) {
              context.onProgress(meter.read());
              await sleepUntilWoken(Infinity);
              throwIfCanceled(signal);
            }
          },
        );
      if (isDone) break;
      context.onProgress(meter.read());
      await sleepUntilWoken(PROGRESS_INTERVAL_MS);
    }
    await done;
    throwIfCanceled(signal);
    meter.setRunning(false);
    context.onProgress({ ...meter.read(), paused: false });
  } finally {
    pause?.listen(undefined);
    signal?.removeEventListener("abort", abort);
  }

  /** Resolves after a while, or when something happens. */
  async function sleepUntilWoken(milliseconds: number): Promise<void> {
    if (isDone || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = milliseconds === Infinity ? undefined : setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Does something while no thread is between two steps; does nothing where the training has ended, or a thread was lost. */
async function holdThreads(
  { training, meter, threads, context: { signal } }: Run,
  isDone: () => boolean,
  action: () => Promise<void>,
): Promise<void> {
  giveOrder(training.control, "pause");
  while (!allStandStill(training.control, threads)) {
    // A thread that failed never stands still.
    if (isDone()) return;
    await wait(STANDSTILL_INTERVAL_MS);
    throwIfCanceled(signal);
  }
  meter.setRunning(false);
  await action();
  meter.setRunning(true);
  giveOrder(training.control, "train");
}

/** Knows when the next checkpoint is due. */
class CheckpointClock {
  readonly #run: Run;
  #lastSeconds: number;
  #lastMarks: number;

  constructor(run: Run) {
    this.#run = run;
    this.#lastSeconds = run.meter.seconds;
    this.#lastMarks = this.#marksTaken;
  }

  /** Says whether it is time, by the clock or by the epoch. */
  isDue(): boolean {
    const writer = this.#run.context.checkpoints;
    if (!writer) return false;
    const elapsedMs = (this.#run.meter.seconds - this.#lastSeconds) * 1000;
    const epochs = (marks: number) => Math.floor(marks / LOSS_MARKS_PER_EPOCH);
    const isEpoch = epochs(this.#marksTaken) > epochs(this.#lastMarks);
    return elapsedMs >= writer.everyMs || (writer.everyEpoch && isEpoch);
  }

  /** Says whether one is to be written now; a pause is worth one, too. */
  isWanted(paused: boolean): boolean {
    return this.isDue() || (paused && this.#run.context.checkpoints !== undefined);
  }

  async write(): Promise<void> {
    const { training, meter, context } = this.#run;
    const { marks, seconds, fraction } = meter;
    await context.checkpoints?.write(training, { marks, seconds, fraction }, context.signal);
    this.#lastSeconds = seconds;
    this.#lastMarks = this.#marksTaken;
  }

  get #marksTaken(): number {
    return Atomics.load(this.#run.training.control, CONTROL.marksTaken);
  }
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
