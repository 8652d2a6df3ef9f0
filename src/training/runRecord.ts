// What a training that ran leaves beside its model, for people and programs.
import type { KernelBuild } from "../kernels/kernels.ts";

/** One measurement of a training. */
export interface TrainingMark {
  /** Passes over the corpus, with the part of the present one: 2.25 is a quarter into the third. */
  readonly epoch: number;
  /** Ids of the corpus that had been trained, over all epochs and threads. */
  readonly idsDone: number;
  /** Since training began, pauses left out. */
  readonly seconds: number;
  /** Words of the corpus passed in a second, since training began. */
  readonly wordsPerSecond: number;
  readonly learningRate: number;
  /** Mean loss of the probe examples, in nats. */
  readonly loss: number;
}

/** What a training ran on. */
interface RunMachine {
  /** The processor's name for itself; empty where it has none. */
  readonly processor: string;
  /** How many threads can run at once. */
  readonly threads: number;
  readonly memoryBytes: number;
  /** For example "linux". */
  readonly platform: string;
  readonly release: string;
  /** For example "x64". */
  readonly architecture: string;
}

/** Everything that is recorded of a training. */
export interface RunRecord {
  /** File name of the model that came of it. */
  readonly model: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; once for each time that the training went on from a checkpoint. */
  readonly resumedAt: readonly string[];
  /** ISO 8601. */
  readonly endedAt: string;
  /** Of the training alone, without reading and saving; pauses left out. */
  readonly trainingSeconds: number;
  readonly wordsPerSecond: number;
  /** As in the model's header. */
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  /** As in the model's header: tokenizer, minimum count, tokens, bytes, files. */
  readonly corpus: Readonly<Record<string, unknown>>;
  /** Words of the vocabulary. */
  readonly words: number;
  readonly dimension: number;
  readonly machine: RunMachine;
  readonly versions: {
    readonly wordfield: string;
    readonly node: string;
    readonly v8: string;
    /** Which build of the kernels ran. */
    readonly kernels: KernelBuild;
  };
  /** In order. */
  readonly marks: readonly TrainingMark[];
}

/** Composes the JSON document, for people too: one value a line, one measurement a line. */
export function composeRunJson(record: RunRecord): string {
  const { marks, ...rest } = record;
  const head = JSON.stringify({ format: "wordfield-run", version: 1, ...rest }, null, 2);
  const lines = marks.map((mark) => `    ${JSON.stringify(mark)}`);
  const curve = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `${head.slice(0, -"\n}".length)},\n  "marks": ${curve}\n}\n`;
}

/** Composes JSON lines, one measurement each, with the model's name in front, so that several runs can be put together. */
export function composeRunLines({ model, marks }: RunRecord): string {
  return marks.map((mark) => `${JSON.stringify({ model, ...mark })}\n`).join("");
}

/** The charts of TensorBoard for one measurement. */
export function scalarsOf(mark: TrainingMark): Readonly<Record<string, number>> {
  return {
    loss: mark.loss,
    learning_rate: mark.learningRate,
    words_per_second: mark.wordsPerSecond,
  };
}
