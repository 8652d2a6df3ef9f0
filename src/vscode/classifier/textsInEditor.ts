/** Texts that the editor has: what is selected, a document, and files that the engine cannot read or not as they are. */
import * as vscode from "vscode";
import type { ClassifierSettings } from "../../protocol/classifierOptions.ts";

/** A text that labels are asked for. */
export interface EditorText {
  readonly text: string;
  readonly uri: vscode.Uri;
  /** Counted from 0; null for a whole document. */
  readonly line: number | null;
}

/**
 * Gives the texts of an editor: each line of what is selected over several lines, what is selected within a line, or the
 * whole document where nothing is. Lines without text are left out.
 */
export function textsOfEditor(
  { document, selections }: Pick<vscode.TextEditor, "document" | "selections">,
  textUnit: ClassifierSettings["textUnit"],
): readonly EditorText[] {
  const selected = selections.filter((selection) => !selection.isEmpty);
  if (selected.length === 0) return textsOfDocument(document, textUnit);
  return selected
    .flatMap((range): readonly EditorText[] =>
      range.isSingleLine || textUnit === "whole"
        ? [{ text: document.getText(range), uri: document.uri, line: range.start.line }]
        : linesOf(document, range),
    )
    .filter(hasText);
}

/** Gives a document as one text, or each of its lines. */
export function textsOfDocument(
  document: vscode.TextDocument,
  textUnit: ClassifierSettings["textUnit"],
): readonly EditorText[] {
  const { uri } = document;
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const texts =
    textUnit === "line" ? linesOf(document, all) : [{ text: document.getText(), uri, line: null }];
  return texts.filter(hasText);
}

function linesOf(document: vscode.TextDocument, range: vscode.Range): readonly EditorText[] {
  const inside = document.validateRange(range);
  // A selection that was drawn to the beginning of a line has nothing of that line.
  const end = inside.end.character === 0 ? inside.end.line : inside.end.line + 1;
  return Array.from({ length: end - inside.start.line }, (_, index) => {
    const line = inside.start.line + index;
    const part = document.lineAt(line).range.intersection(inside);
    return { text: document.getText(part), uri: document.uri, line };
  });
}

function hasText({ text }: EditorText): boolean {
  return text.trim() !== "";
}
