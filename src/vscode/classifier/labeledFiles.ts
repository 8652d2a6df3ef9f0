/** Labeled text on disk: asks for it, and turns addresses into what the engine reads. */
import * as vscode from "vscode";
import { WordfieldError } from "../../errors.ts";
import type { LabeledSources } from "../../protocol/classifierMessages.ts";
import { askPick, type Step } from "../quickSteps.ts";
import { readExcludes, readSettings } from "../settings.ts";
import { unsavedDocuments } from "../workspaceFiles.ts";

// As on the command line: labeled text comes in larger files than what people write in an editor.
const MAXIMUM_FILE_BYTES = 500_000_000;
const LOOKED_AT_LINES = 20;

interface SourceItem extends vscode.QuickPickItem {
  readonly choose: () => Thenable<readonly vscode.Uri[] | undefined>;
}

/** Asks for labeled files, or folders whose subfolders are labels. */
export async function askLabeledFiles(
  title: string,
  canGoBack: boolean,
): Promise<Step<readonly vscode.Uri[]>> {
  const current = vscode.window.activeTextEditor?.document;
  const openLabel = vscode.l10n.t("Choose");
  const items: SourceItem[] = [
    ...(current?.uri.scheme === "file" && hasLabels(current)
      ? [
          {
            label: vscode.l10n.t("This file: {0}", vscode.workspace.asRelativePath(current.uri)),
            description: vscode.l10n.t("Its lines begin with labels"),
            choose: () => Promise.resolve([current.uri]),
          },
        ]
      : []),
    {
      label: vscode.l10n.t("Files with labeled lines…"),
      description: vscode.l10n.t("Lines such as “__label__sports The match was …”"),
      choose: () => vscode.window.showOpenDialog({ title, openLabel, canSelectMany: true }),
    },
    {
      label: vscode.l10n.t("Folder whose subfolders are labels…"),
      description: vscode.l10n.t("Each file is one text: spam/1.txt has the label spam"),
      choose: () =>
        vscode.window.showOpenDialog({
          ...{ title, openLabel, canSelectMany: true },
          ...{ canSelectFiles: false, canSelectFolders: true },
        }),
    },
  ];
  const picked = await askPick<SourceItem>({
    title,
    placeholder: vscode.l10n.t("Where the labeled texts are"),
    items,
    canGoBack,
  });
  if (picked === undefined || picked === "back") return picked;
  return picked.choose();
}

function hasLabels(document: vscode.TextDocument): boolean {
  const lines = Math.min(document.lineCount, LOOKED_AT_LINES);
  return Array.from({ length: lines }, (_, line) => document.lineAt(line).text).some((text) =>
    text.startsWith("__label__"),
  );
}

/**
 * Says how the engine is to read files and folders: the settings of the corpus hold for what lies in folders.
 *
 * Errors: `bad-input` where something is not on disk.
 */
export async function toLabeledSources(
  uris: readonly vscode.Uri[],
  warn: (sentence: string) => void,
): Promise<LabeledSources> {
  const elsewhere = uris.find(({ scheme }) => scheme !== "file");
  if (elsewhere)
    throw new WordfieldError(
      "bad-input",
      vscode.l10n.t(
        "{0} is not on disk, where files for classifiers are read: save a copy there and choose that.",
        elsewhere.toString(true),
      ),
    );
  const settings = readSettings(uris[0], warn);
  const hasFolder = (await Promise.all(uris.map(isFolder))).includes(true);
  return {
    paths: uris.map(({ fsPath }) => fsPath),
    exclude: readExcludes(uris[0], settings),
    useIgnoreFiles: settings.corpus.useIgnoreFiles,
    maximumFileBytes: hasFolder ? settings.corpus.maximumFileBytes : MAXIMUM_FILE_BYTES,
  };
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false, // the engine says what is not there
  );
}

/** Says that what is only in editors was not read; empty where there is nothing of that kind. */
export function tellUnsaved(uris: readonly vscode.Uri[]): string {
  const count = unsavedDocuments({ label: "", uris }).length;
  if (count === 0) return "";
  return count === 1
    ? vscode.l10n.t("Unsaved changes in 1 file were not read.")
    : vscode.l10n.t("Unsaved changes in {0} files were not read.", count);
}
