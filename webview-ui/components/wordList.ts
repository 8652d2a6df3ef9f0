/** A list of words with their cosines: the neighbors, or the candidates of a formula. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Neighbor } from "../../src/protocol/modelMessages.ts";
import type { Explorer } from "../explorer.ts";
import { isUnsure } from "../../src/protocol/neighborConfidence.ts";
import { formatCosine, formatCount } from "../formatting.ts";
import { text } from "../texts.ts";
import { confidenceText } from "./confidence.ts";
import { cssProperties, iconButton, PageElement } from "./elements.ts";
import { rowAfterKey } from "./listKeys.ts";

const ROW_PIXELS = 22;
const NONE: ReadonlySet<string> = new Set();

/** `<wf-word-list>`: a listbox; Enter or a click walks to the word, `W`, `O`, `P` and `+` act on it. */
export class WordList extends PageElement {
  static override properties = {
    name: {},
    label: {},
    words: { attribute: false },
    limit: { type: Number },
    origin: { attribute: false },
    pointed: { attribute: false },
    common: { attribute: false },
    among: { attribute: false },
    column: {},
    barOf: { attribute: false },
    explorer: { attribute: false },
    active: { state: true },
    hovered: { state: true },
  };
  declare name: string;
  declare label: string;
  declare words: readonly Neighbor[];
  /** Shows at most so many. */
  declare limit: number;
  /** The word that the cosines refer to; null where they refer to a formula. */
  declare origin: string | null;
  declare pointed: string | null;
  /** Words that stand in a list beside this one, too. */
  declare common: ReadonlySet<string>;
  /** The words' confidence is about standing among so many. */
  declare among: number | undefined;
  /** What the last column says: how often the word occurs, or its place near a word alone. */
  declare column: "count" | "alone";
  /** The length of a word's bar, 0 to 1. */
  declare barOf: (entry: Neighbor) => number;
  declare explorer: Explorer;
  declare private active: number;
  declare private hovered: number;

  constructor() {
    super();
    this.name = "words";
    this.label = "";
    this.words = [];
    this.limit = Infinity;
    this.origin = null;
    this.pointed = null;
    this.common = NONE;
    this.among = undefined;
    this.column = "count";
    this.barOf = ({ cosine }) => cosine;
    this.active = 0;
    this.hovered = -1;
  }

  readonly #leave = () => this.#hover(-1);

  override focus(): void {
    this.querySelector<HTMLElement>("[role=listbox]")?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Not row by row: between a row and its actions the pointer leaves neither.
    this.addEventListener("pointerleave", this.#leave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("pointerleave", this.#leave);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("words")) {
      this.active = 0;
      this.hovered = -1;
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("active") && this.matches(":focus-within"))
      this.querySelector(".row.active")?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult {
    const target = this.#target();
    return html`<div
        class="rows"
        role="listbox"
        tabindex="0"
        aria-label=${this.label}
        aria-activedescendant=${this.words.length > 0 ? `${this.name}-${this.active}` : ""}
        @keydown=${this.#onKey}
        @focus=${() => this.#point(this.active)}
        @blur=${() => this.explorer.point(null)}
      >
        ${this.words.slice(0, this.limit).map((entry, i) => this.#row(entry, i))}
      </div>
      ${this.words[target] ? this.#actions(this.words[target], target) : nothing}`;
  }

  #row(entry: Neighbor, i: number): TemplateResult {
    const { word, count } = entry;
    const classes = ["row"];
    if (i === this.active) classes.push("active");
    if (i === this.#target()) classes.push("acting");
    if (i === this.hovered || word === this.pointed) classes.push("hovered");
    if (isUnsure(entry)) classes.push("unsure");
    const trust = confidenceText(entry, this.among);
    const figure = formatCosine(entry.score ?? entry.cosine);
    const label =
      count === null
        ? text("neighborRow", word, figure)
        : text(this.column === "count" ? "neighborRowCount" : "candidateRow", count, word, figure);
    const width = Math.min(1, Math.max(0, this.barOf(entry))) * 100;
    return html`<div
      class=${classes.join(" ")}
      id="${this.name}-${i}"
      role="option"
      aria-selected=${String(i === this.active)}
      aria-label=${trust === null ? label : text("trustedRow", label, trust)}
      title=${trust ?? nothing}
      @pointerenter=${() => this.#hover(i)}
      @click=${() => this.explorer.showWord(word)}
    >
      <span class="row-word cut ${this.common.has(word) ? "common" : ""}" dir="auto">${word}</span>
      <span class="bar"><span ${cssProperties({ width: `${width}%` })}></span></span>
      <span class="row-cosine number small">${figure}</span>
      <span class="row-count number small dim">${formatCount(count)}</span>
    </div>`;
  }

  /** Beside the options, not in them: an option may not hold buttons. */
  #actions({ word }: Neighbor, i: number): TemplateResult {
    const { origin } = this;
    return html`<div
      class="row-actions ${this.hovered >= 0 ? "hovered" : ""}"
      role="toolbar"
      aria-label=${word}
      ${cssProperties({ top: `${i * ROW_PIXELS}px` })}
    >
      ${
        origin === null
          ? nothing
          : iconButton({
              icon: "question",
              label: text("whyAction", origin),
              click: () => this.explorer.reasons.show(origin, word),
            })
      }
      ${iconButton({
        icon: "go-to-file",
        label: text("linesAction"),
        click: () => this.explorer.showLines(word),
      })}
      ${iconButton({
        icon: "pin",
        label: text("pinAction"),
        click: () => this.explorer.neighbors.pin(word),
      })}
      ${iconButton({
        icon: "add",
        label: text("addToFormula"),
        click: () => this.explorer.addToFormula(word),
      })}
    </div>`;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = Math.min(this.limit, this.words.length) - 1;
    const entry = this.words[this.active];
    const to = rowAfterKey(event.key, this.active, last);
    if (to !== undefined) {
      this.active = to;
      this.#point(to);
    } else if (!entry) return;
    else if (event.key === "Enter" || event.key === " ") this.explorer.showWord(entry.word);
    else if (event.key.toLowerCase() === "o") this.explorer.showLines(entry.word);
    else if (event.key.toLowerCase() === "p") this.explorer.neighbors.pin(entry.word);
    else if (event.key.toLowerCase() === "w" && this.origin !== null)
      this.explorer.reasons.show(this.origin, entry.word);
    else if (event.key === "+") this.explorer.addToFormula(entry.word);
    else return;
    event.preventDefault();
  }

  /** The row that the actions belong to. */
  #target(): number {
    return this.hovered >= 0 ? this.hovered : this.active;
  }

  #hover(i: number): void {
    this.hovered = i;
    this.#point(i);
  }

  #point(i: number): void {
    this.explorer.point(this.words[i]?.word ?? null);
  }
}

customElements.define("wf-word-list", WordList);
