// Strings in code as text: escapes decoded, directives of formats and colors of terminals left out.

import type { EscapeStyle } from "./codeSyntax.ts";
import type { SentenceWriter } from "./sentenceWriter.ts";

/**
 * Writes the content of a string.
 *
 * A string of one line stays in the sentence of its statement: in `log("connection refused", host)` they belong together.
 * Each line of a longer one is a sentence of its own.
 */
export function writeString(
  writer: SentenceWriter,
  start: number,
  contentEnd: number,
  end: number,
  escapes: EscapeStyle,
): void {
  const { source } = writer;
  let lineEnd = endOfLine(source, start, contentEnd);
  const hasLines = lineEnd < contentEnd;
  if (hasLines) writer.endSentence(start);
  for (let position = start; ;) {
    writeLine(writer, position, lineEnd, escapes);
    if (lineEnd >= contentEnd) break;
    writer.endSentence(lineEnd + 1);
    position = lineEnd + 1;
    lineEnd = endOfLine(source, position, contentEnd);
  }
  if (hasLines && end > contentEnd) writer.endSentence(end);
}

const BACKSLASH = 0x5c;
const BACKTICK = 0x60;
const PERCENT = 0x25;
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;

function writeLine(writer: SentenceWriter, start: number, end: number, escapes: EscapeStyle): void {
  const { source } = writer;
  const escape = escapes === "backslash" ? BACKSLASH : escapes === "backtick" ? BACKTICK : -1;
  let kept = start;
  for (let position = start; position < end; position++) {
    const unit = source.charCodeAt(position);
    let behind = position;
    let text: string | undefined;
    if (unit === escape) {
      behind = skipMatch(COLOR, source, position, end);
      if (behind === position) ({ behind, text } = escapeAt(source, position, end));
    } else if (unit === BACKSLASH && escapes === "none") {
      behind = skipMatch(CHARACTER_CLASS, source, position, end);
      if (behind === position) continue;
    } else if (unit === PERCENT) {
      behind = skipMatch(FORMAT, source, position, end);
      if (behind === position) continue;
    } else if (escapes === "doubled" && (unit === QUOTE || unit === DOUBLE_QUOTE)) {
      if (position + 1 >= end || source.charCodeAt(position + 1) !== unit) continue;
      behind = position + 2;
      text = source[position]!;
    } else continue;
    if (position > kept) writer.keepText(kept, position);
    if (text !== undefined) writer.put(text, position, behind);
    kept = behind;
    position = behind - 1;
  }
  if (end > kept) writer.keepText(kept, end);
}

/** Reads an escape; one that stands for white space, or for nothing known, has no text. */
function escapeAt(
  source: string,
  position: number,
  end: number,
): { behind: number; text: string | undefined } {
  CODE_POINT.lastIndex = position;
  const match = CODE_POINT.exec(source);
  if (match && CODE_POINT.lastIndex <= end) {
    const codePoint = parseInt(match[1] ?? match[2]!, 16);
    const isText = codePoint > 0x20 && codePoint <= 0x10ffff && codePoint !== 0x7f;
    return {
      behind: CODE_POINT.lastIndex,
      text: isText ? String.fromCodePoint(codePoint) : undefined,
    };
  }
  const behind = Math.min(position + 2, end);
  const character = source[position + 1];
  const isItself =
    behind === position + 2 && character !== undefined && "'\"`\\".includes(character);
  return { behind, text: isItself ? character : undefined };
}

/** `\u00e9`, `\u{1f600}`, `\U0001f600`, `\xe9` */
const CODE_POINT =
  /\\(?:u\{([0-9a-fA-F]{1,6})\}|(?:u(?=[0-9a-fA-F]{4})|U(?=[0-9a-fA-F]{8})|x(?=[0-9a-fA-F]{2}))((?<=u)[0-9a-fA-F]{4}|(?<=U)[0-9a-fA-F]{8}|(?<=x)[0-9a-fA-F]{2}))/y;
/** A color or a movement of a terminal: `\x1b[31m`. */
const COLOR = /\\(?:x1[bB]|033|e|u001[bB]|u\{1[bB]\})\[[0-9;]{0,20}[A-Za-z]/y;
/** `\d`, as regular expressions have it: most raw strings are such. */
const CHARACTER_CLASS = /\\[dDwWsSbBAZ](?![A-Za-z])/y;
/** A directive of printf: `%-10s`, `%.2f`, `%lld`. */
const FORMAT =
  /%[-+#0]?(?:\d{1,3}|\*)?(?:\.(?:\d{1,3}|\*))?(?:hh|ll|[hlLzjtq])?[diouxXeEfFgGcsprqvTn@](?![A-Za-z])/y;

function skipMatch(expression: RegExp, source: string, position: number, end: number): number {
  expression.lastIndex = position;
  return expression.test(source) ? Math.min(expression.lastIndex, end) : position;
}

function endOfLine(source: string, start: number, end: number): number {
  let position = start;
  while (position < end && source.charCodeAt(position) !== 0x0a) position++;
  return position;
}
