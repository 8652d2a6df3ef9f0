// LaTeX: its text, without commands, math and comments.
import { classAt, LETTER, MARK } from "../characterClasses.ts";
import { readEmbeddedCode } from "./embeddedCode.ts";
import { finishProse } from "./finishProse.ts";
import {
  BREAKS,
  CODE_ENVIRONMENTS,
  DROPPED_ARGUMENTS,
  ENVIRONMENT_ARGUMENTS,
  HEADINGS,
  LOGOS,
  readLetter,
  SKIPPED_ENVIRONMENTS,
} from "./latexCommands.ts";
import { LatexGroups } from "./latexGroups.ts";
import { findLineEnd, unifyLineEnds } from "./lines.ts";
import { Lookahead } from "./lookahead.ts";
import { ProseBuilder } from "./prose.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

const isSpecial = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  "\\%${}~&\n\r`'-".includes(String.fromCharCode(unit)) ? 1 : 0,
);
const COMMAND = /\\([a-zA-Z@]+\*?)/y;
const LINE_BREAK = /\\\\\*?(?:\[[^\]\n]{0,40}\])?/y;
const ENVIRONMENT = /[ \t]*\{([^{}\n]{1,60})\}/y;
const LENGTH =
  /[ \t]*=?[ \t]*-?[\d.]+[ \t]*[a-z]{2}(?:[ \t]+(?:plus|minus)[ \t]*-?[\d.]+[ \t]*[a-z]+)*/y;
const LENGTH_COMMANDS = new Set(["hskip", "vskip", "kern", "parindent", "parskip", "baselineskip"]);
const LANGUAGE =
  /\[[^\]\n]{0,200}?language=\{?(?:\[[^\]\n]{0,40}\])?([\w+#-]{1,30})|\{([\w+#-]{1,30})\}/y;
const DEFINITION = /\\(?:[egx]?def|let)[ \t]*\\[a-zA-Z@]+[^{}\n\\]{0,100}(?:\\[a-zA-Z@]+)?/y;
/** How far the sign that ends code in a line is looked for. Units: UTF-16 units. */
const LONGEST_VERB = 500;
/** How many groups in the brackets of an optional argument are looked at. */
const MOST_GROUPS = 8;
const BLANK_LINE = "\n\n";

/** Reads LaTeX: what its commands print stays, comments, math, references and settings go. */
export const readLatex: ProseReader = (text, options) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  new LatexReader(builder, source, options).read();
  return finishProse(builder, options);
};

class LatexReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #options: ProseOptions;
  readonly #ahead: Lookahead;
  readonly #groups: LatexGroups;
  /** Closing braces of headings that are open. */
  readonly #headingEnds = new Set<number>();
  #end: number;

  constructor(builder: ProseBuilder, source: string, options: ProseOptions) {
    this.#builder = builder;
    this.#source = source;
    this.#options = options;
    this.#ahead = new Lookahead(source);
    this.#groups = new LatexGroups(source);
    this.#end = source.length;
  }

  read(): void {
    const source = this.#source;
    let from = 0;
    let at = 0;
    while (at < this.#end) {
      const unit = source.charCodeAt(at);
      if (unit >= 0x80 || isSpecial[unit] === 0) {
        at++;
        continue;
      }
      if (unit === 0x27 || unit === 0x2d) {
        // '' closes a quotation, -- is a dash; single ones belong to words.
        if (source.charCodeAt(at + 1) !== unit) {
          at++;
          continue;
        }
      }
      this.#builder.keep(from, at);
      from = at = this.#readSpecial(unit, at);
    }
    this.#builder.keep(from, Math.min(at, this.#end));
  }

  /** Returns where text goes on. */
  #readSpecial(unit: number, at: number): number {
    const source = this.#source;
    switch (unit) {
      case 0x5c:
        return this.#readBackslash(at);
      case 0x25:
        return findLineEnd(source, at);
      case 0x24:
        return this.#readMath(at);
      case 0x7b:
        return this.#readBrace(at);
      case 0x7d:
        if (this.#headingEnds.delete(at)) this.#builder.breakSentence(at + 1);
        else this.#joinAround(at);
        return at + 1;
      case 0x26:
        this.#builder.breakSentence(at + 1);
        return at + 1;
      case 0x0a:
        return this.#readLineEnd(at);
      default: {
        let end = at + 1;
        while (end < this.#end && source.charCodeAt(end) === unit) end++;
        return end;
      }
    }
  }

  /** A line without anything ends a paragraph. */
  #readLineEnd(at: number): number {
    const source = this.#source;
    let end = at + 1;
    let next = end;
    let isParagraphEnd = false;
    for (; next < this.#end && source.charCodeAt(next) <= 0x20; next++)
      if (source.charCodeAt(next) === 0x0a) {
        isParagraphEnd = true;
        end = next + 1;
      }
    if (isParagraphEnd) this.#builder.breakSentence(end);
    return next;
  }

  #readMath(at: number): number {
    const source = this.#source;
    const isDisplay = source.charCodeAt(at + 1) === 0x24;
    const needle = isDisplay ? "$$" : "$";
    const start = at + needle.length;
    let close = this.#ahead.next(needle, start);
    while (close < this.#end && source.charCodeAt(close - 1) === 0x5c)
      close = this.#ahead.next(needle, close + 1);
    // Math has no blank lines: a "$" without its fellow takes no more than itself.
    const limit = Math.min(
      this.#end,
      this.#ahead.next(BLANK_LINE, at),
      this.#ahead.next("\n\r\n", at),
    );
    return close < limit ? close + needle.length : start;
  }

  /** `{\"o}` is one letter, `{T}uring` one word. */
  #readBrace(at: number): number {
    const letter = readLetter(this.#source, at + 1);
    if (letter !== undefined && this.#source.charCodeAt(letter.end) === 0x7d) {
      this.#builder.put(letter.text, at, letter.end + 1);
      return letter.end + 1;
    }
    this.#joinAround(at);
    return at + 1;
  }

  /** A brace inside of a word does not cut it. */
  #joinAround(at: number): void {
    const isInside = isWordAt(this.#source, at - 1) && isWordAt(this.#source, at + 1);
    if (isInside && this.#builder.position === at) this.#builder.put("", at, at + 1);
  }

  #readBackslash(at: number): number {
    const source = this.#source;
    const builder = this.#builder;
    const letter = readLetter(source, at);
    if (letter !== undefined) {
      builder.put(letter.text, at, letter.end);
      return letter.end;
    }
    COMMAND.lastIndex = at;
    const name = COMMAND.exec(source)?.[1];
    if (name !== undefined) return this.#readCommand(name, at, COMMAND.lastIndex);
    switch (source.charAt(at + 1)) {
      case "\\":
        LINE_BREAK.lastIndex = at;
        LINE_BREAK.test(source);
        builder.breakSentence(LINE_BREAK.lastIndex);
        return LINE_BREAK.lastIndex;
      case "-": // where a word may be hyphenated
      case "/":
        builder.put("", at, at + 2);
        return at + 2;
      case "(":
      case "[": {
        const needle = source[at + 1] === "(" ? "\\)" : "\\]";
        const end = this.#ahead.next(needle, at + 2) + 2;
        return end <= this.#end ? end : at + 2;
      }
      case "%":
      case "&":
      case "$":
      case "#":
      case "_":
        builder.keep(at + 1, at + 2);
        return at + 2;
      case "\n":
        return at + 1;
      default:
        return at + 2;
    }
  }

  #readCommand(name: string, at: number, end: number): number {
    const builder = this.#builder;
    if (name === "begin") return this.#readBegin(at, end);
    if (name === "end") return this.#readEnd(at, end);
    if (name === "verb" || name === "verb*" || name === "lstinline" || name === "mintinline")
      return this.#readVerb(name, end);
    if (LOGOS.has(name)) {
      builder.keep(at + 1, end);
      return end;
    }
    if (LENGTH_COMMANDS.has(name)) {
      LENGTH.lastIndex = end;
      return LENGTH.test(this.#source) ? LENGTH.lastIndex : end;
    }
    if (/^(?:[egx]?def|let)$/.test(name)) return this.#skipDefinition(at, end);
    if (BREAKS.has(name)) {
      builder.breakSentence(end);
      if (name === "item") return end; // what stands in its brackets is text
    }
    if (HEADINGS.has(name)) return this.#readHeading(at, end);
    return this.#skipArguments(end, DROPPED_ARGUMENTS.get(name) ?? 0);
  }

  #readHeading(at: number, end: number): number {
    this.#builder.breakSentence(at + 1);
    const open = this.#skipArguments(end, 0);
    const close = this.#source.charCodeAt(open) === 0x7b ? this.#groups.findClose(open) : -1;
    if (close < 0) return open;
    this.#headingEnds.add(close);
    return open + 1;
  }

  /** Returns the place behind arguments in brackets, and so many in braces. */
  #skipArguments(start: number, count: number): number {
    const source = this.#source;
    let at = start;
    let left = count;
    for (;;) {
      const open = count > 0 ? this.#skipBlanks(at) : at;
      const unit = source.charCodeAt(open);
      let close = -1;
      if (unit === 0x5b) close = this.#findBracket(open);
      else if (left > 0 && unit === 0x7b) {
        close = this.#groups.findClose(open);
        left--;
      } else if (left > 0 && unit === 0x5c) {
        // A name in the place of an argument: \newcommand\name{…}.
        COMMAND.lastIndex = open;
        if (!COMMAND.test(source)) return at;
        close = COMMAND.lastIndex - 1;
        left--;
      }
      if (close < 0 || close >= this.#end) return at;
      at = close + 1;
      if (left === 0 && source.charCodeAt(at) !== 0x5b) return at;
    }
  }

  /** Returns the place of the "]" that closes an optional argument; -1 where there is none in the paragraph. */
  #findBracket(open: number): number {
    let at = open;
    for (let count = 0; count < MOST_GROUPS; count++) {
      const close = this.#ahead.next("]", at);
      const brace = this.#ahead.next("{", at);
      if (close > this.#end || close > this.#ahead.next(BLANK_LINE, open)) return -1;
      if (brace > close) return close;
      const braceEnd = this.#groups.findClose(brace);
      if (braceEnd < 0) return close;
      at = braceEnd;
    }
    return -1;
  }

  #skipBlanks(start: number): number {
    let at = start;
    while (at < this.#end && (this.#source[at] === " " || this.#source[at] === "\t")) at++;
    return at;
  }

  #skipDefinition(at: number, end: number): number {
    DEFINITION.lastIndex = at;
    if (!DEFINITION.test(this.#source)) return end;
    const open = DEFINITION.lastIndex;
    const close = this.#source.charCodeAt(open) === 0x7b ? this.#groups.findClose(open) : -1;
    return close < 0 ? open : close + 1;
  }

  #readBegin(at: number, nameStart: number): number {
    const source = this.#source;
    ENVIRONMENT.lastIndex = nameStart;
    const name = ENVIRONMENT.exec(source)?.[1];
    if (name === undefined) return nameStart;
    const start = ENVIRONMENT.lastIndex;
    this.#builder.breakSentence(at + 1);
    const plain = name.replace("*", "");
    const isCode = CODE_ENVIRONMENTS.has(plain);
    if (isCode || SKIPPED_ENVIRONMENTS.has(plain)) {
      const end = Math.min(this.#ahead.next(`\\end{${name}}`, start), this.#end);
      if (isCode) this.#readCode(start, end);
      return end;
    }
    return this.#skipArguments(start, ENVIRONMENT_ARGUMENTS.get(name) ?? 0);
  }

  #readEnd(at: number, nameStart: number): number {
    ENVIRONMENT.lastIndex = nameStart;
    const name = ENVIRONMENT.exec(this.#source)?.[1];
    if (name === undefined) return nameStart;
    this.#builder.breakSentence(ENVIRONMENT.lastIndex);
    if (name === "document") this.#end = at; // what stands behind it is not printed
    return ENVIRONMENT.lastIndex;
  }

  /** Reads the code of an environment; its language is in the arguments before it. */
  #readCode(start: number, end: number): void {
    const source = this.#source;
    LANGUAGE.lastIndex = start;
    const found = LANGUAGE.exec(source);
    const codeStart = Math.min(this.#skipArguments(start, 1), end);
    this.#builder.blank(codeStart);
    const language = found?.[1] ?? found?.[2] ?? "";
    readEmbeddedCode(this.#builder, source, codeStart, end, language, this.#options.code);
    this.#builder.breakSentence(Math.min(end + 1, source.length));
  }

  /** Reads code between two signs of any kind, or in braces. */
  #readVerb(name: string, start: number): number {
    const source = this.#source;
    const open = name.startsWith("verb")
      ? start
      : this.#skipArguments(start, name === "mintinline" ? 1 : 0);
    if (open >= this.#end) return open;
    const line = source.slice(
      open + 1,
      Math.min(open + LONGEST_VERB, this.#ahead.next("\n", open)),
    );
    const isGroup = source.charCodeAt(open) === 0x7b;
    const close = isGroup ? this.#groups.findClose(open) : open + 1 + line.indexOf(source[open]!);
    if (close <= open || close > open + line.length) return open + 1;
    this.#builder.blank(open + 1);
    readEmbeddedCode(this.#builder, source, open + 1, close, "", this.#options.code);
    return close + 1;
  }
}

function isWordAt(source: string, at: number): boolean {
  return at >= 0 && at < source.length && (classAt(source, at) & (LETTER | MARK)) !== 0;
}
