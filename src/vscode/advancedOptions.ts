/** "Advanced…": all options of a training of embeddings, in a list. */
import * as vscode from "vscode";
import type { TrainingOptions } from "../protocol/engineMessages.ts";
import { isNumberOption, type TrainingOptionName } from "../protocol/trainingOptions.ts";
import {
  explainNumberFault,
  listOptionRows,
  readNumber,
  withOption,
  writeOption,
  type OptionDefaults,
} from "./optionRows.ts";
import { editOptionList } from "./optionList.ts";
import { describeOption, listOptionChoices } from "./optionTexts.ts";
import { askPick, askText, type Step } from "./quickSteps.ts";

/** Lets the user change options until they are good to train with. */
export function editOptions(
  start: TrainingOptions,
  defaults: OptionDefaults,
  scopeLabel: string,
): Promise<Step<TrainingOptions>> {
  return editOptionList<TrainingOptions>(
    {
      title: vscode.l10n.t("Train Embeddings on {0}: Advanced", scopeLabel),
      placeholder: vscode.l10n.t("Choose an option to change it, or train"),
      doneLabel: vscode.l10n.t("Train"),
      listGroups: (options) =>
        listOptionRows(options, defaults, vscode.l10n).map(({ label, rows }) => ({
          label,
          rows: rows.map((row) => ({
            ...row,
            edit: (current) => editOption(row.name, current, defaults),
          })),
        })),
    },
    start,
  );
}

async function editOption(
  name: TrainingOptionName,
  options: TrainingOptions,
  defaults: OptionDefaults,
): Promise<Step<TrainingOptions>> {
  const { label, help } = describeOption(name, vscode.l10n);
  const standard = writeOption(name, defaults[name], vscode.l10n);
  if (isNumberOption(name)) {
    const answer = await askText({
      title: label,
      prompt: help,
      placeholder: standard,
      value: String(options[name] ?? defaults[name] ?? ""),
      canGoBack: true,
      findFault: (text) => explainNumberFault(name, text, options, defaults, vscode.l10n),
    });
    if (answer === undefined || answer === "back") return answer;
    const value = readNumber(answer.text);
    return withOption(options, name, value === defaults[name] ? undefined : value);
  }
  const current = options[name] ?? defaults[name];
  const items = listOptionChoices(name, vscode.l10n).map((choice) => ({
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
  return withOption(options, name, picked.value);
}
