/** What the page shows where there is no model to look at. */
import { html, nothing, type TemplateResult } from "lit";
import type { PanelModel } from "../../src/protocol/pageMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatBytes, formatDuration } from "../formatting.ts";
import type { PageState } from "../state.ts";
import { text } from "../texts.ts";
import { icon } from "./elements.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";

/** Renders the page without any model: train, or look around before. */
export function emptyView({ survey }: PageState, explorer: Explorer): TemplateResult {
  const found =
    survey === null
      ? text("nothingLeaves")
      : survey.files === 0
        ? text("surveyNothing")
        : text("survey", survey.files, formatBytes(survey.bytes), formatDuration(survey.seconds));
  return html`<main class="blank" data-region>
    <span class="blank-icon">${icon("graph-scatter")}</span>
    <h1 class="blank-text">${text("emptyTitle")}</h1>
    <div class="buttons">
      <vscode-button @click=${() => explorer.runCommand("wordfield.train")}
        >${text("train")}</vscode-button
      >
      <vscode-button secondary @click=${() => explorer.runCommand("wordfield.lookAround")}
        >${text("lookAround")}</vscode-button
      >
    </div>
    <p class="small dim">${found}<br />${text("lookAroundHint")}</p>
    <button
      type="button"
      class="link"
      @click=${() => explorer.runCommand("wordfield.openModelFile")}
    >
      ${text("openModelFile")}
    </button>
  </main>`;
}

/** Renders the page of a model that cannot be read: what is wrong, and two ways out. */
export function damagedView(
  model: Extract<PanelModel, { kind: "damaged" }>,
  explorer: Explorer,
): TemplateResult {
  return html`<div class="strip error" role="alert">
      ${icon("error")}<span class="strip-text">${model.reason}</span>
    </div>
    <main class="blank" data-region>
      <p class="blank-text"><code dir="auto">${model.name}</code><br />${text("damagedHint")}</p>
      <div class="buttons">
        <vscode-button @click=${() => explorer.runCommand("wordfield.train")}
          >${text("trainAgain")}</vscode-button
        >
        <vscode-button secondary @click=${() => explorer.runCommand("wordfield.chooseModel")}
          >${text("chooseAnother")}</vscode-button
        >
      </div>
      <button type="button" class="link" @click=${() => explorer.runCommand("wordfield.showLog")}>
        ${text("showLog")}
      </button>
    </main>`;
}

/** Renders what went wrong beside the page's contents, as one quiet line. */
export function problemLine(
  { problem }: PageState,
  explorer: Explorer,
): TemplateResult | typeof nothing {
  if (problem === null) return nothing;
  return html`<div class="strip warning" role="alert">
    ${icon("warning")}<span class="strip-text">${problem}</span>
    <button type="button" class="link" @click=${() => explorer.retry()}>${text("retry")}</button>
    <button type="button" class="link" @click=${() => explorer.runCommand("wordfield.showLog")}>
      ${text("showLog")}
    </button>
    <button
      type="button"
      class="icon-button"
      aria-label=${text("dismiss")}
      title=${text("dismiss")}
      @click=${() => explorer.dismissProblem()}
    >
      ${icon("close")}
    </button>
  </div>`;
}
