/** A field for a word, a formula or a list of words, with completion of the word at the caret. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { WordEntry } from "../../src/protocol/modelMessages.ts";
import { formatCount } from "../formatting.ts";
import { asTerm, isFormula, termAt, type TextRange } from "../formulaText.ts";
import { Latest } from "../latest.ts";
import { text } from "../texts.ts";
import { icon, PageElement } from "./elements.ts";

const PAUSE_MS = 60;

/** `<wf-word-field>`: a combobox; `commit` is called with the word on Enter or on a choice. */
export class WordField extends PageElement {
  static override properties = {
    name: {},
    label: {},
    value: {},
    placeholder: {},
    search: { type: Boolean },
    kind: {},
    disabled: { type: Boolean },
    complete: { attribute: false },
    commit: { attribute: false },
    typed: { state: true },
    words: { state: true },
    active: { state: true },
  };
  /** Distinguishes the ids of several fields. */
  declare name: string;
  declare label: string;
  declare value: string;
  declare placeholder: string;
  /** The main field: wears a magnifier, and commits only when told to, not when it loses the focus. */
  declare search: boolean;
  /** A formula may be one word, which is then completed as a whole. */
  declare kind: "word" | "formula" | "list";
  declare disabled: boolean;
  declare complete: (typed: string, signal: AbortSignal) => Promise<readonly WordEntry[]>;
  declare commit: (word: string) => void;
  declare private typed: string;
  declare private words: readonly WordEntry[];
  declare private active: number;

  readonly #completion = new Latest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.name = "word";
    this.label = "";
    this.value = "";
    this.placeholder = "";
    this.search = false;
    this.kind = "word";
    this.disabled = false;
    this.complete = async () => [];
    this.commit = () => undefined;
    this.typed = "";
    this.words = [];
    this.active = -1;
  }

  /** Puts the caret into the field, with its text selected. */
  override focus(): void {
    const input = this.querySelector("input");
    input?.focus();
    input?.select();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("value")) {
      this.typed = this.value;
      this.#close();
    }
  }

  protected override updated(): void {
    const popup = this.querySelector<HTMLElement>(".completion");
    if (!popup) return;
    const open = this.words.length > 0;
    if (open !== popup.matches(":popover-open")) popup.togglePopover(open);
    if (open) {
      this.#place(popup);
      popup.querySelector(".active")?.scrollIntoView({ block: "nearest" });
    }
  }

  protected override render(): TemplateResult {
    const open = this.words.length > 0;
    const list = `${this.name}-completion`;
    return html`<div class="field ${this.search ? "field-search" : ""}">
      ${this.search ? icon("search") : nothing}
      <input
        type="text"
        role="combobox"
        dir="auto"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-label=${this.label}
        aria-autocomplete="list"
        aria-expanded=${String(open)}
        aria-controls=${list}
        aria-activedescendant=${open && this.active >= 0 ? `${list}-${this.active}` : ""}
        placeholder=${this.placeholder}
        ?disabled=${this.disabled}
        .value=${this.typed}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
        @blur=${this.#onBlur}
      />
      <ul
        class="completion popup"
        id=${list}
        role="listbox"
        popover="manual"
        aria-label=${text("completions")}
        @pointerdown=${(event: Event) => event.preventDefault()}
      >
        ${this.words.map(
          (entry, i) =>
            html`<li
              role="option"
              id="${list}-${i}"
              class=${i === this.active ? "active" : ""}
              aria-selected=${String(i === this.active)}
              @click=${() => this.#choose(entry.word)}
            >
              <span class="cut" dir="auto">${entry.word}</span>
              <span class="small dim number">${formatCount(entry.count)}</span>
            </li>`,
        )}
      </ul>
    </div>`;
  }

  #onInput(event: InputEvent): void {
    this.typed = (event.target as HTMLInputElement).value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#suggest(), PAUSE_MS);
  }

  async #suggest(): Promise<void> {
    const { start, end } = this.#range();
    const typed = this.typed.slice(start, end).trim();
    // One Latin letter begins too many words to be of use; one character of other scripts can be a word.
    if (typed === "" || /^\p{Script=Latin}$/u.test(typed)) {
      this.#close();
      return;
    }
    const signal = this.#completion.begin();
    const words = await this.complete(typed, signal);
    if (signal.aborted) return;
    this.active = -1;
    this.words = words.length === 1 && words[0]?.word === typed ? [] : words;
  }

  /** What is completed: the word at the caret, or all. */
  #range(): TextRange {
    const whole = { start: 0, end: this.typed.length };
    if (this.kind === "word" || (this.kind === "formula" && !isFormula(this.typed))) return whole;
    return termAt(this.typed, this.querySelector("input")?.selectionStart ?? whole.end);
  }

  /** Takes a completion: into its place among others, or as the whole. */
  #choose(word: string): void {
    const { start, end } = this.#range();
    if (start === 0 && end === this.typed.length && this.kind !== "list") {
      this.#finish(word);
      return;
    }
    const term = this.kind === "formula" ? asTerm(word) : word;
    const typed = this.typed.slice(0, start) + term + this.typed.slice(end);
    this.typed = typed;
    this.#close();
    const input = this.querySelector("input");
    if (!input) return;
    input.value = typed;
    input.setSelectionRange(start + term.length, start + term.length);
  }

  #onKey(event: KeyboardEvent): void {
    const { length } = this.words;
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const chosen = this.words[this.active];
      if (chosen) this.#choose(chosen.word);
      else this.#finish(this.typed);
    } else if (event.key === "Escape" && length > 0) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "Escape") {
      this.typed = this.value;
    } else if (length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // −1 is the field itself, between the last word and the first.
      this.active = ((this.active + 1 + step + length + 1) % (length + 1)) - 1;
    }
  }

  #onBlur(): void {
    if (!this.search && this.typed.trim() !== this.value) this.#finish(this.typed);
    this.#close();
  }

  #finish(word: string): void {
    this.typed = word;
    this.#close();
    this.commit(word);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#completion.cancel();
    this.words = [];
    this.active = -1;
  }

  /** The list lies in the top layer, where no scrolling column cuts it off; so it needs a place on the screen. */
  #place(popup: HTMLElement): void {
    const field = this.getBoundingClientRect();
    const { style } = popup;
    const width = Math.max(field.width, 160);
    style.setProperty("inline-size", `${width}px`);
    style.setProperty("left", `${Math.max(0, Math.min(field.left, innerWidth - width - 4))}px`);
    const below = innerHeight - field.bottom;
    const upward = below < popup.offsetHeight + 8 && field.top > below;
    style.setProperty("top", `${upward ? field.top - popup.offsetHeight - 2 : field.bottom + 2}px`);
  }
}

customElements.define("wf-word-field", WordField);
