/** What `wordfield train` says at its end. */
import type { SkippedFile, TrainingResult } from "../../protocol/engineMessages.ts";
import {
  formatBytes,
  formatCount,
  formatQuantity,
  formatRounded,
  formatSeconds,
} from "../format.ts";
import { layOutLosses } from "../lossTable.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";

const SHOWN_SKIPPED_FILES = 10;

/** Tells what was read, skipped, trained and written. */
export function summarizeTraining(result: TrainingResult, output: string, style: Style): string[] {
  const { model, skipped } = result;
  const { corpus } = model;
  return [
    `${style.bold("Read")}     ` +
      (corpus === null
        ? ""
        : `${formatQuantity(corpus.files, "file")}, ${formatBytes(corpus.bytes)}, ${formatQuantity(corpus.tokens, "token")}, `) +
      formatQuantity(model.words, "word"),
    ...(skipped.length === 0 ? [] : layOutSkipped(skipped, style)),
    ...(result.notes ?? []).map((note) => `${style.bold("Note")}     ${visible(note)}`),
    `${style.bold("Trained")}  ${model.algorithm}, ${formatQuantity(model.dimension, "dimension")}, in ${formatSeconds(result.seconds)}, ${formatRounded(result.wordsPerSecond)} words/s`,
    ...layOutLosses(style, model.lossPerEpoch).map((line) => `         ${line}`),
    `${style.bold("Wrote")}    ${output}, ${formatBytes(model.bytes)}`,
  ];
}

/** Lists the first of the files that were not read, and why. */
export function layOutSkipped(skipped: readonly SkippedFile[], style: Style): string[] {
  const shown = skipped.slice(0, SHOWN_SKIPPED_FILES);
  const more = skipped.length - shown.length;
  return [
    `${style.bold("Skipped")}  ${formatQuantity(skipped.length, "file")}`,
    ...layOutTable(
      style,
      [
        { heading: "", align: "left" },
        { heading: "", align: "left" },
      ],
      shown.map(({ path, reason }) => [visible(path), style.dim(visible(reason))]),
    ).map((line) => `         ${line}`),
    ...(more === 0 ? [] : [`         ${style.dim(`and ${formatCount(more)} more`)}`]),
  ];
}
