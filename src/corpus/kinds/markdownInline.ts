// Markdown inside a paragraph, heading or cell: emphasis, links, code, math, tags.
import { classAt, LETTER, MARK } from "../characterClasses.ts";
import { findAddressEnd, findSchemeStart } from "./addresses.ts";
import { readEmbeddedCode } from "./embeddedCode.ts";
import { readEntity } from "./entities.ts";
import { readMarkup } from "./html.ts";
import type { Lookahead } from "./lookahead.ts";
import { findLinkEnd } from "./markdownLinks.ts";
import type { ProseBuilder } from "./prose.ts";
import { BLOCK_ELEMENTS, SKIPPED_ELEMENTS, TagScanner } from "./tags.ts";
import type { ProseOptions } from "./textKinds.ts";

const isSpecial = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  "\n\r\\`*_~[]!<&$|{:".includes(String.fromCharCode(unit)) ? 1 : 0,
);
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const FOOTNOTE = /\[\^[^\]\s]{1,100}\]/y;
const CITATION = /\[-?@[^[\]\n]{1,300}\](?![([])/y;
const CALLOUT = /\[![a-zA-Z]{1,20}\][+-]?/y;
const REFERENCE = /\[[^[\]]{0,999}\]/y;
const ATTRIBUTES = /\{[:.#][^{}\n]{0,300}\}/y;
const SHORTCODE = /:[a-z][a-z\d_+-]{1,40}:/y;
const AUTOLINK =
  /<(?:[a-z][a-z\d+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255})>/iy;
/** Behind what is no tag, reading goes on at its "<" if it is no longer than this. Units: UTF-16 units. */
const SHORT_TAG = 1000;

/** Reads the inline parts of one document, from left to right. */
export class MarkdownInline {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #options: ProseOptions;
  readonly #ahead: Lookahead;
  readonly #isMdx: boolean;
  readonly #tags: TagScanner;
  #end = 0;
  #isRow = false;
  /** Brackets that are open. */
  #depth = 0;
  /** Where the last run of each number of backticks stands, once all runs up to `#end` are known. */
  readonly #lastTicks = new Map<number, number>();
  #areTicksKnown = false;

  constructor(
    builder: ProseBuilder,
    source: string,
    options: ProseOptions,
    ahead: Lookahead,
    isMdx: boolean,
  ) {
    this.#builder = builder;
    this.#source = source;
    this.#options = options;
    this.#ahead = ahead;
    this.#isMdx = isMdx;
    this.#tags = new TagScanner(source, ahead, isMdx);
  }

  /** Reads from `start` to `end`. In the row of a table "|" ends a sentence; in quotes lines begin with ">". */
  read(start: number, end: number, isRow: boolean, isQuoted: boolean): void {
    this.#end = end;
    this.#isRow = isRow;
    this.#depth = 0;
    this.#areTicksKnown = false;
    if (this.#lastTicks.size > 0) this.#lastTicks.clear();
    const source = this.#source;
    const builder = this.#builder;
    let from = start;
    let at = start;
    while (at < end) {
      const unit = source.charCodeAt(at);
      if (unit >= 0x80 || isSpecial[unit] === 0) {
        at++;
        continue;
      }
      if (unit === 0x0a) {
        builder.keep(from, at);
        if (this.#isHardBreak(at, start)) builder.breakSentence(at + 1);
        at++;
        while (at < end && isPrefix(source.charCodeAt(at), isQuoted)) at++;
        from = at;
        continue;
      }
      // What is markup begins behind the text before it; what is none belongs to the text.
      const next = this.#readSpecial(unit, from, at);
      if (next < 0) at = -next;
      else from = at = next;
    }
    builder.keep(from, end);
  }

  /** Returns where the text goes on behind markup, or the negative of where to go on in the same text. */
  #readSpecial(unit: number, from: number, at: number): number {
    const source = this.#source;
    switch (unit) {
      case 0x5c: {
        // An escaped character stands for itself.
        if (at + 1 >= this.#end) return -(at + 1);
        const isAtLineEnd =
          source.charCodeAt(at + 1) === 0x0a || source.charCodeAt(at + 1) === 0x0d;
        if (!isAtLineEnd && !ESCAPABLE.test(source[at + 1]!)) return -(at + 1);
        this.#builder.keep(from, at);
        if (isAtLineEnd) return at + 1;
        this.#builder.keep(at + 1, at + 2);
        return at + 2;
      }
      case 0x60:
        return this.#readCode(from, at);
      case 0x2a: // *
        this.#builder.keep(from, at);
        return this.#skipRun(at);
      case 0x5f: // _
        if (isWordAt(source, at - 1) && isWordAt(source, at + 1)) return -(at + 1);
        this.#builder.keep(from, at);
        return this.#skipRun(at);
      case 0x7e: // ~
        if (source.charCodeAt(at + 1) !== 0x7e) return -(at + 1);
        this.#builder.keep(from, at);
        return this.#skipRun(at);
      case 0x5b:
        this.#builder.keep(from, at);
        return this.#readBracket(at);
      case 0x5d:
        this.#builder.keep(from, at);
        return this.#readClosingBracket(at);
      case 0x21: // !
        if (source.charCodeAt(at + 1) !== 0x5b) return -(at + 1);
        this.#builder.keep(from, at);
        return at + 1;
      case 0x3c:
        return this.#readAngle(from, at);
      case 0x26: {
        this.#builder.keep(from, at);
        const end = readEntity(this.#builder, source, at, this.#end);
        return Math.max(end, at + 1);
      }
      case 0x24:
        return this.#readMath(from, at);
      case 0x7b:
        return this.#readBrace(from, at);
      case 0x3a:
        return this.#readColon(from, at);
      case 0x0d:
        this.#builder.keep(from, at);
        return at + 1;
      default: // |
        if (!this.#isRow) return -(at + 1);
        this.#builder.keep(from, at);
        this.#builder.breakSentence(at + 1);
        return at + 1;
    }
  }

  #skipRun(at: number): number {
    const unit = this.#source.charCodeAt(at);
    let end = at + 1;
    while (end < this.#end && this.#source.charCodeAt(end) === unit) end++;
    return end;
  }

  /** Two spaces or a backslash before a line's end. */
  #isHardBreak(at: number, start: number): boolean {
    const source = this.#source;
    const end = source.charCodeAt(at - 1) === 0x0d ? at - 1 : at;
    if (end - 2 < start) return false;
    if (source.charCodeAt(end - 1) === 0x5c) return true;
    return source.charCodeAt(end - 1) === 0x20 && source.charCodeAt(end - 2) === 0x20;
  }

  #readCode(from: number, at: number): number {
    const builder = this.#builder;
    const open = this.#skipRun(at);
    const close = this.#findTicks(open, open - at);
    builder.keep(from, at);
    if (close < 0) return open;
    builder.blank(open);
    readEmbeddedCode(builder, this.#source, open, close, "", this.#options.code);
    const end = close + open - at;
    builder.blank(end);
    return end;
  }

  /** Returns where the next run of exactly `count` backticks begins; -1 where there is none. As in cmark, in linear time. */
  #findTicks(from: number, count: number): number {
    if (this.#areTicksKnown && (this.#lastTicks.get(count) ?? -1) < from) return -1;
    for (let at = this.#ahead.next("`", from); at < this.#end;) {
      const end = this.#skipRun(at);
      this.#lastTicks.set(end - at, at);
      if (end - at === count) return at;
      at = this.#ahead.next("`", end);
    }
    this.#areTicksKnown = true;
    return -1;
  }

  #readBracket(at: number): number {
    const next = this.#source[at + 1];
    if (next === "^") {
      const end = matchEnd(FOOTNOTE, this.#source, at);
      if (end > 0) return end;
    } else if (next === "@" || next === "-") {
      const end = matchEnd(CITATION, this.#source, at);
      if (end > 0) return end;
    } else if (next === "!") {
      const end = matchEnd(CALLOUT, this.#source, at);
      if (end > 0) return end;
    } else if (next === "[") {
      // [[Page|text]] as in wikis: the page is the target.
      const end = this.#ahead.next("]]", at);
      const bar = this.#ahead.next("|", at);
      if (bar < end && end < Math.min(this.#end, this.#ahead.next("\n", at))) return bar + 1;
    }
    this.#depth++;
    return at + 1;
  }

  #readClosingBracket(at: number): number {
    if (this.#depth === 0) return at + 1;
    this.#depth--;
    const next = this.#source.charCodeAt(at + 1);
    if (next === 0x28) {
      const end = findLinkEnd(this.#source, at + 1, this.#end, this.#ahead);
      if (end > 0) return end;
    } else if (next === 0x5b) {
      const end = matchEnd(REFERENCE, this.#source, at + 1);
      if (end > 0 && end <= this.#end && this.#source[at + 2] !== "^") return end;
    }
    return at + 1;
  }

  #readAngle(from: number, at: number): number {
    const source = this.#source;
    const builder = this.#builder;
    const next = source.charCodeAt(at + 1);
    if (next === 0x21 || next === 0x3f) {
      const needle = source.startsWith("<!--", at) ? "-->" : next === 0x3f ? "?>" : ">";
      const end = this.#ahead.next(needle, at + 2) + needle.length;
      if (end > this.#end) return -(at + 1);
      builder.keep(from, at);
      return end;
    }
    const link = matchEnd(AUTOLINK, source, at);
    if (link > 0 && link <= this.#end) {
      builder.keep(from, at);
      if (this.#options.addresses) builder.keep(at + 1, link - 1);
      return link;
    }
    const tags = this.#tags;
    if (!tags.scan(at, this.#end)) return -(tags.end - at > SHORT_TAG ? tags.end : at + 1);
    builder.keep(from, at);
    return this.#readTag(at);
  }

  #readTag(at: number): number {
    const { name, isClosing, isSelfClosing, end } = this.#tags;
    const isBlock = BLOCK_ELEMENTS.has(name);
    const isOpening = !isClosing && !isSelfClosing;
    if (isOpening && (name === "code" || name === "pre" || SKIPPED_ELEMENTS.has(name))) {
      const close = this.#ahead.next(`</${name}`, end);
      if (close < this.#end) {
        if (!SKIPPED_ELEMENTS.has(name))
          readMarkup(this.#builder, this.#source, at, close, this.#options, false, this.#ahead);
        return close;
      }
    }
    if (isBlock) this.#builder.breakSentence(at + 1);
    if (!isClosing) this.#tags.readTexts(this.#builder);
    if (isBlock) this.#builder.breakSentence(end);
    return end;
  }

  /** `$…$` by Pandoc's and GitHub's rules, so that sums of money are none; `$$…$$`. */
  #readMath(from: number, at: number): number {
    const source = this.#source;
    if (source.charCodeAt(at + 1) === 0x24) {
      const end = this.#ahead.next("$$", at + 2) + 2;
      if (end > this.#end) return -(at + 2);
      this.#builder.keep(from, at);
      return end;
    }
    const close = this.#ahead.next("$", at + 1);
    const isMath =
      close < this.#end &&
      close > at + 1 &&
      !isWordAt(source, at - 1) &&
      !isWordAt(source, close + 1) &&
      source.charCodeAt(at + 1) > 0x20 &&
      source.charCodeAt(close - 1) > 0x20 &&
      source.charCodeAt(close - 1) !== 0x5c;
    if (!isMath) return -(at + 1);
    this.#builder.keep(from, at);
    return close + 1;
  }

  /** Templates, attributes of kramdown and Pandoc, expressions of MDX. */
  #readBrace(from: number, at: number): number {
    const next = this.#source[at + 1];
    let end = -1;
    if (next === "{" || next === "%") {
      const needle = next === "{" ? "}}" : "%}";
      end = this.#ahead.next(needle, at + 2) + 2;
    } else if (next === ":" || next === "." || next === "#")
      end = matchEnd(ATTRIBUTES, this.#source, at);
    if ((end < 0 || end > this.#end) && this.#isMdx)
      end = this.#tags.findClosingBrace(at, this.#end);
    if (end < 0 || end > this.#end) return -(at + 1);
    this.#builder.keep(from, at);
    return end;
  }

  #readColon(from: number, at: number): number {
    const source = this.#source;
    if (source.charCodeAt(at + 1) === 0x2f && source.charCodeAt(at + 2) === 0x2f) {
      const start = findSchemeStart(source, at, from);
      const bar = this.#isRow ? this.#ahead.next("|", at) : this.#end;
      const limit = Math.min(this.#end, this.#ahead.next("]", at), bar);
      const end = findAddressEnd(source, at + 3, limit);
      if (start === at || end === at + 3) return -(at + 1);
      if (this.#options.addresses) return -end;
      this.#builder.keep(from, start);
      return end;
    }
    const end = matchEnd(SHORTCODE, source, at);
    if (end < 0 || end > this.#end || isWordAt(source, at - 1)) return -(at + 1);
    this.#builder.keep(from, at);
    return end;
  }
}

function matchEnd(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : -1;
}

function isWordAt(source: string, at: number): boolean {
  return at >= 0 && at < source.length && (classAt(source, at) & (LETTER | MARK)) !== 0;
}

function isPrefix(unit: number, isQuoted: boolean): boolean {
  return unit === 0x20 || unit === 0x09 || (isQuoted && unit === 0x3e);
}
