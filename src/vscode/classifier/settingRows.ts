/** The settings of a classifier as rows to choose from, and the check of what somebody types for one. */
import {
  CLASSIFIER_DEFAULTS,
  CLASSIFIER_RANGES,
  findClassifierFault,
  isClassifierChoice,
  isClassifierNumber,
  type ClassifierSettingName,
  type ClassifierSettings,
} from "../../protocol/classifierOptions.ts";
import type { Localizer } from "../localizer.ts";
import {
  describeSetting,
  listSettingChoices,
  listSettingGroups,
  type ClassifierTask,
} from "./settingTexts.ts";

/** One setting as the list shows it. */
export interface SettingRow {
  readonly name: ClassifierSettingName;
  readonly label: string;
  /** Its value, in words. */
  readonly value: string;
  readonly help: string;
  /** Whether somebody has set it. */
  readonly isSet: boolean;
}

/** Lists the settings that have a say in a task, under headings. */
export function listSettingRows(
  task: ClassifierTask,
  settings: ClassifierSettings,
  l10n: Localizer,
): readonly { readonly label: string; readonly rows: readonly SettingRow[] }[] {
  return listSettingGroups(task, l10n).map(({ label, names }) => ({
    label,
    rows: names
      .filter((name) => name !== "negatives" || settings.loss === "ns")
      .filter((name) => name !== "buckets" || hasNgrams(settings))
      .map((name) => ({
        name,
        ...describeSetting(name, l10n),
        value: writeSetting(name, settings[name] ?? defaultOf(name, task), l10n),
        isSet: settings[name] !== undefined,
      })),
  }));
}

function hasNgrams({ wordNgrams = 1, maximumNgram = 0 }: ClassifierSettings): boolean {
  return wordNgrams > 1 || maximumNgram > 0;
}

/** What holds where a setting is not set; undefined where that depends on the model or the text. */
export function defaultOf(
  name: ClassifierSettingName,
  task: ClassifierTask,
): string | number | undefined {
  if (task === "test" && name === "count") return 1;
  if (name === "threshold") return 0;
  if (task !== "train" && name !== "labelPlace") return undefined;
  const defaults: ClassifierSettings = CLASSIFIER_DEFAULTS;
  return defaults[name];
}

/** Writes the value of a setting for people. */
export function writeSetting(
  name: ClassifierSettingName,
  value: string | number | undefined,
  l10n: Localizer,
): string {
  if (value === undefined) {
    if (name === "threads") return l10n.t("one per core");
    return name === "tokenizer" || name === "labelPrefix"
      ? l10n.t("as the classifier was trained")
      : l10n.t("automatic");
  }
  if (!isClassifierChoice(name)) return String(value);
  return listSettingChoices(name, l10n).find((choice) => choice.value === value)?.label ?? "";
}

/** Says what is wrong with what was typed for a setting; null where it can be taken. Nothing stands for the default. */
export function explainSettingFault(
  name: ClassifierSettingName,
  text: string,
  settings: ClassifierSettings,
  l10n: Localizer,
): string | null {
  const value = readSetting(name, text);
  if (value === undefined) return null;
  if (!isClassifierNumber(name))
    return findClassifierFault(name, value) === null
      ? null
      : l10n.t("Expected is a text without white space, such as __label__.");
  const { minimum, maximum, whole } = CLASSIFIER_RANGES[name];
  if (findClassifierFault(name, value) !== null)
    return whole
      ? l10n.t("Expected is a whole number from {0} to {1}.", minimum, maximum)
      : l10n.t("Expected is a number from {0} to {1}.", minimum, maximum);
  const { minimumNgram = 0, maximumNgram = 0 }: ClassifierSettings = {
    ...settings,
    [name]: value,
  };
  return name === "maximumNgram" && minimumNgram > maximumNgram
    ? l10n.t("The shortest part has {0} characters: the longest can’t have fewer.", minimumNgram)
    : null;
}

/** Reads what was typed; undefined, for the default, where nothing was. */
export function readSetting(
  name: ClassifierSettingName,
  text: string,
): string | number | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  return isClassifierNumber(name) ? Number(typed) : typed;
}

/** Sets one setting, or leaves it to its default where there is no value. */
export function withSetting(
  settings: ClassifierSettings,
  name: ClassifierSettingName,
  value: string | number | undefined,
): ClassifierSettings {
  const others = Object.fromEntries(Object.entries(settings).filter(([other]) => other !== name));
  return value === undefined ? others : { ...others, [name]: value };
}
