/** The Senses tab: cards of the senses of a word, and a map of its places. */
import { html, nothing, type TemplateResult } from "lit";
import type { Explorer } from "../../explorer.ts";
import { formatCosine, formatNumber, formatShare } from "../../formatting.ts";
import type { SensesReader } from "../../meaning/sensesReader.ts";
import type { SensesFound, SensesState } from "../../meaning/sensesState.ts";
import { askedWord, type PageState } from "../../state.ts";
import { text } from "../../texts.ts";
import { nearLine } from "../nearLine.ts";
import { cssProperties, icon } from "../elements.ts";
import "./senseMap.ts";
import { BETWEEN, senseMark, senseName, WORDS_IN_NAME, wordsOfSense } from "./senseNames.ts";

const LINES_PER_CARD = 4;
const WORDS_NEAR = 6;
const MOST_FILE_BARS = 40;
const MOST_LINES = 400;
const LARGEST_NUMBER = 6;

/** Renders the tab. */
export function sensesView(
  state: PageState,
  explorer: Explorer,
  senses: SensesReader,
): TemplateResult {
  const { senses: shown } = state;
  if (askedWord(state) === null && shown.word === null)
    return html`<main class="blank meaning-blank">
      ${icon("type-hierarchy")}
      <p>${text("sensesNoWord")}</p>
    </main>`;
  if (shown.status === "failed")
    return html`<main class="blank meaning-blank" role="alert">
      ${icon("warning")}
      <p>${shown.problem ?? ""}</p>
      <button type="button" class="link" @click=${() => senses.again()}>${text("retry")}</button>
    </main>`;
  const { found, status } = shown;
  if (!found)
    return html`<main class="blank" aria-busy="true">
      ${status === "slow" ? html`<p class="hint">${text("sensesReading", shown.word ?? "")}</p>` : nothing}
    </main>`;
  if (found.places.length === 0)
    return html`<main class="blank meaning-blank">
      ${icon("type-hierarchy")}
      <p>${text("sensesNowhere", shown.word ?? "")}</p>
    </main>`;
  return html`<main class="senses" aria-busy=${String(status !== "ready")}>
    <div class="senses-cards scroll" data-region tabindex="-1">
      ${head(shown, found, senses)}
      ${found.senses.map((_, index) => card(shown, found, index, explorer, senses))}
      ${between(found, explorer)}
    </div>
    <wf-sense-map
      .state=${shown}
      .open=${(place: SensesFound["places"][number]) => explorer.openPlace(place, false)}
    ></wf-sense-map>
  </main>`;
}

function head(state: SensesState, found: SensesFound, senses: SensesReader): TemplateResult {
  const number = found.senses.length;
  const lying = found.places.filter(({ silhouette }) => isBetween(found, silhouette)).length;
  const sentence =
    number === 1
      ? html`<b>${text("oneSense")}</b> ${text("noSplit")}`
      : html`<b>${text("sensesNumber", number)}.</b>
          ${text(state.wanted === null ? "clearestSplit" : "chosenSplit", lying)}`;
  return html`<section class="senses-head">
    <h1 class="word" dir="auto">${state.word}</h1>
    <p class="small dim">
      ${
        found.places.length < found.total
          ? text("placesSample", found.places.length, found.total, found.inFiles)
          : text("placesAll", found.total, found.inFiles)
      }
    </p>
    <div class="senses-number small">
      ${icon("type-hierarchy")}
      <span>${sentence}</span>
      <span class="spacer"></span>
      <select
        class="select"
        aria-label=${text("numberOfSenses")}
        @change=${(event: Event) => {
          const { value } = event.currentTarget as HTMLSelectElement;
          senses.setNumber(value === "" ? null : Number(value));
        }}
      >
        <option value="" ?selected=${state.wanted === null}>${text("sensesAuto")}</option>
        <option value="1" ?selected=${state.wanted === 1}>${text("sensesNumber", 1)}</option>
        ${found.silhouettes
          .filter(({ senses: count }) => count <= LARGEST_NUMBER)
          .map(
            ({ senses: count, score }) =>
              html`<option value=${count} ?selected=${state.wanted === count}>
                ${text("sensesWithSilhouette", count, formatCosine(score))}
              </option>`,
          )}
      </select>
    </div>
  </section>`;
}

function card(
  state: SensesState,
  found: SensesFound,
  index: number,
  explorer: Explorer,
  senses: SensesReader,
): TemplateResult {
  const sense = found.senses[index];
  if (!sense) return html``;
  const isLit = state.lit === index;
  const examples = sense.examples.slice(0, isLit ? MOST_LINES : LINES_PER_CARD);
  const near = wordsOfSense(found, index).slice(WORDS_IN_NAME, WORDS_IN_NAME + WORDS_NEAR);
  return html`<section class="sense ${isLit ? "lit" : ""} sense-${index % 8}">
    <button
      type="button"
      class="sense-head"
      aria-pressed=${String(isLit)}
      title=${text(isLit ? "unlightSense" : "lightSense")}
      @click=${() => senses.light(index)}
    >
      ${senseMark(index, false)}
      <span class="sense-name cut" dir="auto">${senseName(found, index)}</span>
      <span class="spacer"></span>
      <span class="small dim number"
        >${formatNumber(sense.places)} · ${formatShare(sense.places / found.places.length)}</span
      >
    </button>
    <div class="sense-near small">
      <span class="dim">${text("near")}</span>
      <span class="cut" dir="auto">${near.join(text("listSeparator"))}</span>
      ${useOverFiles(found, index)}
    </div>
    <ul class="near-lines">
      ${examples.map((at) => {
        const place = found.places[at];
        return place ? nearLine(place, explorer) : nothing;
      })}
    </ul>
  </section>`;
}

/** How often the sense stands in each stretch of the files, in their order. */
function useOverFiles({ places }: SensesFound, sense: number): TemplateResult {
  const files = [...new Set(places.map(({ path }) => path))];
  const bars = Math.min(MOST_FILE_BARS, files.length);
  const counts = new Array<number>(bars).fill(0);
  for (const place of places) {
    if (place.sense !== sense) continue;
    const bar = Math.floor((files.indexOf(place.path) / files.length) * bars);
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  return html`<span class="over-files" role="img" aria-label=${text("overFiles", files.length)}>
    ${counts.map(
      (count) => html`<i ${cssProperties({ "block-size": `${(count / most) * 14}px` })}></i>`,
    )}
  </span>`;
}

function between(found: SensesFound, explorer: Explorer): TemplateResult | typeof nothing {
  const lying = found.places.filter(({ silhouette }) => isBetween(found, silhouette));
  if (lying.length === 0) return nothing;
  return html`<section class="sense">
    <div class="sense-head dim">
      <i class="sense-mark ring" aria-hidden="true"></i>
      <span class="sense-name plain">${text("betweenSenses")}</span>
      <span class="spacer"></span>
      <span class="small number">${formatNumber(lying.length)}</span>
    </div>
    <ul class="near-lines">
      ${lying.slice(0, LINES_PER_CARD).map((place) => nearLine(place, explorer))}
    </ul>
  </section>`;
}

function isBetween({ senses }: SensesFound, silhouette: number): boolean {
  return senses.length > 1 && silhouette < BETWEEN;
}
