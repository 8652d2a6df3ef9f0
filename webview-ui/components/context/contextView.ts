/** The Context tab: what the words of a selection mean where they stand. */
import { html, nothing, type TemplateResult } from "lit";
import type { Explorer } from "../../explorer.ts";
import type { ContextReader } from "../../meaning/contextReader.ts";
import type { Meaning } from "../../meaning/tabs.ts";
import type { ContextState } from "../../meaning/contextState.ts";
import type { PageState } from "../../state.ts";
import { text } from "../../texts.ts";
import { icon } from "../elements.ts";
import { sectionHead } from "../section.ts";
import "./attention.ts";
import "./layerChart.ts";
import "./similarity.ts";
import { usageColumn } from "./usage.ts";
import { wordStrip } from "./wordStrip.ts";

/** Renders the tab. */
export function contextView(
  state: PageState,
  explorer: Explorer,
  meaning: Meaning,
): TemplateResult {
  const { context: shown } = state;
  const { context } = meaning;
  switch (shown.status) {
    case "none":
      return html`<main class="blank"></main>`;
    case "waiting":
    case "slow":
      return shown.reading ? body(state, explorer, meaning) : waiting(shown);
    case "empty":
      return blank("list-selection", text("contextEmpty"), context, text("readSelection"));
    case "failed":
      return blank("warning", shown.problem ?? "", context, text("retry"));
    case "ready":
      return body(state, explorer, meaning);
  }
}

function waiting({ status }: ContextState): TemplateResult {
  return html`<main class="blank" aria-busy="true">
    ${status === "slow" ? html`<p class="hint">${text("encoderStarts")}</p>` : nothing}
  </main>`;
}

function blank(
  symbol: string,
  sentence: string,
  context: ContextReader,
  action: string,
): TemplateResult {
  const again = symbol === "warning" ? () => context.again() : () => void context.readSelection();
  return html`<main class="blank meaning-blank" role=${symbol === "warning" ? "alert" : nothing}>
    ${icon(symbol)}
    <p>${sentence}</p>
    <button type="button" class="link" @click=${again}>${action}</button>
  </main>`;
}

function body(
  { context: shown, panel }: PageState,
  explorer: Explorer,
  { context, tabs }: Meaning,
): TemplateResult {
  const { reading } = shown;
  if (!reading) return html`<main class="blank"></main>`;
  const model = panel?.model.kind === "ready" ? panel.model.model : null;
  const notes = [
    ...(shown.selection?.isCut || reading.isTruncated
      ? [text("selectionCut", reading.tokens.length)]
      : []),
    ...(model ? [] : [text("contextNoModel")]),
    ...(shown.problem === null ? [] : [shown.problem]),
  ];
  const explore = (word: string) => {
    tabs.show("explore");
    explorer.showWord(word);
  };
  const picked = reading.words[shown.picked];
  const layer = html`<span class="as-is dim">${text("layer", reading.layer)}</span>`;
  return html`<main class="context">
    ${wordStrip(shown, model, context)}
    ${notes.map((note) => html`<p class="context-note small">${icon("info")}<span>${note}</span></p>`)}
    <div class="context-body">
      <div class="context-column">
        ${picked ? usageColumn(shown, picked, model, explorer, explore) : nothing}
      </div>
      <div class="context-charts">
        <section class="context-layers" aria-label=${text("layers")}>
          ${sectionHead({ title: text("layers"), aside: curveLegend(shown) })}
          ${
            reading.hiddenStates === 0
              ? html`<p class="hint padded">${text("lastLayerOnly")}</p>`
              : html`<wf-layers .state=${shown} .context=${context}></wf-layers>`
          }
        </section>
        <section class="context-similarity" aria-label=${text("similarity")}>
          ${sectionHead({ title: html`${text("similarity")} ${layer}`, aside: scaleLegend() })}
          <wf-similarity .state=${shown} .context=${context}></wf-similarity>
        </section>
        <section class="context-attention" aria-label=${text("attention")}>
          ${
            reading.attentionLayers === 0
              ? html`${sectionHead({ title: text("attention") })}
                  <p class="hint padded">${reading.missing.join(" ") || text("lastLayerOnly")}</p>`
              : html`<wf-attention .state=${shown} .context=${context}></wf-attention>`
          }
        </section>
      </div>
    </div>
  </main>`;
}

function curveLegend({ reading, picked }: ContextState): TemplateResult {
  const word = reading?.words[picked]?.surface ?? "";
  return html`<span class="legend small">
    <span class="legend-item"
      ><i class="stroke to-itself" aria-hidden="true"></i>
      <span class="cut">${text("toItself", word)}</span></span
    >
    <span class="legend-item"
      ><i class="stroke to-others" aria-hidden="true"></i> ${text("toEachOther")}</span
    >
    <span class="legend-item"><i class="band" aria-hidden="true"></i> ${text("mostWords")}</span>
  </span>`;
}

function scaleLegend(): TemplateResult {
  return html`<span class="legend small number dim"
    >0 <i class="scale" aria-hidden="true"></i> 1</span
  >`;
}
