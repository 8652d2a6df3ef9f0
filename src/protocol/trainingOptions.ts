/** What the options of a training may be, for those who ask people for them; the engine checks once more. */
import type { TrainingOptions } from "./engineMessages.ts";

/** The name of an option of a training. */
export type TrainingOptionName = keyof TrainingOptions;

/** What a number may be, both ends included. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly whole: boolean;
}

/** The options that are numbers, and their ranges. */
export const TRAINING_RANGES = {
  dimension: { minimum: 1, maximum: 2_000, whole: true },
  window: { minimum: 1, maximum: 100, whole: true },
  negatives: { minimum: 1, maximum: 100, whole: true },
  samplingExponent: { minimum: -2, maximum: 2, whole: false },
  epochs: { minimum: 1, maximum: 1_000, whole: true },
  minimumCount: { minimum: 1, maximum: 1_000_000_000, whole: true },
  maximumWords: { minimum: 2, maximum: 100_000_000, whole: true },
  sample: { minimum: 0, maximum: 1, whole: false },
  learningRate: { minimum: 1e-6, maximum: 1, whole: false },
  minimumNgram: { minimum: 1, maximum: 20, whole: true },
  maximumNgram: { minimum: 1, maximum: 20, whole: true },
  buckets: { minimum: 1, maximum: 20_000_000, whole: true },
  threads: { minimum: 1, maximum: 256, whole: true },
  seed: { minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: true },
} as const satisfies Partial<Record<TrainingOptionName, NumberRange>>;

/** The options that name one of several things. */
export const TRAINING_CHOICES = {
  algorithm: ["skip-gram", "cbow", "fasttext", "fasttext-cbow"],
  loss: ["ns", "hs", "softmax"],
  cbowGradient: ["share", "whole"],
  schedule: ["linear", "cosine", "constant"],
} as const satisfies Partial<Record<TrainingOptionName, readonly string[]>>;

/** The options that are on or off. */
export const TRAINING_SWITCHES = [
  "dynamicWindow",
  "sharedNegatives",
  "deterministic",
] as const satisfies readonly TrainingOptionName[];

/** The name of an option that is a number. */
export type NumberOptionName = keyof typeof TRAINING_RANGES;

/** The name of an option that is one of several things. */
export type ChoiceOptionName = keyof typeof TRAINING_CHOICES;

/** The name of an option that is on or off. */
export type SwitchOptionName = (typeof TRAINING_SWITCHES)[number];

/** The names of all options of a training. */
export const TRAINING_OPTION_NAMES: readonly TrainingOptionName[] = [
  ...(Object.keys(TRAINING_CHOICES) as ChoiceOptionName[]),
  ...(Object.keys(TRAINING_RANGES) as NumberOptionName[]),
  ...TRAINING_SWITCHES,
];

/** Says in words what an option may be, for sentences: "a whole number from 1 to 100"; null where the value is one. */
export function findOptionFault(name: TrainingOptionName, value: unknown): string | null {
  if (isNumberOption(name)) {
    const { minimum, maximum, whole } = TRAINING_RANGES[name];
    return typeof value === "number" &&
      value >= minimum &&
      value <= maximum &&
      (!whole || Number.isInteger(value))
      ? null
      : `a ${whole ? "whole " : ""}number from ${minimum} to ${maximum}`;
  }
  if (isChoiceOption(name)) {
    const choices: readonly unknown[] = TRAINING_CHOICES[name];
    return choices.includes(value) ? null : `one of ${choices.join(", ")}`;
  }
  return typeof value === "boolean" ? null : "true or false";
}

/** Tells whether an option is a number. */
export function isNumberOption(name: TrainingOptionName): name is NumberOptionName {
  return Object.hasOwn(TRAINING_RANGES, name);
}

/** Tells whether an option is one of several things. */
export function isChoiceOption(name: TrainingOptionName): name is ChoiceOptionName {
  return Object.hasOwn(TRAINING_CHOICES, name);
}

/** Copies options without some of them. */
export function omitOptions(
  options: TrainingOptions,
  names: readonly TrainingOptionName[],
): TrainingOptions {
  const left = Object.entries(options).filter(
    ([name]) => !names.some((omitted) => omitted === name),
  );
  return Object.fromEntries(left);
}

/** What a training must be like for some of the options to have a say. */
export type OptionNeed = "subwords" | "window mean" | "negative sampling" | "negatives per pair";

const NEEDS: { readonly [Name in TrainingOptionName]?: OptionNeed } = {
  minimumNgram: "subwords",
  maximumNgram: "subwords",
  buckets: "subwords",
  cbowGradient: "window mean",
  negatives: "negative sampling",
  samplingExponent: "negative sampling",
  // A window of CBOW has one set of noise words in any case.
  sharedNegatives: "negatives per pair",
};

/** Finds what a training with these options lacks for one of them to have a say; null where it has one. */
export function findUnmetNeed(
  name: TrainingOptionName,
  { algorithm = "skip-gram", loss = "ns" }: TrainingOptions,
): OptionNeed | null {
  const usesWindowMean = algorithm === "cbow" || algorithm === "fasttext-cbow";
  const met: Record<OptionNeed, boolean> = {
    subwords: algorithm === "fasttext" || algorithm === "fasttext-cbow",
    "window mean": usesWindowMean,
    "negative sampling": loss === "ns",
    "negatives per pair": loss === "ns" && !usesWindowMean,
  };
  const need = NEEDS[name];
  return need === undefined || met[need] ? null : need;
}
