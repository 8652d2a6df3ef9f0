// From an offset in a text to its line.
import { CONTEXT, locatePlace, type PlaceOnLine } from "./placeContext.ts";

/** As VS Code cuts lines. */
const LINE_BREAKS = /\r\n|\n|\r/g;

/**
 * A place in a text.
 *
 * Units: `line` and `column` from 1, as editors count; `column` and `length` in UTF-16 units.
 */
export interface NumberedPlace extends PlaceOnLine {
  readonly line: number;
}

/** Finds the lines of places whose lines come in order. */
export class LineFinder {
  readonly #text: string;
  readonly #breaks = new RegExp(LINE_BREAKS);
  #line = 1;
  #lineStart = 0;
  #next: number | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#findNext();
  }

  /** Returns line and column of an offset, both from 1. */
  place(offset: number): { line: number; column: number } {
    this.#goTo(offset);
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }

  /** Returns the place of the text from `start` to `end`, with what stands around it. */
  locate(start: number, end: number): NumberedPlace {
    this.#goTo(start);
    const from = Math.max(this.#lineStart, start - CONTEXT - 1);
    const text = this.#text.slice(from, end + CONTEXT + 1);
    return locatePlace(text, start - from, end - from, this.#line, this.#lineStart - from);
  }

  #goTo(offset: number): void {
    while (this.#next !== undefined && this.#next <= offset) {
      this.#line++;
      this.#lineStart = this.#next;
      this.#next = this.#findNext();
    }
  }

  #findNext(): number | undefined {
    return this.#breaks.exec(this.#text) ? this.#breaks.lastIndex : undefined;
  }
}

/** Lists where the lines of a text begin, for places whose lines are known. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const found of text.matchAll(LINE_BREAKS)) starts.push(found.index + found[0].length);
  return starts;
}
