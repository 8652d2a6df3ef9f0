/** The section of the neighbors: how they are asked for, one list, or several side by side. */
import { html, nothing, type TemplateResult } from "lit";
import type { ModelDescription, Neighbor, NeighborList } from "../../src/protocol/modelMessages.ts";
import type { Metric } from "../../src/protocol/wordMessages.ts";
import type { Explorer } from "../explorer.ts";
import type { Layout } from "../layout.ts";
import { neighborTable } from "../markdownTable.ts";
import { commonWords, isFiltered, isGrounded } from "../neighborView.ts";
import { isListLate, type PageState } from "../state.ts";
import { text } from "../texts.ts";
import "./actionMenu.ts";
import { autoSentence } from "./balance.ts";
import { iconButton } from "./elements.ts";
import { filterChip, filterFields } from "./neighborFilter.ts";
import { sectionHead } from "./section.ts";
import "./wordList.ts";

const FEW_NEIGHBORS = 7;

/** What the section needs beside the state. */
export interface NeighborSectionOptions {
  readonly model: ModelDescription;
  readonly layout: Layout;
  /** In one column: all neighbors, not only the first few. */
  readonly allNeighbors: boolean;
  readonly showAllNeighbors: (all: boolean) => void;
}

/** One of the lists that stand side by side. */
interface SideList {
  readonly name: string;
  readonly title: string;
  readonly label: string;
  readonly list: NeighborList;
  /** Given for a pinned list. */
  readonly unpin?: () => void;
}

/** Renders the neighbors of the word that the page is about. */
export function neighborSection(
  state: PageState,
  explorer: Explorer,
  list: NeighborList,
  options: NeighborSectionOptions,
): TemplateResult {
  const narrow = options.layout.columns === "narrow";
  const open = !narrow || !state.closed.includes("neighbors");
  const { auto } = list;
  const isAutoTold = auto && !state.neighborView.twoLists && state.neighborView.metric === "cosine";
  return html`${sectionHead({
      title: text("neighbors"),
      aside: html`${balanceControl(state, explorer, list, options.model)}
      ${iconButton({
        icon: isFiltered(state.neighborView.filter) ? "filter-filled" : "filter",
        label: text("filter"),
        pressed: state.filterOpen,
        click: () => explorer.neighbors.toggleFilter(),
      })}${neighborMenu(state, explorer, list)}`,
      ...(narrow
        ? {
            toggle: {
              open,
              controls: "neighbors-body",
              click: () => explorer.toggleSection("neighbors"),
            },
          }
        : {}),
    })}
    <div
      class="column-fill scroll"
      id="neighbors-body"
      aria-busy=${String(isListLate(state))}
      ?hidden=${!open}
    >
      ${state.filterOpen ? filterFields(state, explorer) : nothing}${filterChip(state, explorer)}
      ${
        isAutoTold
          ? html`<p class="hint padded auto-note">${autoSentence(auto, list.entry.count)}</p>`
          : nothing
      }
      ${lists(state, explorer, list, options)}
    </div>`;
}

function lists(
  state: PageState,
  explorer: Explorer,
  list: NeighborList,
  options: NeighborSectionOptions,
): TemplateResult {
  const { twoLists, pinned, neighborView } = state;
  const { entry } = list;
  const pins = pinned
    .filter((other) => other.entry.word !== entry.word)
    .map((other, place) => ({
      name: `pin-${place}`,
      title: other.entry.word,
      label: text("neighborsOf", other.entry.word),
      list: other,
      unpin: () => explorer.neighbors.pin(other.entry.word),
    }));
  if (neighborView.twoLists && isGrounded(state.panel)) {
    const two = twoLists?.word === entry.word ? twoLists : null;
    if (!two) return html``;
    const { here, general, word } = two;
    return sideLists(state, explorer, options, [
      { name: "here", title: text("listHere"), label: text("neighborsHere", word), list: here },
      {
        name: "general",
        title: text("listGeneral"),
        label: text("neighborsGeneral", word),
        list: general,
      },
      ...pins,
    ]);
  }
  if (pins.length > 0)
    return sideLists(state, explorer, options, [
      { name: "neighbors", title: entry.word, label: text("neighborsOf", entry.word), list },
      ...pins,
    ]);
  if (list.neighbors.length === 0)
    return html`<p class="hint padded">
      ${text(isFiltered(neighborView.filter) ? "noNeighborPasses" : "noNeighbors")}
    </p>`;
  return oneList(state, explorer, list, options);
}

function balanceControl(
  state: PageState,
  explorer: Explorer,
  list: NeighborList,
  model: ModelDescription,
): TemplateResult | typeof nothing {
  const { balance, twoLists, metric } = state.neighborView;
  if (isGrounded(state.panel))
    return twoLists || metric !== "cosine"
      ? nothing
      : html`<wf-balance
          .value=${balance}
          .auto=${list.auto}
          .changed=${explorer.setBalance}
        ></wf-balance>`;
  // Vectors of other programs do not say how often their words stand in a text, which grounding weighs by.
  if (model.format !== undefined || model.corpus === null || model.isUntrained) return nothing;
  return html`<button
    type="button"
    class="link small cut"
    title=${text("addGeneralMeaningTitle")}
    @click=${() => explorer.runCommand("wordfield.groundModel")}
  >
    ${text("addGeneralMeaning")}
  </button>`;
}

function neighborMenu(state: PageState, explorer: Explorer, list: NeighborList): TemplateResult {
  const { twoLists, pins } = state.neighborView;
  const { word } = list.entry;
  return html`<wf-action-menu
    .label=${text("neighborMenu")}
    .actions=${[
      ...(isGrounded(state.panel)
        ? [
            {
              label: text("twoLists"),
              checked: twoLists,
              run: () => explorer.neighbors.change({ twoLists: !twoLists }),
            },
          ]
        : []),
      {
        label: text("pinList", word),
        checked: pins.includes(word),
        run: () => explorer.neighbors.pin(word),
      },
      {
        label: text("copyTable"),
        run: () => explorer.neighbors.copy(neighborTable(list, state.neighborView.metric)),
      },
    ]}
  ></wf-action-menu>`;
}

function oneList(
  state: PageState,
  explorer: Explorer,
  { entry, neighbors: words, among }: NeighborList,
  options: NeighborSectionOptions,
): TemplateResult {
  const { metric } = state.neighborView;
  return html`<div class="row row-head" aria-hidden="true">
      <span>${text("columnWord")}</span><span>${columnName(metric)}</span><span></span
      ><span class="row-count">${text("columnCount")}</span>
    </div>
    <wf-word-list
      data-region
      name="neighbors"
      .label=${text("neighborsOf", entry.word)}
      .words=${words}
      .limit=${shownRows(words, options)}
      .origin=${entry.word}
      .pointed=${state.pointed}
      .among=${among}
      .barOf=${barOf(metric, words)}
      .explorer=${explorer}
    ></wf-word-list>
    ${moreButton(words, options)}`;
}

/** The name of what a list is ranked by. */
function columnName(metric: Metric): string {
  if (metric === "cosine") return text("columnCosine");
  return text(metric === "dot" ? "columnDot" : "columnDistance");
}

/** How long the bar of a word is: against the nearest one, where a measure has no limit. */
function barOf(metric: Metric, words: readonly Neighbor[]): (entry: Neighbor) => number {
  const best = words[0]?.score ?? 0;
  if (metric === "cosine" || best === 0) return ({ cosine }) => cosine;
  return metric === "dot"
    ? ({ score = 0 }) => score / best
    : ({ score = 0 }) => (score === 0 ? 1 : best / score);
}

/** Lists beside each other; words that stand in more than one stand out, and are named below. */
function sideLists(
  state: PageState,
  explorer: Explorer,
  options: NeighborSectionOptions,
  parts: readonly SideList[],
): TemplateResult {
  const common = commonWords(parts.map(({ list }) => list));
  const longest = parts.map(({ list }) => list.neighbors).sort((a, b) => b.length - a.length)[0];
  return html`<div class="side-by-side">
      ${parts.map(
        ({ name, title, label, list, unpin }) =>
          html`<section class="side-list" aria-label=${label}>
            <div class="side-title">
              <h3 class="cut dim" dir="auto">${title}</h3>
              ${
                unpin
                  ? iconButton({ icon: "pinned", label: text("unpinList", title), click: unpin })
                  : nothing
              }
            </div>
            <wf-word-list
              class="compact"
              data-region
              name=${name}
              .label=${label}
              .words=${list.neighbors}
              .limit=${shownRows(list.neighbors, options)}
              .common=${common}
              .origin=${list.entry.word}
              .pointed=${state.pointed}
              .among=${list.among}
              .explorer=${explorer}
            ></wf-word-list>
          </section>`,
      )}
    </div>
    ${moreButton(longest ?? [], options)}
    <p class="hint padded in-common">
      ${
        common.size === 0
          ? text("inCommonNone")
          : html`${text("inCommon")} <b dir="auto">${[...common].join(" · ")}</b>`
      }
    </p>`;
}

/** In one column a list is short at first, so that the map is not far below. */
export function shownRows(
  words: readonly unknown[],
  { layout, allNeighbors }: NeighborSectionOptions,
): number {
  const few = layout.columns === "narrow" && !allNeighbors && words.length > FEW_NEIGHBORS;
  return few ? FEW_NEIGHBORS : Infinity;
}

/** Shows all rows, or only the first few; nothing where there is room for all. */
export function moreButton(
  words: readonly unknown[],
  options: NeighborSectionOptions,
): TemplateResult | typeof nothing {
  if (options.layout.columns !== "narrow" || words.length <= FEW_NEIGHBORS) return nothing;
  const few = shownRows(words, options) === FEW_NEIGHBORS;
  return html`<button
    type="button"
    class="link padded"
    @click=${() => options.showAllNeighbors(few)}
  >
    ${few ? text("showAllNeighbors", words.length) : text("showFewerNeighbors")}
  </button>`;
}
