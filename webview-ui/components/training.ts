/** A training run under way: a whole view while there is nothing else to show, else one line. */
import { html, nothing, type TemplateResult } from "lit";
import type { TrainingSnapshot } from "../../src/protocol/engineMessages.ts";
import type { PageCommand } from "../../src/protocol/pageMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatBytes, formatDuration, formatRate, formatShare } from "../formatting.ts";
import { text } from "../texts.ts";
import { icon } from "./elements.ts";
import "./lossCurve.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-bar/index.js";

/** Renders the bar at the top edge of the page. */
export function trainingBar(training: TrainingSnapshot | null): TemplateResult | typeof nothing {
  if (!training) return nothing;
  return html`<vscode-progress-bar
    class="top-bar"
    aria-label=${title(training)}
    .value=${training.fraction * 100}
  ></vscode-progress-bar>`;
}

/** Renders one line: the model of before stays usable meanwhile. */
export function trainingLine(training: TrainingSnapshot, explorer: Explorer): TemplateResult {
  return html`<div class="strip">
    ${icon(training.paused ? "debug-pause" : "sync")}
    <span class="cut">${title(training)} · ${progress(training)}</span>
    ${pauseCommand(
      training,
      (command, label) =>
        html`<button type="button" class="link" @click=${() => explorer.runCommand(command)}>
          ${label}
        </button>`,
    )}
    <button
      type="button"
      class="link"
      @click=${() => explorer.runCommand("wordfield.cancelTraining")}
    >
      ${text("cancel")}
    </button>
  </div>`;
}

/** Renders the whole view. */
export function trainingView(training: TrainingSnapshot, explorer: Explorer): TemplateResult {
  const { phase, fraction, secondsLeft, wordsPerSecond, epoch, epochs, isUntrained } = training;
  const left = training.paused
    ? ` · ${text("paused")}`
    : secondsLeft === null
      ? ""
      : ` · ${text("timeLeft", formatDuration(secondsLeft))}`;
  const load = [
    ...(wordsPerSecond === null || training.paused
      ? []
      : [text("wordsPerSecond", formatRate(wordsPerSecond))]),
    ...(training.memoryBytes === null ? [] : [text("memory", formatBytes(training.memoryBytes))]),
  ].join(" · ");
  const counted =
    training.tokens === null
      ? ""
      : [
          text("tokens", training.tokens),
          ...(training.words === null ? [] : [text("modelWords", training.words)]),
        ].join(text("listSeparator"));
  return html`<main class="training scroll ${isUntrained ? "alone" : ""}">
    <section class="training-steps">
      <h1 class="word cut" dir="auto">
        ${isUntrained ? text("lookingAroundTitle") : title(training)}
      </h1>
      <div class="training-share small number">
        <span><b>${formatShare(fraction)}</b><span class="dim">${left}</span></span>
        <span class="dim">${load}</span>
      </div>
      <ol class="steps">
        ${step(
          phase === "reading" ? 0 : 1,
          phase === "reading" && training.files === 0
            ? text("readingFiles", training.filesRead)
            : text("readingFiles", training.files),
          phase === "reading" ? filesRead(training) : formatBytes(training.bytesRead),
        )}
        ${step(
          phase === "reading" ? -1 : phase === "saving" ? 1 : 0,
          text(isUntrained ? "lookUpStep" : "trainStep"),
          phase === "training" && epoch > 0 ? text("epochOf", epoch, epochs) : counted,
          training.paused,
        )}
        ${step(phase === "saving" ? 0 : -1, text("saveStep"), "")}
      </ol>
      <div class="buttons">
        ${pauseCommand(
          training,
          (command, label) =>
            html`<vscode-button secondary @click=${() => explorer.runCommand(command)}
              >${label}</vscode-button
            >`,
        )}
        <vscode-button secondary @click=${() => explorer.runCommand("wordfield.cancelTraining")}
          >${text("cancel")}</vscode-button
        >
        <button type="button" class="link" @click=${() => explorer.runCommand("wordfield.showLog")}>
          ${text("showLog")}
        </button>
      </div>
      <p class="small dim">${text("cancelNote")}</p>
    </section>
    ${isUntrained ? nothing : lossSection(training)}
  </main>`;
}

function lossSection({ lossPerEpoch, epochs }: TrainingSnapshot): TemplateResult {
  return html`<section class="training-loss">
    <div class="section-head">
      <h2>${text("loss")}</h2>
      <span class="small dim cut">${text("lossNote")}</span>
    </div>
    <wf-loss-curve .losses=${lossPerEpoch} .epochs=${epochs}></wf-loss-curve>
  </section>`;
}

function title({ modelName, isUntrained }: TrainingSnapshot): string {
  return text(isUntrained ? "lookingAround" : "training", modelName);
}

function filesRead({ filesRead: read, files, bytesRead }: TrainingSnapshot): string {
  const bytes = formatBytes(bytesRead);
  return files > 0 ? `${text("filesOf", read, files)}${text("listSeparator")}${bytes}` : bytes;
}

function progress(training: TrainingSnapshot): string {
  const { phase, epoch, epochs, fraction, secondsLeft, paused } = training;
  return [
    phase === "training" && epoch > 0 ? text("epochOf", epoch, epochs) : formatShare(fraction),
    ...(paused
      ? [text("paused")]
      : secondsLeft === null
        ? []
        : [text("timeLeft", formatDuration(secondsLeft))]),
  ].join(" · ");
}

/** Renders the way to pause or to go on, where there is one: reading and saving are not paused. */
function pauseCommand(
  { paused, phase }: TrainingSnapshot,
  render: (command: PageCommand, label: string) => TemplateResult,
): TemplateResult | typeof nothing {
  if (paused) return render("wordfield.resumeTraining", text("resume"));
  return phase === "training" ? render("wordfield.pauseTraining", text("pause")) : nothing;
}

/** One step: done (1), running (0) or ahead (−1). */
function step(stage: 1 | 0 | -1, title: string, note: string, paused = false): TemplateResult {
  const [name, spoken] =
    stage === 1
      ? (["check", "stepDone"] as const)
      : stage === -1
        ? (["circle-large", "stepAhead"] as const)
        : paused
          ? (["debug-pause", "paused"] as const)
          : (["loading", "stepRunning"] as const);
  return html`<li class=${stage === 0 ? "running" : ""}>
    ${
      name === "loading"
        ? html`<span class="spinner" aria-hidden="true">${icon(name)}</span>`
        : icon(name)
    }
    <span class="step-title">${title}<span class="unseen">, ${text(spoken)}</span></span>
    <span class="small dim number">${note}</span>
  </li>`;
}
