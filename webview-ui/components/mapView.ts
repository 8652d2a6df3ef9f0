/** The map with its bar: pointer and keyboard turn into moves of the picture and walks of the explorer. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Neighbor } from "../../src/protocol/modelMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatShare } from "../formatting.ts";
import { MapPicture } from "../rendering/mapPicture.ts";
import type { NeighborPoint } from "../rendering/mapScene.ts";
import { RasterRenderer } from "../rendering/rasterRenderer.ts";
import { onThemeChange, readTheme } from "../rendering/theme.ts";
import type { MapState } from "../state.ts";
import { text } from "../texts.ts";
import { icon, iconButton, PageElement } from "./elements.ts";
import "./hoverCard.ts";
import { mapTable, type MapTableSort } from "./mapTable.ts";

const ZOOM_STEP = 1.3;
const CLICK_PIXELS = 4;
const PAN_PIXELS = 60;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** `<wf-map>`: the most frequent words on a plane. */
export class MapView extends PageElement {
  static override properties = {
    state: { attribute: false },
    picked: { attribute: false },
    neighbors: { attribute: false },
    pointed: { attribute: false },
    explorer: { attribute: false },
    tableShown: { state: true },
    tableSort: { state: true },
    tableWhole: { state: true },
    noteShown: { state: true },
    cursor: { state: true },
    hovered: { state: true },
  };
  declare state: MapState;
  /** The picked word, also where the map does not have it. */
  declare picked: string | null;
  declare neighbors: readonly Neighbor[];
  declare pointed: string | null;
  declare explorer: Explorer;
  declare private tableShown: boolean;
  declare private tableSort: MapTableSort;
  declare private tableWhole: boolean;
  declare private noteShown: boolean;
  /** The row where the keyboard stands. */
  declare private cursor: number | null;
  /** The row under the pointer. */
  declare private hovered: number | null;

  #picture: MapPicture | undefined;
  #rows: ReadonlyMap<string, number> = new Map();
  #drag: { x: number; y: number; moved: boolean } | undefined;
  /** The word that was picked on the map itself: the map then stays as it is. */
  #pickedHere: string | null = null;
  #stopThemes: () => void = () => undefined;
  readonly #resizes = new ResizeObserver(() => this.#resize());
  readonly #wheel = { handleEvent: (event: WheelEvent) => this.#onWheel(event), passive: false };

  constructor() {
    super();
    this.picked = null;
    this.neighbors = [];
    this.pointed = null;
    this.tableShown = false;
    this.tableSort = { column: "rank", descending: false };
    this.tableWhole = false;
    this.noteShown = false;
    this.cursor = null;
    this.hovered = null;
  }

  override focus(): void {
    this.querySelector<HTMLElement>(this.tableShown ? ".map-table" : ".map-surface")?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#picture?.dispose();
    this.#resizes.disconnect();
    this.#stopThemes();
  }

  protected override firstUpdated(): void {
    const [below, above] = this.querySelectorAll("canvas");
    // The raster is made on the processor: its canvas need not travel to the GPU and back.
    const points = below?.getContext("2d", { willReadFrequently: true, alpha: false });
    const overlay = above?.getContext("2d");
    if (!points || !overlay) throw new Error("This browser has no 2-D canvas.");
    const picture = new MapPicture(new RasterRenderer(points), overlay);
    this.#picture = picture;
    picture.setTheme(readTheme(this));
    this.#stopThemes = onThemeChange(() => picture.setTheme(readTheme(this)));
    this.#resizes.observe(this.querySelector(".map-surface")!);
    this.#showState(true);
    this.#resize();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("state");
    const renewed = changed.has("state") && before?.map !== this.state.map;
    if (renewed) this.cursor = this.hovered = null;
    this.#showState(renewed);
    const walked = changed.has("picked") || changed.has("neighbors");
    if (renewed || walked) this.#follow(!renewed);
  }

  protected override render(): TemplateResult {
    const { map, status } = this.state;
    const count = map?.words.length ?? 0;
    return html`<div class="map-bar">
        <span class="small dim cut">${map ? text("mapWords", count) : nothing}</span>
        <span class="spacer"></span>
        ${map ? this.#chip(map.explained[0] + map.explained[1]) : nothing}
        ${iconButton({
          icon: "target",
          label: text("mapCenter"),
          click: () => this.#center(),
          disabled: this.#pickedRow() === null,
        })}
        ${iconButton({
          icon: "screen-full",
          label: text("mapFit"),
          click: () => this.#picture?.fit(smooth()),
          disabled: map === null,
        })}
        ${iconButton({
          icon: this.tableShown ? "graph-scatter" : "table",
          label: text(this.tableShown ? "mapPicture" : "mapTable"),
          click: () => this.#toggleTable(),
          disabled: map === null,
        })}
      </div>
      <div class="map-body">
        <div
          class="map-surface ${this.hovered === null ? "" : "over-word"}"
          role="application"
          tabindex=${this.tableShown ? -1 : 0}
          ?inert=${this.tableShown}
          aria-label=${text("mapLabel", count)}
          @pointerdown=${this.#onDown}
          @pointermove=${this.#onMove}
          @pointerup=${this.#onUp}
          @pointerleave=${() => this.#hover(null)}
          @dblclick=${this.#onDoubleClick}
          @wheel=${this.#wheel}
          @keydown=${this.#onKey}
          @blur=${() => this.#stand(null)}
        >
          <canvas aria-hidden="true"></canvas><canvas aria-hidden="true"></canvas>
          ${status === "slow" ? html`<div class="skeleton skeleton-map"></div>` : nothing}
          ${this.#card()}
        </div>
        ${
          this.noteShown && map
            ? html`<p class="map-note small" id="map-note">
                ${text("mapChipNote", formatShare(map.explained[0] + map.explained[1]))}
              </p>`
            : nothing
        }
        ${
          map && this.picked !== null && this.#pickedRow() === null
            ? html`<p class="map-absent small dim" dir="auto">
                ${text("mapNotOnMap", this.picked, count)}
              </p>`
            : nothing
        }
        ${this.tableShown && map ? this.#table() : nothing}
      </div>`;
  }

  #chip(share: number): TemplateResult {
    return html`<button
      type="button"
      class="chip"
      aria-expanded=${String(this.noteShown)}
      aria-controls="map-note"
      @click=${() => (this.noteShown = !this.noteShown)}
    >
      ${icon("info")}${text("mapChip", formatShare(share))}
    </button>`;
  }

  #card(): TemplateResult | typeof nothing {
    const row = this.hovered ?? this.cursor;
    const word = row === null ? undefined : this.state.map?.words[row];
    if (row === null || word === undefined || !this.#picture) return nothing;
    const cosine = this.neighbors.find((neighbor) => neighbor.word === word)?.cosine ?? null;
    return html`<wf-hover-card
      .word=${word}
      .count=${this.state.map?.counts[row] ?? null}
      .rank=${row + 1}
      .cosine=${cosine}
      .place=${this.#picture.place(row)}
      .explorer=${this.explorer}
    ></wf-hover-card>`;
  }

  #table(): TemplateResult {
    const { map } = this.state;
    return mapTable({
      map: map!,
      rows: this.#picture?.visible() ?? [],
      cosines: new Map(this.neighbors.map(({ word, cosine }) => [word, cosine])),
      sort: this.tableSort,
      whole: this.tableWhole,
      setSort: (sort) => (this.tableSort = sort),
      showWhole: () => (this.tableWhole = true),
      walk: (word) => this.explorer.showWord(word),
      key: (event) => this.#onTableKey(event),
    });
  }

  #showState(renewed: boolean): void {
    const picture = this.#picture;
    if (!picture) return;
    const { map } = this.state;
    if (renewed) {
      const { words, counts, xy } = map ?? {
        words: [],
        counts: new Uint32Array(),
        xy: new Float32Array(),
      };
      this.#rows = new Map(words.map((word, row) => [word, row]));
      picture.setPoints({ words, counts, xy });
    }
    picture.setSubject({
      picked: this.#pickedRow(),
      neighbors: this.#neighborPoints(),
      pointed: this.hovered ?? this.#row(this.pointed),
      cursor: this.cursor,
    });
  }

  /** Brings the picked word into view, unless it was picked right here. */
  #follow(mayMove: boolean): void {
    const row = this.#pickedRow();
    const here = this.#pickedHere === this.picked;
    this.#pickedHere = null;
    if (row === null || here) return;
    this.#picture?.showWord(row, this.#neighborPoints(), mayMove && smooth());
  }

  #resize(): void {
    const box = this.querySelector(".map-surface")!.getBoundingClientRect();
    this.#picture?.resize({ width: box.width, height: box.height }, devicePixelRatio);
  }

  #row(word: string | null): number | null {
    return word === null ? null : (this.#rows.get(word) ?? null);
  }

  #pickedRow(): number | null {
    return this.#row(this.picked);
  }

  #neighborPoints(): NeighborPoint[] {
    return this.neighbors.flatMap(({ word, cosine }) => {
      const row = this.#row(word);
      return row === null ? [] : [{ row, cosine }];
    });
  }

  #walk(row: number): void {
    const word = this.state.map?.words[row];
    if (word === undefined) return;
    this.#pickedHere = word;
    this.explorer.showWord(word);
  }

  #center(): void {
    const row = this.cursor ?? this.#pickedRow();
    if (row !== null) this.#picture?.center(row, smooth());
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
    void this.updateComplete.then(() => this.focus());
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, y: event.clientY, moved: false };
  }

  #onMove(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) {
      const [x, y] = this.#at(event);
      this.#hover(this.#picture?.hit(x, y)?.row ?? null);
      return;
    }
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < CLICK_PIXELS) return;
    this.#hover(null);
    this.#picture?.pan(dx, dy);
    this.#drag = { x: event.clientX, y: event.clientY, moved: true };
  }

  #onUp(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (!drag || drag.moved) return;
    const hit = this.#picture?.hit(...this.#at(event));
    if (!hit) return;
    if (hit.edge) this.#picture?.center(hit.row, smooth());
    else this.#walk(hit.row);
  }

  #onDoubleClick(event: MouseEvent): void {
    const picked = this.#pickedRow();
    if (picked === null || this.#picture?.hit(...this.#at(event))) return;
    const rows = this.#neighborPoints().map(({ row }) => row);
    this.#picture?.fitRows([picked, ...rows], smooth());
  }

  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.#hover(null);
    this.#picture?.zoom(Math.exp(-event.deltaY * pixels * 0.0015), ...this.#at(event));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    const { cursor } = this;
    if (arrow && event.shiftKey) this.#picture?.pan(-arrow[0] * PAN_PIXELS, -arrow[1] * PAN_PIXELS);
    else if (arrow) {
      const from = cursor ?? this.#pickedRow();
      const next = this.#picture?.toward(from, ...arrow) ?? null;
      if (next !== null) this.#stand(next);
    } else if (event.key === "Enter" && cursor !== null) this.#walk(cursor);
    else if (event.key === "+" || event.key === "=") this.#picture?.zoom(ZOOM_STEP);
    else if (event.key === "-") this.#picture?.zoom(1 / ZOOM_STEP);
    else if (event.key === "0") this.#picture?.fit(smooth());
    else if (event.key.toLowerCase() === "c") this.#center();
    else if (event.key.toLowerCase() === "t") this.#toggleTable();
    else return;
    event.preventDefault();
  }

  #onTableKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#toggleTable();
  }

  #at(event: MouseEvent): [number, number] {
    const box = this.querySelector(".map-surface")!.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}

/** Whether things may move. */
function smooth(): boolean {
  return (
    !matchMedia("(prefers-reduced-motion: reduce)").matches &&
    !document.body.classList.contains("vscode-reduce-motion")
  );
}

customElements.define("wf-map", MapView);
