// What a line of Markdown begins, told by its first characters.

const ORDERED = /(\d{1,9})[.)](?=[ \t\r\n]|$)/y;
const FENCE = /(`{3,})([^`\n]*)|(~{3,})([^\n]*)/y;
const INFO = /^\s*(?:\{[^}]*?\.)?([^\s{}:,]+)/;
const HTML_ELEMENT = /<(script|pre|style|textarea)(?=[\s>])/iy;
const FOOTNOTE = /\[\^[^\]\s]{1,100}\]:/y;
const ADMONITION = /(?:!!!|\?\?\?\+?|===)[ \t]+(?:"|\w)/y;

/** The marker of a list's item. */
export interface ItemMarker {
  /** Columns of the marker without the blanks behind it. */
  readonly width: number;
  /** Whether it can end a paragraph before it. */
  readonly interrupts: boolean;
}

/** Returns the marker of a list's item that begins at `at`. */
export function findItemMarker(source: string, at: number, end: number): ItemMarker | undefined {
  const unit = source.charCodeAt(at);
  if (unit === 0x2d || unit === 0x2b || unit === 0x2a) {
    if (at + 1 < end && !isBlank(source.charCodeAt(at + 1))) return undefined;
    return { width: 1, interrupts: at + 1 < end };
  }
  if (unit < 0x30 || unit > 0x39) return undefined;
  ORDERED.lastIndex = at;
  const number = ORDERED.exec(source)?.[1];
  if (number === undefined) return undefined;
  return { width: number.length + 1, interrupts: number === "1" && at + 2 < end };
}

/** Says whether a line is a rule: three or more of one of `-`, `*`, `_`. */
export function isRule(source: string, at: number, end: number): boolean {
  const sign = source.charCodeAt(at);
  if (sign !== 0x2d && sign !== 0x2a && sign !== 0x5f) return false;
  let count = 0;
  for (let i = at; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit === sign) count++;
    else if (!isBlank(unit)) return false;
  }
  return count >= 3;
}

/** Says whether a line underlines a heading: only `=` or only `-`. */
export function isUnderline(source: string, at: number, end: number): boolean {
  const sign = source.charCodeAt(at);
  if (sign !== 0x3d && sign !== 0x2d) return false;
  for (let i = at + 1; i < end; i++) if (source.charCodeAt(i) !== sign) return false;
  return true;
}

/** Says whether a line parts a table's head from its rows: `|`, `:`, `-` and blanks, with at least one `-` and one `|`. */
export function isDelimiterRow(source: string, at: number, end: number): boolean {
  let signs = 0;
  for (let i = at; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit === 0x2d) signs |= 1;
    else if (unit === 0x7c) signs |= 2;
    else if (unit !== 0x3a && !isBlank(unit)) return false;
  }
  return signs === 3;
}

/** Returns the number of `#` of a heading; 0 where there is none. */
export function headingLevel(source: string, at: number, end: number): number {
  let level = 0;
  while (at + level < end && source.charCodeAt(at + level) === 0x23) level++;
  return level <= 6 && (at + level === end || isBlank(source.charCodeAt(at + level))) ? level : 0;
}

/** The opening line of fenced code. */
export interface Fence {
  readonly sign: number;
  readonly length: number;
  readonly language: string;
}

/** Returns the fence that begins at `at`. */
export function findFence(source: string, at: number): Fence | undefined {
  const sign = source.charCodeAt(at);
  if ((sign !== 0x60 && sign !== 0x7e) || source.charCodeAt(at + 2) !== sign) return undefined;
  FENCE.lastIndex = at;
  const found = FENCE.exec(source);
  if (found === null) return undefined;
  const rest = source.charCodeAt(FENCE.lastIndex);
  if (rest === 0x60) return undefined; // a code span
  const info = found[2] ?? found[4] ?? "";
  const language = INFO.exec(info.slice(0, 200))?.[1] ?? "";
  return { sign, length: (found[1] ?? found[3]!).length, language };
}

/** Says whether a line closes a fence. */
export function closesFence(source: string, at: number, end: number, fence: Fence): boolean {
  let length = 0;
  while (at + length < end && source.charCodeAt(at + length) === fence.sign) length++;
  return length >= fence.length && at + length === end;
}

/** Returns the name of the element at `at` whose content is no Markdown. */
export function findHtmlElement(source: string, at: number): string | undefined {
  HTML_ELEMENT.lastIndex = at;
  return HTML_ELEMENT.exec(source)?.[1]!.toLowerCase();
}

/** Returns where the text of a footnote begins; -1 where none is defined. */
export function findFootnoteText(source: string, at: number): number {
  FOOTNOTE.lastIndex = at;
  return FOOTNOTE.test(source) ? FOOTNOTE.lastIndex : -1;
}

/** Says whether one of MkDocs' boxes or tabs begins: their text is indented. */
export function isAdmonition(source: string, at: number): boolean {
  ADMONITION.lastIndex = at;
  return ADMONITION.test(source);
}

/** Returns where the text behind YAML's or TOML's front matter begins; 0 where there is none. */
export function findFrontMatterEnd(source: string): number {
  const found = /^(?:---|\+\+\+)[ \t]*\r?\n/.exec(source);
  if (found === null) return 0;
  const sign = source.slice(0, 3);
  const closing =
    sign === "---" ? /^(?:---|\.\.\.)[ \t]*\r?(?:\n|$)/my : /^\+\+\+[ \t]*\r?(?:\n|$)/my;
  let line = found[0].length;
  while (line < source.length) {
    closing.lastIndex = line;
    if (closing.test(source)) return closing.lastIndex;
    const end = source.indexOf("\n", line);
    if (end < 0) return 0;
    line = end + 1;
  }
  return 0;
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}
