// Records and cells of delimited text (RFC 4180), by where they stand.

export type Delimiter = "," | ";" | "\t" | "|";

/** Receives cells and ends of records. */
export interface RecordVisitor {
  /** A cell, without its quotes; one that is quoted may hold quotes written twice. Units: UTF-16 units. */
  cell(column: number, start: number, end: number, isQuoted: boolean): void;
  /** The end of a record; false ends the reading. */
  record(): boolean;
}

/**
 * Reads the records of a text; returns the number of the line in which a quote is opened and never closed, or 0.
 *
 * Such a quote, and all after it, are plain text: what follows is then still read cell by cell. Takes linear time.
 */
export function readRecords(text: string, delimiter: Delimiter, visitor: RecordVisitor): number {
  const separator = delimiter.charCodeAt(0);
  const length = text.length;
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let column = 0;
  let unclosed = -1;
  while (position < length) {
    const start = position;
    const close =
      text.charCodeAt(start) === QUOTE && unclosed < 0
        ? findClosing(text, start + 1, separator)
        : -1;
    if (close < 0 && text.charCodeAt(start) === QUOTE && unclosed < 0) unclosed = start;
    if (close >= 0) position = close + 1;
    let unit = 0;
    while (position < length) {
      unit = text.charCodeAt(position);
      if (unit === separator || unit === NEWLINE || unit === RETURN) break;
      position++;
    }
    if (close >= 0) visitor.cell(column, start + 1, close, true);
    else visitor.cell(column, start, position, false);
    column++;
    if (position < length && unit === separator) {
      position++;
      // A delimiter at the very end: an empty cell stands behind it.
      if (position === length) visitor.cell(column, position, position, false);
      else continue;
    }
    if (unit === RETURN && text.charCodeAt(position + 1) === NEWLINE) position++;
    position++;
    column = 0;
    if (!visitor.record()) break;
  }
  if (unclosed < 0) return 0;
  let line = 1;
  for (let at = 0; at < unclosed; at++) if (text.charCodeAt(at) === NEWLINE) line++;
  return line;
}

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;

/**
 * Returns where the quote stands that ends a cell, or -1: not written twice, and at the end of the cell but for blanks. Quotes
 * that someone forgot to double are text.
 */
function findClosing(text: string, start: number, separator: number): number {
  for (let position = text.indexOf('"', start); position >= 0;) {
    let next = position + 1;
    if (text.charCodeAt(next) === QUOTE) next++;
    else {
      while (text.charCodeAt(next) === SPACE) next++;
      const unit = text.charCodeAt(next);
      if (next >= text.length || unit === separator || unit === NEWLINE || unit === RETURN)
        return position;
    }
    position = text.indexOf('"', next);
  }
  return -1;
}
