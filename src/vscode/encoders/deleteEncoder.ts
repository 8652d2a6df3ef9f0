/** "Delete Encoder": one that was downloaded, after a question. */
import * as vscode from "vscode";
import { formatBytes } from "../amounts.ts";
import { readEncoderName } from "../encoderSettings.ts";
import { askPick } from "../quickSteps.ts";
import { hubIdOfRow, type EncoderParts } from "./encoderParts.ts";

/** Deletes the encoder of a row, or one that is picked; where it was chosen, the bundled ones are asked again. */
export async function deleteEncoder(parts: EncoderParts, row: unknown): Promise<void> {
  const { calls, models, reporter } = parts;
  const folder = models.encodersFolder.fsPath;
  const { downloaded, unfinished } = await calls.listDownloads({ folder });
  const all = [...downloaded, ...unfinished];
  if (all.length === 0) {
    reporter.info(vscode.l10n.t("No encoder was downloaded."));
    return;
  }
  const id = hubIdOfRow(row) ?? (await askWhich(all));
  const bytes = all
    .filter((encoder) => encoder.id === id)
    .reduce((sum, encoder) => sum + encoder.bytes, 0);
  if (id === undefined || bytes === 0) return;
  const action = vscode.l10n.t("Delete");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Delete the encoder {0}?", id),
    {
      modal: true,
      detail: vscode.l10n.t(
        "{0} are freed, for all workspaces. To have it again, it must be downloaded again.",
        formatBytes(bytes),
      ),
    },
    action,
  );
  if (answer !== action) return;
  await calls.deleteEncoder({ folder, id });
  if (readEncoderName() === id)
    await vscode.workspace
      .getConfiguration("wordfield")
      .update("encoder.model", undefined, vscode.ConfigurationTarget.Global);
  await models.refresh();
}

async function askWhich(
  all: readonly { readonly id: string; readonly bytes: number }[],
): Promise<string | undefined> {
  const picked = await askPick({
    title: vscode.l10n.t("Delete an Encoder"),
    placeholder: vscode.l10n.t("Which encoder to delete"),
    items: all.map(({ id, bytes }) => ({ label: id, description: formatBytes(bytes) })),
    canGoBack: false,
  });
  return picked && picked !== "back" ? picked.label : undefined;
}
