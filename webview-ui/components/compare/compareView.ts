/** The Compare tab: two models, aligned; which words moved, where to on a map, and what they are near in each. */
import { html, nothing, type TemplateResult } from "lit";
import { ARROW_COUNTS, type CompareState, type MovedWords } from "../../compare/compareState.ts";
import type { CompareReader } from "../../compare/compareReader.ts";
import type { Explorer } from "../../explorer.ts";
import { formatCosine } from "../../formatting.ts";
import type { PageState } from "../../state.ts";
import { text } from "../../texts.ts";
import "../dropMenu.ts";
import type { MenuEntry } from "../dropMenu.ts";
import { icon, iconButton } from "../elements.ts";
import { progressLine } from "../mapProgress.ts";
import type { CompareMap } from "./compareMap.ts";
import "./compareMap.ts";
import { compareSides, sideMark } from "./compareSides.ts";
import "./movedList.ts";

/** Renders the tab. */
export function compareView(
  state: PageState,
  explorer: Explorer,
  reader: CompareReader,
): TemplateResult {
  const { compare } = state;
  if (compare.status === "choosing") return choosing(state, explorer, reader);
  const { found } = compare;
  return html`<main class="compare" aria-busy=${String(compare.status !== "ready")}>
    <div class="compare-column">
      ${head(state, reader)}
      ${
        compare.status === "failed"
          ? html`<p class="compare-problem" role="alert">
              ${icon("warning")} <span>${compare.problem ?? ""}</span>
            </p>`
          : nothing
      }
      ${compare.status === "slow" ? html`<p class="compare-hint small dim" role="status">${text("compareWaiting")}</p>` : nothing}
      ${
        found
          ? html`${clearLine(found)}
              <wf-moved-list
                data-region
                .words=${found.moved}
                .picked=${compare.word}
                .pointed=${state.pointed}
                .explorer=${explorer}
              ></wf-moved-list>`
          : nothing
      }
    </div>
    ${
      found
        ? html`<div class="compare-stage">
            ${mapBar(compare, found, reader)}
            <div class="map-body">
              ${compare.run ? progressLine(compare.run.fraction) : nothing}
              <wf-compare-map
                .state=${compare}
                .pointed=${state.pointed}
                .explorer=${explorer}
              ></wf-compare-map>
              ${absent(compare)}
            </div>
            ${compareSides(compare, found, explorer)}
          </div>`
        : nothing
    }
  </main>`;
}

/** Nothing is compared yet: which models are to be. */
function choosing(state: PageState, explorer: Explorer, reader: CompareReader): TemplateResult {
  const { firstPath, secondPath } = state.compare;
  if ((state.panel?.modelNames.length ?? 0) < 2)
    return html`<main class="blank meaning-blank">
      ${icon("arrow-swap")}
      <p>${text("compareOneModel")}</p>
      <div class="compare-choice">
        <vscode-button @click=${() => explorer.runCommand("wordfield.train")}
          >${text("train")}</vscode-button
        >
        <button
          type="button"
          class="link"
          @click=${() => explorer.runCommand("wordfield.openModelFile")}
        >
          ${text("openModelFile")}
        </button>
      </div>
    </main>`;
  const isChosen = firstPath !== null && secondPath !== null && firstPath !== secondPath;
  return html`<main class="blank meaning-blank">
    ${icon("arrow-swap")}
    <p>${text("compareEmpty")}</p>
    <div class="compare-choice">
      ${modelMenu(state, reader, "firstPath")}<span class="dim" aria-hidden="true">→</span
      >${modelMenu(state, reader, "secondPath")}
    </div>
    <vscode-button ?disabled=${!isChosen} @click=${() => isChosen && reader.compare()}
      >${text("compareStart")}</vscode-button
    >
  </main>`;
}

function head(state: PageState, reader: CompareReader): TemplateResult {
  return html`<div class="compare-head" data-region>
    <h1 class="small dim">${text("compareList")}</h1>
    <div class="compare-models">
      ${sideMark("before")}${modelMenu(state, reader, "firstPath")}
      <span class="dim" aria-hidden="true">→</span>
      ${sideMark("after")}${modelMenu(state, reader, "secondPath")}
      <span class="spacer"></span>
      ${iconButton({ icon: "arrow-swap", label: text("compareSwap"), click: () => reader.swap() })}
      ${iconButton({ icon: "close", label: text("compareClose"), click: () => reader.close() })}
    </div>
  </div>`;
}

function modelMenu(
  { panel, compare }: PageState,
  reader: CompareReader,
  end: "firstPath" | "secondPath",
): TemplateResult {
  const models = panel?.modelNames ?? [];
  const chosen = compare[end];
  const name = models.find(({ path }) => path === chosen)?.name;
  const entries: readonly MenuEntry[] = models.map((model) => ({
    label: model.name,
    checked: model.path === chosen,
    run: () => reader.choose({ [end]: model.path }),
  }));
  return html`<wf-drop-menu
    class="compare-model"
    .name=${text(end === "firstPath" ? "compareFrom" : "compareTo")}
    .value=${name ?? text("compareChoose")}
    .entries=${entries}
  ></wf-drop-menu>`;
}

function clearLine({ clear, compared }: MovedWords): TemplateResult {
  return html`<p class="compare-clear small" title=${text("compareChanceNote")}>
    ${icon("verified")}
    <span
      ><b>${text("compareClearOf", clear, compared)}</b>
      <span class="dim">${text("compareClear")}</span></span
    >
  </p>`;
}

function mapBar(state: CompareState, found: MovedWords, reader: CompareReader): TemplateResult {
  const { arrows, map, run, mapProblem } = state;
  const isStopped = mapProblem !== null && map !== null;
  return html`<div class="map-bar">
    <span class="compare-method ${isStopped ? "unfinished" : ""}"
      >${isStopped ? text("mapUnfinished", text("compareMapMethod")) : text("compareMapMethod")}</span
    >
    <wf-drop-menu
      .name=${text("compareArrowsMenu")}
      .label=${text("compareArrows")}
      .value=${text("compareArrowsValue", arrows)}
      .entries=${ARROW_COUNTS.map((count) => ({
        label: text("compareArrowsValue", count),
        checked: count === arrows,
        run: () => reader.setArrows(count),
      }))}
    ></wf-drop-menu>
    <span class="spacer"></span>
    ${
      typeof map?.trustworthiness === "number"
        ? html`<span class="chip dim number compare-fidelity" title=${text("compareMapNote")}
            >${text("compareMapFidelity", formatCosine(map.trustworthiness))}</span
          >`
        : nothing
    }
    <span
      class="chip compare-aligned"
      title=${text("compareAlignedNote", found.compared, found.shared)}
      >${icon("type-hierarchy")} ${text("compareAligned", found.compared)}</span
    >
    ${
      run
        ? iconButton({ icon: "debug-stop", label: text("mapStop"), click: () => reader.stopMap() })
        : nothing
    }
    ${
      mapProblem === null
        ? nothing
        : iconButton({ icon: "refresh", label: text("retry"), click: () => reader.askMap() })
    }
    ${iconButton({
      icon: "screen-full",
      label: text("mapFit"),
      disabled: map === null,
      click: (event) =>
        (event.currentTarget as HTMLElement)
          .closest(".compare-stage")
          ?.querySelector<CompareMap>("wf-compare-map")
          ?.fit(),
    })}
  </div>`;
}

function absent({ map, word }: CompareState): TemplateResult | typeof nothing {
  if (!map || word === null || map.rows.has(word)) return nothing;
  return html`<p class="map-absent small dim" dir="auto">
    ${text("compareNotOnMap", word, map.words.length)}
  </p>`;
}
