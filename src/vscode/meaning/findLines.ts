/** "Find Lines That Mean This": brings the index of the workspace up to date and searches it by meaning. */
import * as vscode from "vscode";
import { encoderChoice } from "../encoderSettings.ts";
import { formatCount, formatSeconds } from "../amounts.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { askPick, askText } from "../quickSteps.ts";
import { collectSources } from "../workspaceFiles.ts";
import {
  namePlace,
  nextRunId,
  requireWorkspace,
  showPlace,
  type MeaningParts,
  type PlaceInFile,
} from "./meaningParts.ts";

interface LineItem extends vscode.QuickPickItem {
  readonly place: PlaceInFile;
}

const LINES = 50;
const LONGEST_TEXT = 2_000;
const INDEX_NAME = "workspace.passages";

/** Asks for a text where neither `given` nor the selection says one. */
export async function findLines(parts: MeaningParts, given: unknown): Promise<void> {
  const { calls, models, reporter } = parts;
  const scope = requireWorkspace(reporter);
  if (!scope) return;
  const text = typeof given === "string" ? given.trim() : await askForText();
  if (text === "" || text.length > LONGEST_TEXT) return;
  const indexPath = vscode.Uri.joinPath(models.folder, INDEX_NAME).fsPath;
  const found = await withCancellableProgress(
    vscode.l10n.t("Lines that mean this"),
    async (report, signal) => {
      const runId = nextRunId();
      const following = parts.onDidChangePassages((snapshot) => {
        if (snapshot.runId !== runId) return;
        const { filesDone, files, filesPerSecond, secondsLeft, fraction } = snapshot;
        const message = [
          vscode.l10n.t("{0} of {1} files", formatCount(filesDone), formatCount(files)),
          ...(filesPerSecond === null
            ? []
            : [vscode.l10n.t("{0} files/s", filesPerSecond.toFixed(1))]),
          ...(secondsLeft === null ? [] : [vscode.l10n.t("{0} left", formatSeconds(secondsLeft))]),
        ].join(" · ");
        report({ message, fraction });
      });
      try {
        const { documents: _, ...sources } = await collectSources(
          scope,
          (sentence) => reporter.warn(sentence),
          signal,
        );
        await calls.indexPassages(
          { runId, choice: encoderChoice(), sources, unit: "sentences", indexPath },
          signal,
        );
        return await calls.searchPassages(
          { indexPath, choice: encoderChoice(), text, count: LINES },
          signal,
        );
      } finally {
        following.dispose();
      }
    },
  );
  if (found.passages.length === 0) {
    reporter.info(vscode.l10n.t("The workspace has no sentences to search."));
    return;
  }
  const picked = await askPick<LineItem>({
    title: vscode.l10n.t("Lines that mean “{0}”", text),
    placeholder: vscode.l10n.t("Choose a line to go to"),
    items: found.passages.map((passage) => ({
      label: passage.text ?? "",
      description: `${namePlace(passage)} · ${passage.cosine.toFixed(2)}`,
      place: passage,
    })),
    canGoBack: false,
  });
  if (picked && picked !== "back") await showPlace(picked.place);
}

async function askForText(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor ? editor.document.getText(editor.selection).trim() : "";
  const answer = await askText({
    title: vscode.l10n.t("Find Lines That Mean This"),
    prompt: vscode.l10n.t("A question, a sentence or a few words"),
    placeholder: vscode.l10n.t("how is memory freed"),
    value: selected.slice(0, LONGEST_TEXT),
    canGoBack: false,
    findFault: (text) => (text.trim() === "" ? vscode.l10n.t("Enter a text.") : null),
  });
  return answer && answer !== "back" ? answer.text.trim() : "";
}
