/** What can be said to a text classifier, for those who ask people for it; the engine checks once more. */
import type { ClassifierOptions } from "./classifierMessages.ts";
import type { NumberRange } from "./trainingOptions.ts";

/** How a classifier is trained, tested and asked: what is absent has a default. */
export interface ClassifierSettings extends ClassifierOptions {
  /** What a word is; a classifier that is there knows it. */
  readonly tokenizer?: "words" | "whitespace";
  readonly labelPlace?: "auto" | "lines" | "folders";
  readonly labelPrefix?: string;
  /** The most labels for a text. */
  readonly count?: number;
  /** Less probable labels are left out. */
  readonly threshold?: number;
  /** What is taken for one text: each line, or the whole selection, document or file. */
  readonly textUnit?: "line" | "whole";
}

/** The name of something that can be said. */
export type ClassifierSettingName = keyof ClassifierSettings;

/** The settings that are numbers, and their ranges. */
export const CLASSIFIER_RANGES = {
  dimension: { minimum: 1, maximum: 2_000, whole: true },
  epochs: { minimum: 1, maximum: 1_000, whole: true },
  learningRate: { minimum: 1e-6, maximum: 10, whole: false },
  minimumCount: { minimum: 1, maximum: 1_000_000_000, whole: true },
  minimumLabelCount: { minimum: 1, maximum: 1_000_000_000, whole: true },
  wordNgrams: { minimum: 1, maximum: 10, whole: true },
  minimumNgram: { minimum: 0, maximum: 20, whole: true },
  maximumNgram: { minimum: 0, maximum: 20, whole: true },
  buckets: { minimum: 1, maximum: 20_000_000, whole: true },
  negatives: { minimum: 1, maximum: 100, whole: true },
  threads: { minimum: 1, maximum: 256, whole: true },
  seed: { minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: true },
  count: { minimum: 1, maximum: 1_000_000, whole: true },
  threshold: { minimum: 0, maximum: 1, whole: false },
} as const satisfies Partial<Record<ClassifierSettingName, NumberRange>>;

/** The settings that name one of several things. */
export const CLASSIFIER_CHOICES = {
  loss: ["softmax", "ova", "hs", "ns"],
  tokenizer: ["words", "whitespace"],
  labelPlace: ["auto", "lines", "folders"],
  textUnit: ["line", "whole"],
} as const satisfies Partial<Record<ClassifierSettingName, readonly string[]>>;

/** What holds in a training where nothing is said; the number of threads is that of the machine's. */
export const CLASSIFIER_DEFAULTS = {
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
  seed: 1,
  tokenizer: "words",
  labelPlace: "auto",
  labelPrefix: "__label__",
} as const satisfies ClassifierSettings;

/** The name of a setting that is a number. */
export type ClassifierNumberName = keyof typeof CLASSIFIER_RANGES;

/** The name of a setting that is one of several things. */
export type ClassifierChoiceName = keyof typeof CLASSIFIER_CHOICES;

/** The names of all settings. */
export const CLASSIFIER_SETTING_NAMES: readonly ClassifierSettingName[] = [
  ...(Object.keys(CLASSIFIER_CHOICES) as ClassifierChoiceName[]),
  ...(Object.keys(CLASSIFIER_RANGES) as ClassifierNumberName[]),
  "labelPrefix",
];

/** Says in words what a setting may be, for sentences: "a whole number from 1 to 100"; null where the value is one. */
export function findClassifierFault(name: ClassifierSettingName, value: unknown): string | null {
  if (isClassifierNumber(name)) {
    const { minimum, maximum, whole } = CLASSIFIER_RANGES[name];
    return typeof value === "number" &&
      value >= minimum &&
      value <= maximum &&
      (!whole || Number.isInteger(value))
      ? null
      : `a ${whole ? "whole " : ""}number from ${minimum} to ${maximum}`;
  }
  if (isClassifierChoice(name)) {
    const choices: readonly unknown[] = CLASSIFIER_CHOICES[name];
    return choices.includes(value) ? null : `one of ${choices.join(", ")}`;
  }
  return typeof value === "string" && /^\S+$/.test(value)
    ? null
    : "a text without white space, such as __label__";
}

/** Tells whether a setting is a number. */
export function isClassifierNumber(name: ClassifierSettingName): name is ClassifierNumberName {
  return Object.hasOwn(CLASSIFIER_RANGES, name);
}

/** Tells whether a setting is one of several things. */
export function isClassifierChoice(name: ClassifierSettingName): name is ClassifierChoiceName {
  return Object.hasOwn(CLASSIFIER_CHOICES, name);
}

// They say how text is read, or how a classifier is asked.
const NO_HYPERPARAMETERS: readonly string[] = [
  ...(["tokenizer", "labelPlace", "labelPrefix", "count", "threshold", "textUnit"] as const),
] satisfies readonly ClassifierSettingName[];

/** Picks the hyperparameters of a training from all that was said. */
export function toClassifierOptions(settings: ClassifierSettings): ClassifierOptions {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => !NO_HYPERPARAMETERS.includes(name)),
  );
}
