/** What a training has to do with general meaning: a look around before it, and what is kept of that after it. */
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { toWordfieldError } from "../../errors.ts";
import type { Calls } from "../../protocol/channel.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import { encoderChoice } from "../encoderSettings.ts";
import type { Models } from "../models.ts";
import type { Reporter } from "../report.ts";
import { readSettings } from "../settings.ts";
import { collectSources, type Scope } from "../workspaceFiles.ts";

interface GeneralParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Pick<Models, "active" | "folder">;
  readonly reporter: Reporter;
}

/** Where an encoder's vectors of words are kept: not in the folder of the models, where each file is one. */
export function wordCacheFolder({ folder }: Pick<Models, "folder">): string {
  return join(dirname(folder.fsPath), "words");
}

/** A model of the words of a scope with their general meaning alone. Errors: those of `makeGeneralModel`. */
export async function makeGeneralModel(
  { calls, models, reporter }: GeneralParts,
  scope: Scope,
  { runId, modelPath }: { readonly runId: string; readonly modelPath: string },
  signal: AbortSignal,
): Promise<EngineRequests["makeGeneralModel"]["result"]> {
  const warn = (sentence: string) => reporter.log.warn(sentence);
  return calls.makeGeneralModel(
    {
      runId,
      modelPath,
      sources: await collectSources(scope, warn, signal),
      tokenizer: "words",
      tokenizerOptions: readSettings(scope.uris[0], warn).corpus.tokenizer,
      choice: encoderChoice(),
      cacheFolder: wordCacheFolder(models),
    },
    signal,
  );
}

/** Whether the active model has general meaning alone: a training that takes its place is not to lose that. */
export async function isLookingAround({
  calls,
  models,
}: Pick<GeneralParts, "calls" | "models">): Promise<boolean> {
  const modelPath = models.active?.path;
  if (modelPath === undefined) return false;
  // A file that cannot be read is no reason not to train another one.
  const described = await calls.describeModel({ modelPath }).catch(() => null);
  return described?.model.isUntrained === true;
}

/** Gives a model that was just trained the general meaning, mostly from the cache; the model is good without it, too. */
export async function keepGeneralMeaning(
  { calls, models, reporter }: GeneralParts,
  { runId, modelPath }: { readonly runId: string; readonly modelPath: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    await calls.groundModel(
      { runId, modelPath, choice: encoderChoice(), cacheFolder: wordCacheFolder(models) },
      signal,
    );
  } catch (thrown) {
    const { code, message } = toWordfieldError(thrown);
    if (code === "engine-lost") throw thrown;
    if (code !== "canceled")
      reporter.warn(
        vscode.l10n.t("The model was trained, but has no general meaning: {0}", message),
      );
  }
}
