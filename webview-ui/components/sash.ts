/** The line between two parts that the user can move. */
import { html, type TemplateResult } from "lit";
import { sashSize, type SashRange } from "../layout.ts";
import { PageElement } from "./elements.ts";

const STEP_PIXELS = 16;

/** `<wf-sash>`: a separator; drag it, use arrow keys, double-click to go back to the preset. */
export class Sash extends PageElement {
  static override properties = {
    label: {},
    upright: { type: Boolean },
    size: { type: Number },
    range: { attribute: false },
    moved: { attribute: false },
  };
  declare label: string;
  /** The line stands upright and sizes the part to its left; else it lies and sizes the part below. */
  declare upright: boolean;
  declare size: number;
  declare range: SashRange;
  /** Gets the new size; null means the preset. */
  declare moved: (size: number | null) => void;
  #drag: { readonly at: number; readonly size: number } | undefined;

  constructor() {
    super();
    this.label = "";
    this.upright = false;
    this.size = 0;
    this.range = { minimum: 0, maximum: 0 };
    this.moved = () => undefined;
  }

  protected override render(): TemplateResult {
    return html`<div
      class="sash ${this.upright ? "upright" : "lying"}"
      role="separator"
      tabindex="0"
      aria-label=${this.label}
      aria-orientation=${this.upright ? "vertical" : "horizontal"}
      aria-valuenow=${this.size}
      aria-valuemin=${this.range.minimum}
      aria-valuemax=${this.range.maximum}
      @pointerdown=${this.#onDown}
      @pointermove=${this.#onMove}
      @pointerup=${this.#onUp}
      @lostpointercapture=${this.#onUp}
      @dblclick=${() => this.moved(null)}
      @keydown=${this.#onKey}
    ></div>`;
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.target as HTMLElement).setPointerCapture(event.pointerId);
    this.#drag = { at: this.upright ? event.clientX : event.clientY, size: this.size };
  }

  #onMove(event: PointerEvent): void {
    if (!this.#drag) return;
    const way = (this.upright ? event.clientX : event.clientY) - this.#drag.at;
    this.#resize(this.#drag.size + (this.upright ? way : -way));
  }

  #onUp(): void {
    this.#drag = undefined;
  }

  #onKey(event: KeyboardEvent): void {
    const grow = this.upright ? "ArrowRight" : "ArrowUp";
    const shrink = this.upright ? "ArrowLeft" : "ArrowDown";
    if (event.altKey) return; // Alt+Left goes back
    if (event.key === grow) this.#resize(this.size + STEP_PIXELS);
    else if (event.key === shrink) this.#resize(this.size - STEP_PIXELS);
    else if (event.key === "Home") this.#resize(this.range.minimum);
    else if (event.key === "End") this.#resize(this.range.maximum);
    else return;
    event.preventDefault();
  }

  #resize(size: number): void {
    this.moved(sashSize(size, this.size, this.range));
  }
}

customElements.define("wf-sash", Sash);
