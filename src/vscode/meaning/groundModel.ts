/** "Add General Meaning to Model…": has an encoder embed the words of a model, beside what training found. */
import * as vscode from "vscode";
import { encoderChoice } from "../encoderSettings.ts";
import { formatCount } from "../amounts.ts";
import { modelFor, type ModelParts } from "../modelCommands.ts";
import type { ModelFile } from "../models.ts";
import { withEncoding, type MeaningParts } from "./meaningParts.ts";

/** What the command needs. */
export type GroundingParts = ModelParts & Pick<MeaningParts, "onDidChangeEncoding" | "cacheFolder">;

/** Asks for the model where the arguments do not say. */
export async function groundModel(parts: GroundingParts, row: unknown): Promise<void> {
  const file = await modelFor(parts, row, vscode.l10n.t("Which model to add general meaning to"));
  if (!file) return;
  const { encoder, words, known } = await ground(parts, file);
  parts.reporter.info(
    vscode.l10n.t(
      "{0}: {1} knows {2} of {3} words. Hover and panel now take general meaning, too.",
      file.name,
      encoder.name,
      formatCount(known),
      formatCount(words),
    ),
  );
}

/** Grounds a model, with progress; `canceled` where the user stops it. */
export async function ground(
  { calls, models, onDidChangeEncoding, cacheFolder }: GroundingParts,
  file: ModelFile,
) {
  const result = await withEncoding(
    { onDidChangeEncoding },
    vscode.l10n.t("Adding general meaning to {0}", file.name),
    (encoded, words) => vscode.l10n.t("{0} of {1} words", encoded, words),
    (runId, signal) =>
      calls.groundModel(
        { runId, modelPath: file.path, choice: encoderChoice(), cacheFolder },
        signal,
      ),
  );
  await models.refresh();
  return result;
}
