// Block quotes and items of lists: what holds a line of Markdown, and where its own text begins.

/** A block quote; other containers are items, by the columns that their text is indented. */
const QUOTE = -1;
/** Deeper nesting is no document. */
const DEEPEST = 32;
const TASK = /\[[ xX]\](?=[ \t])/y;

/** The containers that are open, and a place in the present line. */
export class MarkdownContainers {
  readonly #source: string;
  /** Outermost first. */
  readonly #containers: number[] = [];
  #column = 0;
  /** The column where the innermost container's text begins. */
  #base = 0;
  /** The first character of the line that is no blank, behind the containers' marks. */
  at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get depth(): number {
    return this.#containers.length;
  }

  get isFull(): boolean {
    return this.#containers.length >= DEEPEST;
  }

  get isQuoted(): boolean {
    return this.#containers.includes(QUOTE);
  }

  /** Columns between where the container's text begins and the line's text. */
  get indentation(): number {
    return this.#column - this.#base;
  }

  /** Goes to the text of the line from `start` to `end`; returns how many of the containers hold it. */
  match(start: number, end: number): number {
    this.at = start;
    this.#column = this.#base = 0;
    this.#skipIndentation(end);
    let matched = 0;
    for (; matched < this.#containers.length; matched++) {
      const container = this.#containers[matched]!;
      if (container === QUOTE) {
        if (this.at >= end || this.indentation > 3) break;
        if (this.#source.charCodeAt(this.at) !== 0x3e) break;
        this.#skipQuoteMark(end);
      } else if (this.at < end) {
        if (this.indentation < container) break;
        this.#base += container;
      }
    }
    return matched;
  }

  /** Leaves only the outermost `count` containers. */
  closeInner(count: number): void {
    while (this.#containers.length > count) this.#containers.pop(); // setting the length is slow
  }

  /** Opens the quote whose mark is next. */
  openQuote(end: number): void {
    this.#containers.push(QUOTE);
    this.#skipQuoteMark(end);
  }

  /** Opens an item whose marker takes so many columns, and goes behind the marker and a task's box. */
  openItem(width: number, end: number): void {
    const indentation = this.indentation;
    this.at += width;
    this.#column += width;
    const markerEnd = this.#column;
    this.#skipIndentation(end);
    const blanks = this.#column - markerEnd;
    // Behind more than four blanks code begins.
    const gap = this.at >= end || blanks > 4 ? 1 : blanks;
    this.#containers.push(indentation + width + gap);
    this.#base = markerEnd + gap;
    TASK.lastIndex = this.at;
    if (this.#source.charCodeAt(this.at) !== 0x5b || !TASK.test(this.#source)) return;
    this.at += 3;
    this.#column += 3;
    this.#skipIndentation(end);
    this.#base = this.#column;
  }

  /** Opens a footnote, whose text begins at `text` and is indented by four columns. */
  openFootnote(text: number): void {
    this.#containers.push(4);
    this.at = text;
    this.#column = this.#base += 4;
  }

  /** Opens a container whose text is indented, from the next line on. */
  openIndented(): void {
    this.#containers.push(this.indentation + 4);
  }

  #skipQuoteMark(end: number): void {
    this.at++;
    this.#base = ++this.#column;
    if (this.at < end && this.#source.charCodeAt(this.at) === 0x20) this.#base++;
    this.#skipIndentation(end);
  }

  #skipIndentation(end: number): void {
    while (this.at < end) {
      const unit = this.#source.charCodeAt(this.at);
      if (unit === 0x20) this.#column++;
      else if (unit === 0x09) this.#column += 4 - (this.#column % 4);
      else return;
      this.at++;
    }
  }
}
