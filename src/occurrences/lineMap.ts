// Where in a file the lines are: a mark every few kilobytes, from which on lines and bytes can be counted.

/** Numbers of a mark: UTF-16 offset, byte offset, number of the line from 0, offset of the line's beginning. */
export const MARK_LENGTH = 4;
/** Units between two marks. */
const INTERVAL = 4096;

/**
 * Makes the marks of one file from its text in UTF-8, which may come in parts that end between two characters.
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
  /** The last byte so far, which may be the first half of a line break. */
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
  add(utf8: Uint8Array): void {
    let unit = this.#unit;
    let line = this.#line;
    let lineStart = this.#lineStart;
    let before = this.#before;
    let nextMark = this.#nextMark;
    for (let place = 0; place < utf8.length; place++) {
      const byte = utf8[place]!;
      if (byte >= 0x80 && byte < 0xc0) continue;
      if (unit >= nextMark && before !== 0x0d) {
        this.#marks.push(unit, this.#byte + place, line, lineStart);
        nextMark = unit + INTERVAL;
      }
      unit += byte < 0xf0 ? 1 : 2;
      if (byte === 0x0a || byte === 0x0d) {
        if (byte === 0x0d || before !== 0x0d) line++;
        lineStart = unit;
      }
      before = byte;
    }
    this.#unit = unit;
    this.#byte += utf8.length;
    this.#line = line;
    this.#lineStart = lineStart;
    this.#before = before;
    this.#nextMark = nextMark;
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
