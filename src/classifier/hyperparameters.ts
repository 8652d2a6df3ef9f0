// What the training of a classifier can be told, what it takes where it is told nothing, and what it refuses.
import { WordfieldError } from "../errors.ts";
import { LOSS_NUMBERS, type ClassifierLoss } from "../kernels/classifyKernels.ts";

/** Everything that decides what classifier comes out of examples. */
export interface ClassifierHyperparameters {
  /** Softmax, hierarchical softmax, negative sampling, or one decision for each label. */
  readonly loss: ClassifierLoss;
  /** Numbers in a vector. */
  readonly dimension: number;
  readonly epochs: number;
  /** Of the first step; it falls to zero. */
  readonly learningRate: number;
  /** Rarer words are left out of the vocabulary. */
  readonly minimumCount: number;
  /** Rarer labels are left out. */
  readonly minimumLabelCount: number;
  /** Words of the longest word n-gram; 1 for none. */
  readonly wordNgrams: number;
  /** Characters of the shortest and the longest n-gram of a word; the longest is 0 for none. */
  readonly minimumNgram: number;
  readonly maximumNgram: number;
  /** Rows that n-grams are hashed to; 0 where there are none. */
  readonly buckets: number;
  /** Drawn labels for each true one, with negative sampling. */
  readonly negatives: number;
  readonly threads: number;
  readonly seed: number;
}

/** Some of the hyperparameters; what is absent or undefined has a default. */
export type ClassifierOptions = {
  readonly [Name in keyof ClassifierHyperparameters]?: ClassifierHyperparameters[Name] | undefined;
};

/** What the numbers may be: name for people, least, most, and whether they are whole. */
const RANGES = {
  dimension: ["Dimension", 1, 2000, true],
  epochs: ["Number of epochs", 1, 1000, true],
  learningRate: ["Learning rate", 1e-6, 10, false],
  minimumCount: ["Minimum count", 1, 1_000_000_000, true],
  minimumLabelCount: ["Minimum count of labels", 1, 1_000_000_000, true],
  wordNgrams: ["Longest word n-gram", 1, 10, true],
  minimumNgram: ["Shortest n-gram", 0, 20, true],
  maximumNgram: ["Longest n-gram", 0, 20, true],
  buckets: ["Number of buckets", 1, 20_000_000, true],
  negatives: ["Number of negatives", 1, 100, true],
  threads: ["Number of threads", 1, 256, true],
  seed: ["Seed", 0, Number.MAX_SAFE_INTEGER, true],
} as const satisfies Record<
  Exclude<keyof ClassifierHyperparameters, "loss">,
  readonly [string, number, number, boolean]
>;

/**
 * Adds fastText's defaults to the options given and checks each; buckets are fewer than its two million, which take 800
 * MB.
 *
 * `availableThreads` is the number of threads taken where none is asked for.
 * Errors: `bad-input` where a value is out of its range.
 */
export function completeClassifierOptions(
  options: ClassifierOptions,
  availableThreads: number,
): ClassifierHyperparameters {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const completed: ClassifierHyperparameters = {
    loss: "softmax",
    dimension: 100,
    epochs: 5,
    learningRate: 0.1,
    minimumCount: 1,
    minimumLabelCount: 1,
    wordNgrams: 1,
    minimumNgram: 0,
    maximumNgram: 0,
    buckets: 200_000,
    negatives: 5,
    threads: Math.max(1, Math.min(availableThreads, RANGES.threads[2])),
    seed: 1,
    ...given,
  };
  check(completed);
  const hasNgrams = completed.wordNgrams > 1 || completed.maximumNgram > 0;
  return hasNgrams ? completed : { ...completed, buckets: 0 };
}

function check(hyperparameters: ClassifierHyperparameters): void {
  const { loss, minimumNgram, maximumNgram } = hyperparameters;
  if (!Object.hasOwn(LOSS_NUMBERS, loss))
    throw badInput(
      `Loss ${String(loss)} is unknown: choose ${Object.keys(LOSS_NUMBERS).join(", ")}.`,
    );
  for (const [key, [name, least, most, whole]] of Object.entries(RANGES)) {
    const value: unknown = hyperparameters[key as keyof typeof RANGES];
    if (typeof value !== "number" || !(value >= least && value <= most))
      throw badInput(`${name} ${String(value)} is out of range: choose ${least} to ${most}.`);
    if (whole && !Number.isInteger(value))
      throw badInput(
        `${name} ${value} is not a whole number: choose one from ${least} to ${most}.`,
      );
  }
  if (minimumNgram > maximumNgram)
    throw badInput(
      `Shortest n-gram ${minimumNgram} is longer than the longest, ${maximumNgram}: choose it no longer than that.`,
    );
}

function badInput(sentence: string): WordfieldError {
  return new WordfieldError("bad-input", sentence);
}
