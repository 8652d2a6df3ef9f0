/** The commands on a training that is paused, or that was interrupted and has left a checkpoint. */
import * as vscode from "vscode";
import type { Checkpoint } from "../protocol/engineMessages.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { percentDone, writeCheckpointRow } from "./progressText.ts";
import type { Reporter } from "./report.ts";
import type { Trainer } from "./trainer.ts";

/** What the commands on interrupted trainings need. */
export interface ResumeParts {
  readonly trainer: Trainer;
  readonly checkpoints: Checkpoints;
  readonly reporter: Reporter;
}

/** Holds the running training: its threads stand still, and what they have learned is written down. */
export async function pauseTraining({ trainer, reporter }: ResumeParts): Promise<void> {
  if (trainer.snapshot) await trainer.setPaused(true);
  else reporter.info(vscode.l10n.t("No training is running."));
}

/** Goes on with the paused training, or else with an interrupted one: that of a row, the only one, or a picked one. */
export async function resumeTraining(parts: ResumeParts, row: unknown): Promise<void> {
  const { trainer } = parts;
  const running = trainer.snapshot;
  if (running?.paused && !isCheckpointRow(row)) {
    await trainer.setPaused(false);
    return;
  }
  if (running) {
    trainer.offerRunning();
    return;
  }
  const checkpoint = await findCheckpoint(parts, row, vscode.l10n.t("Which training to resume"));
  if (checkpoint)
    await trainer.train({
      kind: "resumed",
      name: checkpoint.name,
      modelPath: checkpoint.modelPath,
    });
}

/** Forgets an interrupted training, after a question. */
export async function discardCheckpoint(parts: ResumeParts, row: unknown): Promise<void> {
  const checkpoint = await findCheckpoint(parts, row, vscode.l10n.t("Which training to discard"));
  if (!checkpoint) return;
  const discard = vscode.l10n.t("Discard");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Discard the interrupted training of {0}?", checkpoint.name),
    {
      modal: true,
      detail: vscode.l10n.t(
        "It was interrupted at {0} %, and can’t be resumed afterwards.",
        percentDone(checkpoint.fraction),
      ),
    },
    discard,
  );
  if (answer === discard) await parts.checkpoints.discard(checkpoint.modelPath);
}

async function findCheckpoint(
  { checkpoints, reporter }: ResumeParts,
  row: unknown,
  question: string,
): Promise<Checkpoint | undefined> {
  await checkpoints.refresh();
  const all = await checkpoints.list();
  const meant = isCheckpointRow(row)
    ? all.filter(({ modelPath }) => modelPath === row.checkpoint.modelPath)
    : all;
  if (meant.length === 0) reporter.info(vscode.l10n.t("There is no interrupted training here."));
  if (meant.length < 2) return meant[0];
  const picked = await vscode.window.showQuickPick(
    all.map((checkpoint) => ({
      label: checkpoint.name,
      description: writeCheckpointRow(checkpoint, Date.now(), vscode.l10n),
      checkpoint,
    })),
    { placeHolder: question },
  );
  return picked?.checkpoint;
}

/** Tells whether an argument is a row of the list that stands for an interrupted training. */
function isCheckpointRow(
  argument: unknown,
): argument is { readonly checkpoint: { readonly modelPath: unknown } } {
  if (typeof argument !== "object" || argument === null) return false;
  const { checkpoint } = argument as { checkpoint?: unknown };
  return typeof checkpoint === "object" && checkpoint !== null && "modelPath" in checkpoint;
}
