// reStructuredText inside a paragraph: emphasis, literals, roles, references.
import { classAt, LETTER, MARK } from "../characterClasses.ts";
import { findAddressEnd, findSchemeStart } from "./addresses.ts";
import { readEmbeddedCode } from "./embeddedCode.ts";
import type { Lookahead } from "./lookahead.ts";
import type { ProseBuilder } from "./prose.ts";
import type { ProseOptions } from "./textKinds.ts";

const isSpecial = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  "\n\r\\`*_|:[".includes(String.fromCharCode(unit)) ? 1 : 0,
);
const ROLE = /:([a-zA-Z][\w.+:-]{0,60}):`/y;
const SUBSTITUTION = /\|[^|\s][^|\n]{0,80}\|_{0,2}/y;
const CITATION = /\[[#*\w.:-]{1,60}\]_/y;
/** Roles whose text names something in code. */
const CODE_ROLES =
  /(?:^|:)(?:code|literal|func|class|meth|mod|attr|data|exc|obj|const|any|type|macro|member|keyword|token|envvar|option|program|command|file|samp|kbd|regexp|cpp|c|py|js|expr|var|enum|struct)$/;
const SKIPPED_ROLES =
  /(?:^|:)(?:math|eq|cite|cite:[pt]|numref|download|raw|footcite|issue|pr|user|sha)$/;
/** Roles whose text is a label unless it is given with the label behind it. */
const LABEL_ROLES = /(?:^|:)(?:ref|doc|numref|term:|any)$/;

/** Reads the inline parts of one document, from left to right. */
export class RestructuredTextInline {
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

  /** Reads from `start` to `end`; in the row of a table "|" ends a sentence. */
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
      case 0x5c: // an escaped blank is nothing, other characters stand for themselves
        builder.keep(from, at);
        if (source.charCodeAt(at + 1) > 0x20) {
          builder.keep(at + 1, Math.min(at + 2, this.#end));
          return at + 2;
        }
        if (isWordAt(source, at - 1) && isWordAt(source, at + 2)) builder.put("", at, at + 2);
        return at + 2;
      case 0x60:
        builder.keep(from, at);
        if (source.charCodeAt(at + 1) === 0x60) return this.#readLiteral(at);
        return this.#readInterpreted("", at + 1);
      case 0x2a:
        builder.keep(from, at);
        return this.#skipRun(at);
      case 0x5f:
        if (isWordAt(source, at - 1) && isWordAt(source, at + 1)) return -(at + 1);
        builder.keep(from, at);
        return this.#skipRun(at);
      case 0x7c: {
        builder.keep(from, at);
        if (this.#isRow) builder.breakSentence(at + 1);
        const end = this.#isRow ? -1 : matchEnd(SUBSTITUTION, source, at);
        return end > 0 && end <= this.#end ? end : at + 1;
      }
      case 0x5b: {
        const end = matchEnd(CITATION, source, at);
        if (end < 0 || end > this.#end) return -(at + 1);
        builder.keep(from, at);
        return end;
      }
      default:
        return this.#readColon(from, at);
    }
  }

  #skipRun(at: number): number {
    const unit = this.#source.charCodeAt(at);
    let end = at + 1;
    while (end < this.#end && this.#source.charCodeAt(end) === unit) end++;
    return end;
  }

  #readLiteral(at: number): number {
    const end = this.#ahead.next("``", at + 2);
    if (end >= this.#end) return at + 2;
    this.#readCode(at + 2, end);
    return end + 2;
  }

  #readColon(from: number, at: number): number {
    const source = this.#source;
    if (source.startsWith("//", at + 1)) {
      const start = findSchemeStart(source, at, from);
      const tick = this.#ahead.next("`", at);
      const end = findAddressEnd(source, at + 3, Math.min(this.#end, tick));
      if (start === at || end === at + 3) return -(at + 1);
      if (this.#options.addresses) return -end;
      this.#builder.keep(from, start);
      return end;
    }
    ROLE.lastIndex = at;
    const role = ROLE.exec(source)?.[1];
    if (role === undefined || isWordAt(source, at - 1)) return -(at + 1);
    this.#builder.keep(from, at);
    return this.#readInterpreted(role, ROLE.lastIndex);
  }

  /** Reads text between single backticks: that of a role, or a reference. */
  #readInterpreted(role: string, start: number): number {
    const source = this.#source;
    const close = this.#ahead.next("`", start);
    if (close >= this.#end) return start;
    let end = close + 1;
    while (end < this.#end && source.charCodeAt(end) === 0x5f && end < close + 3) end++;
    if (SKIPPED_ROLES.test(role)) return end;
    // "text <target>"
    const isTargeted = source.charCodeAt(close - 1) === 0x3e;
    const open = isTargeted ? source.slice(start, close).lastIndexOf("<") : -1;
    if (open > 0) this.#keepLines(start, start + open);
    else if (CODE_ROLES.test(role)) this.#readCode(start, close);
    else if (!LABEL_ROLES.test(role) && open < 0) this.#keepLines(start, close);
    return end;
  }

  #keepLines(start: number, end: number): void {
    let from = start;
    for (let at = start; at < end; at++)
      if (this.#source.charCodeAt(at) < 0x20) {
        this.#builder.keep(from, at);
        from = at + 1;
      }
    this.#builder.keep(from, end);
  }

  #readCode(start: number, end: number): void {
    this.#builder.blank(start);
    readEmbeddedCode(this.#builder, this.#source, start, end, "", this.#options.code);
  }
}

function matchEnd(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : -1;
}

function isWordAt(source: string, at: number): boolean {
  return at >= 0 && at < source.length && (classAt(source, at) & (LETTER | MARK)) !== 0;
}
