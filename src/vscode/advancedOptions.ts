/** "Advanced…": a list of all options with their values, each of which opens a step of its own. */
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
import { describeOption, listOptionChoices } from "./optionTexts.ts";
import { askPick, askText, type Step } from "./quickSteps.ts";

interface RowItem extends vscode.QuickPickItem {
  /** Absent on the item that ends the list's work. */
  readonly name?: TrainingOptionName;
}

/** Lets the user change options until they are good to train with. */
export async function editOptions(
  start: TrainingOptions,
  defaults: OptionDefaults,
  scopeLabel: string,
): Promise<Step<TrainingOptions>> {
  const title = vscode.l10n.t("Train Embeddings on {0}: Advanced", scopeLabel);
  let options = start;
  let last: TrainingOptionName | undefined;
  for (;;) {
    const items = listItems(options, defaults);
    const picked = await askPick<RowItem>({
      title,
      placeholder: vscode.l10n.t("Choose an option to change it, or train"),
      items,
      active: items.find(({ name }) => name !== undefined && name === last),
      canGoBack: true,
    });
    if (picked === undefined || picked === "back") return picked;
    if (picked.name === undefined) return options;
    last = picked.name;
    const changed = await editOption(picked.name, options, defaults);
    if (changed === undefined) return undefined;
    if (changed !== "back") options = changed;
  }
}

function listItems(options: TrainingOptions, defaults: OptionDefaults): RowItem[] {
  return [
    { label: `$(play) ${vscode.l10n.t("Train")}`, alwaysShow: true },
    ...listOptionRows(options, defaults, vscode.l10n).flatMap(({ label, rows }): RowItem[] => [
      { label, kind: vscode.QuickPickItemKind.Separator },
      ...rows.map((row) => ({
        name: row.name,
        label: row.label,
        description: row.isSet ? `$(edit) ${row.value}` : row.value,
        detail: row.help,
      })),
    ]),
  ];
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
