// JSON, read for where its strings stand: one pass, no values made, no recursion.

/** What a scan of JSON meets, in order. Ranges are those inside of the quotes. Units: UTF-16 units of the source. */
export interface JsonVisitor {
  /** The key of what comes next. */
  key(start: number, end: number): void;
  string(start: number, end: number): void;
  /** A number, `true`, `false` or `null`. */
  scalar?(start: number, end: number): void;
  /** An array or object begins, or ends. */
  open(isArray: boolean): void;
  close(): void;
  /** A comment, which only JSON with comments has. */
  comment?(start: number, end: number): void;
}

/**
 * Scans the JSON values that stand from `start` to `end`, and returns where what is no JSON begins, or -1.
 *
 * Comments, commas before a closing bracket, several values one after another, NaN and Infinity are taken as they come; `\x`
 * for an escape too. Takes time and memory linear in the length, at any depth of nesting.
 */
export function scanJson(source: string, start: number, end: number, visitor: JsonVisitor): number {
  const isArray: boolean[] = [];
  let expected = VALUE;
  let position = start;
  while (position < end) {
    const unit = source.charCodeAt(position);
    if (
      unit === 0x20 ||
      unit === 0x0a ||
      unit === 0x0d ||
      unit === 0x09 ||
      unit === BYTE_ORDER_MARK
    ) {
      position++;
      continue;
    }
    if (unit === SLASH) {
      const commentEnd = endOfComment(source, position, end);
      if (commentEnd < 0) return position;
      const isBlock = source.charCodeAt(position + 1) === STAR;
      visitor.comment?.(position + 2, isBlock ? commentEnd - 2 : commentEnd);
      position = commentEnd;
      continue;
    }
    const mayEnd = expected === COMMA || expected === VALUE_OR_END || expected === KEY;
    switch (unit) {
      case QUOTE: {
        const stringEnd = endOfString(source, position + 1, end);
        if (stringEnd < 0) return position;
        if (expected === KEY) {
          visitor.key(position + 1, stringEnd);
          expected = COLON;
        } else if (expected === VALUE || expected === VALUE_OR_END) {
          visitor.string(position + 1, stringEnd);
          expected = isArray.length > 0 ? COMMA : VALUE;
        } else return position;
        position = stringEnd + 1;
        continue;
      }
      case 0x7b: // {
      case 0x5b: // [
        if (expected !== VALUE && expected !== VALUE_OR_END) return position;
        isArray.push(unit === 0x5b);
        visitor.open(unit === 0x5b);
        expected = unit === 0x5b ? VALUE_OR_END : KEY;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (!mayEnd || isArray.pop() !== (unit === 0x5d)) return position;
        visitor.close();
        expected = isArray.length > 0 ? COMMA : VALUE;
        break;
      case 0x3a: // :
        if (expected !== COLON) return position;
        expected = VALUE;
        break;
      case 0x2c: // ,
        if (expected !== COMMA) return position;
        expected = isArray.at(-1) ? VALUE_OR_END : KEY;
        break;
      default: {
        if (expected !== VALUE && expected !== VALUE_OR_END) return position;
        SCALAR.lastIndex = position;
        if (!SCALAR.test(source) || SCALAR.lastIndex > end) return position;
        visitor.scalar?.(position, SCALAR.lastIndex);
        position = SCALAR.lastIndex;
        expected = isArray.length > 0 ? COMMA : VALUE;
        continue;
      }
    }
    position++;
  }
  return isArray.length > 0 ? end : -1;
}

/** Returns the number of the line, from 1, in which a position stands. */
export function lineNumberAt(source: string, position: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at >= 0 && at < position; at = source.indexOf("\n", at + 1))
    line++;
  return line;
}

/** Returns what the escape says that begins at a backslash, and where it ends; `\x` is x. */
export function readJsonEscape(
  source: string,
  position: number,
  end: number,
): { readonly text: string; readonly end: number } {
  if (position + 1 >= end) return { text: "", end };
  const letter = source[position + 1]!;
  if (letter === "u" && position + 6 <= end) {
    const digits = source.slice(position + 2, position + 6);
    if (/^[0-9a-fA-F]{4}$/.test(digits))
      return { text: String.fromCharCode(parseInt(digits, 16)), end: position + 6 };
  }
  return { text: ESCAPES[letter] ?? letter, end: position + 2 };
}

// What may come next.
const VALUE = 0;
const VALUE_OR_END = 1;
const KEY = 2;
const COLON = 3;
const COMMA = 4;

const QUOTE = 0x22;
const STAR = 0x2a;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const BYTE_ORDER_MARK = 0xfeff;
const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};
const SCALAR =
  /(?:true|false|null|NaN|-?Infinity|-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?![A-Za-z0-9_.])/y;

/** Returns where the closing quote stands, or -1: a string has no line breaks. */
function endOfString(source: string, start: number, end: number): number {
  for (let position = start; position < end; position++) {
    const unit = source.charCodeAt(position);
    if (unit === QUOTE) return position;
    if (unit === BACKSLASH) position++;
    else if (unit === 0x0a) return -1;
  }
  return -1;
}

function endOfComment(source: string, position: number, end: number): number {
  const second = source.charCodeAt(position + 1);
  if (second === SLASH) {
    let lineEnd = position + 2;
    while (lineEnd < end && source.charCodeAt(lineEnd) !== 0x0a) lineEnd++;
    return lineEnd;
  }
  if (second !== STAR) return -1;
  const close = source.indexOf("*/", position + 2);
  return close < 0 || close + 2 > end ? -1 : close + 2;
}
