/** "Evaluate Model…": puts a model to tests in files that the user chooses, and tells the result in a document. */
import * as vscode from "vscode";
import type { EvaluationSnapshot } from "../protocol/evaluationMessages.ts";
import { withCancellableProgress } from "./cancellableProgress.ts";
import { writeEvaluation } from "./evaluationMarkdown.ts";
import { modelFor, type ModelParts } from "./modelCommands.ts";

/** What the command needs. */
export interface EvaluationParts extends ModelParts {
  readonly onDidChangeEvaluation: vscode.Event<EvaluationSnapshot>;
}

// What the field's figures are given for.
const SEARCHED_WORDS = 30_000;

let runs = 0;

/**
 * Asks for the model and the files of the tests where the arguments do not say; which kind a test is its lines tell.
 *
 * `given` are the files, from a key binding or another extension.
 */
export async function evaluateModel(
  parts: EvaluationParts,
  row: unknown,
  given?: unknown,
): Promise<void> {
  const file = await modelFor(parts, row, vscode.l10n.t("Which model to evaluate"));
  if (!file) return;
  const uris = areUris(given)
    ? given
    : await vscode.window.showOpenDialog({
        title: vscode.l10n.t(
          "Evaluate {0}: choose word pairs with scores, or analogies",
          file.name,
        ),
        openLabel: vscode.l10n.t("Evaluate"),
        canSelectMany: true,
        filters: {
          [vscode.l10n.t("Tests")]: ["txt", "csv", "tsv"],
          [vscode.l10n.t("All files")]: ["*"],
        },
      });
  if (!uris || uris.length === 0) return;
  runs += 1;
  const runId = `${process.pid}-evaluation-${runs}`;
  const result = await withCancellableProgress(
    vscode.l10n.t("Evaluating {0}", file.name),
    async (report, signal) => {
      const following = parts.onDidChangeEvaluation((snapshot) => {
        if (snapshot.runId !== runId) return;
        report({ message: snapshot.test, fraction: snapshot.fraction });
      });
      try {
        return await parts.calls.evaluateModel(
          {
            runId,
            modelPath: file.path,
            files: uris.map((uri) => ({ path: uri.fsPath, kind: "auto" })),
            top: SEARCHED_WORDS,
          },
          signal,
        );
      } finally {
        following.dispose();
      }
    },
  );
  const document = await vscode.workspace.openTextDocument({
    language: "markdown",
    content: writeEvaluation(result, vscode.l10n),
  });
  await vscode.window.showTextDocument(document, { preview: false });
}

function areUris(given: unknown): given is readonly vscode.Uri[] {
  return (
    Array.isArray(given) && given.length > 0 && given.every((uri) => uri instanceof vscode.Uri)
  );
}
