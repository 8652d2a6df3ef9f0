// What is compared: how each trainer is told the same settings, and what it tells of its training.
import { join } from "node:path";
import type { MachineDescription } from "../../../src/protocol/machineMessages.ts";
import { run, tail, type Measurement } from "./measure.ts";
import type { Bench } from "./bench.ts";
import { WORD2VEC_FLAGS } from "./setUp.ts";

/** What to train; what is absent has the trainer's own default. */
export interface TrainingSettings {
  readonly algorithm: "skip-gram" | "cbow" | "subwords";
  readonly loss?: "ns" | "hs";
  readonly dimension?: number;
  readonly window?: number;
  readonly negatives?: number;
  readonly epochs?: number;
  readonly minimumCount?: number;
  readonly sample?: number;
  readonly learningRate?: number;
  readonly minimumNgram?: number;
  readonly maximumNgram?: number;
  readonly buckets?: number;
  readonly threads: number;
  readonly seed: number;
}

/** A model that can be read again, or vectors as text for the scorer. */
type Format = "model" | "vectors";

/** A program that trains vectors. */
export interface Trainer {
  readonly name: string;
  readonly family: "Wordfield" | "gensim" | "fastText" | "word2vec.c";
  /** What it can train; absent for all. */
  readonly algorithms?: readonly TrainingSettings["algorithm"][];
  /** The command that reads the corpus, trains and writes `output` with an ending of its own. */
  command(settings: TrainingSettings, corpus: string, output: string, format: Format): string[];
  /** The command that makes `output`.vec of what was written, where the first did not. */
  vectorsCommand?(output: string): string[];
  /** Tokens of all epochs in a second of training alone, over all threads, where the trainer tells. */
  trainingSpeed(
    measured: Measurement,
    settings: TrainingSettings,
    epochTokens: number,
  ): number | undefined;
}

/** gensim, in the Python of the bench. */
export function gensim(bench: Bench): Trainer {
  return {
    name: "gensim 4.4.0",
    family: "gensim",
    command: (settings, corpus, output, format) => [
      bench.python,
      join(bench.sources, "train_gensim.py"),
      JSON.stringify({ ...settings, corpus, output, format }),
    ],
    trainingSpeed: ({ stdout }, { epochs = 5 }, epochTokens) => {
      const { trainingSeconds } = JSON.parse(tail(stdout)) as { trainingSeconds: number };
      return (epochs * epochTokens) / trainingSeconds;
    },
  };
}

/** fastText's wheel, in the Python of the bench. */
export function fastTextWheel(bench: Bench): Trainer {
  return {
    name: "fastText 0.9.2, wheel",
    family: "fastText",
    command: (settings, corpus, output, format) => [
      bench.python,
      join(bench.sources, "train_fasttext.py"),
      JSON.stringify({ ...settings, corpus, output, format }),
    ],
    trainingSpeed: fastTextSpeed,
  };
}

/** fastText's C++ sources, compiled for this machine. */
export function fastTextNative(flags: string, program: string): Trainer {
  return {
    name: `fastText 0.9.3, c++ ${flags}`,
    family: "fastText",
    command: (settings, corpus, output, format) => [
      ...[program, format, settings.algorithm === "cbow" ? "cbow" : "skipgram"],
      ...["-input", corpus, "-output", output],
      ...named("-", FASTTEXT_OPTIONS, settings),
      ...(settings.algorithm === "subwords" ? [] : ["-minn", "0", "-maxn", "0"]),
    ],
    trainingSpeed: fastTextSpeed,
  };
}

const FASTTEXT_OPTIONS = {
  dimension: "dim",
  window: "ws",
  negatives: "neg",
  epochs: "epoch",
  minimumCount: "minCount",
  sample: "t",
  learningRate: "lr",
  loss: "loss",
  minimumNgram: "minn",
  maximumNgram: "maxn",
  buckets: "bucket",
  threads: "thread",
  seed: "seed",
} as const;

function fastTextSpeed({ stderr, stdout }: Measurement, { threads }: TrainingSettings) {
  const told = [...`${stdout}${stderr}`.matchAll(/words\/sec\/thread:\s*(\d+)/g)].at(-1)?.[1];
  return told === undefined ? undefined : Number(told) * threads;
}

/**
 * word2vec.c, compiled for this machine. It writes vectors only, and has no seed.
 *
 * Later versions of it have a mistake (tmikolov/word2vec#47): a thread that has come to the end of the file once ends each
 * further epoch at its first word, so that one thread alone trains a single epoch. The version of the package has not:
 * there, 5 epochs of 0.2 M words take 5.1 times one with one thread and 5.2 times with two, initial work left out.
 * What it says of its progress is checked after each run.
 */
export function word2vecNative(program: string): Trainer {
  return {
    name: `word2vec.c, cc ${WORD2VEC_FLAGS}`,
    family: "word2vec.c",
    algorithms: ["skip-gram", "cbow"],
    command: (settings, corpus, output, format) => [
      ...[program, "-train", corpus, "-cbow", settings.algorithm === "cbow" ? "1" : "0"],
      ...named("-", WORD2VEC_OPTIONS, settings),
      ...["-hs", settings.loss === "hs" ? "1" : "0"],
      ...["-negative", settings.loss === "hs" ? "0" : String(settings.negatives ?? 5)],
      // Without an output it ends when the vocabulary is there; a training of no epochs would not end.
      ...(settings.epochs === 0 ? [] : word2vecOutput(output, format)),
    ],
    trainingSpeed: ({ stdout }, { epochs, threads }) => {
      if (epochs === 0) return undefined;
      const progress = /Progress: ([\d.]+)%\s+Words\/thread\/sec: ([\d.]+)k/g;
      const [, percent, thousands] = [...stdout.matchAll(progress)].at(-1) ?? [];
      if (percent === undefined || thousands === undefined) return undefined;
      if (Number(percent) < 90)
        throw new Error(`word2vec.c ended at ${percent} % of the epochs that it was to train.`);
      // It divides all words by the processor time of all threads.
      return Number(thousands) * 1000 * threads;
    },
  };
}

function word2vecOutput(output: string, format: Format): string[] {
  return format === "vectors"
    ? ["-output", `${output}.vec`, "-binary", "0"]
    : ["-output", `${output}.bin`, "-binary", "1"];
}

const WORD2VEC_OPTIONS = {
  dimension: "size",
  window: "window",
  epochs: "iter",
  minimumCount: "min-count",
  sample: "sample",
  learningRate: "alpha",
  threads: "threads",
} as const;

/** Wordfield's command line on a Node.js. */
export async function wordfield(node: string, cli: string): Promise<Trainer> {
  // Its exit code is that of the encoder, which nobody needs here.
  const { stdout, stderr } = await run(node, [cli, "doctor", "--json"]);
  if (stdout === "") throw new Error(`${cli} does not run: ${tail(stderr)}`);
  const { machine } = JSON.parse(stdout) as { machine: MachineDescription };
  return {
    name: `Wordfield, Node ${machine.node}, ${machine.kernels}`,
    family: "Wordfield",
    command: (settings, corpus, output) => [
      ...[node, cli, "train", corpus, "-o", `${output}.safetensors`, "--json"],
      ...["--tokenizer", "whitespace", "--max-file-size", "2000000000"],
      ...["--algorithm", settings.algorithm === "subwords" ? "fasttext" : settings.algorithm],
      ...named("--", WORDFIELD_OPTIONS, withoutIdleOptions(settings)),
    ],
    vectorsCommand: (output) => [
      ...[node, cli, "export", `${output}.safetensors`, "-o", `${output}.vec`],
    ],
    trainingSpeed: ({ stdout: said }) =>
      (JSON.parse(said) as { wordsPerSecond: number }).wordsPerSecond,
  };
}

const WORDFIELD_OPTIONS = {
  dimension: "dimension",
  window: "window",
  negatives: "negatives",
  epochs: "epochs",
  minimumCount: "min-count",
  sample: "sample",
  learningRate: "learning-rate",
  loss: "loss",
  minimumNgram: "min-n",
  maximumNgram: "max-n",
  buckets: "buckets",
  threads: "threads",
  seed: "seed",
} as const;

/** An option without effect is refused: hierarchical softmax has no negatives. */
function withoutIdleOptions({ negatives, ...settings }: TrainingSettings): TrainingSettings {
  return settings.loss === "hs" || negatives === undefined ? settings : { ...settings, negatives };
}

function named(
  dashes: string,
  names: Readonly<Record<string, string>>,
  settings: TrainingSettings,
): string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const name = names[key];
    return name === undefined ? [] : [`${dashes}${name}`, String(value)];
  });
}
