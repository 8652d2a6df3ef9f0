/** The options of a training as rows to choose from, and the check of what somebody types for one. */
import type { TrainingOptions } from "../protocol/engineMessages.ts";
import {
  findOptionFault,
  findUnmetNeed,
  isNumberOption,
  omitOptions,
  TRAINING_RANGES,
  type NumberOptionName,
  type TrainingOptionName,
} from "../protocol/trainingOptions.ts";
import type { Localizer } from "./localizer.ts";
import { describeOption, listOptionChoices, listOptionGroups } from "./optionTexts.ts";

/** What holds where an option is not set; null where that depends on the others or on the text. */
export type OptionDefaults = {
  readonly [Name in TrainingOptionName]?: TrainingOptions[Name] | null;
};

/** What the engine takes where the settings leave it to the preset and there is none. */
export const DEFAULTS_WITHOUT_PRESET = {
  algorithm: "skip-gram",
  minimumNgram: 3,
  maximumNgram: 6,
} as const satisfies OptionDefaults;

/** One option as the list shows it. */
export interface OptionRow {
  readonly name: TrainingOptionName;
  readonly label: string;
  /** Its value, in words. */
  readonly value: string;
  readonly help: string;
  /** Whether somebody has set it. */
  readonly isSet: boolean;
}

/** Lists the options that have a say in a training, under headings. */
export function listOptionRows(
  options: TrainingOptions,
  defaults: OptionDefaults,
  l10n: Localizer,
): readonly { readonly label: string; readonly rows: readonly OptionRow[] }[] {
  return listOptionGroups(l10n)
    .map(({ label, names }) => ({
      label,
      rows: names
        .filter((name) => findUnmetNeed(name, options) === null)
        .map((name) => ({
          name,
          ...describeOption(name, l10n),
          value: writeOption(name, options[name] ?? defaults[name], l10n),
          isSet: options[name] !== undefined,
        })),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** Writes the value of an option for people. */
export function writeOption(
  name: TrainingOptionName,
  value: string | number | boolean | null | undefined,
  l10n: Localizer,
): string {
  if (value === null || value === undefined) {
    if (name === "maximumWords") return l10n.t("all");
    return name === "threads" ? l10n.t("one per core") : l10n.t("automatic");
  }
  if (isNumberOption(name)) return String(value);
  const found = listOptionChoices(name, l10n).find((choice) => choice.value === value);
  return found?.label ?? String(value);
}

/** Reads what was typed for a number; undefined, for the default, where nothing was. */
export function readNumber(text: string): number | undefined {
  return text.trim() === "" ? undefined : Number(text.trim());
}

/** Says what is wrong with what was typed for a number; null where it can be taken. */
export function explainNumberFault(
  name: NumberOptionName,
  text: string,
  options: TrainingOptions,
  defaults: OptionDefaults,
  l10n: Localizer,
): string | null {
  const value = readNumber(text);
  if (value === undefined) return null;
  const { minimum, maximum, whole } = TRAINING_RANGES[name];
  if (findOptionFault(name, value) !== null)
    return whole
      ? l10n.t("Expected is a whole number from {0} to {1}.", minimum, maximum)
      : l10n.t("Expected is a number from {0} to {1}.", minimum, maximum);
  const { minimumNgram, maximumNgram }: OptionDefaults = {
    ...defaults,
    ...options,
    [name]: value,
  };
  if (minimumNgram && maximumNgram && minimumNgram > maximumNgram)
    return name === "minimumNgram"
      ? l10n.t("The longest part has {0} characters: the shortest can’t have more.", maximumNgram)
      : l10n.t("The shortest part has {0} characters: the longest can’t have fewer.", minimumNgram);
  return null;
}

/** Sets one option, or leaves it to its default where there is no value. */
export function withOption(
  options: TrainingOptions,
  name: TrainingOptionName,
  value: string | number | boolean | undefined,
): TrainingOptions {
  const others = omitOptions(options, [name]);
  return value === undefined ? others : { ...others, [name]: value };
}
