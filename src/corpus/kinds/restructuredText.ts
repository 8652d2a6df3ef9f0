// reStructuredText and Sphinx: blocks, line by line.
import { readEmbeddedCode } from "./embeddedCode.ts";
import { finishProse } from "./finishProse.ts";
import { findLineEnd, skipBlanks, trimEnd, unifyLineEnds } from "./lines.ts";
import { Lookahead } from "./lookahead.ts";
import { ProseBuilder } from "./prose.ts";
import { RestructuredTextInline } from "./restructuredTextInline.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Directives that hold code. */
const CODE_DIRECTIVES = names(
  "code code-block sourcecode parsed-literal ipython doctest testcode testsetup testcleanup testoutput prompt console " +
    "productionlist jupyter-execute plot command-output runblock",
);
/** Directives of which nothing is text. */
const SKIPPED_DIRECTIVES = names(
  "toctree image include literalinclude math raw automodule autoclass autofunction automethod autoattribute autodata " +
    "autoexception autosummary graphviz digraph graph uml plantuml mermaid index module currentmodule py:module " +
    "py:currentmodule meta role default-role highlight bibliography footbibliography tabularcolumns contents sectnum " +
    "section-numbering inheritance-diagram sectionauthor codeauthor moduleauthor program default-domain unicode date " +
    "doxygenclass doxygenfunction doxygenstruct doxygenfile",
);
/** Directives whose argument is no text, but whose body is. */
const BODY_DIRECTIVES = names(
  "figure only container class tabs option envvar cmdoption list-table-class grid",
);
/** Directives whose argument is a signature; so is that of every directive of a domain, "py:function". */
const SIGNATURES = names(
  "function class method attribute data exception classmethod staticmethod decorator property describe object",
);
/** Options of directives that are text. */
const TEXT_OPTIONS = names("alt caption title header subtitle");

const DIRECTIVE =
  /\.\.[ \t]+(?:\|[^|\n]{1,100}\|[ \t]+)?([a-zA-Z][\w:+.-]{0,60}?)[ \t]?::(?=[ \t\r\n]|$)/y;
const CITATION = /\.\.[ \t]+\[[#*\w.:-]{1,60}\](?=[ \t\r\n]|$)/y;
const FIELD = /:([^:\s`][^:\n`]{0,80}):(?=[ \t\r\n]|$)/y;
const ITEM = /(?:[-*+•‣⁃]|\(?(?:\d{1,4}|#|[a-zA-Z])\)|(?:\d{1,4}|#|[a-z])\.)[ \t]+/y;
const GRID_BORDER = /\+(?:[-=]+\+)+$/;
const SIMPLE_BORDER = /^=+(?:[ \t]+=+)+$/;
const OPTION = /(?:-\w|--[\w-]+|\/[A-Z])(?:[ =]<?\w+>?)?(?:, --?[\w-]+(?:[ =]<?\w+>?)?)?[ ]{2,}/y;

const MARKERS = [FIELD, ITEM, OPTION];

/** Reads reStructuredText. */
export const readRestructuredText: ProseReader = (text, options) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  new RestructuredTextReader(builder, source, options).read();
  return finishProse(builder, options);
};

class RestructuredTextReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #options: ProseOptions;
  readonly #ahead: Lookahead;
  readonly #inline: RestructuredTextInline;
  /** The open paragraph; -1 where there is none. */
  #start = -1;
  #end = 0;
  #indentation = 0;
  /** What is further to the right continues the paragraph behind a marker; -1 where it has none. */
  #hang = -1;
  /** What stands further to the right than `#blockIndentation` is code, or nothing. */
  #block: "none" | "code" | "skipped" = "none";
  #blockIndentation = 0;
  #codeStart = -1;
  #codeEnd = 0;
  #language = "";
  /** The lines behind a directive's first one are its options. */
  #areOptions = false;
  /** A paragraph ended with "::": what is further to the right is code. */
  #isCodeNext = false;
  #isSimpleTable = false;
  #wasBorder = false;
  #isDoctest = false;

  constructor(builder: ProseBuilder, source: string, options: ProseOptions) {
    this.#builder = builder;
    this.#source = source;
    this.#options = options;
    this.#ahead = new Lookahead(source);
    this.#inline = new RestructuredTextInline(builder, source, options, this.#ahead);
  }

  read(): void {
    const source = this.#source;
    let start = 0;
    while (start < source.length) {
      const lineEnd = findLineEnd(source, start);
      this.#readLine(start, trimEnd(source, start, lineEnd));
      start = lineEnd + 1;
    }
    this.#close();
    this.#closeBlock();
  }

  #readLine(start: number, end: number): void {
    const source = this.#source;
    const at = skipBlanks(source, start, end);
    if (at >= end) return this.#readBlank();
    const indentation = at - start;
    if (this.#block !== "none") {
      if (indentation > this.#blockIndentation) return this.#readBlockLine(start, at, end);
      this.#closeBlock();
    }
    if (this.#isCodeNext) {
      this.#isCodeNext = false;
      if (indentation > this.#indentation) {
        this.#openBlock("code", this.#indentation, "");
        this.#areOptions = false;
        return this.#readBlockLine(start, at, end);
      }
    }
    if (this.#areOptions && this.#readOption(at, end)) return;
    this.#areOptions = false;
    if (this.#isDoctest || source.startsWith(">>> ", at)) {
      if (!this.#isDoctest) this.#close();
      this.#isDoctest = true;
      return this.#readCode(at, end, "pycon");
    }
    if (this.#readTableLine(at, end)) return;
    if (isAdornment(source, at, end)) {
      this.#close();
      if (source.endsWith("::", end) && end - at === 2) this.#isCodeNext = true;
      this.#indentation = indentation;
      return;
    }
    if (source.startsWith("..", at) && (at + 2 === end || source.charCodeAt(at + 2) <= 0x20)) {
      this.#close();
      return this.#readExplicit(at, end, indentation);
    }
    if (source.startsWith("__ ", at)) return this.#close();
    this.#readText(at, end, indentation);
  }

  #readBlank(): void {
    if (this.#block === "none" && this.#start >= 0 && this.#source.startsWith("::", this.#end - 2))
      this.#isCodeNext = true;
    this.#close();
    this.#areOptions = false;
    this.#isDoctest = false;
    if (this.#wasBorder) this.#isSimpleTable = false;
    this.#wasBorder = false;
  }

  #openBlock(block: "code" | "skipped", indentation: number, language: string): void {
    this.#block = block;
    this.#blockIndentation = indentation;
    this.#language = language;
    this.#codeStart = -1;
  }

  #readBlockLine(start: number, at: number, end: number): void {
    if (this.#block === "skipped") {
      if (this.#areOptions) this.#areOptions = this.#readOption(at, end);
      return;
    }
    if (this.#areOptions && this.#readOption(at, end)) return;
    this.#areOptions = false;
    if (this.#codeStart < 0) this.#codeStart = start;
    this.#codeEnd = end;
  }

  #closeBlock(): void {
    if (this.#block === "code" && this.#codeStart >= 0)
      this.#readCode(this.#codeStart, this.#codeEnd, this.#language);
    this.#block = "none";
  }

  #readCode(start: number, end: number, language: string): void {
    this.#builder.blank(start);
    readEmbeddedCode(this.#builder, this.#source, start, end, language, this.#options.code);
    this.#builder.breakSentence(Math.min(end + 1, this.#source.length));
  }

  /** Reads an option of a directive; false where the line is none. */
  #readOption(at: number, end: number): boolean {
    FIELD.lastIndex = at;
    const name = FIELD.exec(this.#source)?.[1];
    if (name === undefined) return false;
    if (TEXT_OPTIONS.has(name)) this.#readSentence(FIELD.lastIndex, end, false);
    return true;
  }

  /** Reads a border or a row of a table, or a line of a block of lines. */
  #readTableLine(at: number, end: number): boolean {
    const source = this.#source;
    const unit = source.charCodeAt(at);
    this.#wasBorder = false;
    if (unit === 0x2b && GRID_BORDER.test(source.slice(at, end))) {
      this.#close();
      return true;
    }
    if (unit === 0x7c && (at + 1 === end || source.charCodeAt(at + 1) <= 0x20)) {
      this.#close();
      this.#readSentence(at + 1, end, source.charCodeAt(end - 1) === 0x7c);
      return true;
    }
    if (unit === 0x3d && SIMPLE_BORDER.test(source.slice(at, end))) {
      this.#close();
      this.#isSimpleTable = this.#wasBorder = true;
      return true;
    }
    if (!this.#isSimpleTable) return false;
    // The cells of a row stand two blanks apart.
    let cell = at;
    while (cell < end) {
      const cellEnd = Math.min(this.#ahead.next("  ", cell), end);
      this.#readSentence(cell, cellEnd, false);
      cell = skipBlanks(source, cellEnd, end);
    }
    return true;
  }

  /** Reads what two dots begin: a directive, target, footnote or comment. */
  #readExplicit(at: number, end: number, indentation: number): void {
    const source = this.#source;
    CITATION.lastIndex = at;
    if (CITATION.test(source)) {
      const text = skipBlanks(source, CITATION.lastIndex, end);
      if (text < end) this.#open(text, end, indentation + 3, indentation);
      return;
    }
    DIRECTIVE.lastIndex = at;
    const name = DIRECTIVE.exec(source)?.[1];
    if (name === undefined || source.charCodeAt(at + 3) === 0x5f)
      return this.#openBlock("skipped", indentation, "");
    const argument = skipBlanks(source, DIRECTIVE.lastIndex, end);
    this.#areOptions = true;
    if (CODE_DIRECTIVES.has(name))
      return this.#openBlock("code", indentation, source.slice(argument, end));
    if (SKIPPED_DIRECTIVES.has(name)) return this.#openBlock("skipped", indentation, "");
    if (argument >= end || BODY_DIRECTIVES.has(name)) return;
    if (SIGNATURES.has(name) || name.includes(":")) this.#readCode(argument, end, "");
    else this.#readSentence(argument, end, false);
  }

  #readText(at: number, end: number, indentation: number): void {
    const source = this.#source;
    if (this.#start >= 0) {
      // Another indentation begins a definition or a quotation.
      const isSame = this.#hang < 0 ? indentation === this.#indentation : indentation > this.#hang;
      if (isSame && !this.#beginsItem(at)) {
        this.#end = end;
        this.#indentation = indentation;
        return;
      }
      this.#close();
    }
    let text = at;
    if (!isPlainWord(source, at))
      for (const marker of MARKERS) {
        const markerEnd = matchEnd(marker, source, text);
        if (markerEnd > 0) text = skipBlanks(source, markerEnd, end);
      }
    if (text < end) this.#open(text, end, indentation + text - at, text > at ? indentation : -1);
    else this.#indentation = indentation;
  }

  /** Says whether a line begins a field or an item: numbers are none inside of a paragraph. */
  #beginsItem(at: number): boolean {
    const source = this.#source;
    const unit = source.charCodeAt(at);
    if (unit === 0x3a) return matchEnd(FIELD, source, at) > 0;
    return (unit === 0x2a || unit === 0x2d) && source.charCodeAt(at + 1) === 0x20;
  }

  #open(start: number, end: number, indentation: number, hang: number): void {
    this.#start = start;
    this.#end = end;
    this.#hang = hang;
    this.#indentation = indentation;
  }

  #close(): void {
    if (this.#start < 0) return;
    this.#readSentence(this.#start, this.#end, false);
    this.#start = -1;
  }

  #readSentence(start: number, end: number, isRow: boolean): void {
    if (end <= start) return;
    this.#inline.read(start, end, isRow);
    this.#builder.breakSentence(Math.min(end + 1, this.#source.length));
  }
}

/** Says whether a line is one sign again and again: it underlines a title or parts text. */
function isAdornment(source: string, at: number, end: number): boolean {
  const unit = source.charCodeAt(at);
  if (end - at < 2 || !/[!-/:-@[-`{-~]/.test(source[at]!)) return false;
  for (let i = at + 1; i < end; i++) if (source.charCodeAt(i) !== unit) return false;
  return end - at > 2 || unit === 0x3a || unit === 0x3d || unit === 0x2d || unit === 0x7e;
}

function matchEnd(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : -1;
}

/** Says whether two letters begin a line: no marker does so. */
function isPlainWord(source: string, at: number): boolean {
  const first = source.charCodeAt(at) | 0x20;
  const second = source.charCodeAt(at + 1) | 0x20;
  return first >= 0x61 && first <= 0x7a && second >= 0x61 && second <= 0x7a;
}
