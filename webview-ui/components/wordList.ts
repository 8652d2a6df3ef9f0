/** A list of words with their cosines: the neighbors, or the answers of an analogy. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Neighbor } from "../../src/protocol/modelMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatCosine, formatCount } from "../formatting.ts";
import { text } from "../texts.ts";
import { cssProperties, iconButton, PageElement } from "./elements.ts";

const ROW_PIXELS = 22;
const NONE: ReadonlySet<string> = new Set();

/** `<wf-word-list>`: a listbox; Enter or a click walks to the word, `O`, `W`, `S` and `+` act on it. */
export class WordList extends PageElement {
  static override properties = {
    name: {},
    label: {},
    words: { attribute: false },
    limit: { type: Number },
    origin: { attribute: false },
    pointed: { attribute: false },
    common: { attribute: false },
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

  #row({ word, cosine, count }: Neighbor, i: number): TemplateResult {
    const classes = ["row"];
    if (i === this.active) classes.push("active");
    if (i === this.#target()) classes.push("acting");
    if (i === this.hovered || word === this.pointed) classes.push("hovered");
    const label =
      count === null
        ? text("neighborRow", word, formatCosine(cosine))
        : text("neighborRowCount", count, word, formatCosine(cosine));
    const width = Math.min(1, Math.max(0, cosine)) * 100;
    return html`<div
      class=${classes.join(" ")}
      id="${this.name}-${i}"
      role="option"
      aria-selected=${String(i === this.active)}
      aria-label=${label}
      @pointerenter=${() => this.#hover(i)}
      @click=${() => this.explorer.showWord(word)}
    >
      <span class="row-word cut ${this.common.has(word) ? "common" : ""}" dir="auto">${word}</span>
      <span class="bar"><span ${cssProperties({ width: `${width}%` })}></span></span>
      <span class="row-cosine number small">${formatCosine(cosine)}</span>
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
      ${iconButton({
        icon: "go-to-file",
        label: text("linesAction"),
        click: () => this.explorer.showLines(word),
      })}
      ${
        origin === null
          ? nothing
          : html`${iconButton({
              icon: "question",
              label: text("whyAction", origin),
              click: () => this.explorer.reasons.show(origin, word),
            })}${iconButton({
              icon: "arrow-both",
              label: text("similarityAction", origin),
              click: () => this.explorer.comparePair(origin, word),
            })}`
      }
      ${iconButton({
        icon: "add",
        label: text("addToAnalogy"),
        click: () => this.explorer.addToAnalogy(word),
      })}
    </div>`;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = Math.min(this.limit, this.words.length) - 1;
    const entry = this.words[this.active];
    const moves: Record<string, number> = {
      ArrowDown: Math.min(last, this.active + 1),
      ArrowUp: Math.max(0, this.active - 1),
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      this.active = to;
      this.#point(to);
    } else if (!entry) return;
    else if (event.key === "Enter" || event.key === " ") this.explorer.showWord(entry.word);
    else if (event.key.toLowerCase() === "o") this.explorer.showLines(entry.word);
    else if (event.key.toLowerCase() === "s" && this.origin !== null)
      this.explorer.comparePair(this.origin, entry.word);
    else if (event.key.toLowerCase() === "w" && this.origin !== null)
      this.explorer.reasons.show(this.origin, entry.word);
    else if (event.key === "+") this.explorer.addToAnalogy(entry.word);
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
