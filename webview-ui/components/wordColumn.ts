/** The left column: the word, its neighbors, and what stands there in their place. */
import { html, nothing, type TemplateResult } from "lit";
import type {
  MissingWords,
  ModelDescription,
  NeighborList,
} from "../../src/protocol/modelMessages.ts";
import type { Explorer } from "../explorer.ts";
import { asTerm, isFormula } from "../formulaText.ts";
import { askedWord, shownAnswer, type PageState } from "../state.ts";
import { text } from "../texts.ts";
import { listConfidence } from "./confidence.ts";
import { cssProperties, iconButton } from "./elements.ts";
import { formulaColumn } from "./formulaColumn.ts";
import { neighborSection, type NeighborSectionOptions } from "./neighborSection.ts";
import { ngramParts } from "./ngramParts.ts";
import { sectionHead } from "./section.ts";
import { missingWords } from "./wordSetTool.ts";

const SKELETON_ROWS = 12;

/** Renders the word and its neighbors. */
export function wordColumn(
  state: PageState,
  explorer: Explorer,
  options: NeighborSectionOptions,
): TemplateResult {
  const answer = shownAnswer(state);
  switch (answer.kind) {
    case "found":
      return html`${wordCard(state, explorer, answer.list, options.model)}
      ${neighborSection(state, explorer, answer.list, options)}`;
    case "missing":
      return isFormula(answer.word)
        ? unknownTerms(answer, explorer)
        : unknownWord(answer.word, answer.missing[0]?.similar ?? [], explorer, options.model);
    case "formula":
      return formulaColumn(state, explorer, answer.result, options);
    case "waiting":
      return answer.slow ? skeleton(answer.word) : html`<div class="column-fill"></div>`;
    case "failed":
      return html`<div class="card"><h1 class="word" dir="auto">${answer.word}</h1></div>
        <div class="column-fill"></div>`;
    case "none":
      return start(state, explorer, options.model);
  }
}

function wordCard(
  state: PageState,
  explorer: Explorer,
  list: NeighborList,
  model: ModelDescription,
): TemplateResult {
  const { entry } = list;
  const shown = state.lines.shown;
  const inFiles =
    shown?.word === askedWord(state) && shown.list.total > 0 ? shown.list.inFiles : null;
  const files = model.corpus?.files ?? 0;
  const parts = [
    entry.count === null ? nothing : html`<span>${text("times", entry.count)}</span>`,
    inFiles === null
      ? nothing
      : html`<button
          type="button"
          class="link"
          @click=${() => explorer.showLines(askedWord(state) ?? entry.word)}
        >
          ${files > 0 ? text("inFilesOf", inFiles, files) : text("inFiles", inFiles)}
        </button>`,
    html`<span>${entry.rank === null ? text("madeOfParts") : text("rank", entry.rank)}</span>`,
  ].filter((part) => part !== nothing);
  return html`<div class="card">
    <div class="card-title">
      <h1 class="word cut" dir="auto" title=${entry.word}>${entry.word}</h1>
      ${iconButton({
        icon: "pin",
        label: text("pinAction"),
        pressed: state.neighborView.pins.includes(entry.word),
        click: () => explorer.neighbors.pin(entry.word),
      })}
    </div>
    <div class="facts small dim number">
      ${parts.map((part, i) => html`${i > 0 ? html`<span aria-hidden="true">·</span>` : nothing}${part}`)}
    </div>
    ${state.neighborView.twoLists ? nothing : listConfidence(list)}
    ${
      entry.rank === null && state.ngrams?.word === entry.word
        ? ngramParts(state.ngrams.parts)
        : nothing
    }
  </div>`;
}

/** Words of a formula that the model lacks; a near spelling takes the place of one. */
function unknownTerms(
  { word: formula, missing }: { readonly word: string } & MissingWords,
  explorer: Explorer,
): TemplateResult {
  return html`<div class="card">
      <h1 class="word formula-text" dir="auto">${formula}</h1>
    </div>
    <div class="column-fill scroll tool">
      ${missingWords({ missing }, (wrong, right) =>
        explorer.showWord(formula.replace(wrong, () => asTerm(right))),
      )}
    </div>`;
}

function unknownWord(
  word: string,
  similar: readonly string[],
  explorer: Explorer,
  model: ModelDescription,
): TemplateResult {
  const least = model.corpus?.minimumCount ?? 1;
  return html`<div class="card">
      <h1 class="word" dir="auto">${word}</h1>
      <p>
        ${
          model.isUntrained
            ? text("unknownWordGeneral", model.words)
            : least > 1
              ? text("unknownWordRare", model.words, least)
              : text("unknownWord", model.words)
        }
      </p>
    </div>
    <div class="column-fill scroll">
      ${
        similar.length === 0
          ? nothing
          : html`<div class="small dim padded">${text("closeInSpelling")}</div>
              ${wordLinks(similar, explorer)}`
      }
    </div>`;
}

function start(state: PageState, explorer: Explorer, model: ModelDescription): TemplateResult {
  const words = state.map.starts;
  return html`<div class="card">
      <h1 class="word cut" dir="auto">${model.name}</h1>
      <div class="facts small dim number">
        <span>${text("modelWords", model.words)}</span><span aria-hidden="true">·</span
        ><span>${text("modelDimensions", model.dimension)}</span><span aria-hidden="true">·</span
        ><span>${model.isUntrained ? text("generalMeaning") : model.algorithm}</span>
      </div>
      <p>${text("startHint")}</p>
    </div>
    <div class="column-fill scroll">
      ${
        words.length === 0
          ? nothing
          : html`<div class="small dim padded">${text("startWords")}</div>
              ${wordLinks(words, explorer)}`
      }
    </div>`;
}

function wordLinks(words: readonly string[], explorer: Explorer): TemplateResult {
  return html`<ul class="word-links">
    ${words.map(
      (word) =>
        html`<li>
          <button
            type="button"
            class="link cut"
            dir="auto"
            @click=${() => explorer.showWord(word)}
            @pointerenter=${() => explorer.point(word)}
            @pointerleave=${() => explorer.point(null)}
          >
            ${word}
          </button>
        </li>`,
    )}
  </ul>`;
}

/** Grey bars in the place of what is on its way. */
export function skeleton(title: string): TemplateResult {
  return html`<div class="card" aria-busy="true">
      <h1 class="word cut" dir="auto">${title}</h1>
      <div class="skeleton skeleton-facts"></div>
    </div>
    ${sectionHead({ title: text("neighbors") })}
    <div class="column-fill scroll">
      ${Array.from({ length: SKELETON_ROWS }, (_, i) => {
        // Uneven widths, as words have them; always the same, so that nothing flickers.
        const width = `${38 + ((i * 37) % 45)}%`;
        return html`<div class="row">
          <span class="skeleton" ${cssProperties({ width })}></span><span class="skeleton"></span
          ><span></span><span class="skeleton"></span>
        </div>`;
      })}
    </div>`;
}
