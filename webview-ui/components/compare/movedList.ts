/** The words that moved most from one model to another: how far, how far by chance, how often in each. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import type { MovedWord } from "../../../src/protocol/driftMessages.ts";
import type { Explorer } from "../../explorer.ts";
import { formatCosine } from "../../formatting.ts";
import { text } from "../../texts.ts";
import { cssProperties, PageElement } from "../elements.ts";
import { rowAfterKey } from "../listKeys.ts";

/** Bars end here at least, so that small movements look small. */
const LEAST_SCALE = 0.8;

/** `<wf-moved-list>`: a listbox; arrow keys walk, Enter or a click picks. */
export class MovedList extends PageElement {
  static override properties = {
    words: { attribute: false },
    picked: { attribute: false },
    pointed: { attribute: false },
    explorer: { attribute: false },
    active: { state: true },
  };
  declare words: readonly MovedWord[];
  declare picked: string | null;
  /** The word under the pointer, here or on the map. */
  declare pointed: string | null;
  declare explorer: Explorer;
  declare private active: number;

  constructor() {
    super();
    this.words = [];
    this.picked = this.pointed = null;
    this.active = 0;
  }

  override focus(): void {
    this.querySelector<HTMLElement>("[role=listbox]")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("words") && !changed.has("picked")) return;
    const row = this.words.findIndex(({ word }) => word === this.picked);
    if (row >= 0) this.active = row;
    else if (changed.has("words")) this.active = 0;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("active") || changed.has("words"))
      this.querySelector(".moved-row.active")?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const scale = Math.max(LEAST_SCALE, ...this.words.map(({ distance }) => distance));
    return html`<div class="moved-head small dim" aria-hidden="true">
        <span>${text("compareWord")}</span><span>${text("compareMoved")}</span><span></span
        ><span>${text("compareCount")}</span>
      </div>
      <div
        class="moved-rows scroll"
        role="listbox"
        tabindex="0"
        aria-label=${text("compareList")}
        aria-activedescendant=${this.words.length > 0 ? `moved-${this.active}` : ""}
        @keydown=${this.#onKey}
        @focus=${() => this.#point(this.active)}
        @blur=${() => this.explorer.point(null)}
        @pointerleave=${() => this.explorer.point(null)}
      >
        ${this.words.map((entry, row) => this.#row(entry, row, scale))}
      </div>`;
  }

  #row(entry: MovedWord, row: number, scale: number): TemplateResult {
    const { word, distance, beyond, firstCount, secondCount } = entry;
    const chance = distance - beyond;
    const isCounted = firstCount !== null && secondCount !== null;
    const figures = [word, formatCosine(distance), formatCosine(chance)];
    const share = (value: number) => `${(100 * Math.max(0, value)) / scale}%`;
    const classes = ["moved-row"];
    if (row === this.active) classes.push("active");
    if (word === this.picked) classes.push("picked");
    if (word === this.pointed) classes.push("hovered");
    return html`<div
      class=${classes.join(" ")}
      id="moved-${row}"
      role="option"
      aria-selected=${String(word === this.picked)}
      aria-label=${
        isCounted
          ? text("compareRow", ...figures, firstCount, secondCount)
          : text("compareRowPlain", ...figures)
      }
      @pointerenter=${() => this.#point(row)}
      @click=${() => this.#pick(row)}
    >
      <span class="row-word cut" dir="auto">${word}</span>
      <span class="moved-bar"
        ><span class="moved-length" ${cssProperties({ "inline-size": share(distance) })}></span
        ><span class="moved-chance" ${cssProperties({ "inset-inline-start": share(chance) })}></span
      ></span>
      <span class="number">${formatCosine(distance)}</span>
      <span class="number dim moved-count"
        >${isCounted ? text("compareCounts", firstCount, secondCount) : ""}</span
      >
    </div>`;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.words.length - 1;
    const to = rowAfterKey(event.key, this.active, last);
    if (to !== undefined) {
      this.active = to;
      this.#point(to);
    } else if (event.key === "Enter" || event.key === " ") this.#pick(this.active);
    else return;
    event.preventDefault();
  }

  #pick(row: number): void {
    const word = this.words[row]?.word;
    if (word !== undefined) this.explorer.showWord(word);
  }

  #point(row: number): void {
    this.explorer.point(this.words[row]?.word ?? null);
  }
}

customElements.define("wf-moved-list", MovedList);
