/** The left column where a formula was asked for: its answer, what speaks for it, and the candidates. */
import { html, nothing, type TemplateResult } from "lit";
import type { FormulaAnswer } from "../../src/protocol/wordMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatCosine, formatNumber } from "../formatting.ts";
import { candidateTable } from "../markdownTable.ts";
import { FORMULA_METHODS } from "../neighborView.ts";
import type { PageState } from "../state.ts";
import { text } from "../texts.ts";
import { cssProperties, icon, iconButton } from "./elements.ts";
import { moreButton, shownRows, type NeighborSectionOptions } from "./neighborSection.ts";
import { sectionHead } from "./section.ts";
import "./wordList.ts";

/** Where the first five are nearer to each other than this, there is no clear answer. */
const CLEAR = 0.02;
const FIRST = 5;

/** Renders the answer of a formula. */
export function formulaColumn(
  state: PageState,
  explorer: Explorer,
  answer: FormulaAnswer,
  options: NeighborSectionOptions,
): TemplateResult {
  const { candidates, inputs, method } = answer;
  const [best] = candidates;
  return html`${answerCard(answer, explorer)}
    ${sectionHead({
      title: text("candidates"),
      aside: html`<select
          class="filter-input method"
          aria-label=${text("formulaMethod")}
          @change=${(event: Event) => {
            const { value } = event.target as HTMLSelectElement;
            const chosen = FORMULA_METHODS.find((name) => name === value);
            if (chosen) explorer.neighbors.change({ method: chosen });
          }}
        >
          ${FORMULA_METHODS.map(
            (name) => html`<option value=${name} ?selected=${name === method}>${name}</option>`,
          )}</select
        >${iconButton({
          icon: "copy",
          label: text("copyTable"),
          click: () => explorer.neighbors.copy(candidateTable(answer)),
        })}`,
    })}
    <div class="column-fill scroll">
      ${
        best === undefined
          ? html`<p class="hint padded">${text("noCandidates")}</p>`
          : html`<div class="row row-head" aria-hidden="true">
                <span>${text("columnWord")}</span
                ><span>${text(method === "3CosAdd" ? "columnCosine" : "columnProduct")}</span
                ><span></span><span class="row-count">${text("columnAlone")}</span>
              </div>
              <wf-word-list
                data-region
                name="candidates"
                column="alone"
                .label=${text("candidatesOf", answer.formula)}
                .words=${candidates.map(({ word, score, alone }) => ({
                  word,
                  cosine: score,
                  count: alone,
                }))}
                .limit=${shownRows(candidates, options)}
                .barOf=${bars(answer)}
                .pointed=${state.pointed}
                .explorer=${explorer}
              ></wf-word-list>
              ${moreButton(candidates, options)}`
      }
      <ul class="inputs" aria-label=${text("formulaInputs")}>
        ${inputs.map(
          ({ word, score }) =>
            html`<li class="row dim">
              <span class="cut" dir="auto">${word}</span>
              <span class="bar"
                ><span
                  ${cssProperties({ width: `${Math.min(1, Math.max(0, bars(answer)({ cosine: score }))) * 100}%` })}
                ></span
              ></span>
              <span class="row-cosine number small">${formatCosine(score)}</span>
              <span class="row-count small">${text("formulaInput")}</span>
            </li>`,
        )}
      </ul>
    </div>`;
}

function answerCard(answer: FormulaAnswer, explorer: Explorer): TemplateResult {
  const { candidates, last } = answer;
  const [best] = candidates;
  const word = best?.word ?? "–";
  return html`<div class="card formula-card">
    <div class="small dim">${text("formulaAnswer")}</div>
    <div class="card-title">
      <h1 class="word cut" dir="auto" title=${word}>${word}</h1>
      ${
        best
          ? html`${iconButton({
              icon: "search",
              label: text("showNeighbors", word),
              click: () => explorer.showWord(word),
            })}${iconButton({
              icon: "pin",
              label: text("pinAction"),
              click: () => explorer.neighbors.pin(word),
            })}`
          : nothing
      }
    </div>
    <div class="facts small" dir="auto">${inWords(answer)}</div>
    ${
      best && last !== null
        ? html`<div class="fact small dim">
            <span>${text("rankAlone")} <i dir="auto">${last}</i></span
            ><span class="number">${best.alone === null ? "–" : formatNumber(best.alone)}</span>
          </div>`
        : nothing
    }
    ${best ? html`<p class="verdict small">${icon("verified")}<span>${verdict(answer)}</span></p>` : nothing}
  </div>`;
}

/** "army is to soldiers as navy is to sailors", or the formula as it was understood. */
function inWords({ terms, candidates, formula }: FormulaAnswer): TemplateResult {
  const [b, a, c] = terms;
  const best = candidates[0]?.word;
  const isProportion = terms.length === 3 && b?.weight === 1 && a?.weight === -1 && c?.weight === 1;
  if (!isProportion || best === undefined) return html`${formula}`;
  const [before = "", between = "", middle = "", behind = ""] = text("proportion").split("{}");
  return html`${before}<b>${a.entry.word}</b>${between}<b>${b.entry.word}</b>${middle}<b>${c.entry.word}</b>${behind}<b
      >${best}</b
    >`;
}

/** What the answer is worth. */
function verdict({ candidates, last }: FormulaAnswer): TemplateResult | string {
  const [best] = candidates;
  const fifth = candidates[FIRST - 1];
  if (best && fifth && best.score - fifth.score < CLEAR) return text("verdictUnclear");
  if (last === null) return text("verdictSum");
  if (best?.alone === 1) return html`<i dir="auto">${last}</i> ${text("verdictAloneToo")}`;
  return html`<b>${text("verdictFinds")}</b> <i dir="auto">${last}</i> ${text("verdictAloneNot")}`;
}

/** Cosines from 0 to 1; products against the greatest. */
function bars({
  method,
  candidates,
  inputs,
}: FormulaAnswer): (entry: { readonly cosine: number }) => number {
  if (method === "3CosAdd") return ({ cosine }) => cosine;
  const greatest = Math.max(0, ...[...candidates, ...inputs].map(({ score }) => score));
  return ({ cosine }) => (greatest === 0 ? 0 : cosine / greatest);
}
