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
import { listWordRows, type ChosenWords, type FindPhrases } from "./chosenWords.ts";
import { askPick, askText, type Step } from "./quickSteps.ts";

/** What "Advanced…" decides: options of the training, and what becomes of phrases and stop words. */
export interface AdvancedChoices {
  readonly training: TrainingOptions;
  readonly words: ChosenWords;
}

/** Lets the user change options until they are good to train with; `findPhrases` looks for phrases to choose from. */
export function editOptions(
  start: AdvancedChoices,
  defaults: OptionDefaults,
  scopeLabel: string,
  findPhrases: FindPhrases,
): Promise<Step<AdvancedChoices>> {
  return editOptionList<AdvancedChoices>(
    {
      title: vscode.l10n.t("Train Embeddings on {0}: Advanced", scopeLabel),
      placeholder: vscode.l10n.t("Choose an option to change it, or train"),
      doneLabel: vscode.l10n.t("Train"),
      listGroups: ({ training, words }) => [
        ...listOptionRows(training, defaults, vscode.l10n).map(({ label, rows }) => ({
          label,
          rows: rows.map((row) => ({
            ...row,
            edit: async (current: AdvancedChoices) => {
              const changed = await editOption(row.name, current.training, defaults);
              if (changed === undefined || changed === "back") return changed;
              return { ...current, training: changed };
            },
          })),
        })),
        {
          label: vscode.l10n.t("Words"),
          rows: listWordRows(words, findPhrases).map((row) => ({
            ...row,
            edit: async (current: AdvancedChoices) => {
              const changed = await row.edit(current.words);
              if (changed === undefined || changed === "back") return changed;
              return { ...current, words: changed };
            },
          })),
        },
      ],
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
