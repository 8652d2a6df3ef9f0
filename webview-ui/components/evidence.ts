/** The lines where a word stands: a concordance. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { OccurrenceList } from "../../src/protocol/engineMessages.ts";
import type { Occurrence } from "../../src/protocol/placeMessages.ts";
import type { SharedContextLine } from "../../src/protocol/sharedContextMessages.ts";
import type { Explorer } from "../explorer.ts";
import { fileName } from "../formatting.ts";
import type { Lines } from "../state.ts";
import { text } from "../texts.ts";
import { cssProperties, PageElement } from "./elements.ts";

const ROW_PIXELS = 22;
const SPARE_ROWS = 6;
const NARROW_FIRST = 20;
const NARROW_STEP = 200;
/** Units: UTF-16 units. */
const NARROW_BEFORE = 60;
const PAGE_ROWS = 8;

/** `<wf-evidence>`: a grid; a click opens the place, Ctrl+Enter or a double-click keeps it open. */
export class Evidence extends PageElement {
  static override properties = {
    lines: { attribute: false },
    label: {},
    narrow: { type: Boolean },
    explorer: { attribute: false },
    active: { state: true },
    first: { state: true },
    visible: { state: true },
    shownRows: { state: true },
  };
  /** Those of a word, or of two with the contexts that both have. */
  declare lines: Lines;
  declare label: string;
  /** Lines wrap and stand in the page; else they have one row each and scroll by themselves. */
  declare narrow: boolean;
  declare explorer: Explorer;
  declare private active: number;
  declare private first: number;
  declare private visible: number;
  declare private shownRows: number;
  readonly #resizes = new ResizeObserver(() => this.#look());

  constructor() {
    super();
    this.narrow = false;
    this.label = "";
    this.active = 0;
    this.first = 0;
    this.visible = 40;
    this.shownRows = NARROW_FIRST;
  }

  override focus(): void {
    this.querySelector<HTMLElement>("[role=grid]")?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("lines");
    if (changed.has("lines") && before?.shown?.word !== this.lines.shown?.word) {
      this.active = 0;
      this.first = 0;
      this.shownRows = NARROW_FIRST;
      this.querySelector(".lines-scroll")?.scrollTo({ top: 0 });
    }
  }

  protected override updated(): void {
    this.#look();
  }

  protected override render(): TemplateResult {
    const { status, shown, word } = this.lines;
    if (status === "slow" && shown?.word !== word) return skeletonLines();
    if (!shown) return html`<div class="lines-scroll"></div>`;
    const { list } = shown;
    if (list.total === 0)
      return html`<div class="lines-scroll">
        <p class="hint padded" dir="auto">${text("noLines", shown.word)}</p>
        ${skipped(list)}
      </div>`;
    return this.narrow ? this.#block(list) : this.#virtual(list);
  }

  /** Only the rows in view and a few around them are in the page. */
  #virtual(list: OccurrenceList): TemplateResult {
    const { occurrences } = list;
    const first = Math.max(0, Math.min(this.first, occurrences.length) - SPARE_ROWS);
    const last = Math.min(occurrences.length, this.first + this.visible + SPARE_ROWS);
    return html`<div class="lines-scroll scroll" @scroll=${() => this.#look()}>
      ${this.#grid(
        list,
        html`<div ${cssProperties({ "block-size": `${first * ROW_PIXELS}px` })}></div>
          ${occurrences
            .slice(first, last)
            .map((occurrence, i) =>
              this.#row(occurrence, first + i, occurrences[first + i - 1], i === 0),
            )}
          <div
            ${cssProperties({ "block-size": `${(occurrences.length - last) * ROW_PIXELS}px` })}
          ></div>`,
      )}
      ${this.#end(list)}
    </div>`;
  }

  #block(list: OccurrenceList): TemplateResult {
    const { occurrences } = list;
    const shown = occurrences.slice(0, this.shownRows);
    return html`<div class="lines-block">
      ${this.#grid(
        list,
        html`${shown.map((occurrence, i) => this.#row(occurrence, i, undefined, true))}`,
      )}
      ${
        shown.length < occurrences.length
          ? html`<button
              type="button"
              class="link padded"
              @click=${() => (this.shownRows += NARROW_STEP)}
            >
              ${text("moreLines")}
            </button>`
          : this.#end(list)
      }
    </div>`;
  }

  #grid(list: OccurrenceList, rows: TemplateResult): TemplateResult {
    return html`<div
      class="lines"
      role="grid"
      tabindex="0"
      aria-label=${this.label}
      aria-rowcount=${list.occurrences.length}
      aria-readonly="true"
      aria-activedescendant="line-${this.active}"
      @keydown=${this.#onKey}
    >
      ${rows}
    </div>`;
  }

  #row(
    occurrence: Occurrence | SharedContextLine,
    i: number,
    previous: Occurrence | undefined,
    always: boolean,
  ): TemplateResult {
    const { path, line, column, before, match, after } = occurrence;
    const contexts = "contexts" in occurrence ? occurrence.contexts : [];
    const from = this.narrow ? tailStart(before) : before.length - before.trimStart().length;
    const name = fileName(path);
    const where = `${name}:${line}`;
    // In a line so long that its number says little, as where a file is one line, the column is told too.
    const place = column > 500 ? `${line}:${column}` : String(line);
    return html`<div
      class="line ${i === this.active ? "active" : ""}"
      id="line-${i}"
      role="row"
      aria-rowindex=${i + 1}
      aria-selected=${String(i === this.active)}
      aria-label=${text("lineRow", name, line, `${before}${match}${after}`)}
      title=${text("lineOpen", `${path}:${line}:${column}`)}
      @click=${() => this.#open(i, false)}
      @dblclick=${() => this.#open(i, true)}
    >
      <span class="line-file cut" role="gridcell"
        >${always || previous?.path !== path ? html`<bdi>${this.narrow ? where : name}</bdi>` : nothing}</span
      ><span class="line-place number" role="gridcell">${this.narrow ? nothing : place}</span
      ><span class="line-text" role="gridcell" dir="auto"
        ><span class="line-before"
          ><span
            >${this.narrow && from > 0 ? "… " : nothing}${marked(before, "before", contexts, from)}</span
          ></span
        ><span class="line-rest"
          ><mark>${match}</mark>${marked(after, "after", contexts, 0)}</span
        ></span
      >
    </div>`;
  }

  #end(list: OccurrenceList): TemplateResult {
    const more = list.total > list.occurrences.length;
    return html`${
      more
        ? html`<div class="lines-end small">
            <span class="dim number"
              >${text("linesShown", list.occurrences.length, list.total)}</span
            >
            <button
              type="button"
              class="link"
              ?disabled=${this.lines.status !== "ready"}
              @click=${() => this.explorer.showAllLines()}
            >
              ${text("showAllLines", list.total)}
            </button>
          </div>`
        : nothing
    }${skipped(list)}`;
  }

  #open(i: number, keep: boolean): void {
    const occurrence = this.lines.shown?.list.occurrences[i];
    this.active = i;
    if (occurrence) this.explorer.openPlace(occurrence, keep);
  }

  #onKey(event: KeyboardEvent): void {
    const length = this.lines.shown?.list.occurrences.length ?? 0;
    const reach = this.narrow ? Math.min(length, this.shownRows) : length;
    const moves: Record<string, number> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + PAGE_ROWS,
      PageUp: this.active - PAGE_ROWS,
      Home: 0,
      End: reach - 1,
    };
    const to = moves[event.key];
    if (event.altKey || event.metaKey) return;
    if (to !== undefined) {
      this.active = Math.max(0, Math.min(reach - 1, to));
      this.#reveal();
    } else if (event.key === "Enter") this.#open(this.active, event.ctrlKey);
    else return;
    event.preventDefault();
  }

  #reveal(): void {
    const scroll = this.querySelector(".lines-scroll");
    if (!scroll) {
      void this.updateComplete.then(() =>
        this.querySelector(".line.active")?.scrollIntoView({ block: "nearest" }),
      );
      return;
    }
    const top = this.active * ROW_PIXELS;
    const bottom = top + ROW_PIXELS - scroll.clientHeight;
    if (scroll.scrollTop > top) scroll.scrollTop = top;
    else if (scroll.scrollTop < bottom) scroll.scrollTop = bottom;
    this.#look();
  }

  /** Notes which rows are in view. */
  #look(): void {
    const scroll = this.querySelector(".lines-scroll");
    if (!scroll) return;
    this.first = Math.floor(scroll.scrollTop / ROW_PIXELS);
    this.visible = Math.max(1, Math.ceil(scroll.clientHeight / ROW_PIXELS));
  }
}

/**
 * Where the end of what precedes a word begins, at the beginning of a word: wrapped lines have no room for all of it.
 * Units: UTF-16 units.
 */
function tailStart(before: string): number {
  if (before.length <= NARROW_BEFORE) return before.length - before.trimStart().length;
  const start = before.length - NARROW_BEFORE;
  const space = before.slice(start).search(/\s/);
  return space < 0 ? start : start + space + 1;
}

/** A text from a place on, with the words that were found in it marked. */
function marked(
  whole: string,
  side: SharedContextLine["contexts"][number]["side"],
  contexts: SharedContextLine["contexts"],
  from: number,
): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let done = from;
  for (const { start, end } of contexts.filter((context) => context.side === side)) {
    if (start < done) continue;
    parts.push(whole.slice(done, start), html`<b class="shared">${whole.slice(start, end)}</b>`);
    done = end;
  }
  return [...parts, whole.slice(done)];
}

function skipped({ skipped: files }: OccurrenceList): TemplateResult | typeof nothing {
  if (files.length === 0) return nothing;
  const list = files.map(({ path, reason }) => `${path}: ${reason}`).join("\n");
  return html`<p class="hint padded small" title=${list}>${text("skippedFiles", files.length)}</p>`;
}

function skeletonLines(): TemplateResult {
  return html`<div class="lines-scroll" aria-busy="true">
    ${Array.from(
      { length: 6 },
      () => html`<div class="line"><span class="skeleton skeleton-line"></span></div>`,
    )}
  </div>`;
}

customElements.define("wf-evidence", Evidence);
