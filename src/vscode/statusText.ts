import type { TrainingSnapshot } from "../protocol/engineMessages.ts";
import type { Localizer } from "./localizer.ts";
import { writeProgressDetails, writeRunStatus } from "./progressText.ts";

/** What the status bar depends on. */
export interface StatusFacts {
  readonly modelName: string | null;
  readonly training: TrainingSnapshot | null;
  readonly engineStopped: boolean;
  readonly hasFolder: boolean;
  /** Files that have changed, come or gone since the model was trained; absent where that is not known. */
  readonly staleFiles?: number;
  /** Whether the model has general meaning alone, as far as is known. */
  readonly isUntrained?: boolean;
}

/** What the status bar's item shows. */
export interface StatusView {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string;
  readonly warning: boolean;
  /** What the tooltip offers besides. */
  readonly offer?: { readonly label: string; readonly command: string };
}

/** Decides what the one status bar item says and does; null where it is not needed. */
export function describeStatus(facts: StatusFacts, l10n: Localizer): StatusView | null {
  const { training, modelName } = facts;
  if (facts.engineStopped)
    return {
      text: `$(warning) ${l10n.t("Wordfield stopped")}`,
      tooltip: l10n.t("The engine stopped five times within three minutes. Click to restart it."),
      command: "wordfield.restartEngine",
      warning: true,
    };
  if (training) {
    const details = writeProgressDetails(training, l10n);
    return {
      text: `$(${training.paused ? "debug-pause" : "sync~spin"}) ${plain(writeRunStatus(training, l10n))}`,
      tooltip: training.paused
        ? l10n.t("Training {0}: {1}. Click to resume.", training.modelName, details)
        : training.isUntrained
          ? l10n.t("General meaning of words, {0}: {1}", training.modelName, details)
          : l10n.t("Training {0}: {1}", training.modelName, details),
      command: training.paused ? "wordfield.resumeTraining" : "wordfield.open",
      warning: false,
    };
  }
  if (modelName !== null) {
    const sentence = l10n.t("Wordfield uses the model {0}. Click to choose another.", modelName);
    const { staleFiles = 0, isUntrained = false } = facts;
    const view = {
      text: `$(graph-scatter) ${plain(modelName)}`,
      command: "wordfield.chooseModel",
      warning: false,
    };
    if (isUntrained)
      return {
        ...view,
        tooltip: `${sentence} ${l10n.t("General meaning; not trained on this workspace yet.")}`,
        offer: { label: l10n.t("Train…"), command: "wordfield.train" },
      };
    if (staleFiles === 0) return { ...view, tooltip: sentence };
    const stale =
      staleFiles === 1
        ? l10n.t("1 file changed since training.")
        : l10n.t("{0} files changed since training.", staleFiles.toLocaleString("en-US"));
    return {
      ...view,
      tooltip: `${sentence} ${stale}`,
      offer: {
        label: l10n.t("Continue Training on What Is New…"),
        command: "wordfield.continueTraining",
      },
    };
  }
  if (!facts.hasFolder) return null;
  return {
    text: `$(graph-scatter) ${l10n.t("No model")}`,
    tooltip: l10n.t("Wordfield has no model here. Click to train one on this workspace."),
    command: "wordfield.train",
    warning: false,
  };
}

/** Keeps a model's name from being read as an icon. */
function plain(text: string): string {
  return text.replaceAll("$(", "$\u2060(");
}
