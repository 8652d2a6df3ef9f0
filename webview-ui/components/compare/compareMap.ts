/** The words of two models on one plane: hollow where they were, solid where they are, arrows for those that moved most. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { movedArrows, type CompareState } from "../../compare/compareState.ts";
import type { Explorer } from "../../explorer.ts";
import { smooth } from "../../motion.ts";
import type { MapPicture } from "../../rendering/mapPicture.ts";
import { text } from "../../texts.ts";
import { PageElement } from "../elements.ts";
import { MapCanvas } from "../mapCanvas.ts";
import { MapGestures } from "../mapGestures.ts";
import { mapKey } from "../mapKeys.ts";

/** `<wf-compare-map>`: the pointer names a word, a click or Enter picks it. */
export class CompareMap extends PageElement {
  static override properties = {
    state: { attribute: false },
    pointed: { attribute: false },
    explorer: { attribute: false },
    cursor: { state: true },
    hovered: { state: true },
  };
  declare state: CompareState;
  declare pointed: string | null;
  declare explorer: Explorer;
  /** The row where the keyboard stands. */
  declare private cursor: number | null;
  /** The row under the pointer. */
  declare private hovered: number | null;
  #canvas: MapCanvas | undefined;
  readonly #gestures = new MapGestures({
    picture: () => this.#picture,
    isLassoing: () => false,
    hover: (row) => this.#hover(row),
    click: (row, edge) => (edge ? this.#picture?.center(row, smooth()) : this.#pick(row)),
    doubleClick: () => this.fit(),
    enclose: (outline) => this.#picture?.fitRows(this.#picture.inside(outline), smooth()),
  });

  constructor() {
    super();
    this.pointed = null;
    this.cursor = this.hovered = null;
  }

  override focus(): void {
    this.querySelector<HTMLElement>(".map-surface")?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#canvas?.dispose();
  }

  /** Shows the whole map. */
  fit(): void {
    this.#picture?.fit(smooth());
  }

  protected override firstUpdated(): void {
    const draw = () => this.#draw();
    this.#canvas = new MapCanvas(this, { themed: draw, resized: draw, drawn: () => undefined });
    this.#place();
    this.#draw();
    this.#canvas.resize();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("state")?.map;
    const { map } = this.state;
    if (changed.has("state") && before?.words !== map?.words) {
      this.cursor = this.hovered = null;
      this.#place();
    } else if (map && before && before !== map)
      this.#picture?.movePoints(map.positions, 2, smooth());
    this.#draw();
    if (changed.get("state")?.word !== this.state.word) this.#reveal();
  }

  protected override render(): TemplateResult {
    const count = this.state.map?.words.length ?? 0;
    return html`<div
      class="map-surface ${this.hovered === null ? "" : "over-word"}"
      role="application"
      tabindex="0"
      data-region
      aria-label=${text("compareMap", count)}
      @pointerdown=${this.#gestures.down}
      @pointermove=${this.#gestures.move}
      @pointerup=${this.#gestures.up}
      @pointercancel=${this.#gestures.cancel}
      @pointerleave=${this.#gestures.leave}
      @contextmenu=${(event: Event) => event.preventDefault()}
      @dblclick=${this.#gestures.doubleClick}
      @wheel=${this.#gestures.wheel}
      @keydown=${this.#onKey}
      @blur=${() => this.#stand(null)}
    >
      <div class="map-points"></div>
      <canvas class="map-overlay" aria-hidden="true"></canvas>
      ${count === 0 ? html`<p class="compare-map-note small dim">${this.#waiting()}</p>` : nothing}
    </div>`;
  }

  #waiting(): string {
    return this.state.mapProblem ?? (this.state.run ? text("compareMapWaiting") : "");
  }

  #place(): void {
    const { map } = this.state;
    const n = map?.words.length ?? 0;
    this.#picture?.setPoints({
      words: map ? [...map.words, ...map.words] : [],
      counts: map ? Uint32Array.from([...map.counts, ...map.counts]) : new Uint32Array(),
      positions: map?.positions ?? new Float32Array(),
      dimensions: 2,
      formerFrom: n,
    });
  }

  #draw(): void {
    const { word } = this.state;
    const at = this.hovered ?? this.cursor;
    const pointed = at === null ? this.pointed : this.#wordAt(at);
    this.#picture?.setSubject({
      picked: this.#rowOf(word),
      neighbors: [],
      strangers: [],
      arrows: movedArrows(this.state, [word, pointed]),
      fidelity: null,
      pointed: this.#rowOf(pointed),
      cursor: this.cursor,
      obstacles: [],
    });
  }

  /** Both ends of the picked word's arrow come into view. */
  #reveal(): void {
    const row = this.#rowOf(this.state.word);
    if (row === null) return;
    this.#picture?.reveal(this.#formerOf(row), smooth());
    this.#picture?.reveal(row, smooth());
  }

  #rowOf(word: string | null): number | null {
    return word === null ? null : (this.state.map?.rows.get(word) ?? null);
  }

  #formerOf(row: number): number {
    return row + (this.state.map?.words.length ?? 0);
  }

  #wordAt(row: number): string | null {
    const words = this.state.map?.words ?? [];
    return words[row % Math.max(1, words.length)] ?? null;
  }

  #hover(row: number | null): void {
    if (row === this.hovered) return;
    this.hovered = row;
    this.explorer.point(row === null ? null : this.#wordAt(row));
  }

  #stand(row: number | null): void {
    this.cursor = row;
    this.explorer.point(row === null ? null : this.#wordAt(row));
    if (row !== null) this.#picture?.reveal(row, smooth());
  }

  #pick(row: number): void {
    const word = this.#wordAt(row);
    if (word !== null) this.explorer.showWord(word);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const picked = this.#rowOf(this.state.word);
    const from = this.cursor ?? picked;
    mapKey(event, {
      ...{ picture: this.#picture, smooth: smooth(), from, cursor: this.cursor },
      stand: (row) => this.#stand(row),
      walk: (row) => this.#pick(row),
      center: () => {
        if (from !== null) this.#picture?.center(from, smooth());
      },
    });
  };

  get #picture(): MapPicture | undefined {
    return this.#canvas?.picture;
  }
}

customElements.define("wf-compare-map", CompareMap);
