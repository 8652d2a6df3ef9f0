/** The map with its bar and what lies over it: the page's state turns into pictures, keys and gestures into walks. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Neighbor } from "../../src/protocol/modelMessages.ts";
import type { FormulaAnswer } from "../../src/protocol/wordMessages.ts";
import type { Explorer } from "../explorer.ts";
import type { MapState } from "../mapState.ts";
import { smooth } from "../motion.ts";
import type { MapPicture } from "../rendering/mapPicture.ts";
import type { Theme } from "../rendering/theme.ts";
import { text } from "../texts.ts";
import "./axesForm.ts";
import { PageElement } from "./elements.ts";
import "./hoverCard.ts";
import { axisNames, mapBar } from "./mapBar.ts";
import { exportEntries } from "./mapExports.ts";
import { fidelityChip, fidelityNote } from "./mapFidelity.ts";
import { MapGestures } from "./mapGestures.ts";
import { mapKey, type MapKeys } from "./mapKeys.ts";
import { mapLegend } from "./mapLegend.ts";
import { progressLine } from "./mapProgress.ts";
import { mapSelection } from "./mapSelection.ts";
import { MapRows, MapStage } from "./mapStage.ts";
import { mapTable, nameOfCluster, type MapTableSort } from "./mapTable.ts";

/** `<wf-map>`: the most frequent words on a plane or in space. */
export class MapView extends PageElement {
  static override properties = {
    state: { attribute: false },
    picked: { attribute: false },
    neighbors: { attribute: false },
    pointed: { attribute: false },
    grounded: { attribute: false },
    formula: { attribute: false },
    explorer: { attribute: false },
    tableShown: { state: true },
    tableSort: { state: true },
    tableWhole: { state: true },
    noteShown: { state: true },
    axesShown: { state: true },
    lassoing: { state: true },
    theme: { state: true },
    cursor: { state: true },
    hovered: { state: true },
  };
  declare state: MapState;
  /** The picked word, also where the map does not have it. */
  declare picked: string | null;
  declare neighbors: readonly Neighbor[];
  declare pointed: string | null;
  /** Whether the model has general vectors. */
  declare grounded: boolean;
  /** What a formula comes to, where one is asked. */
  declare formula: FormulaAnswer | null;
  declare explorer: Explorer;
  declare private tableShown: boolean;
  declare private tableSort: MapTableSort;
  declare private tableWhole: boolean;
  declare private noteShown: boolean;
  declare private axesShown: boolean;
  declare private lassoing: boolean;
  declare private theme: Theme | undefined;
  /** The row where the keyboard stands. */
  declare private cursor: number | null;
  /** The row under the pointer. */
  declare private hovered: number | null;

  #stage: MapStage | undefined;
  readonly #rows = new MapRows();
  /** The word that was picked on the map itself: the map then stays as it is. */
  #pickedHere: string | null = null;
  readonly #gestures = new MapGestures({
    picture: () => this.#picture,
    isLassoing: () => this.lassoing,
    hover: (row) => this.#hover(row),
    click: (row, edge) => (edge ? this.#picture?.center(row, smooth()) : this.#walk(row)),
    doubleClick: () => this.#fitNeighbors(),
    enclose: (outline) => this.#enclose(outline),
  });

  constructor() {
    super();
    this.picked = null;
    this.neighbors = [];
    this.pointed = null;
    this.grounded = false;
    this.formula = null;
    this.tableShown = false;
    this.tableSort = { column: "rank", descending: false };
    this.tableWhole = false;
    this.noteShown = false;
    this.axesShown = false;
    this.lassoing = false;
    this.cursor = null;
    this.hovered = null;
  }

  override focus(): void {
    this.querySelector<HTMLElement>(this.tableShown ? ".map-table" : ".map-surface")?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stage?.dispose();
  }

  protected override firstUpdated(): void {
    this.#stage = new MapStage(
      this,
      (theme) => (this.theme = theme),
      () => this.#show(),
    );
    this.#stage.showMap(this.state, null, false);
    this.#show();
    this.#stage.resize();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The legend is of the colors: they are found before both are drawn.
    if (changed.has("state")) this.#rows.follow(this.state);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("state");
    const renewed = changed.has("state") && before?.map?.words !== this.state.map?.words;
    if (renewed) this.cursor = this.hovered = null;
    if (changed.has("state") && before?.map !== this.state.map)
      this.#stage?.showMap(this.state, before?.map ?? null, smooth());
    this.#show();
    const walked = changed.has("picked") || changed.has("neighbors");
    // Words have moved to their final places, the picked one among them.
    const settled = before?.run && !this.state.run && !this.#picture?.isMovedByHand;
    if (renewed || walked || settled) this.#follow(!renewed);
  }

  protected override render(): TemplateResult {
    const { map, status, run } = this.state;
    const count = map?.words.length ?? 0;
    const fidelity = {
      state: this.state,
      explorer: this.explorer.map,
      open: this.noteShown,
      toggle: () => (this.noteShown = !this.noteShown),
      pickedWord: this.picked,
      pickedRow: this.#rows.of(this.picked),
    };
    return html`${mapBar({
        ...{ state: this.state, explorer: this.explorer.map, pickedWord: this.picked },
        ...{ tableShown: this.tableShown, lassoing: this.lassoing },
        ...{ isGrounded: this.grounded },
        isPickedOnMap: this.#rows.of(this.picked) !== null,
        chip: fidelityChip(fidelity),
        openAxes: () => this.#toggleAxes(true),
        lasso: () => this.#toggleLasso(),
        center: () => this.#center(),
        fit: () => this.#picture?.fit(smooth()),
        toggleTable: () => this.#toggleTable(),
        exports: exportEntries(this.state, this.explorer.map, () => this.#picture?.parts() ?? null),
      })}
      ${
        this.axesShown
          ? html`<wf-axes-form
              .axes=${this.state.choice.axes}
              .explorer=${this.explorer.map}
              .closed=${() => this.#toggleAxes(false)}
            ></wf-axes-form>`
          : nothing
      }
      <div class="map-body">
        ${run ? progressLine(run.snapshot?.fraction ?? 0) : nothing}
        <div
          class="map-surface ${this.hovered === null ? "" : "over-word"} ${
            this.lassoing ? "lassoing" : ""
          }"
          role="application"
          tabindex=${this.tableShown ? -1 : 0}
          ?inert=${this.tableShown}
          aria-label=${text("mapLabel", count)}
          @pointerdown=${this.#gestures.down}
          @pointermove=${this.#gestures.move}
          @pointerup=${this.#gestures.up}
          @pointercancel=${this.#gestures.cancel}
          @pointerleave=${this.#gestures.leave}
          @contextmenu=${(event: Event) => event.preventDefault()}
          @dblclick=${this.#gestures.doubleClick}
          @wheel=${this.#gestures.wheel}
          @keydown=${(event: KeyboardEvent) => mapKey(event, this.#keys())}
          @blur=${() => this.#stand(null)}
        >
          <div class="map-points"></div>
          <canvas class="map-overlay" aria-hidden="true"></canvas>
          ${status === "slow" ? html`<div class="skeleton skeleton-map"></div>` : nothing}
          ${this.#card()}
        </div>
        <div class="minimap" ?hidden=${!map || this.tableShown} @click=${this.#onMinimap}>
          <canvas aria-hidden="true"></canvas>
          <div class="minimap-frame"></div>
        </div>
        ${
          this.theme && !this.tableShown
            ? mapLegend({
                ...{ state: this.state, theme: this.theme, explorer: this.explorer.map },
                ends: this.#rows.ends,
              })
            : nothing
        }
        ${
          this.lassoing
            ? html`<p class="map-hint small" role="status">${text("mapLassoHint")}</p>`
            : nothing
        }
        ${this.tableShown ? nothing : html`${axisNames(map)}${this.#selection()}`}
        ${fidelityNote(fidelity)}
        ${
          map && this.picked !== null && this.#rows.of(this.picked) === null
            ? html`<p class="map-absent small dim" dir="auto">
                ${text("mapNotOnMap", this.picked, count)}
              </p>`
            : nothing
        }
        ${this.tableShown && map ? this.#table() : nothing}
      </div>`;
  }

  #card(): TemplateResult | typeof nothing {
    const row = this.hovered ?? this.cursor;
    const { map } = this.state;
    const word = row === null ? undefined : map?.words[row];
    if (row === null || word === undefined || !map || !this.#picture) return nothing;
    const { similarities } = this.state;
    const measured = similarities?.word === this.picked ? similarities?.cosines[row] : undefined;
    const cosine = this.neighbors.find((neighbor) => neighbor.word === word)?.cosine ?? measured;
    return html`<wf-hover-card
      .word=${word}
      .count=${map.counts[row] ?? null}
      .rank=${row + 1}
      .cosine=${word === this.picked ? null : (cosine ?? null)}
      .cluster=${nameOfCluster(map, row)}
      .place=${this.#picture.place(row)}
      .explorer=${this.explorer}
    ></wf-hover-card>`;
  }

  #selection(): TemplateResult | typeof nothing {
    if (!this.state.selection) return nothing;
    return mapSelection({
      state: this.state,
      explorer: this.explorer.map,
      walk: (word: string) => this.explorer.showWord(word),
      point: (word: string | null) => this.explorer.point(word),
    });
  }

  #table(): TemplateResult {
    return mapTable({
      map: this.state.map!,
      rows: this.state.selection ?? this.#picture?.visible() ?? [],
      cosines: new Map(this.neighbors.map(({ word, cosine }) => [word, cosine])),
      sort: this.tableSort,
      whole: this.tableWhole,
      setSort: (sort) => (this.tableSort = sort),
      showWhole: () => (this.tableWhole = true),
      walk: (word) => this.explorer.showWord(word),
      key: (event) => this.#onTableKey(event),
    });
  }

  #show(): void {
    const { map, coloring, strangersShown } = this.state;
    if (map && this.picked !== null && (coloring === "similarity" || strangersShown))
      this.explorer.map.measure(this.picked);
    this.explorer.map.columns.complete();
    if (!this.#stage) return;
    this.#rows.color(this.#stage.picture);
    this.#stage.showSubject(
      {
        ...{ state: this.state, picked: this.picked, neighbors: this.neighbors },
        formula: this.formula,
        pointed: this.hovered ?? this.#rows.of(this.pointed),
        cursor: this.cursor,
      },
      this.#rows,
    );
  }

  get #picture(): MapPicture | undefined {
    return this.#stage?.picture;
  }

  /** Brings the picked word into view, unless it was picked right here. */
  #follow(mayMove: boolean): void {
    const row = this.#rows.of(this.picked);
    const here = this.#pickedHere === this.picked;
    this.#pickedHere = null;
    if (row === null || here) return;
    this.#picture?.showWord(row, this.#rows.neighbors(this.neighbors), mayMove && smooth());
  }

  #walk(row: number): void {
    const word = this.state.map?.words[row];
    if (word === undefined) return;
    this.#pickedHere = word;
    this.explorer.showWord(word);
  }

  #center(): void {
    const row = this.cursor ?? this.#rows.of(this.picked);
    if (row !== null) this.#picture?.center(row, smooth());
  }

  #fitNeighbors(): void {
    const picked = this.#rows.of(this.picked);
    if (picked === null) return;
    const rows = this.#rows.neighbors(this.neighbors).map(({ row }) => row);
    this.#picture?.fitRows([picked, ...rows], smooth());
  }

  #enclose(outline: readonly number[]): void {
    this.lassoing = false;
    this.explorer.map.select(this.#picture?.inside(outline) ?? null);
  }

  #hover(row: number | null): void {
    if (row === this.hovered) return;
    this.hovered = row;
    this.explorer.point(row === null ? null : (this.state.map?.words[row] ?? null));
  }

  /** Moves the keyboard to a word. */
  #stand(row: number | null): void {
    this.cursor = row;
    if (row !== null) this.#picture?.reveal(row, smooth());
  }

  #toggleTable(): void {
    this.tableShown = !this.tableShown;
    this.tableWhole = false;
    this.lassoing = false;
    void this.updateComplete.then(() => this.focus());
  }

  #toggleAxes(shown: boolean): void {
    this.axesShown = shown;
    void this.updateComplete.then(() => {
      if (shown) this.querySelector<HTMLElement>("wf-axes-form")?.focus();
      else this.querySelector<HTMLElement>(".map-bar button")?.focus();
    });
  }

  #toggleLasso(): void {
    this.lassoing = !this.lassoing;
    if (this.lassoing) this.focus();
  }

  #keys(): MapKeys {
    return {
      picture: this.#picture,
      smooth: smooth(),
      from: this.cursor ?? this.#rows.of(this.picked),
      cursor: this.cursor,
      stand: (row) => this.#stand(row),
      walk: (row) => this.#walk(row),
      center: () => this.#center(),
      tools: {
        lassoing: this.lassoing,
        toggleTable: () => this.#toggleTable(),
        toggleLasso: () => this.#toggleLasso(),
        selectVisible: () => {
          this.lassoing = false;
          this.explorer.map.select(this.#picture?.visible() ?? null);
        },
        clearSelection: () => {
          if (this.state.selection === null) return false;
          this.explorer.map.select(null);
          return true;
        },
      },
    };
  }

  #onMinimap(event: MouseEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.#stage?.goToMinimap(event.clientX - box.left, event.clientY - box.top, smooth());
  }

  #onTableKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#toggleTable();
  }
}

customElements.define("wf-map", MapView);
