/** "Continue Training on What Is New…": trains a model further on the files that have changed or come since. */
import * as vscode from "vscode";
import type { SourceFiles } from "../protocol/corpusMessages.ts";
import { omitOptions } from "../protocol/trainingOptions.ts";
import { formatCount } from "./amounts.ts";
import { withCancellableProgress } from "./cancellableProgress.ts";
import { modelFor } from "./modelCommands.ts";
import { readSettings } from "./settings.ts";
import type { TrainingParts } from "./trainCommand.ts";
import { askFurtherName, DECIDED_BY_MODEL } from "./trainFurther.ts";
import { toUri } from "./workspaceFiles.ts";

/**
 * Asks for what the arguments do not say: the model, and the new model's name.
 *
 * `given` is the name, from a key binding or another extension.
 */
export async function continueTraining(
  parts: TrainingParts,
  row: unknown,
  given?: unknown,
): Promise<void> {
  const { calls, trainer, models, reporter } = parts;
  if (trainer.snapshot) {
    trainer.offerRunning();
    return;
  }
  const asked = row ?? (models.active ? { path: models.active.path } : undefined);
  const file = await modelFor(parts, asked, vscode.l10n.t("Which model to continue"));
  if (!file) return;
  const modelPath = file.path;
  const { stale, corpus } = await withCancellableProgress(
    vscode.l10n.t("Looking for what is new to {0}", file.name),
    async (_, signal) => ({
      stale: await calls.corpusStaleness({ modelPath, limit: 0 }, signal),
      corpus: await calls.corpusOf({ modelPath, limit: 0 }, signal),
    }),
  );
  if (!stale || !corpus) {
    reporter.info(vscode.l10n.t("{0} does not say which files it has read.", file.name), [
      {
        title: vscode.l10n.t("Train Further…"),
        run: () => vscode.commands.executeCommand("wordfield.trainFurther", { path: modelPath }),
      },
    ]);
    return;
  }
  const count = stale.filesChanged + stale.filesAdded;
  if (count === 0) {
    reporter.info(vscode.l10n.t("Nothing is new: {0} has read all files as they are.", file.name));
    return;
  }
  const news = vscode.l10n.t(
    "{0} changed and {1} new files. Name of the new model; {2} stays as it is",
    formatCount(stale.filesChanged),
    formatCount(stale.filesAdded),
    file.name,
  );
  const name = await askFurtherName(parts, file, given, news);
  if (name === undefined) return;
  const uris = corpus.sources.paths.map(toUri);
  const { training } = readSettings(uris[0], (sentence) => reporter.log.warn(sentence));
  await trainer.train({
    kind: "new",
    name,
    scope: { label: file.name, uris },
    selection: withoutHistory(corpus.sources),
    words: {}, // those of the model
    options: omitOptions(training, DECIDED_BY_MODEL),
    warmStartPath: modelPath,
    newOnly: true,
  });
}

/** Git reads the configuration of a repository: only where its folder is trusted. */
function withoutHistory({ gitCommits, ...files }: SourceFiles): SourceFiles {
  return gitCommits === undefined || !vscode.workspace.isTrusted ? files : { ...files, gitCommits };
}
