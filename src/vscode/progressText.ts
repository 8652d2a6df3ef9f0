/** One line on a training, running or interrupted, for the progress, the tree and the status bar. */
import type { Checkpoint, TrainingSnapshot } from "../protocol/engineMessages.ts";
import { formatBytes, formatCount, formatDay, formatSeconds, formatWordRate } from "./amounts.ts";
import type { Localizer } from "./localizer.ts";

/** Writes the message of the progress: epoch, rate, loss and time left, as far as they are known. */
export function writeProgress(run: TrainingSnapshot, l10n: Localizer): string {
  if (run.phase === "reading")
    return run.files > 0
      ? l10n.t("reading, {0} of {1} files", formatCount(run.filesRead), formatCount(run.files))
      : l10n.t("looking for text");
  if (run.phase === "encoding")
    return [
      ...(run.words === null ? [] : [l10n.t("{0} words", formatCount(run.words))]),
      ...(run.secondsLeft === null ? [] : [l10n.t("{0} left", formatSeconds(run.secondsLeft))]),
    ].join(" · ");
  if (run.phase === "saving") return l10n.t("saving");
  const loss = run.lossPerEpoch.at(-1);
  const epoch = l10n.t("epoch {0} of {1}", Math.max(1, run.epoch), run.epochs);
  if (run.paused) return [l10n.t("paused at {0} %", percentDone(run.fraction)), epoch].join(" · ");
  return [
    epoch,
    ...(run.wordsPerSecond === null ? [] : [formatWordRate(run.wordsPerSecond, l10n)]),
    ...(loss === undefined ? [] : [l10n.t("loss {0}", loss.toFixed(3))]),
    ...(run.secondsLeft === null ? [] : [l10n.t("{0} left", formatSeconds(run.secondsLeft))]),
  ].join(" · ");
}

/** Writes the same with what the training takes in memory, for a tooltip. */
export function writeProgressDetails(run: TrainingSnapshot, l10n: Localizer): string {
  const progress = writeProgress(run, l10n);
  return run.memoryBytes === null
    ? progress
    : `${progress} · ${l10n.t("{0} of memory", formatBytes(run.memoryBytes))}`;
}

/** Writes what a row of the tree says of a running training: "training 62 % · 4 s left". */
export function writeRunRow(run: TrainingSnapshot, l10n: Localizer): string {
  const percent = percentDone(run.fraction);
  if (run.paused) return l10n.t("paused at {0} %", percent);
  const share = run.isUntrained
    ? l10n.t("general meaning {0} %", percent)
    : l10n.t("training {0} %", percent);
  return run.secondsLeft === null
    ? share
    : `${share} · ${l10n.t("{0} left", formatSeconds(run.secondsLeft))}`;
}

/** Writes what a row of the tree says of an interrupted training: "interrupted at 62 % · 45 MB · today". */
export function writeCheckpointRow(checkpoint: Checkpoint, nowMs: number, l10n: Localizer): string {
  return [
    l10n.t("interrupted at {0} %", percentDone(checkpoint.fraction)),
    formatBytes(checkpoint.bytes),
    formatDay(checkpoint.savedAt, nowMs, l10n),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Writes what the status bar says of a running training: "sotu 62 % · 4 s", or "sotu paused". */
export function writeRunStatus(run: TrainingSnapshot, l10n: Localizer): string {
  if (run.paused) return l10n.t("{0} paused", run.modelName);
  const share = `${run.modelName} ${percentDone(run.fraction)} %`;
  return run.secondsLeft === null ? share : `${share} · ${formatSeconds(run.secondsLeft)}`;
}

/** Gives the whole percent of a share of a training: 100 % is said by the end, not by rounding. */
export function percentDone(fraction: number): number {
  return Math.min(99, Math.floor(fraction * 100));
}
