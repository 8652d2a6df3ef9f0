/** One line on a training run for the progress, the tree and the status bar. */
import type { TrainingSnapshot } from "../protocol/engineMessages.ts";
import { formatCount, formatSeconds, formatWordRate } from "./amounts.ts";
import type { Localizer } from "./localizer.ts";

/** Writes the message of the progress: epoch, rate, loss and time left, as far as they are known. */
export function writeProgress(run: TrainingSnapshot, l10n: Localizer): string {
  if (run.phase === "reading")
    return run.files > 0
      ? l10n.t("reading, {0} of {1} files", formatCount(run.filesRead), formatCount(run.files))
      : l10n.t("looking for text");
  if (run.phase === "saving") return l10n.t("saving");
  const loss = run.lossPerEpoch.at(-1);
  return [
    l10n.t("epoch {0} of {1}", Math.max(1, run.epoch), run.epochs),
    ...(run.wordsPerSecond === null ? [] : [formatWordRate(run.wordsPerSecond, l10n)]),
    ...(loss === undefined ? [] : [l10n.t("loss {0}", loss.toFixed(3))]),
    ...(run.secondsLeft === null ? [] : [l10n.t("{0} left", formatSeconds(run.secondsLeft))]),
  ].join(" · ");
}

/** Writes what a row of the tree says of a running training: "training 62 % · 4 s left". */
export function writeRunRow(run: TrainingSnapshot, l10n: Localizer): string {
  const share = l10n.t("training {0} %", percent(run));
  return run.secondsLeft === null
    ? share
    : `${share} · ${l10n.t("{0} left", formatSeconds(run.secondsLeft))}`;
}

/** Writes what the status bar says of a running training: "sotu 62 % · 4 s". */
export function writeRunStatus(run: TrainingSnapshot): string {
  const share = `${run.modelName} ${percent(run)} %`;
  return run.secondsLeft === null ? share : `${share} · ${formatSeconds(run.secondsLeft)}`;
}

// 100 % is said by the end, not by rounding.
function percent(run: TrainingSnapshot): number {
  return Math.min(99, Math.floor(run.fraction * 100));
}
