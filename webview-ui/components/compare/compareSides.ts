/** The picked word in both models: what it is near, and where it stands. */
import { html, nothing, type TemplateResult } from "lit";
import type { Neighbor } from "../../../src/protocol/modelMessages.ts";
import type { Occurrence } from "../../../src/protocol/placeMessages.ts";
import type { CompareState, MovedWords, Side } from "../../compare/compareState.ts";
import type { Explorer } from "../../explorer.ts";
import { formatCosine } from "../../formatting.ts";
import { text } from "../../texts.ts";
import { nearLine } from "../nearLine.ts";
import { cssProperties } from "../elements.ts";

const LINES_SHOWN = 6;

/** Renders both sides; a sentence where no word is picked. */
export function compareSides(
  { word, first, second }: CompareState,
  found: MovedWords,
  explorer: Explorer,
): TemplateResult {
  if (word === null) return html`<p class="compare-hint small dim">${text("comparePick")}</p>`;
  const common = commonWords(first, second);
  return html`<div class="compare-sides" data-region>
    ${side({ word, common, explorer, name: found.first.name, of: first, kind: "before" })}
    ${side({ word, common, explorer, name: found.second.name, of: second, kind: "after" })}
  </div>`;
}

/** The mark of a model: hollow for the one of before, solid for the one of after. */
export function sideMark(kind: "before" | "after"): TemplateResult {
  return html`<i class="side-mark ${kind}" aria-hidden="true"></i>`;
}

interface SideOptions {
  readonly word: string;
  readonly name: string;
  readonly of: Side;
  readonly kind: "before" | "after";
  readonly common: ReadonlySet<string>;
  readonly explorer: Explorer;
}

function side(options: SideOptions): TemplateResult {
  const { word, name, of, kind } = options;
  const count = of && "count" in of ? of.count : null;
  return html`<section class="compare-side ${kind}" aria-label=${text("compareSide", word, name)}>
    <div class="compare-side-head">
      ${sideMark(kind)}
      <b class="cut" dir="auto">${name}</b>
      ${count === null ? nothing : html`<span class="small dim number">${text("times", count)}</span>`}
    </div>
    ${content(options)}
  </section>`;
}

function content({ word, name, of, common, explorer }: SideOptions): TemplateResult {
  if (of === null)
    return html`<div class="side-waiting" aria-busy="true">
      ${Array.from({ length: 4 }, () => html`<span class="skeleton skeleton-row"></span>`)}
    </div>`;
  if ("problem" in of) return html`<p class="hint padded">${of.problem}</p>`;
  if (!of.neighbors) return html`<p class="hint padded">${text("compareMissing", word)}</p>`;
  return html`<ul class="side-neighbors" aria-label=${text("compareNeighbors", word, name)}>
      ${of.neighbors.map((neighbor) => neighborRow(neighbor, common, explorer))}
    </ul>
    ${
      of.linesProblem === null
        ? lines(of.lines, word, name, explorer)
        : html`<p class="hint padded side-lines">${of.linesProblem}</p>`
    }`;
}

function neighborRow(
  { word, cosine }: Neighbor,
  common: ReadonlySet<string>,
  explorer: Explorer,
): TemplateResult {
  const width = `${Math.max(0, Math.min(1, cosine)) * 100}%`;
  return html`<li>
    <button type="button" class="side-neighbor" @click=${() => explorer.showWord(word)}>
      <span class="cut ${common.has(word) ? "common" : ""}" dir="auto">${word}</span>
      <span class="side-bar"><span ${cssProperties({ "inline-size": width })}></span></span>
      <span class="number small">${formatCosine(cosine)}</span>
    </button>
  </li>`;
}

function lines(
  places: readonly Occurrence[],
  word: string,
  name: string,
  explorer: Explorer,
): TemplateResult {
  if (places.length === 0)
    return html`<p class="hint padded side-lines">${text("compareNoLines", word)}</p>`;
  return html`<ul class="near-lines side-lines" aria-label=${text("compareLines", word, name)}>
    ${spread(places).map((place) => nearLine(place, explorer))}
  </ul>`;
}

/** A few places, of as many files as can be, from the first to the last. */
function spread(places: readonly Occurrence[]): readonly Occurrence[] {
  const ofFiles = [...new Map(places.map((place) => [place.path, place])).values()];
  const from = ofFiles.length >= LINES_SHOWN ? ofFiles : places;
  const count = Math.min(LINES_SHOWN, from.length);
  return Array.from({ length: count }, (_, i) => from[Math.floor((i * from.length) / count)]!);
}

function commonWords(first: Side, second: Side): ReadonlySet<string> {
  const wordsOf = (of: Side) =>
    of && "neighbors" in of ? (of.neighbors ?? []).map(({ word }) => word) : [];
  const others = new Set(wordsOf(second));
  return new Set(wordsOf(first).filter((word) => others.has(word)));
}
