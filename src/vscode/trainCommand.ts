/** "Train Embeddings on …": asks what to train on where there is a choice, and hands the order to the trainer. */
import * as vscode from "vscode";
import { WordfieldError } from "../errors.ts";
import type { TrainingOptions } from "../protocol/engineMessages.ts";
import { findOptionFault, TRAINING_OPTION_NAMES } from "../protocol/trainingOptions.ts";
import type { PresetName } from "../protocol/trainingPresets.ts";
import { editOptions } from "./advancedOptions.ts";
import type { ChosenWords } from "./chosenWords.ts";
import { hasName, nameSuffix, toFreeName, toModelName } from "./modelNames.ts";
import type { Models } from "./models.ts";
import { writeOption } from "./optionRows.ts";
import { findPhrasesIn } from "./textStatistics.ts";
import { describeOption } from "./optionTexts.ts";
import { applyPreset, isPresetName, listOverrides, listPresets } from "./presets.ts";
import { askPick } from "./quickSteps.ts";
import { previewScope, type PreviewParts } from "./previewCorpus.ts";
import { chooseScope, listScopes, scopeOfSelection } from "./scopes.ts";
import { readOptionDefaults, readSettings } from "./settings.ts";
import type { Settings } from "./settingsCheck.ts";
import type { Trainer } from "./trainer.ts";
import type { Scope } from "./workspaceFiles.ts";

/** What the commands that train need. */
export interface TrainingParts extends PreviewParts {
  readonly trainer: Trainer;
  readonly models: Models;
}

/**
 * What `wordfield.train` takes as its argument, from a key binding or another extension; all of it may be left out, and
 * what is given is not asked: with a preset or an option, nothing is.
 */
interface TrainArguments {
  readonly preset?: PresetName;
  /** Win over the preset and the settings. */
  readonly options: TrainingOptions;
  readonly existing?: "replace" | "add";
}

interface TrainItem extends vscode.QuickPickItem {
  readonly scope?: Scope;
  /** Absent where all options start as the settings have them. */
  readonly preset?: PresetName;
  /** Whether the options are shown before training begins. */
  readonly isAdvanced?: boolean;
  /** Instead of training. */
  readonly action?: "preview" | "choose";
}

/** Trains on the workspace, or on a part of it that the user picks. */
export async function trainOnWorkspace(parts: TrainingParts, argument?: unknown): Promise<void> {
  const scopes = listScopes(parts);
  if (scopes.length > 0) await trainOn(scopes, parts, parseArguments(argument));
}

/** Trains on folders and files of the Explorer: the one that was clicked, or all that are selected with it. */
export async function trainOnSelection(
  parts: TrainingParts,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const scope = scopeOfSelection(clicked, selected);
  if (scope) await trainOn([scope], parts, { options: {} });
  else await trainOnWorkspace(parts);
}

async function trainOn(
  scopes: readonly Scope[],
  parts: TrainingParts,
  given: TrainArguments,
): Promise<void> {
  if (parts.trainer.snapshot) {
    parts.trainer.offerRunning();
    return;
  }
  const choice = isEnough(given)
    ? { scope: scopes[0]!, training: completeOptions(given, settingsOf(scopes[0]!, parts)) }
    : await chooseTraining(scopes, parts);
  if (!choice) return;
  const { scope, training: options, words } = choice;
  const wanted = toModelName(scope.label + nameSuffix(options.algorithm));
  const name = await settleName(wanted, parts, given.existing);
  if (name === undefined) return;
  const { tokenizer: tokenizerOptions } = settingsOf(scope, parts).corpus;
  await parts.trainer.train({
    ...{ kind: "new", name, scope, options },
    ...(words ? { words: { tokenizerOptions, ...words } } : {}),
  });
}

function isEnough({ preset, options }: TrainArguments): boolean {
  return preset !== undefined || Object.keys(options).length > 0;
}

function completeOptions({ preset, options }: TrainArguments, settings: Settings): TrainingOptions {
  const base = preset ? applyPreset(preset, settings.training) : settings.training;
  return { ...base, ...options };
}

function settingsOf(scope: Scope, { reporter }: TrainingParts): Settings {
  return readSettings(scope.uris[0], (sentence) => reporter.log.warn(sentence));
}

interface TrainingChoice {
  readonly scope: Scope;
  readonly training: TrainingOptions;
  /** Absent where nothing was said of them. */
  readonly words?: ChosenWords;
}

/** One quick pick for both questions, whose first item is what most people want, and all options behind "Advanced…". */
async function chooseTraining(
  offered: readonly Scope[],
  parts: TrainingParts,
): Promise<TrainingChoice | undefined> {
  let scopes = offered;
  let items = listTrainItems(scopes, parts);
  let last: TrainItem | undefined;
  for (;;) {
    const picked = await askPick<TrainItem>({
      title: vscode.l10n.t("Train Embeddings"),
      placeholder: vscode.l10n.t("What to train, and on which text"),
      items,
      active: last,
      canGoBack: false,
      onButton: (item) => ({ ...item, isAdvanced: true }),
    });
    if (picked === undefined || picked === "back" || !picked.scope) return undefined;
    if (picked.action === "preview") {
      await previewBefore(scopes, parts);
      return undefined;
    }
    if (picked.action === "choose") {
      const scope = await chooseScope(vscode.l10n.t("Train Embeddings"), listScopes(parts));
      if (!scope) return undefined;
      scopes = [scope];
      items = listTrainItems(scopes, parts);
      continue;
    }
    const { scope, preset, isAdvanced } = picked;
    const { training } = settingsOf(scope, parts);
    const start = preset ? applyPreset(preset, training) : training;
    if (!isAdvanced) return { scope, training: start };
    const choices = await editOptions(
      { training: start, words: {} },
      readOptionDefaults(),
      scope.label,
      () => findPhrasesIn(parts, scope),
    );
    if (choices === undefined) return undefined;
    if (choices !== "back") return { scope, ...choices };
    last = items.find((item) => item.scope === scope && item.preset === preset);
  }
}

/** Shows what a training would read, and offers the training then. */
async function previewBefore(scopes: readonly Scope[], parts: TrainingParts): Promise<void> {
  const title = vscode.l10n.t("Preview What Would Be Read");
  const scope = scopes.length > 1 ? await chooseScope(title, scopes) : scopes[0];
  if (!scope) return;
  await previewScope(parts, scope);
  parts.reporter.info(vscode.l10n.t("This is what a training on {0} would read.", scope.label), [
    {
      title: vscode.l10n.t("Train…"),
      run: () => trainOn([scope], parts, { options: {} }),
    },
  ]);
}

function listTrainItems(scopes: readonly Scope[], parts: TrainingParts): readonly TrainItem[] {
  return [
    ...scopes.flatMap((scope) => listPresetItems(scope, scopes, parts)),
    ...listOthers(scopes),
  ];
}

/** What can be done before a training. */
function listOthers(scopes: readonly Scope[]): readonly TrainItem[] {
  const [scope] = scopes;
  if (!scope) return [];
  return [
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t("Preview what would be read…"),
      description: vscode.l10n.t("Files, words, kinds and languages, and what is skipped"),
      scope,
      action: "preview",
    },
    {
      label: vscode.l10n.t("Choose other text…"),
      description: vscode.l10n.t("Open editors, glob patterns, other folders"),
      scope,
      action: "choose",
    },
  ];
}

function listPresetItems(
  scope: Scope,
  scopes: readonly Scope[],
  parts: TrainingParts,
): readonly TrainItem[] {
  return [scope].flatMap((scope): TrainItem[] => {
    const settings = settingsOf(scope, parts);
    const presets = [...listPresets(vscode.l10n)].sort(
      (a, b) => Number(b.name === settings.preset) - Number(a.name === settings.preset),
    );
    const change = {
      iconPath: new vscode.ThemeIcon("settings-gear"),
      tooltip: vscode.l10n.t("Change options…"),
    };
    return [
      ...(scopes.length > 1
        ? [{ label: scope.label, kind: vscode.QuickPickItemKind.Separator }]
        : []),
      ...presets.map(({ name, label, detail }): TrainItem => ({
        label: vscode.l10n.t("{0} on {1}", label, scope.label),
        description: [detail, ...writeOverrides(name, settings.training)].join(" · "),
        buttons: [change],
        scope,
        preset: name,
      })),
      {
        label: vscode.l10n.t("Advanced… on {0}", scope.label),
        description: vscode.l10n.t("All options, beginning with your settings"),
        scope,
        isAdvanced: true,
      },
    ];
  });
}

/** Says which of the user's settings change a preset. */
function writeOverrides(preset: PresetName, set: TrainingOptions): readonly string[] {
  const changes = listOverrides(preset, set).map(
    (name) =>
      `${describeOption(name, vscode.l10n).label} ${writeOption(name, set[name], vscode.l10n)}`,
  );
  return changes.length === 0 ? [] : [vscode.l10n.t("your settings: {0}", changes.join(", "))];
}

/** Decides what happens to a model of the same name: nothing is replaced without being asked. */
async function settleName(
  name: string,
  { models }: TrainingParts,
  existing: "replace" | "add" | undefined,
): Promise<string | undefined> {
  await models.refresh();
  const taken = models.files.filter((file) => !file.foreign).map((file) => file.name);
  if (!hasName(taken, name)) return name;
  const free = toFreeName(name, taken);
  if (existing) return existing === "replace" ? name : free;
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t("Replace {0}", name),
        description: vscode.l10n.t("The old model stays until the new one is complete"),
        name,
      },
      {
        label: vscode.l10n.t("Keep it and add {0}", free),
        description: vscode.l10n.t("Both can be chosen afterwards"),
        name: free,
      },
    ],
    { title: vscode.l10n.t("There is a model {0} already", name) },
  );
  return picked?.name;
}

/** Errors: `bad-input`, naming the option and what it may be. */
function parseArguments(argument: unknown): TrainArguments {
  if (typeof argument !== "object" || argument === null) return { options: {} };
  const given = argument as Record<string, unknown>;
  const { preset, existing } = given;
  const options = TRAINING_OPTION_NAMES.filter((name) => given[name] !== undefined).map((name) => {
    const expected = findOptionFault(name, given[name]);
    if (expected !== null)
      throw new WordfieldError(
        "bad-input",
        vscode.l10n.t(
          "The argument {0} of the command is {1}: expected {2}.",
          name,
          JSON.stringify(given[name]),
          expected,
        ),
      );
    return [name, given[name]] as const;
  });
  return {
    ...(isPresetName(preset) ? { preset } : {}),
    options: Object.fromEntries(options),
    ...(existing === "replace" || existing === "add" ? { existing } : {}),
  };
}
