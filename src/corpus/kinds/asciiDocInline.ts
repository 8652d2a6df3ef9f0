// AsciiDoc inside a paragraph: emphasis, monospace, macros, references.
import { classAt, LETTER, MARK } from "../characterClasses.ts";
import { findAddressEnd, findSchemeStart } from "./addresses.ts";
import { readEmbeddedCode } from "./embeddedCode.ts";
import { readEntity } from "./entities.ts";
import type { Lookahead } from "./lookahead.ts";
import type { ProseBuilder } from "./prose.ts";
import type { ProseOptions } from "./textKinds.ts";

const isSpecial = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  "\n\r\\`*_#|:[]<{&(+".includes(String.fromCharCode(unit)) ? 1 : 0,
);
/** Units: UTF-16 units. */
const LONGEST_NAME = 31;
/** The target of a macro, and the bracket behind it: `link:page.html[`. */
const TARGET = /:[^\s[\]`]{0,500}\[/y;
const ATTRIBUTE = /\{[a-zA-Z\d_][\w-]{0,60}(?::[^}\n]{0,200})?\}/y;
const ANCHOR = /\[\[[^\][\n]{1,200}\]\]/y;
const REFERENCE = /<<([^<>,\n]{1,200})(,?)/y;
const CALLOUT = /<(?:\d{1,3}|\.)>/y;
const ROLE = /\[[.#%][^\][\n]{0,100}\](?=[#*_`])/y;
/** Macros whose brackets hold text; of `OTHER_MACROS` nothing is text. */
const TEXT_MACROS = new Set(
  "link mailto xref image footnote footnoteref http https ftp irc kbd btn menu icon anchor video audio".split(
    " ",
  ),
);
const OTHER_MACROS = new Set(
  "stem latexmath asciimath pass indexterm callto toc cite bibitem counter eval".split(" "),
);
/** Attributes behind a macro's text: `,window=_blank`. */
const MACRO_ATTRIBUTES = /,\s*(?:[\w-]{1,30}=|\d{1,4}(?:,|$))/;

/** Reads the inline parts of one document, from left to right. */
export class AsciiDocInline {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #options: ProseOptions;
  readonly #ahead: Lookahead;
  #end = 0;
  #isRow = false;

  constructor(builder: ProseBuilder, source: string, options: ProseOptions, ahead: Lookahead) {
    this.#builder = builder;
    this.#source = source;
    this.#options = options;
    this.#ahead = ahead;
  }

  /** Reads from `start` to `end`; in a table "|" ends a sentence. */
  read(start: number, end: number, isRow: boolean): void {
    this.#end = end;
    this.#isRow = isRow;
    const source = this.#source;
    let from = start;
    let at = start;
    while (at < end) {
      const unit = source.charCodeAt(at);
      if (unit >= 0x80 || isSpecial[unit] === 0) {
        at++;
        continue;
      }
      const next = this.#readSpecial(unit, from, at);
      if (next < 0) at = -next;
      else from = at = next;
    }
    this.#builder.keep(from, end);
  }

  /** Returns where the text goes on behind markup, or the negative of where to go on in the same text. */
  #readSpecial(unit: number, from: number, at: number): number {
    const source = this.#source;
    const builder = this.#builder;
    switch (unit) {
      case 0x0a:
      case 0x0d:
        builder.keep(from, at);
        return at + 1;
      case 0x5c:
        builder.keep(from, at);
        return at + 1;
      case 0x60:
        builder.keep(from, at);
        return this.#readMonospace(at, "`");
      case 0x2b:
        return this.#readPlus(from, at);
      case 0x2a:
      case 0x5f:
      case 0x23:
        // Between letters one sign is no emphasis, two are.
        if (isWordAt(source, at - 1) && isWordAt(source, at + 1)) return -(at + 1);
        builder.keep(from, at);
        return this.#skipRun(at);
      case 0x7c:
        if (!this.#isRow) return -(at + 1);
        builder.keep(from, at);
        builder.breakSentence(at + 1);
        return at + 1;
      case 0x5b: {
        builder.keep(from, at);
        const end = Math.max(matchEnd(ANCHOR, source, at), matchEnd(ROLE, source, at));
        return end > 0 && end <= this.#end ? end : at + 1;
      }
      case 0x3c:
        return this.#readAngle(from, at);
      case 0x7b: {
        const end = matchEnd(ATTRIBUTE, source, at);
        if (end < 0 || end > this.#end) return -(at + 1);
        builder.keep(from, at);
        return end;
      }
      case 0x26: {
        builder.keep(from, at);
        return Math.max(readEntity(builder, source, at, this.#end), at + 1);
      }
      case 0x28: {
        // (((index, terms))) are not shown.
        if (!source.startsWith("(((", at)) return -(at + 1);
        const end = this.#ahead.next(")))", at) + 3;
        if (end > this.#end) return -(at + 3);
        builder.keep(from, at);
        return end;
      }
      case 0x3a:
        return this.#readColon(from, at);
      default: // ]
        builder.keep(from, at);
        return at + 1;
    }
  }

  #skipRun(at: number): number {
    const unit = this.#source.charCodeAt(at);
    let end = at + 1;
    while (end < this.#end && this.#source.charCodeAt(end) === unit) end++;
    return end;
  }

  /** Reads code between one or two of a sign. */
  #readMonospace(at: number, sign: string): number {
    const source = this.#source;
    const needle = source.startsWith(sign, at + 1) ? sign + sign : sign;
    const start = at + needle.length;
    const end = this.#ahead.next(needle, start);
    if (end >= this.#end || end === start) return start;
    this.#builder.blank(start);
    readEmbeddedCode(this.#builder, source, start, end, "", this.#options.code);
    return end + needle.length;
  }

  /** A "+" at the end of a line ends it; `+text+` is text as it is. */
  #readPlus(from: number, at: number): number {
    const source = this.#source;
    const next = source.charCodeAt(at + 1);
    if (at + 1 < this.#end && next !== 0x0a && next !== 0x0d)
      return isWordAt(source, at - 1) && isWordAt(source, at + 1)
        ? -(at + 1)
        : this.#drop(from, at);
    this.#builder.keep(from, at);
    if (source.charCodeAt(at - 1) === 0x20) this.#builder.breakSentence(at + 1);
    return at + 1;
  }

  #drop(from: number, at: number): number {
    this.#builder.keep(from, at);
    return this.#skipRun(at);
  }

  #readAngle(from: number, at: number): number {
    const source = this.#source;
    const callout = matchEnd(CALLOUT, source, at);
    if (callout > 0) {
      this.#builder.keep(from, at);
      return callout;
    }
    REFERENCE.lastIndex = at;
    const found = REFERENCE.exec(source);
    if (found === null || this.#ahead.next(">>", at) >= this.#end) return -(at + 1);
    this.#builder.keep(from, at);
    // <<id>> shows the title of what it refers to, <<id,text>> the text.
    return found[2] === "" ? this.#ahead.next(">>", at) + 2 : REFERENCE.lastIndex;
  }

  /** Reads a macro or a URL. */
  #readColon(from: number, at: number): number {
    const source = this.#source;
    let start = at;
    while (start > from && at - start < LONGEST_NAME && isAsciiLetter(source.charCodeAt(start - 1)))
      start--;
    if (start === at) return -(at + 1);
    const name = source.slice(start, at);
    const target = isMacro(name) ? matchEnd(TARGET, source, at) : -1;
    if (target > 0 && target <= this.#end) {
      const close = this.#ahead.next("]", target);
      if (close < this.#end) {
        this.#builder.keep(from, start);
        if (name === "menu") this.#builder.keep(at + 1, target - 1);
        if (TEXT_MACROS.has(name)) this.#readMacroText(target, close);
        return close + 1;
      }
    }
    if (!source.startsWith("//", at + 1)) return -(at + 1);
    const first = findSchemeStart(source, at, from);
    const limit = Math.min(this.#end, this.#ahead.next("[", at), this.#ahead.next("]", at));
    const end = findAddressEnd(source, at + 3, limit);
    if (first === at || end === at + 3) return -(at + 1);
    if (this.#options.addresses) return -end;
    this.#builder.keep(from, first);
    return end;
  }

  #readMacroText(start: number, close: number): void {
    const end = start + attributesStart(this.#source.slice(start, close));
    const outerEnd = this.#end;
    this.read(start, end, false);
    this.#end = outerEnd;
  }
}

function isMacro(name: string): boolean {
  return TEXT_MACROS.has(name) || OTHER_MACROS.has(name);
}

/** Returns where the attributes behind a macro's text begin. */
function attributesStart(text: string): number {
  return MACRO_ATTRIBUTES.exec(text)?.index ?? text.length;
}

function matchEnd(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : -1;
}

function isWordAt(source: string, at: number): boolean {
  return at >= 0 && at < source.length && (classAt(source, at) & (LETTER | MARK)) !== 0;
}

function isAsciiLetter(unit: number): boolean {
  return (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
}
