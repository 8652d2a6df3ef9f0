/** "Train Further…": goes on with an existing model on the workspace's text, and keeps the model as it was. */
import * as vscode from "vscode";
import { omitOptions, type TrainingOptionName } from "../protocol/trainingOptions.ts";
import { explainNameFault, modelFor } from "./modelCommands.ts";
import { toFreeName, toModelName, withoutForeignEnding } from "./modelNames.ts";
import type { ModelFile } from "./models.ts";
import { readSettings } from "./settings.ts";
import type { TrainingParts } from "./trainCommand.ts";
import { chooseScope, listScopes } from "./scopes.ts";

// The vectors keep their length, their parts and what their output side stands for.
/** Options that are not the user's to say where a model is trained further. */
export const DECIDED_BY_MODEL: readonly TrainingOptionName[] = [
  ...(["algorithm", "loss", "dimension"] as const),
  ...(["minimumNgram", "maximumNgram", "buckets"] as const),
];

/** What training further needs. */
export type FurtherParts = TrainingParts;

/**
 * Asks for what the arguments do not say: the model, the text where there is a choice, and the new model's name.
 *
 * `given` is the name, from a key binding or another extension.
 */
export async function trainFurther(
  parts: FurtherParts,
  row: unknown,
  given?: unknown,
): Promise<void> {
  const { trainer, reporter } = parts;
  if (trainer.snapshot) {
    trainer.offerRunning();
    return;
  }
  const file = await modelFor(parts, row, vscode.l10n.t("Which model to train further"));
  if (!file) return;
  const scopes = listScopes(parts);
  const scope =
    typeof given === "string"
      ? scopes[0]
      : await chooseScope(vscode.l10n.t("Train Further"), scopes);
  if (!scope) return;
  const prompt = vscode.l10n.t("Name of the new model; {0} stays as it is", file.name);
  const name = await askFurtherName(parts, file, given, prompt);
  if (name === undefined) return;
  const settings = readSettings(scope.uris[0], (sentence) => reporter.log.warn(sentence));
  await trainer.train({
    kind: "new",
    name,
    scope,
    options: omitOptions(settings.training, DECIDED_BY_MODEL),
    warmStartPath: file.path,
  });
}

/** Takes the name of the model that another one becomes, or asks for it; undefined where there is none that is free. */
export async function askFurtherName(
  { models, reporter }: FurtherParts,
  file: ModelFile,
  given: unknown,
  prompt: string,
): Promise<string | undefined> {
  const taken = ownNames(models.files);
  const old = file.foreign ? toModelName(withoutForeignEnding(file.name)) : file.name;
  const name =
    typeof given === "string"
      ? given
      : await vscode.window.showInputBox({
          title: vscode.l10n.t("Train {0} Further", file.name),
          prompt,
          value: toFreeName(old, taken),
          validateInput: (text) => explainNameFault(text, taken),
        });
  if (name === undefined) return undefined;
  const fault = explainNameFault(name, taken);
  if (fault === null) return name.trim();
  reporter.info(fault);
  return undefined;
}

function ownNames(files: readonly ModelFile[]): readonly string[] {
  return files.filter((file) => !file.foreign).map((file) => file.name);
}
