/** Shows on standard error how far long work is: a bar on a terminal, now and then a line elsewhere. */
import type { DownloadSnapshot } from "../protocol/downloadMessages.ts";
import type { EncodingSnapshot } from "../protocol/encodingMessages.ts";
import type { EngineEvents, TrainingSnapshot } from "../protocol/engineMessages.ts";
import type { ProjectionSnapshot } from "../protocol/mapMessages.ts";
import type { PassageSnapshot } from "../protocol/passageMessages.ts";
import type { CountingSnapshot } from "../protocol/statisticsMessages.ts";
import {
  formatBytes,
  formatCount,
  formatQuantity,
  formatRounded,
  formatSeconds,
} from "./format.ts";
import { displayWidth, visible, type Style } from "./style.ts";

/** How far one of the kinds of long work is. */
type Snapshot = EngineEvents[keyof EngineEvents];

/** Receives snapshots and draws them. */
export interface Progress {
  show(snapshot: Snapshot): void;
  /** Removes an unfinished bar, so that what follows begins on a clean line. */
  clear(): void;
}

const REDRAW_MS = 100;
const LINE_MS = 5_000;
const EPOCH_LINE_MS = 1_000; // a thousand short epochs are not worth a thousand lines
const BAR_CELLS = 24;

/** Draws one bar over and over on a terminal of so many columns. */
export function createBar(
  write: (text: string) => void,
  style: Style,
  nowMs: () => number,
): Progress {
  let drawnMs = -Infinity;
  let isDrawn = false;
  return {
    show: (snapshot) => {
      if (nowMs() - drawnMs < REDRAW_MS && snapshot.fraction < 1) return;
      drawnMs = nowMs();
      isDrawn = true;
      write(`\r\u001b[K${barLine(snapshot, style)}`);
    },
    clear: () => {
      if (isDrawn) write("\r\u001b[K");
      isDrawn = false;
    },
  };
}

/** Writes a line for each phase, for an epoch at most one a second, and otherwise one in five seconds. */
export function createLines(write: (text: string) => void, nowMs: () => number): Progress {
  let last: Snapshot | undefined;
  let writtenMs = -Infinity;
  let writtenEpoch = 0;
  return {
    show: (snapshot) => {
      const isNewPhase = last === undefined || phaseName(snapshot) !== phaseName(last);
      const epoch = "epoch" in snapshot ? snapshot.epoch : 0;
      const pauseMs = epoch === writtenEpoch ? LINE_MS : EPOCH_LINE_MS;
      last = snapshot;
      if (!isNewPhase && nowMs() - writtenMs < pauseMs) return;
      writtenEpoch = epoch;
      writtenMs = nowMs();
      write(`${plainLine(snapshot)}\n`);
    },
    clear: () => undefined,
  };
}

function barLine(snapshot: Snapshot, style: Style): string {
  const filled = Math.round(snapshot.fraction * BAR_CELLS);
  const percent = `${Math.floor(snapshot.fraction * 100)} %`.padStart(5);
  let line = `${phaseName(snapshot).padEnd(8)} ${"█".repeat(filled)}${"░".repeat(BAR_CELLS - filled)} ${percent}`;
  // What does not fit is left out: a wrapped line could not be drawn over.
  for (const detail of details(snapshot)) {
    if (displayWidth(line) + 2 + displayWidth(detail) >= style.columns) break;
    line += `  ${style.dim(detail)}`;
  }
  return line;
}

function plainLine(snapshot: Snapshot): string {
  const parts = details(snapshot).join(", ");
  const percent = `${Math.floor(snapshot.fraction * 100)} %`;
  return `${phaseName(snapshot)}: ${percent}${parts === "" ? "" : `, ${parts}`}`;
}

function phaseName(snapshot: Snapshot): string {
  const phase =
    "phase" in snapshot
      ? snapshot.phase
      : "step" in snapshot
        ? snapshot.step
        : "test" in snapshot
          ? "evaluating"
          : "texts" in snapshot || "filesDone" in snapshot
            ? "encoding"
            : "receivedBytes" in snapshot
              ? "downloading"
              : "indexing";
  return `${phase.charAt(0).toUpperCase()}${phase.slice(1)}`;
}

function details(snapshot: Snapshot): string[] {
  if ("rounds" in snapshot) return projectionDetails(snapshot);
  if ("phase" in snapshot) return trainingDetails(snapshot);
  if ("step" in snapshot) return snapshot.step === "reading" ? readingDetails(snapshot) : [];
  if ("texts" in snapshot) return encodingDetails(snapshot);
  if ("filesDone" in snapshot) return passageDetails(snapshot);
  if ("receivedBytes" in snapshot) return downloadDetails(snapshot);
  return "test" in snapshot ? [visible(snapshot.test)] : [];
}

function projectionDetails({ phase, round, rounds, secondsLeft }: ProjectionSnapshot): string[] {
  return [
    ...(phase === "layout" ? [`epoch ${round}/${rounds}`] : []),
    ...(secondsLeft === null ? [] : [`${formatSeconds(secondsLeft)} left`]),
  ];
}

function encodingDetails({
  encoded,
  texts,
  textsPerSecond,
  secondsLeft,
}: EncodingSnapshot): string[] {
  return [
    `${formatCount(encoded)} of ${formatCount(texts)}`,
    ...(textsPerSecond === null ? [] : [`${formatRounded(textsPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [`${formatSeconds(secondsLeft)} left`]),
  ];
}

function passageDetails({
  filesDone,
  files,
  encoded,
  filesPerSecond,
  textsPerSecond,
  secondsLeft,
}: PassageSnapshot): string[] {
  return [
    `${formatCount(filesDone)} of ${formatCount(files)} files`,
    ...(filesPerSecond === null ? [] : [`${filesPerSecond.toFixed(1)} files/s`]),
    formatQuantity(encoded, "text"),
    ...(textsPerSecond === null ? [] : [`${formatRounded(textsPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [`${formatSeconds(secondsLeft)} left`]),
  ];
}

function downloadDetails({
  file,
  receivedBytes,
  totalBytes,
  bytesPerSecond,
  secondsLeft,
}: DownloadSnapshot): string[] {
  return [
    `${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}`,
    ...(bytesPerSecond === null ? [] : [`${formatBytes(bytesPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [`${formatSeconds(secondsLeft)} left`]),
    file,
  ];
}

function readingDetails({
  files,
  filesRead,
  bytesRead,
}: TrainingSnapshot | CountingSnapshot): string[] {
  return files === 0
    ? []
    : [`${formatCount(filesRead)} of ${formatCount(files)} files`, formatBytes(bytesRead)];
}

function trainingDetails(snapshot: TrainingSnapshot): string[] {
  switch (snapshot.phase) {
    case "reading":
      return readingDetails(snapshot);
    case "encoding":
      return [
        ...(snapshot.words === null ? [] : [formatQuantity(snapshot.words, "word")]),
        ...(snapshot.secondsLeft === null ? [] : [`${formatSeconds(snapshot.secondsLeft)} left`]),
      ];
    case "training": {
      const loss = snapshot.lossPerEpoch.at(-1);
      return [
        ...(snapshot.epoch > 0 ? [`epoch ${snapshot.epoch}/${snapshot.epochs}`] : []),
        ...(snapshot.wordsPerSecond === null
          ? []
          : [`${formatRounded(snapshot.wordsPerSecond)} words/s`]),
        ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
        ...(snapshot.secondsLeft === null ? [] : [`${formatSeconds(snapshot.secondsLeft)} left`]),
        ...(snapshot.memoryBytes === null
          ? []
          : [`${formatBytes(snapshot.memoryBytes)} of memory`]),
      ];
    }
    case "saving":
      return [];
  }
}
