/** The page: chooses what to show, arranges it, and knows the keys that work everywhere. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import type { Explorer } from "../explorer.ts";
import { columnRange, evidenceRange, layoutFor, sashSize, type Layout } from "../layout.ts";
import { adjustDim, onThemeChange } from "../rendering/theme.ts";
import type { Meaning } from "../meaning/tabs.ts";
import { isGrounded } from "../neighborView.ts";
import { askedWord, markedWords, shownAnswer, type PageState } from "../state.ts";
import type { Store } from "../store.ts";
import { text } from "../texts.ts";
import { compareView } from "./compare/compareView.ts";
import { contextView } from "./context/contextView.ts";
import { damagedView, emptyView, problemLine } from "./blankStates.ts";
import { cssProperties, PageElement } from "./elements.ts";
import { evidencePart, linesTitle } from "./evidencePart.ts";
import { header } from "./header.ts";
import "./mapView.ts";
import "./sash.ts";
import { sensesView } from "./senses/sensesView.ts";
import { sectionHead } from "./section.ts";
import { wordSetTool } from "./wordSetTool.ts";
import { trainingBar, trainingLine, trainingView } from "./training.ts";
import { untrainedLine } from "./untrained.ts";
import { skeleton, wordColumn } from "./wordColumn.ts";

const COLUMN_PIXELS = { wide: 328, medium: 288, narrow: 288 } as const;
const EVIDENCE_PIXELS = 212;
const NEIGHBORS = "wf-word-list[name=neighbors], wf-word-list[name=candidates]";
const LINES = "wf-evidence";

/** `<wf-app>`: everything. */
export class App extends PageElement {
  static override properties = {
    explorer: { attribute: false },
    meaning: { attribute: false },
    store: { attribute: false },
    state: { state: true },
    width: { state: true },
    height: { state: true },
    allNeighbors: { state: true },
  };
  declare explorer: Explorer;
  declare meaning: Meaning;
  declare store: Store;
  declare private state: PageState;
  declare private width: number;
  declare private height: number;
  declare private allNeighbors: boolean;
  #stop: (() => void)[] = [];
  #followed: PageState["followed"] = null;
  /** Where the focus belongs when what had it goes and comes again, as a list does while its successor is on the way. */
  #wish: string | null = null;
  /** A command has asked for the focus, wherever it is. */
  #claimsFocus = false;

  constructor() {
    super();
    this.width = 0;
    this.height = 0;
    this.allNeighbors = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.state = this.store.state;
    this.#followed = this.state.followed;
    const resizes = new ResizeObserver(() => this.#measure());
    resizes.observe(this);
    this.#measure();
    adjustDim(this);
    const onKey = (event: KeyboardEvent) => this.#onKey(event);
    document.addEventListener("keydown", onKey);
    const onFocus = (event: FocusEvent) => this.#noteFocus(event.target);
    document.addEventListener("focusin", onFocus);
    this.#stop = [
      this.store.subscribe((state) => (this.state = state)),
      onThemeChange(() => adjustDim(this)),
      () => resizes.disconnect(),
      () => document.removeEventListener("keydown", onKey),
      () => document.removeEventListener("focusin", onFocus),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stop) stop();
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("state")) return;
    const { followed } = this.state;
    if (followed !== this.#followed && this.state.panel?.request?.show !== "cursor") {
      // A command asked for a word: the focus goes to what it asked for.
      const lines = this.state.panel?.request?.show === "lines";
      (document.activeElement as HTMLElement | null)?.blur();
      this.#wish = lines ? LINES : NEIGHBORS;
      this.#claimsFocus = true;
    }
    this.#followed = followed;
    // The parts of the page render after it.
    if (this.#wish !== null) requestAnimationFrame(() => this.#restoreFocus());
  }

  protected override render(): TemplateResult {
    const { state, explorer } = this;
    return html`<div class="page">
      ${header(state, explorer, this.meaning)}
      <div class="top">
        ${trainingBar(state.panel?.training ?? null)}${problemLine(state, explorer)}
      </div>
      ${this.#body()}
      <div class="unseen" role="status" aria-live="polite">${state.announcement}</div>
    </div>`;
  }

  #body(): TemplateResult {
    const { state, explorer } = this;
    const { panel } = state;
    if (!panel) return html`<main class="blank">${state.slowStart ? skeleton("") : nothing}</main>`;
    const { model, training } = panel;
    if (state.view === "context") return contextView(state, explorer, this.meaning);
    if (state.view === "compare") return compareView(state, explorer, this.meaning.compare);
    if (state.view === "senses") return sensesView(state, explorer, this.meaning.senses);
    switch (model.kind) {
      case "none":
        return training ? trainingView(training, explorer) : emptyView(state, explorer);
      case "damaged":
        return training ? trainingView(training, explorer) : damagedView(model, explorer);
      case "loading":
        return html`<main class="loading" aria-label=${text("loadingModel", model.name)}>
          <div class="column">${skeleton(askedWord(state) ?? model.name)}</div>
        </main>`;
      case "ready":
        return html`${
          training
            ? trainingLine(training, explorer)
            : model.model.isUntrained
              ? untrainedLine(explorer)
              : nothing
        }
        ${this.#explore(model.model)}`;
    }
  }

  #explore(model: ModelDescription): TemplateResult {
    const { state, explorer, width, height } = this;
    const layout = layoutFor(width, height);
    const narrow = layout.columns === "narrow";
    const columns = columnRange(width);
    const column = sashSize(state.sashes.column, COLUMN_PIXELS[layout.columns], columns);
    return html`<main
      class="explore ${layout.short ? "short" : ""}"
      ${cssProperties({ "--wf-column": `${column}px` })}
    >
      <div class="column">
        ${wordColumn(state, explorer, {
          model,
          layout,
          allNeighbors: this.allNeighbors,
          showAllNeighbors: (all) => (this.allNeighbors = all),
        })}
        ${wordSetTool(state, explorer)}
      </div>
      ${
        narrow
          ? nothing
          : html`<wf-sash
              upright
              .label=${text("resizeColumn")}
              .size=${column}
              .range=${columns}
              .moved=${(size: number | null) => explorer.moveSash({ column: size })}
            ></wf-sash>`
      }
      ${this.#stage(layout)}
    </main>`;
  }

  /** Map and evidence: one above the other, or two tabs of one place where there is little height. */
  #stage(layout: Layout): TemplateResult {
    const { state, explorer, height } = this;
    const lines = state.lines.status !== "none";
    const narrow = layout.columns === "narrow";
    const tabs = layout.short && lines;
    const mapShown = tabs ? state.tab === "map" : !narrow || !state.closed.includes("map");
    const linesShown = tabs ? state.tab === "lines" : !narrow || !state.closed.includes("lines");
    const range = evidenceRange(height - 40);
    const evidence = sashSize(state.sashes.evidence, EVIDENCE_PIXELS, range);
    return html`<div class="stage" ${cssProperties({ "--wf-evidence": `${evidence}px` })}>
      ${tabs ? this.#tabs() : nothing}
      ${
        narrow
          ? sectionHead({
              title: text("map"),
              toggle: {
                open: mapShown,
                controls: "map",
                click: () => explorer.toggleSection("map"),
              },
            })
          : nothing
      }
      ${this.#map(mapShown)}
      ${
        lines && !narrow && !tabs
          ? html`<wf-sash
              .label=${text("resizeEvidence")}
              .size=${evidence}
              .range=${range}
              .moved=${(size: number | null) => explorer.moveSash({ evidence: size })}
            ></wf-sash>`
          : nothing
      }
      ${
        lines ? evidencePart(state, explorer, { narrow, shared: tabs, shown: linesShown }) : nothing
      }
    </div>`;
  }

  #map(shown: boolean): TemplateResult {
    const { state, explorer } = this;
    const answer = shownAnswer(state);
    const marked = markedWords(answer);
    return html`<wf-map
      id="map"
      data-region
      ?hidden=${!shown}
      .state=${state.map}
      .picked=${marked.word}
      .neighbors=${marked.neighbors}
      .pointed=${state.pointed}
      .grounded=${isGrounded(state.panel)}
      .formula=${answer.kind === "formula" ? answer.result : null}
      .explorer=${explorer}
    ></wf-map>`;
  }

  #tabs(): TemplateResult {
    const { state, explorer } = this;
    const tab = (name: PageState["tab"], label: TemplateResult) =>
      html`<button
        type="button"
        role="tab"
        class="tab"
        aria-selected=${String(state.tab === name)}
        aria-controls=${name}
        @click=${() => explorer.showTab(name)}
      >
        ${label}
      </button>`;
    return html`<div class="tabs" role="tablist">
      ${tab("map", html`${text("map")}`)}${tab("lines", linesTitle(this.state))}
    </div>`;
  }

  #restoreFocus(): void {
    if (this.#wish === null || document.activeElement !== document.body) return;
    // The state changes while one types in an editor, too: from there nothing is taken.
    if (!document.hasFocus() && !this.#claimsFocus) return;
    const part = this.querySelector<HTMLElement>(this.#wish);
    part?.focus();
    if (part) this.#claimsFocus = false;
  }

  #noteFocus(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    this.#wish = [NEIGHBORS, LINES].find((part) => target.closest(part)) ?? null;
  }

  #measure(): void {
    this.width = this.clientWidth;
    this.height = this.clientHeight;
  }

  #onKey(event: KeyboardEvent): void {
    if (!event.defaultPrevented && this.#takesKey(event)) event.preventDefault();
    // The editor hears keys at the window and would run its own command for them: what was a key of ours ends here.
    if (event.defaultPrevented) event.stopPropagation();
  }

  #takesKey(event: KeyboardEvent): boolean {
    const typing = event.target instanceof HTMLInputElement;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "/" && !typing && plain) this.querySelector<HTMLElement>(".search")?.focus();
    else if (event.key === "F6" && plain) this.#nextRegion(event.shiftKey ? -1 : 1);
    else if (event.altKey && event.key === "ArrowLeft") this.explorer.travel(-1);
    else if (event.altKey && event.key === "ArrowRight") this.explorer.travel(1);
    else if (event.key === "Escape" && plain) this.querySelector<HTMLElement>(NEIGHBORS)?.focus();
    else return false;
    return true;
  }

  #nextRegion(step: 1 | -1): void {
    const regions = [...this.querySelectorAll<HTMLElement>("[data-region]")].filter(
      (region) => region.offsetParent !== null,
    );
    const start = regions.findIndex((region) => region.contains(document.activeElement));
    // A part that has nothing to focus yet, as lines on their way, is passed over.
    for (let i = 1; i <= regions.length; i++) {
      const next = regions[(start + step * i + regions.length * 2) % regions.length]!;
      if (next.matches(".header")) this.querySelector<HTMLElement>(".search")?.focus();
      else if (next instanceof PageElement) next.focus();
      else next.querySelector<HTMLElement>("button, vscode-button, [tabindex]")?.focus();
      if (next.contains(document.activeElement)) return;
    }
  }
}

customElements.define("wf-app", App);
