/** "Test Text Classifier…": compares what a classifier says with the labels of texts, and tells it in a document. */
import * as vscode from "vscode";
import type { ClassifierTestResult } from "../../protocol/classifierMessages.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { toLabelSelection, type ClassifierParts } from "./classifierParts.ts";
import { parseClassifierArguments } from "./commandArguments.ts";
import { nameOfClassifier } from "./knownClassifiers.ts";
import { askLabeledFiles, tellUnsaved, toLabeledSources } from "./labeledFiles.ts";
import { pickClassifier } from "./pickClassifier.ts";
import { writeClassifierTest } from "./testMarkdown.ts";

/** Tests a classifier; what the arguments say is not asked. Undefined where the user left. */
export async function testClassifier(
  { calls, classifiers, reporter }: ClassifierParts,
  first: unknown,
  second: unknown,
): Promise<ClassifierTestResult | undefined> {
  const given = parseClassifierArguments(first, second);
  const title = vscode.l10n.t("Test Text Classifier");
  const choice = await pickClassifier(classifiers, "test", title, given);
  if (!choice) return undefined;
  const { path, settings } = choice;
  const name = nameOfClassifier(path);
  const files =
    given.files ?? (await askLabeledFiles(vscode.l10n.t("Test {0}: labeled texts", name), false));
  if (files === undefined || files === "back" || files.length === 0) return undefined;
  const selection = toLabelSelection(path, settings, 1);
  const sources = await toLabeledSources(files, (sentence) => reporter.log.warn(sentence));
  const unsaved = tellUnsaved(files); // the editor may save them by itself meanwhile
  const result = await withCancellableProgress(vscode.l10n.t("Testing {0}", name), (_, signal) =>
    calls.testClassifier(
      { ...selection, sources, labelPlace: settings.labelPlace ?? "auto" },
      signal,
    ),
  );
  await classifiers.remember(path);
  const { count, threshold } = selection;
  const subject = { name, classifierPath: path, paths: sources.paths, count, threshold };
  const document = await vscode.workspace.openTextDocument({
    language: "markdown",
    content: writeClassifierTest(result, subject, vscode.l10n),
  });
  await vscode.window.showTextDocument(document, { preview: false });
  if (unsaved !== "") reporter.info(unsaved);
  return result;
}
