// What a training can be told, what it takes where it is told nothing, and what it refuses.
import { WordfieldError } from "../errors.ts";

/**
 * The algorithms that train vectors. With `fasttext` (skip-gram) and `fasttext-cbow`, a word is the mean of its own row
 * and of its n-grams' rows.
 */
export const ALGORITHMS = ["skip-gram", "cbow", "fasttext", "fasttext-cbow"] as const;

/** One of the algorithms that train vectors. */
export type Algorithm = (typeof ALGORITHMS)[number];

/** Negative sampling, hierarchical softmax, full softmax. */
export const LOSSES = ["ns", "hs", "softmax"] as const;

/** What is minimized. */
export type Loss = (typeof LOSSES)[number];

/** How the learning rate falls over all epochs. */
export const SCHEDULES = ["linear", "cosine", "constant"] as const;

/** One of the ways in which the learning rate falls. */
export type Schedule = (typeof SCHEDULES)[number];

/** What a word of a CBOW window gets of the gradient: its share of the mean, or, as in word2vec.c, the whole. */
const CBOW_GRADIENTS = ["share", "whole"] as const;

/** One of the two gradients of CBOW. */
type CbowGradient = (typeof CBOW_GRADIENTS)[number];

/** Full softmax computes as many logits for each pair as there are words: beyond so many it is refused. */
export const MAXIMUM_SOFTMAX_WORDS = 10_000;

/** Numbers that a vector can have at most. */
export const MAXIMUM_DIMENSION = 2000;

/** Everything that decides what vectors come out of a corpus. */
export interface Hyperparameters {
  readonly algorithm: Algorithm;
  readonly loss: Loss;
  /** Numbers in a vector. */
  readonly dimension: number;
  /** Words on each side that a word is trained with, at most. */
  readonly window: number;
  /** Whether each time 1 to `window` words are drawn, so that nearer words count more. */
  readonly dynamicWindow: boolean;
  /** Noise words for each true one. */
  readonly negatives: number;
  readonly epochs: number;
  /** Rarer words are left out of the vocabulary. */
  readonly minimumCount: number;
  /** The vocabulary keeps at most so many words, the most frequent ones. */
  readonly maximumWords?: number;
  /** Words of a higher relative frequency are dropped at random; 0 keeps all. */
  readonly sample: number;
  /** Of the first step. */
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly cbowGradient: CbowGradient;
  readonly threads: number;
  readonly seed: number;
  /** Whether any number of threads gives the same bytes, for some of the speed. */
  readonly deterministic: boolean;
  /** Whether the pairs of a window share their noise words: as good, and about twice as fast. */
  readonly sharedNegatives: boolean;
  /** Noise words are drawn by count to this power. */
  readonly samplingExponent: number;
  /**
   * Characters of the shortest and the longest n-grams, and the buckets they are hashed to; for subwords only. Only the
   * buckets that an n-gram of the vocabulary falls into take memory.
   */
  readonly minimumNgram: number;
  readonly maximumNgram: number;
  readonly buckets: number;
}

/** Says whether words are made of n-grams. */
export function usesSubwords(algorithm: Algorithm): boolean {
  return algorithm === "fasttext" || algorithm === "fasttext-cbow";
}

/** Says whether a whole window predicts the word in its middle. */
export function usesWindowMean(algorithm: Algorithm): boolean {
  return algorithm === "cbow" || algorithm === "fasttext-cbow";
}

/**
 * How often and in which steps a text is read, by its tokens in the vocabulary: what is short has too few steps in five
 * epochs at .05 (docs/decisions/006-defaults-by-corpus-size.md).
 */
const PACES = [
  { maximumTokens: 700_000, epochs: 20, learningRate: 0.05 },
  { maximumTokens: 5_000_000, epochs: 5, learningRate: 0.1 },
  { maximumTokens: Infinity, epochs: 5, learningRate: 0.05 },
] as const;

/**
 * A word of a CBOW window gets only its part of the gradient, so the steps are larger: on 2 M tokens of Wikipedia, .05
 * learned next to nothing (MEN .08), .25 as much as skip-gram (MEN .48), .7 too much (MEN .27).
 */
const CBOW_LEARNING_RATE = 0.25;

function defaultPace(
  { algorithm = "skip-gram", cbowGradient }: HyperparameterOptions,
  tokens: number,
): { epochs: number; learningRate: number } {
  const pace = PACES.find(({ maximumTokens }) => tokens <= maximumTokens) ?? PACES[2];
  const isShared = usesWindowMean(algorithm) && cbowGradient !== "whole";
  return {
    epochs: pace.epochs,
    learningRate: isShared ? CBOW_LEARNING_RATE : pace.learningRate,
  };
}

/** Some of the hyperparameters; what is absent or undefined has a default. */
export type HyperparameterOptions = {
  readonly [Name in keyof Hyperparameters]?: Hyperparameters[Name] | undefined;
};

/** What the numbers may be: name for people, least, most, and whether they are whole. */
const RANGES = {
  dimension: ["Dimension", 1, MAXIMUM_DIMENSION, true],
  window: ["Window", 1, 100, true],
  negatives: ["Number of negatives", 1, 100, true],
  epochs: ["Number of epochs", 1, 1000, true],
  minimumCount: ["Minimum count", 1, 1_000_000_000, true],
  maximumWords: ["Maximum number of words", 2, 100_000_000, true],
  sample: ["Sample", 0, 1, false],
  learningRate: ["Learning rate", 1e-6, 1, false],
  threads: ["Number of threads", 1, 256, true],
  seed: ["Seed", 0, Number.MAX_SAFE_INTEGER, true],
  samplingExponent: ["Sampling exponent", -2, 2, false],
  minimumNgram: ["Shortest n-gram", 1, 20, true],
  maximumNgram: ["Longest n-gram", 1, 20, true],
  buckets: ["Number of buckets", 1, 20_000_000, true],
} as const satisfies Partial<
  Record<keyof Hyperparameters, readonly [string, number, number, boolean]>
>;

/**
 * Adds defaults to the options given and checks each.
 *
 * `availableThreads` is the number of threads taken where none is asked for; `tokens` those of the text that are in the
 * vocabulary, on which epochs and learning rate depend where they are not given.
 * Errors: `bad-input` where a value is out of its range.
 */
export function completeHyperparameters(
  options: HyperparameterOptions,
  availableThreads: number,
  tokens = Infinity,
): Hyperparameters {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const completed: Hyperparameters = {
    algorithm: "skip-gram",
    loss: "ns",
    dimension: 100,
    window: 5,
    dynamicWindow: true,
    negatives: 5,
    minimumCount: 5,
    sample: 1e-4,
    ...defaultPace(options, tokens),
    schedule: "linear",
    cbowGradient: "share",
    threads: Math.max(1, Math.min(availableThreads, RANGES.threads[2])),
    seed: 1,
    deterministic: false,
    sharedNegatives: true,
    samplingExponent: 0.75,
    minimumNgram: 3,
    maximumNgram: 6,
    buckets: 2_000_000,
    ...given,
  };
  check(completed);
  return completed;
}

/** What a training that goes on from a model's vectors takes over from it, unless it is told otherwise. */
const INHERITED = [
  "algorithm",
  "loss",
  "window",
  "dynamicWindow",
  "negatives",
  "samplingExponent",
  "cbowGradient",
  "minimumNgram",
  "maximumNgram",
  "buckets",
] as const satisfies readonly (keyof Hyperparameters)[];

/** Leaves out numbers that are out of their range: those of another program may be. */
export function omitOutOfRange(options: HyperparameterOptions): HyperparameterOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => {
      if (typeof value !== "number" || !Object.hasOwn(RANGES, name)) return true;
      const [, least, most] = RANGES[name as keyof typeof RANGES];
      return value >= least && value <= most;
    }),
  );
}

/** What a record says in place of an algorithm where vectors come from an encoder: nothing of it is inherited. */
export const DISTILLED = "distilled";

/** Takes from the record of a model what a further training inherits; `completeHyperparameters` checks the values. */
export function inheritOptions(
  record: Readonly<Record<string, string | number | boolean>>,
): HyperparameterOptions {
  if (record["algorithm"] === DISTILLED) return {};
  return Object.fromEntries(
    INHERITED.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]),
  );
}

/** The values that a named choice may have, and what people call it. */
const CHOICES = {
  algorithm: ["Algorithm", ALGORITHMS],
  loss: ["Loss", LOSSES],
  schedule: ["Schedule", SCHEDULES],
  cbowGradient: ["CBOW gradient", CBOW_GRADIENTS],
  dynamicWindow: ["Dynamic window", [true, false]],
  sharedNegatives: ["Shared negatives", [true, false]],
  deterministic: ["Deterministic", [true, false]],
} as const satisfies Partial<
  Record<keyof Hyperparameters, readonly [string, readonly (string | boolean)[]]>
>;

function check(hyperparameters: Hyperparameters): void {
  const { minimumNgram, maximumNgram } = hyperparameters;
  for (const [key, [name, values]] of Object.entries(CHOICES)) {
    const value = hyperparameters[key as keyof typeof CHOICES];
    if (!(values as readonly (string | boolean)[]).includes(value))
      throw badInput(`${name} ${String(value)} is unknown: choose ${values.join(", ")}.`);
  }
  for (const [key, [name, least, most, whole]] of Object.entries(RANGES)) {
    const value: unknown = hyperparameters[key as keyof typeof RANGES];
    if (key === "maximumWords" && value === undefined) continue;
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
