/** "Color Words of the Visible Text…": asks by what, and has it done. */
import * as vscode from "vscode";
import { ground, type GroundingParts } from "./meaning/groundModel.ts";
import { askPick, askText } from "./quickSteps.ts";
import type { WordColors } from "./wordColors.ts";

/** What the command needs. */
export type ColorWordsParts = GroundingParts & {
  readonly wordColors: WordColors;
  readonly wordAtCursor: () => string | undefined;
};

/** A word as argument colors by similarity to it; without one the user chooses. */
export async function colorWords(parts: ColorWordsParts, given: unknown): Promise<void> {
  const { wordColors } = parts;
  if (typeof given === "string" && given !== "") {
    await wordColors.choose({ by: "similarity", word: given });
    return;
  }
  const { coloring } = wordColors;
  const similarity = {
    label: vscode.l10n.t("By similarity to a word…"),
    description: coloring?.by === "similarity" ? coloring.word : "",
    by: "similarity",
  } as const;
  const departure = {
    label: vscode.l10n.t("Words used differently here"),
    by: "departure",
  } as const;
  const cluster = {
    label: vscode.l10n.t("By the groups of the map"),
    by: "cluster",
  } as const;
  const off = { label: vscode.l10n.t("Off"), by: "off" } as const;
  const ways = [similarity, cluster, departure];
  const items = coloring ? [...ways, off] : ways;
  const picked = await askPick<vscode.QuickPickItem & { readonly by: string }>({
    title: vscode.l10n.t("Color words of the visible text"),
    placeholder: vscode.l10n.t("Choose by what"),
    items,
    active: ways.find(({ by }) => by === coloring?.by) ?? similarity,
    canGoBack: false,
  });
  if (picked === undefined || picked === "back") return;
  if (picked.by === "off") await wordColors.choose(null);
  else if (picked.by === "departure") await colorUnusual(parts);
  else if (picked.by === "cluster")
    // A model whose map was never seen is placed first, which takes seconds.
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Grouping the words") },
      () => wordColors.choose({ by: "cluster" }),
    );
  else {
    const answer = await askText({
      title: similarity.label,
      prompt: vscode.l10n.t("The nearer a word is to this one, the stronger its color"),
      placeholder: vscode.l10n.t("Word"),
      value: parts.wordAtCursor() ?? "",
      canGoBack: false,
      findFault: (text) => (text.trim() === "" ? vscode.l10n.t("Type a word.") : null),
    });
    if (answer && answer !== "back")
      await wordColors.choose({ by: "similarity", word: answer.text.trim() });
  }
}

/** A model without general meaning gets it first. */
async function colorUnusual(parts: ColorWordsParts): Promise<void> {
  const file = parts.models.active;
  if (file) {
    const { model } = await parts.calls.describeModel({ modelPath: file.path });
    if (model.encoder === undefined) await ground(parts, file);
  }
  await parts.wordColors.choose({ by: "departure" });
}
