/** "Compare Contextual and Static Embeddings of Selection": tells in a document what its words are near, in general and here. */
import * as vscode from "vscode";
import { encoderChoice } from "../encoderSettings.ts";
import { modelFor, type ModelParts } from "../modelCommands.ts";
import { writeComparison } from "./comparisonMarkdown.ts";
import { withEncoding, type MeaningParts } from "./meaningParts.ts";

const NEIGHBORS = 6;
const VOCABULARY = 2_000;
const OCCURRENCES = 10;
const LONGEST_TEXT = 5_000;

/** Takes what is selected, or the line of the cursor; `given` is a text in its place. */
export async function compareSelection(
  parts: MeaningParts & ModelParts,
  given: unknown,
): Promise<void> {
  const text = (typeof given === "string" ? given : selectedText()).slice(0, LONGEST_TEXT);
  const file =
    parts.models.active ??
    (await modelFor(parts, undefined, vscode.l10n.t("Which model to compare with")));
  if (!file) return;
  if (text.trim() === "") {
    parts.reporter.info(vscode.l10n.t("Select a word or a sentence to compare."));
    return;
  }
  const result = await withEncoding(
    parts,
    vscode.l10n.t("Comparing with {0}", file.name),
    (encoded, texts) => vscode.l10n.t("{0} of {1} texts read", encoded, texts),
    (runId, signal) =>
      parts.calls.compareContexts(
        {
          runId,
          choice: encoderChoice(),
          text,
          modelPath: file.path,
          count: NEIGHBORS,
          vocabulary: VOCABULARY,
          occurrences: OCCURRENCES,
          cacheFolder: parts.cacheFolder,
        },
        signal,
      ),
  );
  const document = await vscode.workspace.openTextDocument({
    language: "markdown",
    content: writeComparison(text, file.name, result, vscode.l10n),
  });
  await vscode.window.showTextDocument(document, { preview: false });
}

function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return "";
  const { document, selection } = editor;
  return selection.isEmpty
    ? document.lineAt(selection.active.line).text
    : document.getText(selection);
}
