/** "Classify Selection or File…": shows the labels of what is selected, of a document, or of files. */
import * as vscode from "vscode";
import type { ClassifierRequests, TextSource } from "../../protocol/classifierMessages.ts";
import type { ClassifierSettings } from "../../protocol/classifierOptions.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { askPick } from "../quickSteps.ts";
import type { Reporter } from "../report.ts";
import { toLabelSelection, type ClassifierParts } from "./classifierParts.ts";
import { formatShare } from "./classifierTexts.ts";
import { parseClassifierArguments } from "./commandArguments.ts";
import { nameOfClassifier } from "./knownClassifiers.ts";
import { toLabeledSources } from "./labeledFiles.ts";
import { pickClassifier } from "./pickClassifier.ts";
import { writePredictions, type LabeledText } from "./predictionMarkdown.ts";
import { textsOfDocument, textsOfEditor, type EditorText } from "./textsInEditor.ts";

type Answer = ClassifierRequests["predictLabels"]["result"];

// What fits below the quick input, and what can be read in a row of a table.
const LABELS_OF_ONE = 10;
const LABELS_OF_MANY = 3;
const TOLD_MS = 4_000;

/**
 * Classifies with a chosen classifier; what the arguments say is not asked. Does not wait for the user to close the
 * answer, and gives it to the caller. Undefined where the user left.
 */
export async function classifyText(
  parts: ClassifierParts,
  first: unknown,
  second: unknown,
): Promise<readonly LabeledText[] | undefined> {
  const { calls, classifiers, reporter } = parts;
  const given = parseClassifierArguments(first, second);
  const editor = vscode.window.activeTextEditor;
  // The editor's own menu names its document: there the selection is meant.
  const isOfEditor =
    given.files?.length === 1 &&
    !Array.isArray(second) &&
    first instanceof vscode.Uri &&
    first.toString() === editor?.document.uri.toString();
  const files = isOfEditor ? undefined : given.files;
  if (!files && (!editor || textsOfEditor(editor, undefined).length === 0)) {
    tellNoText(reporter);
    return undefined;
  }
  const title = vscode.l10n.t("Classify Text");
  const choice = await pickClassifier(classifiers, "classify", title, given);
  if (!choice) return undefined;
  const { path, settings } = choice;
  const name = nameOfClassifier(path);
  const asked = await gather(files, editor, settings, reporter);
  const isOne = asked.texts?.length === 1 || (files?.length === 1 && settings.textUnit !== "line");
  const selection = toLabelSelection(path, settings, isOne ? LABELS_OF_ONE : LABELS_OF_MANY);
  const answer = await withCancellableProgress(
    vscode.l10n.t("Classifying with {0}", name),
    (_, signal) => calls.predictLabels({ ...selection, source: asked.source }, signal),
  );
  await classifiers.remember(path);
  const labeled = join(answer, asked.texts);
  if (labeled.length === 0 && answer.skipped.length === 0) tellNoText(reporter);
  else if (labeled.length === 1 && answer.skipped.length === 0)
    reporter.background(showOne(labeled[0]!, name, selection.threshold, reporter));
  else await showAll(labeled, name, answer.skipped);
  return labeled;
}

function tellNoText(reporter: Reporter): void {
  reporter.info(vscode.l10n.t("There is no text to classify: open or choose a file with text."));
}

/** Texts of the editor go to the engine; files on disk it reads itself. */
async function gather(
  files: readonly vscode.Uri[] | undefined,
  editor: vscode.TextEditor | undefined,
  settings: ClassifierSettings,
  reporter: Reporter,
): Promise<{ readonly source: TextSource; readonly texts: readonly EditorText[] | null }> {
  const { textUnit } = settings;
  const given = (texts: readonly EditorText[]) => ({
    source: { kind: "texts", texts: texts.map(({ text }) => text) } as const,
    texts,
  });
  if (!files) return given(editor ? textsOfEditor(editor, textUnit) : []);
  if (files.some(isOnlyInEditor)) {
    const documents = await Promise.all(files.map((uri) => vscode.workspace.openTextDocument(uri)));
    return given(documents.flatMap((document) => textsOfDocument(document, textUnit)));
  }
  const sources = await toLabeledSources(files, (sentence) => reporter.log.warn(sentence));
  return { source: { kind: "files", sources, byFile: textUnit !== "line" }, texts: null };
}

function isOnlyInEditor(uri: vscode.Uri): boolean {
  return (
    uri.scheme !== "file" ||
    vscode.workspace.textDocuments.some(
      (document) => document.isDirty && document.uri.toString() === uri.toString(),
    )
  );
}

function join({ predictions }: Answer, texts: readonly EditorText[] | null): LabeledText[] {
  return predictions.map(({ path, line, labels }, index) => {
    const text = texts?.[index];
    const uri = text?.uri ?? vscode.Uri.file(path ?? "");
    const place = text ? text.line : line === null ? null : line - 1;
    return { ...locate(uri, place), text: text?.text ?? null, labels };
  });
}

function locate(uri: vscode.Uri, line: number | null): Pick<LabeledText, "place" | "link"> {
  const file = vscode.workspace.asRelativePath(uri);
  return {
    place: line === null ? file : `${file}:${line + 1}`,
    link:
      uri.scheme === "file"
        ? uri.with({ fragment: line === null ? "" : `L${line + 1}` }).toString()
        : null,
  };
}

interface LabelItem extends vscode.QuickPickItem {
  /** Absent on the item that shows all in a document. */
  readonly copies?: string;
}

/** Shows the labels of one text in the quick input. */
async function showOne(
  labeled: LabeledText,
  name: string,
  threshold: number,
  reporter: Reporter,
): Promise<void> {
  if (labeled.labels.length === 0) {
    reporter.info(
      threshold > 0
        ? vscode.l10n.t(
            "{0} finds no label with a probability of {1} or more for {2}.",
            ...([name, threshold, labeled.place] as const),
          )
        : vscode.l10n.t("{0} knows no word of {1}.", name, labeled.place),
    );
    return;
  }
  const picked = await askPick<LabelItem>({
    title: vscode.l10n.t("Labels of {0} by {1}", labeled.place, name),
    placeholder: vscode.l10n.t("Enter copies a label"),
    items: [
      ...labeled.labels.map(({ label, probability }) => ({
        label,
        description: formatShare(probability),
        copies: label,
      })),
      { label: "", kind: vscode.QuickPickItemKind.Separator },
      { label: `$(markdown) ${vscode.l10n.t("Show as document")}` },
    ],
    canGoBack: false,
  });
  if (picked === undefined || picked === "back") return;
  if (picked.copies === undefined) return showAll([labeled], name, []);
  await vscode.env.clipboard.writeText(picked.copies);
  vscode.window.setStatusBarMessage(
    vscode.l10n.t("{0} is in the clipboard", picked.copies),
    TOLD_MS,
  );
}

async function showAll(
  labeled: readonly LabeledText[],
  name: string,
  skipped: Answer["skipped"],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument({
    language: "markdown",
    content: writePredictions(labeled, name, skipped, vscode.l10n),
  });
  await vscode.window.showTextDocument(document, { preview: false });
}
