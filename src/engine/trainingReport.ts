/** What is told of a training while it runs. */
import { basename, extname } from "node:path";
import type { ReadingProgress } from "../corpus/readCorpus.node.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents, TrainingSnapshot } from "../protocol/engineMessages.ts";
import type { TrainingProgress } from "../training/progress.ts";
import type { TrainingMark } from "../training/runRecord.ts";

// Shares of the whole time, for one progress bar: measured on the sample workspace (reading 0.5 s of 6 s).
const READING_SHARE = 0.08;
const SAVING_SHARE = 0.02;

// Every snapshot is drawn somewhere. Without a graphics processor, drawing five a second took half of a core.
const SNAPSHOT_INTERVAL_MS = 800;

/** Keeps the latest snapshot of a training and emits it, not too often. */
export class TrainingReport {
  readonly #emit: Emit<EngineEvents>;
  #snapshot: TrainingSnapshot;
  #emittedMs = -Infinity;

  constructor(
    emit: Emit<EngineEvents>,
    runId: string,
    modelPath: string,
    epochs: number,
    isUntrained = false,
  ) {
    this.#emit = emit;
    this.#snapshot = {
      runId,
      modelName: basename(modelPath, extname(modelPath)),
      ...(isUntrained ? { isUntrained } : {}),
      phase: "reading",
      fraction: 0,
      filesRead: 0,
      files: 0,
      bytesRead: 0,
      tokens: null,
      words: null,
      epoch: 0,
      epochs,
      wordsPerSecond: null,
      lossPerEpoch: [],
      secondsLeft: null,
      paused: false,
      memoryBytes: null,
    };
    this.tell({});
  }

  /** Takes in what has changed; a new phase, a pause and the end are told at once. */
  tell(change: Partial<TrainingSnapshot>): void {
    const { phase, paused } = this.#snapshot;
    this.#snapshot = { ...this.#snapshot, ...change };
    const nowMs = performance.now();
    const isNews =
      phase !== this.#snapshot.phase ||
      paused !== this.#snapshot.paused ||
      this.#snapshot.fraction >= 1;
    if (!isNews && nowMs - this.#emittedMs < SNAPSHOT_INTERVAL_MS) return;
    this.#emittedMs = nowMs;
    this.#emit("trainingChanged", this.#snapshot);
  }

  reading({ filesRead, files, bytesRead, bytes }: ReadingProgress): void {
    const share = bytes > 0 ? bytesRead / bytes : 1;
    this.tell({ fraction: READING_SHARE * share, filesRead, files, bytesRead });
  }

  training(progress: TrainingProgress): void {
    this.progress({ ...progress, lossPerEpoch: latestPerEpoch(progress.marks) });
  }

  /** How far training is, 0 to 1 without reading and saving. */
  progress(
    progress: Omit<TrainingProgress, "marks" | "epochs"> & {
      readonly lossPerEpoch: readonly number[];
    },
  ): void {
    this.tell({
      fraction: fractionOfAll(progress.fraction),
      epoch: progress.epoch,
      wordsPerSecond: progress.wordsPerSecond,
      lossPerEpoch: progress.lossPerEpoch,
      secondsLeft: Number.isFinite(progress.secondsLeft) ? progress.secondsLeft : null,
      paused: progress.paused,
    });
  }

  /** The words are read; `tokens` before rare ones were dropped. */
  begin(tokens: number, words: number, epochs: number): void {
    this.tell({ phase: "training", fraction: READING_SHARE, tokens, words, epochs });
  }

  /** How far the encoding of words is, 0 to 1; `tokens` and `words` are told once. */
  encoding(fraction: number, secondsLeft: number | null, tokens?: number, words?: number): void {
    this.tell({
      phase: "encoding",
      fraction: fractionOfAll(fraction),
      secondsLeft,
      ...(tokens === undefined ? {} : { tokens }),
      ...(words === undefined ? {} : { words }),
    });
  }

  saving(): void {
    this.tell({ phase: "saving", fraction: 1 - SAVING_SHARE, secondsLeft: 0 });
  }
}

/** How much of reading, training and saving is done where `fraction` of all epochs is. */
export function fractionOfAll(fraction: number): number {
  return READING_SHARE + (1 - READING_SHARE - SAVING_SHARE) * fraction;
}

/** The last loss measured in each epoch; a mark at an epoch's very end belongs to it. */
function latestPerEpoch(marks: readonly TrainingMark[]): number[] {
  const losses: number[] = [];
  for (const { epoch, loss } of marks) losses[Math.max(0, Math.ceil(epoch) - 1)] = loss;
  return losses;
}
