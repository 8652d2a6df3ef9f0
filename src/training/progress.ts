// Tells how far a training is, and keeps its loss curve.
import type { TrainingMemory } from "../kernels/memory.ts";
import type { Hyperparameters } from "./hyperparameters.ts";
import { totalIdsDone } from "./lanes.ts";
import type { TrainingMark } from "./runRecord.ts";
import { learningRateAt } from "./schedule.ts";

/** Where a training stands. */
export interface TrainingProgress {
  /** 1 … epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** 0 … 1 of all epochs. */
  readonly fraction: number;
  /** Words of the corpus passed in a second, over all threads, pauses left out. */
  readonly wordsPerSecond: number;
  /** All measurements of the loss so far. */
  readonly marks: readonly TrainingMark[];
  readonly secondsLeft: number;
  readonly paused: boolean;
}

/** What an interrupted training had come to. */
export interface EarlierProgress {
  readonly marks: readonly TrainingMark[];
  /** Of training, pauses left out. */
  readonly seconds: number;
}

/** What a checkpoint says of a training besides its memory. */
export interface CheckpointProgress extends EarlierProgress {
  /** 0 … 1 of all epochs. */
  readonly fraction: number;
}

/** Follows a training through its shared memory; reads clocks and counters, never the vectors. */
export class ProgressMeter {
  readonly #training: TrainingMemory;
  readonly #hyperparameters: Hyperparameters;
  readonly #wordShare: number;
  readonly #now: () => number;
  readonly #marks: TrainingMark[] = [];
  readonly #earlierSeconds: number;
  readonly #earlierIds: number;
  #activeMs = 0;
  #runningSinceMs: number | undefined;

  /** `wordsPerEpoch` leaves out the ends of sentences; `now` gives milliseconds. */
  constructor(
    training: TrainingMemory,
    hyperparameters: Hyperparameters,
    wordsPerEpoch: number,
    earlier: EarlierProgress | undefined,
    now: () => number,
  ) {
    this.#training = training;
    this.#hyperparameters = hyperparameters;
    this.#wordShare = wordsPerEpoch / training.layout.shape.idCount;
    this.#now = now;
    this.#earlierSeconds = earlier?.seconds ?? 0;
    this.#earlierIds = totalIdsDone(training);
    this.#marks.push(...(earlier?.marks ?? []));
  }

  /** Starts or stops the clock. */
  setRunning(isRunning: boolean): void {
    if (isRunning === (this.#runningSinceMs !== undefined)) return;
    if (this.#runningSinceMs !== undefined) this.#activeMs += this.#now() - this.#runningSinceMs;
    this.#runningSinceMs = isRunning ? this.#now() : undefined;
  }

  /** Seconds of training, with those before an interruption. */
  get seconds(): number {
    return this.#earlierSeconds + this.#ownSeconds;
  }

  /** 0 … 1 of all epochs. */
  get fraction(): number {
    return totalIdsDone(this.#training) / this.#totalIds;
  }

  /** All measurements so far; takes in those that the threads have made since it was last asked. */
  get marks(): readonly TrainingMark[] {
    const { losses } = this.#training;
    const { epochs, schedule, learningRate } = this.#hyperparameters;
    while (this.#marks.length < losses.length) {
      const loss = losses[this.#marks.length]!;
      if (Number.isNaN(loss)) break;
      const mark = this.#marks.length + 1;
      const fraction = mark / losses.length;
      this.#marks.push({
        epoch: (mark * epochs) / losses.length, // exactly 31, not 31.000000000000004
        idsDone: Math.round(fraction * this.#totalIds),
        seconds: this.seconds,
        wordsPerSecond: this.wordsPerSecond,
        learningRate: learningRateAt(schedule, learningRate, fraction),
        loss,
      });
    }
    return this.#marks;
  }

  /** Words passed in a second since this process began to train. */
  get wordsPerSecond(): number {
    const ids = totalIdsDone(this.#training) - this.#earlierIds;
    return (ids * this.#wordShare) / Math.max(this.#ownSeconds, 0.001);
  }

  /** Where the training stands now. */
  read(): TrainingProgress {
    const { epochs } = this.#hyperparameters;
    const { fraction } = this;
    const done = totalIdsDone(this.#training) - this.#earlierIds;
    return {
      epoch: Math.min(Math.floor(fraction * epochs) + 1, epochs),
      epochs,
      fraction,
      wordsPerSecond: this.wordsPerSecond,
      marks: this.marks,
      secondsLeft:
        done > 0 ? (this.#ownSeconds * this.#totalIds * (1 - fraction)) / done : Infinity,
      paused: this.#runningSinceMs === undefined,
    };
  }

  get #totalIds(): number {
    return this.#training.layout.shape.idCount * this.#hyperparameters.epochs;
  }

  get #ownSeconds(): number {
    const running = this.#runningSinceMs === undefined ? 0 : this.#now() - this.#runningSinceMs;
    return (this.#activeMs + running) / 1000;
  }
}
