import * as vscode from "vscode";
import type { EncoderListing } from "../protocol/encodingMessages.ts";
import type { Checkpoint, TrainingSnapshot } from "../protocol/engineMessages.ts";
import type { ModelListing } from "../protocol/modelMessages.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { encoderItem } from "./encoderRow.ts";
import { encoderChoice } from "./encoderSettings.ts";
import { escapeMarkdown } from "./hoverMarkdown.ts";
import { describeModelRow, listModelFacts } from "./modelRow.ts";
import type { Models } from "./models.ts";
import { writeCheckpointRow, writeProgressDetails, writeRunRow } from "./progressText.ts";
import type { Reporter } from "./report.ts";
import type { Trainer } from "./trainer.ts";

/** A row of the list of models. */
export type ModelRow =
  | ModelListing
  | { readonly kind: "training"; readonly run: TrainingSnapshot }
  | { readonly kind: "checkpoint"; readonly checkpoint: Checkpoint }
  | { readonly kind: "bundled"; readonly listing: EncoderListing };

/** The list of models, interrupted trainings and encoders in the side bar; asks the engine only while it is visible. */
export class ModelTree implements vscode.TreeDataProvider<ModelRow>, vscode.Disposable {
  readonly #models: Models;
  readonly #trainer: Trainer;
  readonly #checkpoints: Checkpoints;
  readonly #reporter: Reporter;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: readonly vscode.Disposable[];
  #listings: readonly ModelListing[] | undefined;
  #interrupted: readonly Checkpoint[] | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(models: Models, trainer: Trainer, checkpoints: Checkpoints, reporter: Reporter) {
    this.#models = models;
    this.#trainer = trainer;
    this.#checkpoints = checkpoints;
    this.#reporter = reporter;
    this.#listening = [
      models.onDidChange(() => {
        this.#listings = undefined;
        this.#changed.fire();
      }),
      checkpoints.onDidChange(() => {
        this.#interrupted = undefined;
        this.#changed.fire();
      }),
      // The files are the same while a training gets on: its row alone is new.
      trainer.onDidChange(() => this.#changed.fire()),
    ];
  }

  dispose(): void {
    for (const listener of this.#listening) listener.dispose();
    this.#changed.dispose();
  }

  async getChildren(row?: ModelRow): Promise<ModelRow[]> {
    if (row) return [];
    const run = this.#trainer.snapshot;
    const interrupted = await this.#listInterrupted();
    return [
      ...(await this.#list()),
      ...(run ? [{ kind: "training" as const, run }] : []),
      ...interrupted.map((checkpoint) => ({ kind: "checkpoint" as const, checkpoint })),
      ...(await this.#listEncoders()),
    ];
  }

  getTreeItem(row: ModelRow): vscode.TreeItem {
    switch (row.kind) {
      case "model":
        return this.#modelItem(row);
      case "damaged":
        return damagedItem(row);
      case "training":
        return trainingItem(row.run);
      case "checkpoint":
        return checkpointItem(row.checkpoint);
      case "bundled":
        return encoderItem(row.listing);
    }
  }

  async #list(): Promise<readonly ModelListing[]> {
    // No file, no question: an empty view must not start the engine.
    if (this.#models.files.length === 0) return [];
    try {
      this.#listings ??= await this.#models.list();
      return this.#listings;
    } catch (thrown) {
      // An error thrown here would stand in the view as a message of the editor; the row of a running training would be gone.
      this.#reporter.note(thrown);
      return this.#models.files.map(({ path, name }) => ({
        kind: "damaged",
        path,
        name,
        reason: vscode.l10n.t("The engine does not answer. See the log."),
      }));
    }
  }

  async #listInterrupted(): Promise<readonly Checkpoint[]> {
    try {
      this.#interrupted ??= await this.#checkpoints.list();
      return this.#interrupted;
    } catch (thrown) {
      this.#reporter.note(thrown); // the rows of the models say that the engine does not answer
      return [];
    }
  }

  /** The encoders stand below the models; without a model the view says how to get one, and starts no engine. */
  async #listEncoders(): Promise<ModelRow[]> {
    if (this.#models.files.length === 0) return [];
    try {
      const { folder } = encoderChoice();
      const listings = await this.#models.listEncoders(folder === null ? [] : [folder]);
      return listings.map((listing) => ({ kind: "bundled" as const, listing }));
    } catch (thrown) {
      this.#reporter.note(thrown); // as above
      return [];
    }
  }

  #modelItem({ model }: Extract<ModelListing, { kind: "model" }>): vscode.TreeItem {
    const active = this.#models.active?.path === model.path;
    const item = new vscode.TreeItem(model.name);
    item.id = model.path;
    item.description = describeModelRow(model, Date.now(), vscode.l10n);
    item.iconPath = active
      ? new vscode.ThemeIcon("circle-filled", new vscode.ThemeColor("testing.iconPassed"))
      : new vscode.ThemeIcon("circle-large-outline");
    item.contextValue = active ? "model-active" : "model";
    item.accessibilityInformation = {
      label: `${model.name}, ${active ? vscode.l10n.t("active") : vscode.l10n.t("not active")}, ${item.description}`,
    };
    const facts = listModelFacts(model, vscode.l10n);
    item.tooltip = new vscode.MarkdownString(
      [
        `**${escapeMarkdown(model.name)}**`,
        "",
        ...facts.map(([label, value]) => `- ${escapeMarkdown(label)}: ${escapeMarkdown(value)}`),
      ].join("\n"),
    );
    item.command = {
      command: "wordfield.activateModel",
      title: vscode.l10n.t("Activate Model"),
      arguments: [{ path: model.path }],
    };
    return item;
  }
}

function damagedItem(row: Extract<ModelListing, { kind: "damaged" }>): vscode.TreeItem {
  const item = new vscode.TreeItem(row.name);
  item.id = row.path;
  item.description = vscode.l10n.t("can’t be read: {0}", row.reason);
  item.tooltip = `${row.reason}\n${row.path}`;
  item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
  item.contextValue = "damaged";
  return item;
}

function trainingItem(run: TrainingSnapshot): vscode.TreeItem {
  const item = new vscode.TreeItem(run.modelName);
  item.id = `training:${run.runId}`;
  item.description = writeRunRow(run, vscode.l10n);
  item.tooltip = writeProgressDetails(run, vscode.l10n);
  item.iconPath = new vscode.ThemeIcon(run.paused ? "debug-pause" : "loading~spin");
  // Reading and saving are not paused.
  item.contextValue = run.paused
    ? "training-paused"
    : run.phase === "training"
      ? "training-pausable"
      : "training";
  return item;
}

function checkpointItem(checkpoint: Checkpoint): vscode.TreeItem {
  const item = new vscode.TreeItem(checkpoint.name);
  item.id = `checkpoint:${checkpoint.modelPath}`;
  item.description = writeCheckpointRow(checkpoint, Date.now(), vscode.l10n);
  item.tooltip = vscode.l10n.t(
    "This training of {0} was interrupted. It can be resumed or discarded.",
    checkpoint.algorithm,
  );
  item.iconPath = new vscode.ThemeIcon("history");
  item.contextValue = "checkpoint";
  return item;
}
