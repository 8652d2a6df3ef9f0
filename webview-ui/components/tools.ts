/** The two questions below the neighbors: an analogy, and the similarity of two words. */
import { html, nothing, type TemplateResult } from "lit";
import type { MissingWords } from "../../src/protocol/modelMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatCosine } from "../formatting.ts";
import type { AnalogySlot, PageState, PairSlot } from "../state.ts";
import { text } from "../texts.ts";
import { cssProperties } from "./elements.ts";
import { sectionHead } from "./section.ts";
import "./wordField.ts";
import "./wordList.ts";

/** Renders the section of the analogy: a : b = c : ? */
export function analogyTool(state: PageState, explorer: Explorer): TemplateResult {
  const { analogy } = state;
  const slot = (name: AnalogySlot, place: number) =>
    html`<wf-word-field
      name="analogy-${name}"
      .label=${text("analogySlot", place)}
      .value=${analogy[name]}
      .complete=${(typed: string, signal: AbortSignal) => explorer.complete(typed, signal)}
      .commit=${(word: string) => explorer.setAnalogy(name, word)}
    ></wf-word-field>`;
  const { answer } = analogy;
  return html`<section class="tool ${analogy.open ? "open" : ""}">
    ${sectionHead({
      title: text("analogy"),
      toggle: {
        open: analogy.open,
        controls: "analogy-body",
        click: () => explorer.toggleTool("analogy"),
      },
    })}
    <div class="tool-body" id="analogy-body" ?hidden=${!analogy.open}>
      <div class="slots">
        ${slot("a", 1)}<span aria-hidden="true">:</span>${slot("b", 2)}<span aria-hidden="true"
          >=</span
        >${slot("c", 3)}<span aria-hidden="true">: ?</span>
      </div>
      ${
        answer === null
          ? html`<p class="hint">${text("analogyHint")}</p>`
          : answer.kind === "missing"
            ? missing(answer, (wrong, right) => {
                for (const name of ["a", "b", "c"] as const)
                  if (analogy[name] === wrong) explorer.setAnalogy(name, right);
              })
            : html`<wf-word-list
                name="answers"
                .label=${text("analogyAnswers")}
                .words=${answer.neighbors}
                .pointed=${state.pointed}
                .explorer=${explorer}
              ></wf-word-list>`
      }
    </div>
  </section>`;
}

/** Renders the section of the pair. */
export function pairTool(state: PageState, explorer: Explorer): TemplateResult {
  const { pair } = state;
  const slot = (name: PairSlot, place: number) =>
    html`<wf-word-field
      name="pair-${name}"
      .label=${text("similaritySlot", place)}
      .value=${pair[name]}
      .complete=${(typed: string, signal: AbortSignal) => explorer.complete(typed, signal)}
      .commit=${(word: string) => explorer.setPair(name, word)}
    ></wf-word-field>`;
  const { answer } = pair;
  return html`<section class="tool ${pair.open ? "open" : ""}">
    ${sectionHead({
      title: text("similarity"),
      toggle: { open: pair.open, controls: "pair-body", click: () => explorer.toggleTool("pair") },
    })}
    <div class="tool-body" id="pair-body" ?hidden=${!pair.open}>
      <div class="slots">${slot("a", 1)}<span aria-hidden="true">·</span>${slot("b", 2)}</div>
      ${
        answer === null
          ? html`<p class="hint">${text("similarityHint")}</p>`
          : answer.kind === "missing"
            ? missing(answer, (wrong, right) => {
                for (const name of ["a", "b"] as const)
                  if (pair[name] === wrong) explorer.setPair(name, right);
              })
            : html`<div
                class="cosine"
                role="img"
                aria-label=${text("similarityRead", answer.a, answer.b, formatCosine(answer.cosine))}
              >
                <span class="bar"
                  ><span
                    ${cssProperties({ width: `${Math.min(1, Math.max(0, answer.cosine)) * 100}%` })}
                  ></span
                ></span>
                <span class="number">${formatCosine(answer.cosine)}</span>
              </div>`
      }
    </div>
  </section>`;
}

/** Names the words that the model lacks, and offers those spelled like them. */
function missing(
  { missing: absent }: MissingWords,
  replace: (wrong: string, right: string) => void,
): TemplateResult {
  return html`${absent.map(
    ({ word, similar }) =>
      html`<p class="hint">
        <span dir="auto">${text("notInModel", word)}</span>
        ${
          similar.length === 0
            ? nothing
            : html`${text("closeInSpelling")}:
              ${similar
                .slice(0, 4)
                .map(
                  (near) =>
                    html`<button
                      type="button"
                      class="link"
                      dir="auto"
                      @click=${() => replace(word, near)}
                    >
                      ${near}
                    </button> `,
                )}`
        }
      </p>`,
  )}`;
}
