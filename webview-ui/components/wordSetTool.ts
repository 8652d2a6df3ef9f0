/** The question below the neighbors: how the words of a list go together, and which is the odd one out. */
import { html, nothing, type TemplateResult } from "lit";
import type { MissingWords } from "../../src/protocol/modelMessages.ts";
import type { WordComparison } from "../../src/protocol/wordMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatCosine } from "../formatting.ts";
import type { PageState } from "../state.ts";
import { text } from "../texts.ts";
import { cssProperties } from "./elements.ts";
import { sectionHead } from "./section.ts";
import "./wordField.ts";

/** Up to so many words there is room for figures in the cells. */
const MOST_FIGURES = 6;

/** Renders the tool. */
export function wordSetTool(state: PageState, explorer: Explorer): TemplateResult {
  const { open, text: typed, answer } = state.wordSet;
  return html`<section class="tool ${open ? "open" : ""}">
    ${sectionHead({
      title: text("similarity"),
      toggle: { open, controls: "word-set-body", click: () => explorer.wordSet.toggle() },
    })}
    <div class="tool-body scroll" id="word-set-body" ?hidden=${!open}>
      <div class="slots">
        <wf-word-field
          name="word-set"
          kind="list"
          .label=${text("wordSetLabel")}
          .placeholder=${text("wordSetPlaceholder")}
          .value=${typed}
          .complete=${(word: string, signal: AbortSignal) => explorer.complete(word, signal)}
          .commit=${(words: string) => explorer.wordSet.compare(words)}
        ></wf-word-field>
      </div>
      ${
        answer === null
          ? html`<p class="hint">${text("wordSetHint")}</p>`
          : "missing" in answer
            ? missingWords(answer, (wrong, right) =>
                explorer.wordSet.compare(
                  typed
                    .split(/([\s,;，、；]+)/u)
                    .map((part) => (part === wrong ? right : part))
                    .join(""),
                ),
              )
            : comparison(answer, explorer)
      }
    </div>
  </section>`;
}

function comparison(answer: WordComparison, explorer: Explorer): TemplateResult {
  const { words, cosines, oddOneOut } = answer;
  const [a, b] = words;
  if (words.length === 2) {
    const cosine = cosines[1] ?? 0;
    return html`<div
      class="cosine"
      role="img"
      aria-label=${text("similarityRead", a?.word ?? "", b?.word ?? "", formatCosine(cosine))}
    >
      <span class="bar"
        ><span ${cssProperties({ width: `${Math.min(1, Math.max(0, cosine)) * 100}%` })}></span
      ></span>
      <span class="number">${formatCosine(cosine)}</span>
    </div>`;
  }
  return html`${
    oddOneOut === null
      ? nothing
      : html`<p class="padded odd-one">
          ${text("oddOneOutIs")} <b dir="auto">${words[oddOneOut]?.word}</b>
        </p>`
  }
  ${matrix(answer, explorer)}`;
}

/** A heat map that is a table: a screen reader reads its cells, the eye their colors. */
function matrix({ words, cosines, fit, oddOneOut }: WordComparison, explorer: Explorer) {
  const n = words.length;
  const figures = n <= MOST_FIGURES;
  return html`<table class="heat ${figures ? "figures" : ""}" aria-label=${text("matrixLabel", n)}>
    <thead>
      <tr>
        <td></td>
        ${words.map(
          ({ word }) => html`<th scope="col"><span class="cut" dir="auto">${word}</span></th>`,
        )}
        <th scope="col"><span class="cut">${text("matrixFit")}</span></th>
      </tr>
    </thead>
    <tbody>
      ${words.map(
        ({ word }, row) =>
          html`<tr class=${row === oddOneOut ? "odd" : ""}>
            <th scope="row">
              <button
                type="button"
                class="link cut"
                dir="auto"
                @click=${() => explorer.showWord(word)}
              >
                ${word}
              </button>
            </th>
            ${words.map((other, column) => {
              const cosine = cosines[row * n + column] ?? 0;
              return html`<td
                class=${row === column ? "self" : `heat-${stepOf(cosine)}`}
                title=${text("similarityRead", word, other.word, formatCosine(cosine))}
              >
                <span class=${figures ? "number" : "unseen"}
                  >${row === column ? "" : formatCosine(cosine)}</span
                >
              </td>`;
            })}
            <td class="number fit">${formatCosine(fit[row] ?? null)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** One of the five steps of similarity; negative cosines are as dark as none. */
function stepOf(cosine: number): number {
  return Math.min(4, Math.max(0, Math.floor(cosine * 6)));
}

/** Names the words that the model lacks, and offers those spelled like them. */
export function missingWords(
  { missing }: MissingWords,
  replace: (wrong: string, right: string) => void,
): TemplateResult {
  return html`${missing.map(
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
