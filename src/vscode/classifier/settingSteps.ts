/** The steps in which the settings of a classifier are chosen. */
import * as vscode from "vscode";
import {
  isClassifierChoice,
  type ClassifierSettingName,
  type ClassifierSettings,
} from "../../protocol/classifierOptions.ts";
import { editOptionList, type OptionListRow } from "../optionList.ts";
import { askPick, askText, type Step } from "../quickSteps.ts";
import {
  defaultOf,
  explainSettingFault,
  listSettingRows,
  readSetting,
  withSetting,
  writeSetting,
} from "./settingRows.ts";
import { describeSetting, listSettingChoices, type ClassifierTask } from "./settingTexts.ts";

/** What a list of settings is for. */
export interface SettingsQuestion {
  readonly task: ClassifierTask;
  readonly title: string;
  /** Of the item that goes on. */
  readonly doneLabel: string;
  /** Rows below the settings; asked for each time the list is shown. */
  readonly more?: () => {
    readonly label: string;
    readonly rows: readonly OptionListRow<ClassifierSettings>[];
  };
}

/** Lets the user change settings until they are good to go on with. */
export function editSettings(
  { task, title, doneLabel, more }: SettingsQuestion,
  start: ClassifierSettings,
): Promise<Step<ClassifierSettings>> {
  return editOptionList<ClassifierSettings>(
    {
      title,
      placeholder: vscode.l10n.t("Choose an option to change it, or go on"),
      doneLabel,
      listGroups: (settings) => [
        ...listSettingRows(task, settings, vscode.l10n).map(({ label, rows }) => ({
          label,
          rows: rows.map((row) => ({
            ...row,
            edit: (current: ClassifierSettings) => editSetting(row.name, task, current),
          })),
        })),
        ...(more ? [more()] : []),
      ],
    },
    start,
  );
}

/** A button on an item that opens its settings. */
export function settingsButton(): vscode.QuickInputButton {
  return {
    iconPath: new vscode.ThemeIcon("settings-gear"),
    tooltip: vscode.l10n.t("Change options…"),
  };
}

async function editSetting(
  name: ClassifierSettingName,
  task: ClassifierTask,
  settings: ClassifierSettings,
): Promise<Step<ClassifierSettings>> {
  const { label, help } = describeSetting(name, vscode.l10n);
  const standard = defaultOf(name, task);
  const current = settings[name] ?? standard;
  if (isClassifierChoice(name)) {
    const items = listSettingChoices(name, vscode.l10n).map((choice) => ({
      label: choice.label,
      description: choice.help,
      value: choice.value,
    }));
    const picked = await askPick({
      title: label,
      placeholder: help,
      items,
      active: items.find(({ value }) => value === current),
      canGoBack: true,
    });
    if (picked === undefined || picked === "back") return picked;
    return withSetting(settings, name, picked.value);
  }
  const answer = await askText({
    title: label,
    prompt: help,
    placeholder: writeSetting(name, standard, vscode.l10n),
    value: String(current ?? ""),
    canGoBack: true,
    findFault: (text) => explainSettingFault(name, text, settings, vscode.l10n),
  });
  if (answer === undefined || answer === "back") return answer;
  const value = readSetting(name, answer.text);
  return withSetting(settings, name, value === standard ? undefined : value);
}
