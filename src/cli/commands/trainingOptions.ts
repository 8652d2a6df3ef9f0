/** The options of `wordfield train` that decide what vectors come out of a text, and what they say to the engine. */
import type { TrainingOptions } from "../../protocol/engineMessages.ts";
import {
  findUnmetNeed,
  TRAINING_CHOICES,
  TRAINING_RANGES,
  type NumberOptionName,
  type OptionNeed,
  type TrainingOptionName,
} from "../../protocol/trainingOptions.ts";
import { PRESET_NAMES, TRAINING_PRESETS } from "../../protocol/trainingPresets.ts";
import { UsageError } from "../arguments.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";

/** Which words are trained. */
export const VOCABULARY_OPTIONS = {
  "min-count": {
    ...range("minimumCount"),
    placeholder: "N",
    default: "5",
    group: "Text",
    help: "Leave out words that stand less often",
  },
  "max-words": {
    ...range("maximumWords"),
    placeholder: "N",
    default: "all",
    group: "Text",
    help: "Keep at most so many words, the most frequent ones",
  },
} as const satisfies OptionTable;

/** How vectors are learned; what is not given is left to the preset, and then to the engine. */
export const LEARNING_OPTIONS = {
  preset: {
    kind: "choice",
    placeholder: "NAME",
    choices: PRESET_NAMES,
    group: "Training",
    help: "A set of options for a purpose, see below; what is given beside it wins",
  },
  algorithm: {
    kind: "choice",
    placeholder: "NAME",
    choices: TRAINING_CHOICES.algorithm,
    otherwise: "skip-gram",
    group: "Training",
    help: "How vectors are learned; fasttext makes them of parts of words, too",
  },
  loss: {
    kind: "choice",
    placeholder: "NAME",
    choices: TRAINING_CHOICES.loss,
    otherwise: "ns",
    group: "Training",
    help: "Negative sampling, hierarchical softmax, or softmax over all words of a small vocabulary",
  },
  dimension: {
    ...range("dimension"),
    placeholder: "N",
    default: "100",
    group: "Training",
    help: "Numbers in a vector",
  },
  window: {
    ...range("window"),
    placeholder: "N",
    default: "5",
    group: "Training",
    help: "How many words on each side are context",
  },
  negatives: {
    ...range("negatives"),
    placeholder: "N",
    default: "5",
    group: "Training",
    help: "Noise words for each pair of words",
  },
  epochs: {
    ...range("epochs"),
    placeholder: "N",
    default: "5, or 20 for up to 700,000 words",
    group: "Training",
    help: "How many times the text is read",
  },
  sample: {
    ...range("sample"),
    placeholder: "T",
    default: "0.0001",
    group: "Training",
    help: "Frequency above which words are thinned out; 0 keeps all",
  },
  "learning-rate": {
    ...range("learningRate"),
    placeholder: "R",
    default: "0.05, or 0.1 for 0.7 to 5 million words, and 0.25 with cbow",
    group: "Training",
    help: "Step size at the start",
  },
  "min-n": {
    ...range("minimumNgram"),
    placeholder: "N",
    default: "3",
    group: "Advanced",
    help: "Characters of the shortest parts of words, for fasttext",
  },
  "max-n": {
    ...range("maximumNgram"),
    placeholder: "N",
    default: "6",
    group: "Advanced",
    help: "Characters of the longest parts of words, for fasttext",
  },
  buckets: {
    ...range("buckets"),
    placeholder: "N",
    default: "2,000,000",
    group: "Advanced",
    help: "Places that parts of words are hashed to, for fasttext; parts at one place share a vector",
  },
  "fixed-window": {
    kind: "flag",
    group: "Advanced",
    help: "Always use the whole window, instead of nearer words more often",
  },
  "shared-negatives": {
    kind: "choice",
    placeholder: "on|off",
    choices: ["on", "off"],
    otherwise: "on",
    group: "Advanced",
    help: "Draw noise words once for the pairs of a window, which is faster, or for each pair",
  },
  "sampling-exponent": {
    ...range("samplingExponent"),
    placeholder: "E",
    default: "0.75",
    group: "Advanced",
    help: "Noise words are drawn by their count to this power",
  },
  "cbow-gradient": {
    kind: "choice",
    placeholder: "NAME",
    choices: TRAINING_CHOICES.cbowGradient,
    otherwise: "share",
    group: "Advanced",
    help: "What each word of a window learns: its share, or the whole as in word2vec.c",
  },
  schedule: {
    kind: "choice",
    placeholder: "NAME",
    choices: TRAINING_CHOICES.schedule,
    otherwise: "linear",
    group: "Advanced",
    help: "How the step size falls",
  },
} as const satisfies OptionTable;

/** What training takes of the machine, and whether it can be repeated to the byte. */
export const MACHINE_OPTIONS = {
  threads: {
    ...range("threads"),
    placeholder: "N",
    default: "all that the machine has",
    group: "Running",
    help: "Training threads",
  },
  seed: {
    ...range("seed"),
    placeholder: "N",
    default: "1",
    group: "Running",
    help: "Start of the random numbers",
  },
  deterministic: {
    kind: "flag",
    group: "Running",
    help: "The same bytes for one seed with any number of threads, for some of the speed",
  },
} as const satisfies OptionTable;

/** What each preset is for, for the help. */
export const PRESET_TERMS: readonly (readonly [string, string])[] = [
  ["balanced", "Skip-gram: good vectors for most texts"],
  ["fast", "CBOW: the least time, for large texts"],
  ["small-text", "Skip-gram in many small steps: the most of up to two million words, slowly"],
  ["subwords", "FastText: vectors also for words that the text does not have"],
  ["chinese", "FastText over characters: words that share characters are related"],
];

type Table = typeof VOCABULARY_OPTIONS & typeof LEARNING_OPTIONS & typeof MACHINE_OPTIONS;

/** The engine's name for each option of the command line that it knows. */
const ENGINE_NAMES = {
  "min-count": "minimumCount",
  "max-words": "maximumWords",
  algorithm: "algorithm",
  loss: "loss",
  dimension: "dimension",
  window: "window",
  negatives: "negatives",
  epochs: "epochs",
  sample: "sample",
  "learning-rate": "learningRate",
  "min-n": "minimumNgram",
  "max-n": "maximumNgram",
  buckets: "buckets",
  "fixed-window": "dynamicWindow",
  "shared-negatives": "sharedNegatives",
  "sampling-exponent": "samplingExponent",
  "cbow-gradient": "cbowGradient",
  schedule: "schedule",
  threads: "threads",
  seed: "seed",
  deterministic: "deterministic",
} as const satisfies Record<Exclude<keyof Table, "preset">, TrainingOptionName>;

/** Collects what was asked for: the preset's options, and over them those that were given. */
export function toTrainingOptions(
  options: Values<ArgumentTable, Table>["options"],
): TrainingOptions {
  const given = Object.entries(ENGINE_NAMES).flatMap(([name, engineName]) => {
    const value = toEngineValue(name, options[name as keyof typeof ENGINE_NAMES]);
    return value === undefined ? [] : [[engineName, value] as const];
  });
  // The table's kinds, ranges and choices are those of the option that the engine has under that name.
  return {
    ...(options.preset === undefined ? {} : TRAINING_PRESETS[options.preset]),
    ...Object.fromEntries(given),
  };
}

function toEngineValue(
  name: string,
  value: string | number | boolean | undefined,
): string | number | boolean | undefined {
  switch (name) {
    case "fixed-window":
      return value === true ? false : undefined;
    case "deterministic":
      return value === true ? true : undefined;
    case "shared-negatives":
      return value === undefined ? undefined : value === "on";
    default:
      return value;
  }
}

/**
 * Refuses options that nothing would come of.
 *
 * Errors: `UsageError`, naming the option and what it needs.
 */
export function checkEffects(given: readonly string[], options: TrainingOptions): void {
  for (const name of given) {
    const need = isEngineOption(name) ? findUnmetNeed(ENGINE_NAMES[name], options) : null;
    if (need !== null)
      throw new UsageError(`--${name} has no effect here: it needs ${NEEDED[need]}.`);
  }
}

const NEEDED: Readonly<Record<OptionNeed, string>> = {
  subwords: "--algorithm fasttext or fasttext-cbow",
  "window mean": "--algorithm cbow or fasttext-cbow",
  "negative sampling": "--loss ns",
  "negatives per pair": "--loss ns, and --algorithm skip-gram or fasttext",
};

function isEngineOption(name: string): name is keyof typeof ENGINE_NAMES {
  return Object.hasOwn(ENGINE_NAMES, name);
}

function range(name: NumberOptionName) {
  const { minimum, maximum, whole } = TRAINING_RANGES[name];
  return { kind: whole ? ("integer" as const) : ("number" as const), minimum, maximum };
}
