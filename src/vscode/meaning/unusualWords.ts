/** "Words Used Differently Here": words whose uses do not fit their general meaning, to explore. */
import * as vscode from "vscode";
import type { UnusualWord } from "../../protocol/groundingMessages.ts";
import { formatCount } from "../amounts.ts";
import { modelFor } from "../modelCommands.ts";
import type { Panel } from "../panel/panel.ts";
import { askPick } from "../quickSteps.ts";
import { ground, type GroundingParts } from "./groundModel.ts";

/** What the command needs. */
export type UnusualParts = GroundingParts & { readonly panel: Panel };

const WORDS = 50;
const NEIGHBORS = 5;
/** Fewer uses tell little. */
const MINIMUM_USES = 100;

/** Takes the active model where the arguments do not say; one without general meaning gets it first. */
export async function showUnusualWords(parts: UnusualParts, row: unknown): Promise<void> {
  const { calls, panel, reporter } = parts;
  const active = row === undefined ? parts.models.active : undefined;
  const file =
    active ?? (await modelFor(parts, row, vscode.l10n.t("Which model’s words to look at")));
  if (!file) return;
  const { model } = await calls.describeModel({ modelPath: file.path });
  if (model.encoder === undefined) await ground(parts, file);
  const { words, judged } = await calls.findUnusualWords({
    modelPath: file.path,
    count: WORDS,
    minimumUses: MINIMUM_USES,
    neighbors: NEIGHBORS,
  });
  if (words.length === 0) {
    reporter.info(
      vscode.l10n.t(
        "{0} has too few words with {1} uses or more: fewer uses tell little.",
        file.name,
        formatCount(MINIMUM_USES),
      ),
    );
    return;
  }
  const picked = await askPick({
    title: vscode.l10n.t(
      "Words used differently here: {0} with {1} uses or more",
      formatCount(judged),
      formatCount(MINIMUM_USES),
    ),
    placeholder: vscode.l10n.t("Choose a word to see its lines"),
    items: words.map((unusual) => ({
      label: unusual.word,
      description: vscode.l10n.t(
        "{0} σ from what words of its frequency show · {1} uses",
        unusual.departure.toFixed(1),
        formatCount(unusual.count),
      ),
      detail: vscode.l10n.t(
        "here: {0} — in general: {1}",
        listWords(unusual.here),
        listWords(unusual.general),
      ),
      word: unusual.word,
    })),
    canGoBack: false,
  });
  if (picked && picked !== "back") panel.open(picked.word, "lines");
}

function listWords(neighbors: UnusualWord["here"]): string {
  return neighbors.map(({ word }) => word).join(", ");
}
