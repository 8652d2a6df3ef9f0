import type { TrainingOptions } from "../protocol/engineMessages.ts";
import {
  omitOptions,
  TRAINING_OPTION_NAMES,
  type TrainingOptionName,
} from "../protocol/trainingOptions.ts";
import { PRESET_NAMES, TRAINING_PRESETS, type PresetName } from "../protocol/trainingPresets.ts";
import type { Localizer } from "./localizer.ts";

/** One preset, as the quick pick offers it. */
export interface PresetChoice {
  readonly name: PresetName;
  readonly label: string;
  /** One line on what it is good for. */
  readonly detail: string;
}

/** Lists the presets in the order in which they are offered. */
export function listPresets(l10n: Localizer): readonly PresetChoice[] {
  const texts: Record<PresetName, readonly [label: string, detail: string]> = {
    balanced: [l10n.t("Balanced"), l10n.t("Skip-gram: good vectors for most texts")],
    fast: [l10n.t("Fast"), l10n.t("CBOW: the least time, for large texts")],
    "small-text": [
      l10n.t("Best for small text"),
      l10n.t("Skip-gram in many small steps: the most of up to two million words, slowly"),
    ],
    subwords: [
      l10n.t("Subwords"),
      l10n.t("FastText: knows words that it has never seen; larger and slower"),
    ],
    chinese: [
      l10n.t("Chinese"),
      l10n.t("FastText over characters: words that share some are related"),
    ],
  };
  return PRESET_NAMES.map((name) => ({ name, label: texts[name][0], detail: texts[name][1] }));
}

/** Tells whether a value names a preset. */
export function isPresetName(value: unknown): value is PresetName {
  return PRESET_NAMES.some((name) => name === value);
}

// Their names promise an algorithm.
const BOUND_TO_ALGORITHM: readonly PresetName[] = ["fast", "subwords", "chinese"];

/** Joins a preset with what the user has set: that wins, except over an algorithm that the preset is named for. */
export function applyPreset(preset: PresetName, set: TrainingOptions): TrainingOptions {
  return { ...TRAINING_PRESETS[preset], ...heededBy(preset, set) };
}

/** Lists the options that the user has set and that a preset does not set itself or sets otherwise. */
export function listOverrides(
  preset: PresetName,
  set: TrainingOptions,
): readonly TrainingOptionName[] {
  const heeded = heededBy(preset, set);
  return TRAINING_OPTION_NAMES.filter(
    (name) => heeded[name] !== undefined && heeded[name] !== TRAINING_PRESETS[preset][name],
  );
}

function heededBy(preset: PresetName, set: TrainingOptions): TrainingOptions {
  return BOUND_TO_ALGORITHM.includes(preset) ? omitOptions(set, ["algorithm"]) : set;
}
