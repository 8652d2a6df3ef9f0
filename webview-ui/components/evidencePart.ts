/** The evidence below the map: the lines of a word, and why two words are near. */
import { html, nothing, type TemplateResult } from "lit";
import type { Explorer } from "../explorer.ts";
import { formatNumber } from "../formatting.ts";
import { lineWord, type Lines, type PageState, type WhySimilar } from "../state.ts";
import { text } from "../texts.ts";
import "./evidence.ts";
import { sectionHead } from "./section.ts";

/** How the evidence stands in the page. */
export interface EvidenceLayout {
  /** Sections of one column that can be closed. */
  readonly narrow: boolean;
  /** Its head is one of two tabs of the place that it shares with the map. */
  readonly shared: boolean;
  readonly shown: boolean;
}

/** Renders the evidence. */
export function evidencePart(
  state: PageState,
  explorer: Explorer,
  { narrow, shared, shown }: EvidenceLayout,
): TemplateResult {
  const isWhy = state.evidence === "why";
  return html`<section class="evidence" aria-label=${text("evidence")}>
    ${shared && state.why.status === "none" ? nothing : head(state, explorer, { narrow, shared, shown })}
    ${isWhy ? chips(state.why, explorer, shown) : nothing}
    <wf-evidence
      id="lines"
      data-region
      ?hidden=${!shown}
      ?narrow=${narrow}
      .lines=${isWhy ? linesOfWhy(state.why) : state.lines}
      .label=${isWhy ? whyTitle(state.why) : text("linesLabel", state.lines.shown?.word ?? "")}
      .explorer=${explorer}
    ></wf-evidence>
  </section>`;
}

/** "Lines 401"; of another word than the picked one: "Lines of notes 309". */
export function linesTitle(state: PageState): TemplateResult {
  const { shown } = state.lines;
  if (!shown) return html`${text("lines")}`;
  const total = html`<span class="number dim total">${formatNumber(shown.list.total)}</span>`;
  return shown.word === lineWord(state)
    ? html`${text("lines")} ${total}`
    : html`${text("linesOf")} <b class="as-is" dir="auto">${shown.word}</b> ${total}`;
}

function head(
  state: PageState,
  explorer: Explorer,
  { narrow, shared, shown }: EvidenceLayout,
): TemplateResult {
  const { lines, why } = state;
  if (why.status !== "none") {
    const tab = (name: PageState["evidence"], label: TemplateResult) =>
      html`<button
        type="button"
        role="tab"
        class="evidence-tab cut"
        aria-selected=${String(state.evidence === name)}
        aria-controls="lines"
        @click=${() => explorer.reasons.showEvidence(name)}
      >
        ${label}
      </button>`;
    const whyLabel = html`${text("whySimilarTo")}
      <b class="as-is" dir="auto">${why.pair?.b}</b>
      ${why.shown ? html`<span class="number dim total">${formatNumber(why.shown.lines.length)}</span>` : nothing}`;
    return html`<div class="section-head" role="tablist" aria-label=${text("evidence")}>
      ${tab("lines", linesTitle(state))}${tab("why", whyLabel)}
    </div>`;
  }
  const word = lineWord(state);
  const of = lines.shown?.word ?? lines.word;
  const other = of !== null && of !== word && lines.word === of;
  if (shared) return html``;
  return sectionHead({
    title: linesTitle(state),
    ...(narrow
      ? {
          toggle: {
            open: shown,
            controls: "lines",
            click: () => explorer.toggleSection("lines"),
          },
        }
      : {}),
    aside:
      other && word !== null
        ? html`<button
            type="button"
            class="link small cut"
            @click=${() => explorer.showLines(word)}
          >
            ${text("backToLinesOf", word)}
          </button>`
        : nothing,
  });
}

/** The contexts, each a filter of the lines. */
function chips(
  { shown: found, filter, pair }: WhySimilar,
  explorer: Explorer,
  shown: boolean,
): TemplateResult | typeof nothing {
  if (!found || !pair || !shown) return nothing;
  if (found.contexts.length === 0)
    return html`<p class="hint padded" dir="auto">${text("whyNothing", pair.a, pair.b)}</p>`;
  return html`<div class="shared-contexts" role="group" aria-label=${text("whyContexts")}>
    <span class="small dim">${text("whyContexts")}</span>
    ${found.contexts.map(
      ({ word, nearA, nearB }) =>
        html`<button
          type="button"
          class="shared-context"
          aria-pressed=${String(filter === word)}
          title=${text("whyContext", word, nearA, pair.a, nearB, pair.b)}
          @click=${() => explorer.reasons.filter(word)}
        >
          <b dir="auto">${word}</b> <span class="number dim small">${nearA}·${nearB}</span>
        </button>`,
    )}
  </div>`;
}

function whyTitle({ pair }: WhySimilar): string {
  return pair ? text("whyLabel", pair.a, pair.b) : "";
}

/** As lines of a word, which the same grid shows. */
function linesOfWhy({ status, pair, shown, filter }: WhySimilar): Lines {
  const word = pair ? `${pair.a} ${pair.b}` : null;
  if (!shown || word === null || shown.contexts.length === 0) return { word, status, shown: null };
  const occurrences =
    filter === null
      ? shown.lines
      : shown.lines.filter(({ contexts }) => contexts.some((context) => context.word === filter));
  const inFiles = new Set(occurrences.map(({ path }) => path)).size;
  const list = { total: occurrences.length, inFiles, occurrences, skipped: [] };
  return { word, status, shown: { word: filter === null ? word : `${word} ${filter}`, list } };
}
