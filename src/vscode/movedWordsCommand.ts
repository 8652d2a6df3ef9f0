/** "Words That Moved Between Two Models…": chooses both, and shows them in the panel's Compare tab. */
import * as vscode from "vscode";
import { modelFor } from "./modelCommands.ts";
import type { Panel } from "./panel/panel.ts";

/** What the command needs. */
type MovedWordsParts = Parameters<typeof modelFor>[0] & { readonly panel: Panel };

/** Asks for both models where the arguments do not say. */
export async function showMovedWords(
  parts: MovedWordsParts,
  row: unknown,
  other?: unknown,
): Promise<void> {
  const { models, panel, reporter } = parts;
  await models.refresh();
  if (models.files.length === 1) {
    reporter.info(vscode.l10n.t("There is one model here. Train or open another one to compare."));
    return;
  }
  const first = await modelFor(parts, row, vscode.l10n.t("Words that moved: from which model"));
  if (!first) return;
  const second = await modelFor(
    parts,
    other,
    vscode.l10n.t("Words that moved: from {0} to which model", first.name),
  );
  if (!second) return;
  if (second.path === first.path) {
    reporter.info(vscode.l10n.t("{0} is the same model. Choose two.", first.name));
    return;
  }
  panel.openCompare({ firstPath: first.path, secondPath: second.path });
}
