/** What is selected in the editor that was active last, and the mark that the panel puts on a word of it. */
import * as vscode from "vscode";
import { LONGEST_SELECTION, type ContextSelection } from "../../protocol/contextPageMessages.ts";
import { toUri } from "../workspaceFiles.ts";

/** Reads selections for the panel, and marks in the editor what the panel speaks of. */
export class WatchedSelection implements vscode.Disposable {
  readonly #mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor("editor.wordHighlightStrongBackground"),
    border: "1px solid",
    borderColor: new vscode.ThemeColor("editor.wordHighlightStrongBorder"),
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.wordHighlightStrongForeground"),
  });
  readonly #listening: vscode.Disposable;
  #editor = vscode.window.activeTextEditor;
  /** Where the text that was read last begins. */
  #source: { readonly uri: vscode.Uri; readonly offset: number; readonly text: string } | null =
    null;

  constructor() {
    this.#listening = vscode.window.onDidChangeActiveTextEditor((editor) => {
      // The panel has the focus now: the selection is still that of the editor before.
      if (editor) this.#editor = editor;
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#mark.dispose();
  }

  /** Whether what was read last stands in that file. */
  stands(path: string): boolean {
    return this.#source !== null && this.#source.uri.toString() === toUri(path).toString();
  }

  /** What is selected, or the line of the cursor; null without an editor. */
  read(): ContextSelection | null {
    const active = this.#editor ?? vscode.window.visibleTextEditors[0];
    if (!active || active.document.isClosed) return null;
    const { document, selection } = active;
    const range = selection.isEmpty
      ? document.lineAt(selection.active.line).range
      : new vscode.Range(selection.start, selection.end);
    const start = document.offsetAt(range.start);
    // Of a selection of megabytes only what is needed is copied.
    const end = Math.min(document.offsetAt(range.end), start + LONGEST_SELECTION);
    const text = document.getText(new vscode.Range(range.start, document.positionAt(end)));
    this.#source = { uri: document.uri, offset: start, text };
    return {
      text,
      place: {
        path: document.uri.scheme === "file" ? document.uri.fsPath : document.uri.toString(),
        line: range.start.line + 1,
        column: range.start.character + 1,
      },
      isCut: document.offsetAt(range.end) > end,
    };
  }

  /** Takes a text that stands in no editor. */
  give(text: string): ContextSelection {
    this.mark(null);
    this.#source = null;
    return {
      text: text.slice(0, LONGEST_SELECTION),
      place: null,
      isCut: text.length > LONGEST_SELECTION,
    };
  }

  /** Marks a stretch of what was read last, where its text still stands there; null takes the mark away. */
  mark(stretch: { readonly start: number; readonly end: number } | null): void {
    const source = this.#source;
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const isSource = source !== null && document.uri.toString() === source.uri.toString();
      if (!isSource || !stretch) {
        editor.setDecorations(this.#mark, []);
        continue;
      }
      const from = document.positionAt(source.offset + stretch.start);
      const range = new vscode.Range(from, document.positionAt(source.offset + stretch.end));
      const isThere = document.getText(range) === source.text.slice(stretch.start, stretch.end);
      editor.setDecorations(this.#mark, isThere ? [range] : []);
      const isSeen = editor.visibleRanges.some((seen) => seen.contains(range));
      if (isThere && !isSeen)
        editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
}
