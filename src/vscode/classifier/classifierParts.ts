import type * as vscode from "vscode";
import type { Calls } from "../../protocol/channel.ts";
import type { LabelSelection } from "../../protocol/classifierMessages.ts";
import type { ClassifierSettings } from "../../protocol/classifierOptions.ts";
import type { EngineRequests, TrainingSnapshot } from "../../protocol/engineMessages.ts";
import type { Reporter } from "../report.ts";
import type { KnownClassifiers } from "./knownClassifiers.ts";

/** What the commands on text classifiers need. */
export interface ClassifierParts {
  readonly calls: Calls<EngineRequests>;
  readonly classifiers: KnownClassifiers;
  readonly reporter: Reporter;
  /** Tells of the trainings of classifiers, too. */
  readonly onDidChangeTraining: vscode.Event<TrainingSnapshot>;
}

/** Says how a classifier is asked; `count` is the number of labels where the settings do not say. */
export function toLabelSelection(
  modelPath: string,
  settings: ClassifierSettings,
  count: number,
): LabelSelection {
  const { tokenizer, labelPrefix } = settings;
  return {
    modelPath,
    count: settings.count ?? count,
    threshold: settings.threshold ?? 0,
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(labelPrefix === undefined ? {} : { labelPrefix }),
  };
}
