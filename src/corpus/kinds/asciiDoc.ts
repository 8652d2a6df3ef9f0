// AsciiDoc: blocks, line by line.
import { AsciiDocInline } from "./asciiDocInline.ts";
import { readEmbeddedCode } from "./embeddedCode.ts";
import { finishProse } from "./finishProse.ts";
import { findLineEnd, skipBlanks, trimEnd, unifyLineEnds } from "./lines.ts";
import { Lookahead } from "./lookahead.ts";
import { ProseBuilder } from "./prose.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

const SECTION = /(?:={1,6}|#{1,6})[ \t]+/y;
const ITEM =
  /(?:\*{1,5}|-|\.{1,5}|\d{1,4}\.|[a-zA-Z]\.|<(?:\d{1,3}|\.)>)[ \t]+(?:\[[ xX*]\][ \t]+)?/y;
/** A term and what is between it and its definition. */
const TERM = /[^\n]{1,200}?(?::{2,4}|;;)(?=[ \t\r\n]|$)/y;
const ADMONITION = /(?:NOTE|TIP|IMPORTANT|CAUTION|WARNING):[ \t]+/y;
const ATTRIBUTE_ENTRY = /:!?[\w-]{1,60}!?:(?=[ \t\r\n]|$)/y;
const BLOCK_MACRO = /([a-zA-Z][\w-]{0,30})::([^\s[\]]{0,500})\[/y;
const LANGUAGE = /^\[(?:source|,)[%\w]*,?\s*([\w+#-]{1,30})/;
/** Specifiers before the bar of a cell: "2+^", ".3+", "a". */
const CELL = /(?:\d{0,3}(?:\.\d{1,3})?[+*])?[<^>]?(?:\.[<^>])?[aehlmsdv]?(?=\|)/y;

/** Units: UTF-16 units. */
const LONGEST_SPECIFIER = 12;

/** Reads AsciiDoc. */
export const readAsciiDoc: ProseReader = (text, options) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  new AsciiDocReader(builder, source, options).read();
  return finishProse(builder, options);
};

class AsciiDocReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #options: ProseOptions;
  readonly #ahead: Lookahead;
  readonly #inline: AsciiDocInline;
  /** The open paragraph; -1 where there is none. */
  #start = -1;
  #end = 0;
  /** The line that closes the open block of code, or of nothing; empty where none is open. */
  #delimiter = "";
  #isCode = false;
  #codeStart = 0;
  #language = "";
  #isTable = false;
  #isHeader = false;
  /** The lines of a paragraph of code are indented. */
  #isLiteral = false;

  constructor(builder: ProseBuilder, source: string, options: ProseOptions) {
    this.#builder = builder;
    this.#source = source;
    this.#options = options;
    this.#ahead = new Lookahead(source);
    this.#inline = new AsciiDocInline(builder, source, options, this.#ahead);
  }

  read(): void {
    const source = this.#source;
    let start = 0;
    while (start < source.length) {
      const lineEnd = findLineEnd(source, start);
      this.#readLine(start, trimEnd(source, start, lineEnd), lineEnd);
      start = lineEnd + 1;
    }
    this.#close();
    if (this.#delimiter !== "" && this.#isCode) this.#readCode(this.#codeStart, source.length);
  }

  #readLine(start: number, end: number, lineEnd: number): void {
    const source = this.#source;
    if (this.#delimiter !== "") {
      if (end - start !== this.#delimiter.length || !source.startsWith(this.#delimiter, start))
        return;
      if (this.#isCode) this.#readCode(this.#codeStart, start);
      this.#delimiter = this.#language = "";
      return;
    }
    if (start === end) {
      this.#isLiteral = this.#isHeader = false;
      return this.#close();
    }
    if (this.#readDelimiter(start, end, lineEnd) || this.#readMarkup(start, end)) return;
    if (this.#isTable) return this.#readRow(start, end);
    const at = skipBlanks(source, start, end);
    const isContinued =
      this.#start >= 0 &&
      !this.#isHeader &&
      matchEnd(ITEM, source, at) < 0 &&
      matchEnd(TERM, source, at) < 0;
    if (isContinued) {
      this.#end = end;
      return;
    }
    this.#readText(start, end);
  }

  /** Reads the line before or behind a block. */
  #readDelimiter(start: number, end: number, lineEnd: number): boolean {
    const source = this.#source;
    const unit = source.charCodeAt(start);
    if (unit === 0x7c && source.startsWith("|===", start) && end === start + 4) {
      this.#close();
      this.#isTable = !this.#isTable;
      return true;
    }
    const length = end - start;
    if (length === 2 && source.startsWith("--", start)) {
      this.#close();
      return true;
    }
    const isFence = unit === 0x60 && source.startsWith("```", start);
    if (length < 4 && !isFence && !(length === 1 && unit === 0x2b)) return false;
    if (!isFence) for (let i = start; i < end; i++) if (source.charCodeAt(i) !== unit) return false;
    const sign = source[start]!;
    if (!"-.+/=*_`".includes(sign)) return false;
    this.#close();
    if ("=*_".includes(sign) || length === 1) return true; // its text is read as any other
    this.#delimiter = isFence ? "```" : source.slice(start, end);
    if (isFence) this.#language = source.slice(start + 3, end).trim();
    this.#isCode = sign === "-" || sign === "." || isFence;
    this.#codeStart = Math.min(lineEnd + 1, source.length);
    return true;
  }

  /** Reads a line that is no text: attributes, comments, macros of blocks. */
  #readMarkup(start: number, end: number): boolean {
    const source = this.#source;
    switch (source.charAt(start)) {
      case "/":
        return source.startsWith("//", start); // a comment ends no paragraph
      case ":":
        if ((this.#start >= 0 && !this.#isHeader) || matchEnd(ATTRIBUTE_ENTRY, source, start) < 0)
          return false;
        this.#close();
        return true;
      case "[": {
        if (source[end - 1] !== "]" || this.#isTable) return false;
        if (source[start + 1] === "[" || !/["']/.test(source.slice(start, end))) {
          this.#close();
          const language = LANGUAGE.exec(source.slice(start, Math.min(end, start + 100)))?.[1];
          if (language !== undefined) this.#language = language;
          return true;
        }
        this.#close();
        return true;
      }
      case "<":
      case "'":
        if (!source.startsWith("<<<", start) && !source.startsWith("'''", start)) return false;
        this.#close();
        return true;
      case ".": {
        // The title of a block.
        const next = source.charCodeAt(start + 1);
        if (next <= 0x20 || next === 0x2e || this.#start >= 0) return false;
        this.#readSentence(start + 1, end, false);
        return true;
      }
      default:
        return this.#readBlockMacro(start, end);
    }
  }

  #readBlockMacro(start: number, end: number): boolean {
    const source = this.#source;
    if (source.charCodeAt(end - 1) !== 0x5d) return false;
    BLOCK_MACRO.lastIndex = start;
    const name = BLOCK_MACRO.exec(source)?.[1];
    if (name === undefined) return false;
    this.#close();
    if (name === "image" || name === "video" || name === "audio") {
      // The first thing in the brackets is shown instead of the picture.
      const text = BLOCK_MACRO.lastIndex;
      const textEnd = Math.min(this.#ahead.next(",", text), end - 1);
      if (!source.slice(text, textEnd).includes("=")) this.#readSentence(text, textEnd, false);
    }
    return true;
  }

  /** Reads a line in a table: its cells begin with bars. */
  #readRow(start: number, end: number): void {
    const source = this.#source;
    let at = start;
    for (;;) {
      const cellEnd = Math.min(this.#ahead.next("|", at), end);
      // Before the bar stands how the next cell is laid out.
      let textEnd = cellEnd;
      if (cellEnd < end) {
        let word = cellEnd;
        while (word > at && cellEnd - word < LONGEST_SPECIFIER && source[word - 1] !== " ") word--;
        if (word < cellEnd && matchEnd(CELL, source, word) === cellEnd) textEnd = word;
      }
      this.#readSentence(at, textEnd, false);
      if (cellEnd >= end) return;
      at = cellEnd + 1;
    }
  }

  #readText(start: number, end: number): void {
    const source = this.#source;
    this.#close();
    const section = matchEnd(SECTION, source, start);
    if (section > 0) {
      // Below the title the authors and attributes stand, up to a blank line.
      this.#isHeader = source.startsWith("= ", start);
      return this.#readSentence(section, end, false);
    }
    let text = skipBlanks(source, start, end);
    const item = matchEnd(ITEM, source, text);
    if (item > 0) text = item;
    else if (text > start || this.#isLiteral) {
      this.#isLiteral = true;
      return this.#readCode(start, end);
    }
    const admonition = matchEnd(ADMONITION, source, text);
    if (admonition > 0) text = admonition;
    const term = matchEnd(TERM, source, text);
    if (term > 0 && term <= end) {
      let termEnd = term;
      while (termEnd > text && ":;".includes(source[termEnd - 1]!)) termEnd--;
      this.#readSentence(text, termEnd, false);
      text = skipBlanks(source, term, end);
    }
    if (text >= end) return;
    this.#start = text;
    this.#end = end;
  }

  #close(): void {
    if (this.#start < 0) return;
    this.#readSentence(this.#start, this.#end, this.#isTable);
    this.#start = -1;
  }

  #readSentence(start: number, end: number, isRow: boolean): void {
    if (end <= start) return;
    this.#inline.read(start, end, isRow);
    this.#builder.breakSentence(Math.min(end + 1, this.#source.length));
  }

  #readCode(start: number, end: number): void {
    this.#builder.blank(start);
    readEmbeddedCode(this.#builder, this.#source, start, end, this.#language, this.#options.code);
    this.#builder.breakSentence(Math.min(end + 1, this.#source.length));
  }
}

function matchEnd(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : -1;
}
