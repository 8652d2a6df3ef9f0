// Plain text: which of its line ends are ends of sentences, told by the shape of the lines.
import { classAt, LETTER, UNSPACED } from "../characterClasses.ts";
import { finishProse } from "./finishProse.ts";
import { findLineEnd, skipBlanks, trimEnd, unifyLineEnds } from "./lines.ts";
import { ProseBuilder } from "./prose.ts";
import type { ProseReader } from "./textKinds.ts";

/** A paragraph's widest line is at least so wide where it is wrapped by hand. Units: UTF-16 units. */
const NARROWEST = 40;
/** The same for text without spaces, whose characters are twice as wide. */
const NARROWEST_UNSPACED = 18;
/** Lines that are wider are paragraphs of their own. */
const WIDEST = 200;
/** So large a part of a paragraph's line ends must be forced. */
const FORCED = 0.7;
/** Bullets, numbers and letters; a capital with a full stop is an initial. */
const ITEM =
  /(?:[-*+•‣◦·]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\)|(?:\d{1,3}|[a-z]|[ivx]{1,5})\.|\d{1,3}(?:\.\d{1,3}){1,3}\.?)[ \t]+/y;

/**
 * Reads plain text.
 *
 * Blank lines end sentences. A single line end is only a blank where the paragraph is wrapped at a width: where the next
 * line's first word would not have fitted behind the line, measured by the paragraph's widest line. The paragraph counts
 * as wrapped if that line has 40 to 200 characters (18 where the script has no spaces) and if most of its line ends are
 * forced in this way. Items of lists and lines further to the right begin a paragraph; what is further to the right than an
 * item's mark belongs to the item. Lines of one sign are no text.
 */
export const readPlainText: ProseReader = (text, options) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  new PlainTextReader(builder, source).read();
  return finishProse(builder, options);
};

class PlainTextReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  /** Of each line of the open paragraph: where it begins, and its text begins and ends. */
  #lines: number[] = [];
  /** Where the next line of the paragraph begins at the farthest; more begins another. */
  #indentation = 0;
  /** How far to the right the mark of the open item is; -1 where none is open. */
  #item = -1;

  constructor(builder: ProseBuilder, source: string) {
    this.#builder = builder;
    this.#source = source;
  }

  read(): void {
    const source = this.#source;
    let start = 0;
    while (start < source.length) {
      const lineEnd = findLineEnd(source, start);
      const end = trimEnd(source, start, lineEnd);
      const at = skipQuotes(source, start, end);
      if (at >= end || isRule(source, at, end)) this.#close();
      else this.#readLine(start, at, end);
      start = lineEnd + 1;
    }
    this.#close();
  }

  #readLine(start: number, at: number, end: number): void {
    const indentation = at - start;
    ITEM.lastIndex = at;
    const isItem = ITEM.test(this.#source);
    const isInItem = this.#item >= 0 && indentation > this.#item;
    if (isItem || (!isInItem && (this.#item >= 0 || indentation > this.#indentation)))
      this.#close();
    if (isItem) this.#item = indentation;
    this.#indentation = indentation;
    this.#lines.push(start, isItem ? ITEM.lastIndex : at, end);
  }

  #close(): void {
    const lines = this.#lines;
    if (lines.length > 0) {
      const width = this.#wrappedWidth();
      for (let i = 0; i < lines.length; i += 3) {
        const end = lines[i + 2]!;
        this.#builder.keep(lines[i + 1]!, end);
        if (i + 3 === lines.length || (this.#item < 0 && !this.#isForced(i, width)))
          this.#builder.breakSentence(Math.min(end + 1, this.#source.length));
      }
      this.#lines = [];
    }
    this.#indentation = Infinity;
    this.#item = -1;
  }

  /** Returns the width at which the paragraph is wrapped; 0 where it is not. */
  #wrappedWidth(): number {
    const lines = this.#lines;
    if (lines.length < 6) return 0;
    let width = 0;
    for (let i = 0; i < lines.length; i += 3) width = Math.max(width, lines[i + 2]! - lines[i]!);
    const isUnspaced = this.#isUnspacedAt(lines[1]!);
    if (width < (isUnspaced ? NARROWEST_UNSPACED : NARROWEST) || width > WIDEST) return 0;
    let forced = 0;
    for (let i = 0; i + 3 < lines.length; i += 3) if (this.#isForced(i, width)) forced++;
    return forced >= FORCED * (lines.length / 3 - 1) ? width : 0;
  }

  /** Says whether the first word of the next line would not have fitted behind a line. */
  #isForced(line: number, width: number): boolean {
    const lines = this.#lines;
    if (width === 0) return false;
    const length = lines[line + 2]! - lines[line]!;
    const next = lines[line + 4]!;
    const nextEnd = lines[line + 5]!;
    if (this.#isUnspacedAt(next)) return length + 2 > width;
    let wordEnd = next;
    while (wordEnd < nextEnd && wordEnd - next <= width && this.#source.charCodeAt(wordEnd) > 0x20)
      wordEnd++;
    return length + 1 + wordEnd - next > width;
  }

  #isUnspacedAt(at: number): boolean {
    return (classAt(this.#source, at) & (LETTER | UNSPACED)) === (LETTER | UNSPACED);
  }
}

/** Returns where the text of a line begins, behind blanks and the ">" of quoted mail. */
function skipQuotes(source: string, start: number, end: number): number {
  let at = skipBlanks(source, start, end);
  while (at < end && source.charCodeAt(at) === 0x3e) at = skipBlanks(source, at + 1, end);
  return at;
}

/** Says whether a line is one sign again and again. */
function isRule(source: string, at: number, end: number): boolean {
  const unit = source.charCodeAt(at);
  if (end - at < 3 || classAt(source, at) & LETTER) return false;
  for (let i = at + 1; i < end; i++)
    if (source.charCodeAt(i) !== unit && source.charCodeAt(i) !== 0x20) return false;
  return true;
}
