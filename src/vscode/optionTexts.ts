/** What the options of a training are called and what they do, for the steps in which they are chosen. */
import type { ChoiceOptionName, SwitchOptionName } from "../protocol/trainingOptions.ts";
import type { TrainingOptionName } from "../protocol/trainingOptions.ts";
import type { Localizer } from "./localizer.ts";

/** A heading and the options below it, in the order in which they are listed. */
export interface OptionGroup {
  readonly label: string;
  readonly names: readonly TrainingOptionName[];
}

/** Lists all options by what they are about. */
export function listOptionGroups(l10n: Localizer): readonly OptionGroup[] {
  return [
    { label: l10n.t("Model"), names: ["algorithm", "loss", "dimension"] },
    { label: l10n.t("Parts of words"), names: ["minimumNgram", "maximumNgram", "buckets"] },
    { label: l10n.t("Words"), names: ["minimumCount", "maximumWords", "sample"] },
    {
      label: l10n.t("Context"),
      names: [
        ...(["window", "dynamicWindow", "cbowGradient"] as const),
        ...(["negatives", "sharedNegatives", "samplingExponent"] as const),
      ],
    },
    { label: l10n.t("Steps"), names: ["epochs", "learningRate", "schedule"] },
    { label: l10n.t("Running"), names: ["threads", "seed", "deterministic"] },
  ];
}

/** Names an option and says in one line what it does. */
export function describeOption(
  name: TrainingOptionName,
  l10n: Localizer,
): { readonly label: string; readonly help: string } {
  const texts: Record<TrainingOptionName, readonly [label: string, help: string]> = {
    algorithm: [l10n.t("Algorithm"), l10n.t("How vectors are learned")],
    loss: [l10n.t("Loss"), l10n.t("What is minimized")],
    dimension: [l10n.t("Dimension"), l10n.t("Numbers per word vector")],
    window: [l10n.t("Window"), l10n.t("How many words on each side count as context, at most")],
    dynamicWindow: [
      l10n.t("Nearer words more often"),
      l10n.t("Whether each time a random part of the window is used"),
    ],
    negatives: [l10n.t("Negatives"), l10n.t("Noise words drawn for each pair of words")],
    sharedNegatives: [
      l10n.t("Shared negatives"),
      l10n.t("Whether the pairs of a window share their noise words"),
    ],
    samplingExponent: [
      l10n.t("Sampling exponent"),
      l10n.t("Noise words are drawn by their count to this power"),
    ],
    cbowGradient: [l10n.t("CBOW gradient"), l10n.t("What each word of a window learns")],
    epochs: [l10n.t("Epochs"), l10n.t("How many times the text is read")],
    minimumCount: [
      l10n.t("Minimum count"),
      l10n.t("Words that occur fewer times than this are left out"),
    ],
    maximumWords: [
      l10n.t("Maximum number of words"),
      l10n.t("Only so many words are kept, the most frequent ones"),
    ],
    sample: [
      l10n.t("Sample"),
      l10n.t("Share of all words above which a frequent word is skipped at random; 0 skips none"),
    ],
    learningRate: [l10n.t("Learning rate"), l10n.t("Step size at the beginning")],
    schedule: [l10n.t("Schedule"), l10n.t("How the step size falls")],
    minimumNgram: [l10n.t("Shortest part"), l10n.t("Characters of the shortest parts of words")],
    maximumNgram: [l10n.t("Longest part"), l10n.t("Characters of the longest parts of words")],
    buckets: [
      l10n.t("Buckets"),
      l10n.t("Places that parts of words are hashed to; parts at one place share a vector"),
    ],
    threads: [l10n.t("Threads"), l10n.t("Threads that train")],
    seed: [l10n.t("Seed"), l10n.t("Start of the random numbers")],
    deterministic: [
      l10n.t("Deterministic"),
      l10n.t("The same model for one seed with any number of threads, for some of the speed"),
    ],
  };
  const [label, help] = texts[name];
  return { label, help };
}

/** One of the values that an option may have. */
export interface OptionChoice {
  readonly value: string | boolean;
  readonly label: string;
  readonly help: string;
}

/** Lists the values of an option that is not a number. */
export function listOptionChoices(
  name: ChoiceOptionName | SwitchOptionName,
  l10n: Localizer,
): readonly OptionChoice[] {
  switch (name) {
    case "algorithm":
      return [
        choice("skip-gram", "Skip-gram", l10n.t("A word predicts those around it")),
        choice("cbow", "CBOW", l10n.t("The words around it predict a word; fastest")),
        choice("fasttext", "FastText", l10n.t("Skip-gram over parts of words; larger, slower")),
        choice("fasttext-cbow", "FastText CBOW", l10n.t("CBOW over parts of words")),
      ];
    case "loss":
      return [
        choice("ns", l10n.t("Negative sampling"), l10n.t("True words against noise words")),
        choice("hs", l10n.t("Hierarchical softmax"), l10n.t("By a tree; good for rare words")),
        choice("softmax", l10n.t("Full softmax"), l10n.t("Exact; for small vocabularies only")),
      ];
    case "schedule":
      return [
        choice("linear", l10n.t("Linear"), l10n.t("Evenly to nearly 0")),
        choice("cosine", l10n.t("Cosine"), l10n.t("Slowly, then fast, then slowly")),
        choice("constant", l10n.t("Constant"), l10n.t("Not at all")),
      ];
    case "cbowGradient":
      return [
        choice("share", l10n.t("Its share"), l10n.t("The gradient of the window’s mean")),
        choice("whole", l10n.t("The whole"), l10n.t("As word2vec.c does")),
      ];
    case "dynamicWindow":
    case "sharedNegatives":
    case "deterministic":
      return [choice(true, l10n.t("On"), ""), choice(false, l10n.t("Off"), "")];
  }
}

function choice(value: string | boolean, label: string, help: string): OptionChoice {
  return { value, label, help };
}
