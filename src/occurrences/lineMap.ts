// Where in a file the lines are: a mark every few kilobytes, from which on lines and bytes can be counted.

/** Numbers of a mark: UTF-16 offset, byte offset, number of the line from 0, offset of the line's beginning. */
export const MARK_LENGTH = 4;
/** Units between two marks. */
const INTERVAL = 4096;

/**
 * Makes the marks of one file from its text, which may come in parts.
 *
 * The first mark is the beginning of the file. None stands within a character or a line break of two.
 */
export class LineMapBuilder {
  #marks: number[] = [];
  #unit = 0;
  #byte = 0;
  #line = 0;
  #lineStart = 0;
  #nextMark = 0;
  /** The last unit so far, which may be the first half of something. */
  #before = 0;

  /** Units: `markBytes` is the length of a byte order mark, which is no part of the text. */
  constructor(markBytes = 0) {
    this.#byte = markBytes;
  }

  /** UTF-16 units so far. */
  get units(): number {
    return this.#unit;
  }

  /** Takes the next part of the text. Takes time linear in its length. */
  add(text: string): void {
    let byte = this.#byte;
    let line = this.#line;
    let lineStart = this.#lineStart;
    let before = this.#before;
    let nextMark = this.#nextMark - this.#unit; // in this part
    const base = this.#unit;
    for (let place = 0; place < text.length; place++) {
      const unit = text.charCodeAt(place);
      if (place >= nextMark && before !== 0x0d && (unit & 0xfc00) !== 0xdc00) {
        this.#marks.push(base + place, byte, line, lineStart);
        nextMark = place + INTERVAL;
      }
      if (unit < 0x80) {
        byte++;
        if (unit === 0x0a || unit === 0x0d) {
          if (unit === 0x0d || before !== 0x0d) line++;
          lineStart = base + place + 1;
        }
      } else byte += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
      before = unit;
    }
    this.#byte = byte;
    this.#line = line;
    this.#lineStart = lineStart;
    this.#before = before;
    this.#nextMark = base + nextMark;
    this.#unit = base + text.length;
  }

  /** Hands over the marks since the last call. Shapes: `MARK_LENGTH` numbers a mark. */
  takeMarks(): Uint32Array {
    const marks = Uint32Array.from(this.#marks);
    this.#marks = [];
    return marks;
  }
}

/** Returns the place of the last mark at or before an offset; 0 where there is none. Shapes: as those of `takeMarks`. */
export function markBefore(marks: Uint32Array, offset: number): number {
  let low = 0;
  let high = marks.length / MARK_LENGTH;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (marks[MARK_LENGTH * middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}
