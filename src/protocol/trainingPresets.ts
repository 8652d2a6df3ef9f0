/** Named sets of training options, for people who want vectors and no table of options. */
import type { TrainingOptions } from "./engineMessages.ts";

/** The names of the presets, in the order in which they are offered. */
export const PRESET_NAMES = ["balanced", "fast", "small-text", "subwords", "chinese"] as const;

/** The name of a preset. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** What each preset sets; all else keeps its default. Options that are given beside a preset win. */
export const TRAINING_PRESETS: Readonly<Record<PresetName, TrainingOptions>> = {
  balanced: { algorithm: "skip-gram" },
  fast: { algorithm: "cbow", epochs: 5 },
  // Many small steps (docs/decisions/006-defaults-by-corpus-size.md).
  "small-text": { algorithm: "skip-gram", epochs: 20, learningRate: 0.05 },
  subwords: { algorithm: "fasttext" },
  // Words of one to four characters: n-grams of one and two are the characters that they are composed of.
  chinese: {
    algorithm: "fasttext",
    minimumNgram: 1,
    maximumNgram: 3,
    epochs: 10,
    learningRate: 0.05,
  },
};
