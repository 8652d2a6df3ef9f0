/** "Forget This File…": takes files out of what a model says that it was made of. */
import * as vscode from "vscode";
import type { SourceFiles } from "../protocol/corpusMessages.ts";
import type { TrainingOptions } from "../protocol/engineMessages.ts";
import type { ModelDescription } from "../protocol/modelMessages.ts";
import { findOptionFault, TRAINING_OPTION_NAMES } from "../protocol/trainingOptions.ts";
import { formatCount } from "./amounts.ts";
import { withCancellableProgress } from "./cancellableProgress.ts";
import type { ModelFile } from "./models.ts";
import { scopeOfSelection } from "./scopes.ts";
import type { TrainingParts } from "./trainCommand.ts";
import { toUri } from "./workspaceFiles.ts";

/** Forgets what was clicked or is selected in the Explorer, or else the file of the active editor. */
export async function forgetFiles(
  parts: TrainingParts,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const { calls, models, reporter } = parts;
  const file = models.active;
  const current = vscode.window.activeTextEditor?.document.uri;
  const scope = scopeOfSelection(clicked ?? current, selected);
  if (!file || !scope) {
    reporter.info(vscode.l10n.t("Choose a model, and open or select a file that it has read."));
    return;
  }
  const what =
    scope.uris.length === 1
      ? vscode.workspace.asRelativePath(scope.uris[0]!)
      : vscode.l10n.t("{0} selected files and folders", formatCount(scope.uris.length));
  const forget = vscode.l10n.t("Forget");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Have the model {0} forget {1}?", file.name, what),
    {
      modal: true,
      detail: vscode.l10n.t(
        "Its lines leave the index, and the model no longer says that it was made of it, at once and for good. What its words did to the vectors stays until the model is trained again without it. Nothing on disk but the model changes.",
      ),
    },
    forget,
  );
  if (answer !== forget) return;
  const result = await withCancellableProgress(vscode.l10n.t("Forgetting {0}", what), (_, signal) =>
    calls.forgetFiles({ modelPath: file.path, paths: scope.uris.map((uri) => uri.fsPath) }, signal),
  );
  if (!result) {
    reporter.info(vscode.l10n.t("{0} does not say which files it has read.", file.name));
    return;
  }
  const { forgotten, sources } = result;
  if (forgotten.length === 0) {
    reporter.info(vscode.l10n.t("{0} was not made of {1}.", file.name, what));
    return;
  }
  await models.refresh();
  reporter.info(
    forgotten.length === 1
      ? vscode.l10n.t(
          "Forgotten: 1 file. The index and the record of {0} are without it; its vectors change only when it is trained again.",
          file.name,
        )
      : vscode.l10n.t(
          "Forgotten: {0} files. The index and the record of {1} are without them; its vectors change only when it is trained again.",
          formatCount(forgotten.length),
          file.name,
        ),
    sources.paths.length === 0
      ? []
      : [
          {
            title: vscode.l10n.t("Train Again Without Them"),
            run: () => trainAgain(parts, file, sources),
          },
        ],
  );
}

/** Trains a model of the same name and options on the files that are left. */
async function trainAgain(
  { calls, trainer }: TrainingParts,
  { path, name }: ModelFile,
  selection: SourceFiles,
): Promise<void> {
  const { model } = await calls.describeModel({ modelPath: path });
  const { tokenizerOptions, phrases, stopWords } = model.corpus ?? {};
  await trainer.train({
    kind: "new",
    name,
    scope: { label: name, uris: selection.paths.map(toUri) },
    selection,
    words: {
      ...(tokenizerOptions ? { tokenizerOptions } : {}),
      ...(phrases ? { phrases } : {}),
      ...(stopWords ? { stopWords } : {}),
    },
    options: optionsOf(model),
  });
}

/** The options that a model was trained with, for a training like it. */
function optionsOf({ hyperparameters, algorithm, dimension }: ModelDescription): TrainingOptions {
  const recorded: Record<string, unknown> = { ...hyperparameters, algorithm, dimension };
  const known = TRAINING_OPTION_NAMES.filter(
    (name) => name !== "threads" && findOptionFault(name, recorded[name]) === null,
  );
  return Object.fromEntries(known.map((name) => [name, recorded[name]]));
}
