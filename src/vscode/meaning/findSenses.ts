/** "Senses of This Word in the Workspace": asks for the word where nothing says it, and opens the panel's tab. */
import * as vscode from "vscode";
import type { Panel } from "../panel/panel.ts";
import { askText } from "../quickSteps.ts";
import { requireWorkspace, selectedWord, type MeaningParts } from "./meaningParts.ts";

const LONGEST_WORD = 200;

/** Asks for the word where neither `given` nor the cursor says one. */
export async function findSenses(
  { panel, reporter }: Pick<MeaningParts, "reporter"> & { readonly panel: Panel },
  given: unknown,
): Promise<void> {
  if (!requireWorkspace(reporter)) return;
  const word = (typeof given === "string" ? given.trim() : selectedWord()) || (await askWord());
  if (word !== "" && word.length <= LONGEST_WORD) panel.openSenses(word);
}

async function askWord(): Promise<string> {
  const answer = await askText({
    title: vscode.l10n.t("Senses of a Word"),
    prompt: vscode.l10n.t("A word of the workspace"),
    placeholder: vscode.l10n.t("word"),
    value: "",
    canGoBack: false,
    findFault: (text) => (text.trim() === "" ? vscode.l10n.t("Enter a word.") : null),
  });
  return answer && answer !== "back" ? answer.text.trim() : "";
}
