/** What the commands that ask an encoder have in common. */
import * as vscode from "vscode";
import type { Calls } from "../../protocol/channel.ts";
import type { EncodingSnapshot } from "../../protocol/encodingMessages.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { PassageSnapshot } from "../../protocol/passageMessages.ts";
import { formatCount } from "../amounts.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import type { Models } from "../models.ts";
import type { Reporter } from "../report.ts";
import { toUri, workspaceScope, type Scope } from "../workspaceFiles.ts";

/** What the commands need. */
export interface MeaningParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Pick<Models, "active" | "folder">;
  readonly reporter: Reporter;
  readonly onDidChangeEncoding: vscode.Event<EncodingSnapshot>;
  readonly onDidChangePassages: vscode.Event<PassageSnapshot>;
  /** Folder where an encoder's vectors of words are kept; not that of the models, where each file is one. */
  readonly cacheFolder: string;
}

let runs = 0;

/** A name for a run that no other has. */
export function nextRunId(): string {
  runs += 1;
  return `${process.pid}-meaning-${runs}`;
}

/**
 * Runs a question to the encoder under a notification that tells how far it is and can cancel it; `messageOf` puts a snapshot of
 * it into words.
 */
export function withEncoding<T>(
  { onDidChangeEncoding }: Pick<MeaningParts, "onDidChangeEncoding">,
  title: string,
  messageOf: (encoded: string, texts: string) => string,
  ask: (runId: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const runId = nextRunId();
  return withCancellableProgress(title, async (report, signal) => {
    const following = onDidChangeEncoding((snapshot) => {
      if (snapshot.runId !== runId) return;
      const { encoded, texts, fraction } = snapshot;
      report({ message: messageOf(formatCount(encoded), formatCount(texts)), fraction });
    });
    try {
      return await ask(runId, signal);
    } finally {
      following.dispose();
    }
  });
}

/** The workspace; without one the user is told. */
export function requireWorkspace(reporter: Reporter): Scope | null {
  const scope = workspaceScope();
  if (!scope)
    reporter.info(vscode.l10n.t("Open a folder with text to look for meaning in."), [
      {
        title: vscode.l10n.t("Open Folder"),
        run: () => vscode.commands.executeCommand("workbench.action.files.openFolder"),
      },
    ]);
  return scope;
}

/** A place in a file. Units: `line` and `column` from 1; `column` and `length` in UTF-16 units. */
export interface PlaceInFile {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Opens a file at a place and selects it. */
export async function showPlace({ path, line, column, length }: PlaceInFile): Promise<void> {
  const document = await vscode.workspace.openTextDocument(toUri(path));
  const start = document.validatePosition(new vscode.Position(line - 1, column - 1));
  const end = document.positionAt(document.offsetAt(start) + length);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, end) });
}

/** How people read a place: the path within the workspace, and the line. */
export function namePlace({ path, line }: PlaceInFile): string {
  return `${vscode.workspace.asRelativePath(toUri(path))}:${line}`;
}

/** The word at the cursor, or what is selected on one line; empty where there is none. */
export function selectedWord(): string {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return "";
  const { document, selection } = editor;
  const range =
    selection.isEmpty || !selection.isSingleLine
      ? document.getWordRangeAtPosition(selection.active)
      : selection;
  return range ? document.getText(range).trim() : "";
}
