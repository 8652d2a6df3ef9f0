/** How alike the words of the selection are at the layer: a triangle whose words stand on the diagonal. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { formatCosine, shorten } from "../../formatting.ts";
import type { ContextReader } from "../../meaning/contextReader.ts";
import type { ContextState } from "../../meaning/contextState.ts";
import { cssColor } from "../../rendering/colors.ts";
import { readScale } from "../../rendering/sequentialScale.ts";
import { onThemeChange, readTheme } from "../../rendering/theme.ts";
import { text } from "../../texts.ts";
import { PageElement } from "../elements.ts";

const MOST_CELL_PIXELS = 22;
const LEAST_CELL_PIXELS = 5;
/** Room for the word at the end of the last row. */
const LABEL_PIXELS = 84;
const LEAST_LABELED_PIXELS = 11;
const FONT_PIXELS = 11;

/** `<wf-similarity>`: a click on a row or a column picks its word. */
export class SimilarityTriangle extends PageElement {
  static override properties = {
    state: { attribute: false },
    context: { attribute: false },
    width: { state: true },
    pointed: { state: true },
  };
  declare state: ContextState;
  declare context: ContextReader;
  declare private width: number;
  declare private pointed: { readonly row: number; readonly column: number } | null;
  readonly #resizes = new ResizeObserver(() => (this.width = this.clientWidth));
  #stop = (): void => undefined;

  constructor() {
    super();
    this.width = 0;
    this.pointed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
    this.#stop = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#stop();
  }

  protected override render(): TemplateResult {
    const { reading } = this.state;
    const words = reading?.words ?? [];
    return html`<canvas
        class="similarity-picture"
        role="img"
        aria-label=${this.#spoken()}
        @click=${(event: MouseEvent) => {
          const cell = this.#cellAt(event);
          if (cell) this.context.pick(cell.row === this.state.picked ? cell.column : cell.row);
        }}
        @pointermove=${(event: PointerEvent) => (this.pointed = this.#cellAt(event))}
        @pointerleave=${() => (this.pointed = null)}
      ></canvas>
      <p class="similarity-told small dim number" aria-hidden="true">
        ${
          this.pointed
            ? `${words[this.pointed.row]?.surface} · ${words[this.pointed.column]?.surface} ${formatCosine(this.#cosine(this.pointed.row, this.pointed.column))}`
            : ""
        }
      </p>`;
  }

  protected override updated(_: PropertyValues<this>): void {
    const canvas = this.querySelector("canvas");
    const drawing = canvas?.getContext("2d");
    const { reading, picked } = this.state;
    if (!canvas || !drawing || !reading || this.width === 0) return;
    const { words } = reading;
    const cell = this.#cell();
    const side = cell * words.length;
    const width = Math.min(this.width, side + LABEL_PIXELS);
    const ratio = devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round((side + 2) * ratio);
    canvas.style.setProperty("inline-size", `${width}px`);
    canvas.style.setProperty("block-size", `${side + 2}px`);
    drawing.setTransform(ratio, 0, 0, ratio, 0, 0);
    const theme = readTheme(this);
    const color = readScale(this);
    const gap = cell > 8 ? 1 : 0;
    for (const row of words.keys())
      for (let column = 0; column < row; column++) {
        drawing.fillStyle = cssColor(color(this.#cosine(row, column)));
        drawing.fillRect(column * cell, row * cell, cell - gap, cell - gap);
      }
    drawing.font = `${FONT_PIXELS}px ${theme.fontFamily}`;
    drawing.textBaseline = "middle";
    if (cell >= LEAST_LABELED_PIXELS)
      for (const [row, { surface }] of words.entries()) {
        drawing.fillStyle = cssColor(row === picked ? theme.focus : theme.foreground);
        const isPicked = row === picked;
        drawing.font = `${isPicked ? "600 " : ""}${FONT_PIXELS}px ${theme.fontFamily}`;
        drawing.fillText(shorten(surface, 14), row * cell + 5, row * cell + cell / 2);
      }
    drawing.strokeStyle = cssColor(theme.focus);
    drawing.lineWidth = 1;
    if (picked > 0) drawing.strokeRect(0.5, picked * cell - 0.5, picked * cell - 1, cell);
    if (picked < words.length - 1)
      drawing.strokeRect(
        picked * cell - 0.5,
        (picked + 1) * cell - 0.5,
        cell,
        (words.length - picked - 1) * cell,
      );
  }

  #cell(): number {
    const count = Math.max(1, this.state.reading?.words.length ?? 1);
    const fitting = Math.floor((this.width - LABEL_PIXELS) / count);
    return Math.max(LEAST_CELL_PIXELS, Math.min(MOST_CELL_PIXELS, fitting));
  }

  #cosine(row: number, column: number): number {
    const { reading } = this.state;
    return reading?.similarities[row * reading.words.length + column] ?? 0;
  }

  #cellAt(event: MouseEvent): { readonly row: number; readonly column: number } | null {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / this.#cell());
    const column = Math.floor((event.clientX - box.left) / this.#cell());
    const count = this.state.reading?.words.length ?? 0;
    return row < count && column >= 0 && column < row ? { row, column } : null;
  }

  /** The picked word's nearest words of the selection, which a picture cannot tell to everyone. */
  #spoken(): string {
    const { reading, picked } = this.state;
    const word = reading?.words[picked];
    if (!reading || !word) return text("similarity");
    const nearest = reading.words
      .map(({ surface }, index) => ({ surface, index, cosine: this.#cosine(picked, index) }))
      .filter(({ index }) => index !== picked)
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, 5)
      .map(({ surface, cosine }) => `${surface} ${formatCosine(cosine)}`);
    return text("similarityOf", word.surface, reading.layer, nearest.join(text("listSeparator")));
  }
}

customElements.define("wf-similarity", SimilarityTriangle);
