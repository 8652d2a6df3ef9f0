/** The section of the neighbors: their balance, one list, or two side by side. */
import { html, nothing, type TemplateResult } from "lit";
import type { ModelDescription, Neighbor, NeighborList } from "../../src/protocol/modelMessages.ts";
import type { Explorer } from "../explorer.ts";
import type { Layout } from "../layout.ts";
import { commonWords, isGrounded } from "../neighborView.ts";
import type { PageState } from "../state.ts";
import { text } from "../texts.ts";
import "./actionMenu.ts";
import { autoSentence } from "./balance.ts";
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

/** Renders the neighbors of the word that the page is about. */
export function neighborSection(
  state: PageState,
  explorer: Explorer,
  list: NeighborList,
  options: NeighborSectionOptions,
): TemplateResult {
  const narrow = options.layout.columns === "narrow";
  const open = !narrow || !state.closed.includes("neighbors");
  return html`${sectionHead({
      title: text("neighbors"),
      aside: headControls(state, explorer, list, options.model),
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
    <div class="column-fill scroll" id="neighbors-body" ?hidden=${!open}>
      ${
        list.auto && !state.neighborView.twoLists
          ? html`<p class="hint padded auto-note">${autoSentence(list.auto, list.entry.count)}</p>`
          : nothing
      }
      ${
        list.neighbors.length === 0
          ? html`<p class="hint padded">${text("noNeighbors")}</p>`
          : state.neighborView.twoLists && isGrounded(state.panel)
            ? twoLists(state, explorer, options)
            : oneList(state, explorer, list, options)
      }
    </div>`;
}

function headControls(
  state: PageState,
  explorer: Explorer,
  list: NeighborList,
  model: ModelDescription,
): TemplateResult | typeof nothing {
  const { neighborView } = state;
  if (isGrounded(state.panel))
    return html`${
        neighborView.twoLists
          ? nothing
          : html`<wf-balance
              .value=${neighborView.balance}
              .auto=${list.auto}
              .changed=${explorer.setBalance}
            ></wf-balance>`
      }<wf-action-menu
        .label=${text("neighborMenu")}
        .actions=${[
          {
            label: text("twoLists"),
            checked: neighborView.twoLists,
            run: () => explorer.neighbors.change({ twoLists: !neighborView.twoLists }),
          },
        ]}
      ></wf-action-menu>`;
  // Vectors of other programs do not say how often their words stand in a text, which grounding weighs by.
  if (model.format !== undefined || model.corpus === null) return nothing;
  return html`<button
    type="button"
    class="link small cut"
    title=${text("addGeneralMeaningTitle")}
    @click=${() => explorer.runCommand("wordfield.groundModel")}
  >
    ${text("addGeneralMeaning")}
  </button>`;
}

function oneList(
  state: PageState,
  explorer: Explorer,
  { entry, neighbors: words }: NeighborList,
  options: NeighborSectionOptions,
): TemplateResult {
  return html`<div class="row row-head" aria-hidden="true">
      <span>${text("columnWord")}</span><span>${text("columnCosine")}</span><span></span
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
      .explorer=${explorer}
    ></wf-word-list>
    ${moreButton(words, options)}`;
}

/** In one column a list is short at first, so that the map is not far below. */
function shownRows(
  words: readonly Neighbor[],
  { layout, allNeighbors }: NeighborSectionOptions,
): number {
  const few = layout.columns === "narrow" && !allNeighbors && words.length > FEW_NEIGHBORS;
  return few ? FEW_NEIGHBORS : Infinity;
}

function moreButton(
  words: readonly Neighbor[],
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

/** What is near here and what is near in general; words that are near in both stand out, and are named below. */
function twoLists(
  state: PageState,
  explorer: Explorer,
  options: NeighborSectionOptions,
): TemplateResult | typeof nothing {
  const lists = state.twoLists;
  if (!lists) return nothing;
  const common = commonWords([lists.here, lists.general]);
  const part = (name: string, title: string, label: string, { neighbors }: NeighborList) =>
    html`<section class="side-list" aria-label=${title}>
      <h3 class="row-head">${title}</h3>
      <wf-word-list
        class="compact"
        data-region
        name=${name}
        .label=${label}
        .words=${neighbors}
        .limit=${shownRows(neighbors, options)}
        .common=${common}
        .origin=${lists.word}
        .pointed=${state.pointed}
        .explorer=${explorer}
      ></wf-word-list>
    </section>`;
  return html`<div class="side-by-side">
      ${part("here", text("listHere"), text("neighborsHere", lists.word), lists.here)}
      ${part("general", text("listGeneral"), text("neighborsGeneral", lists.word), lists.general)}
    </div>
    ${moreButton(lists.here.neighbors, options)}
    <p class="hint padded in-common">
      ${
        common.size === 0
          ? text("inCommonNone")
          : html`${text("inCommon")} <b dir="auto">${[...common].join(" · ")}</b>`
      }
    </p>`;
}
