// Comments in code as prose: without markers, gutters, doc tags and what is meant for tools.

import { classAt, LETTER } from "../characterClasses.ts";
import type { Lookahead } from "./lookahead.ts";
import type { SentenceWriter } from "./sentenceWriter.ts";

/**
 * Writes the lines of a comment; a paragraph is a sentence, whatever its line breaks.
 *
 * A paragraph ends before an empty line, a line of decoration, a list item and a doc tag. Of doc tags the names and
 * descriptions stay, tags and `{types}` go, as do tags of HTML and XML. Comments that speak to tools (`eslint-disable`,
 * `noqa`, `#!`, mode lines, source maps, SPDX lines) are left out.
 */
export class CommentWriter {
  readonly #writer: SentenceWriter;
  readonly #ahead: Lookahead;
  /** An empty line stands before. */
  #endsParagraph = false;

  constructor(writer: SentenceWriter) {
    this.#writer = writer;
    this.#ahead = writer.builder.ahead;
  }

  /** Writes a comment between two signs, or a docstring, as sentences of its own. */
  writeBlock(start: number, contentEnd: number, end: number): void {
    const { source } = this.#writer;
    this.#writer.endSentence(start);
    let position = skipMatch(FIRST_GUTTER, source, start, contentEnd);
    if (!isDirective(source, start) && !isDirective(source, position))
      while (position < contentEnd) {
        const lineEnd = Math.min(this.#ahead.next("\n", position), contentEnd);
        this.#writeLine(position, lineEnd);
        position = skipMatch(GUTTER, source, lineEnd + 1, contentEnd);
      }
    this.#writer.endSentence(end);
  }

  /** Writes the line behind a marker such as `//`; it goes on with the paragraph before. */
  writeLine(start: number, end: number): void {
    const { source } = this.#writer;
    const position = skipMatch(FIRST_GUTTER, source, start, end);
    if (!isDirective(source, start) && !isDirective(source, position))
      this.#writeLine(position, end);
  }

  /** Writes a line that has no marker; it goes on with the paragraph before. */
  writePlainLine(start: number, end: number): void {
    this.#writeLine(start, end);
  }

  #writeLine(lineStart: number, lineEnd: number): void {
    const writer = this.#writer;
    const { source } = writer;
    let start = skipSpaces(source, lineStart, lineEnd);
    if (!hasLetter(source, start, lineEnd)) {
      // The next line's beginning is behind a line break, so that there is room for the sentence's end.
      if (start < lineEnd) writer.endSentence(lineEnd);
      else this.#endsParagraph = true;
      return;
    }
    const behindItem = skipMatch(LIST_ITEM, source, start, lineEnd);
    const behindTag = behindItem > start ? behindItem : this.#skipTag(start, lineEnd);
    if (this.#endsParagraph || behindTag > start) writer.endSentence(start);
    this.#endsParagraph = false;
    start = behindTag;
    this.#keepLine(start, lineEnd);
  }

  /** Returns where the text begins behind a doc tag and its type. */
  #skipTag(start: number, end: number): number {
    const { source } = this.#writer;
    let position = skipMatch(DOC_TAG, source, start, end);
    if (position === start) return start;
    if (source[position] === "{" && source[position + 1] !== "@") {
      let depth = 0;
      for (let at = position; at < end; at++) {
        if (source[at] === "{") depth++;
        else if (source[at] === "}" && --depth === 0) {
          position = at + 1;
          break;
        }
      }
    }
    return position;
  }

  /** Keeps a line but for the tags in it. */
  #keepLine(start: number, end: number): void {
    const { source } = this.#writer;
    let kept = start;
    for (let position = start; ; position++) {
      position = Math.min(this.#ahead.next("<", position), this.#ahead.next("{", position));
      if (position >= end) break;
      const behind =
        source.charCodeAt(position) === BRACE
          ? skipMatch(INLINE_TAG, source, position, end)
          : position > start && WORD.test(source[position - 1]!) && source[position + 1] !== "/"
            ? position // `List<String>`
            : skipMatch(MARKUP_TAG, source, position, end);
      if (behind === position) continue;
      if (position > kept) this.#writer.keepText(kept, position);
      kept = behind;
      position = behind - 1;
    }
    if (end > kept) this.#writer.keepText(kept, end);
  }
}

const BRACE = 0x7b;
const WORD = /[\p{L}\p{N}_]/u;

// All of these are sticky and match within a line.
/** What repeats or adorns the marker: `///`, `/**`, `//!<`, `-- |`, `#:`. */
const FIRST_GUTTER = /[/!#;%*<>|^:-]*(?: [|^](?= ))?/y;
const GUTTER = /[ \t]*(?:\*+(?!\*)|\|(?= ))?/y;
const LIST_ITEM = /(?:[-*+•◦‣·]|\d{1,3}[.)])[ \t]+/y;
/** `@param`, `\brief` and `:param`. */
const DOC_TAG =
  /(?:[@\\][A-Za-z][\w-]*|:(?:param|parameter|arg|argument|key|keyword|type|vartype|var|ivar|cvar|raises?|except|exception|returns?|rtype|yields?|ytype|meta)\b)[ \t]*/y;
const INLINE_TAG = /\{@[A-Za-z]+[ \t]*/y;
const MARKUP_TAG = /<\/?[A-Za-z][\w:-]{0,40}(?:[ \t][^<>\n]{0,200})?\/?>/y;
/** What is meant for tools. */
const DIRECTIVE =
  /[ \t]*(?:!\/|eslint(?:-|\s)|@ts-|tslint:|prettier-ignore|biome-ignore|istanbul |[cv]8 ignore|j[sh]hint |jslint |globals? [\w$]+[ ,:]|noqa\b|type: ?ignore|pylint:|flake8:|mypy:|pyright:|ruff:|isort:|fmt: ?o|pragma:? |NOLINT|nolint|go:[a-z]|\+build |rubocop:|frozen_string_literal:|shellcheck |-\*-|vim?:|Local Variables:|[#@]? ?source(?:Mapping)?URL=|SPDX-|<reference |<amd-|#(?:end)?region\b|@(?:generated|preserve|flow|jsx\w*|format|noflow)\b|\$(?:Id|Revision|Date|Header)\b)/y;

function isDirective(source: string, position: number): boolean {
  DIRECTIVE.lastIndex = position;
  return DIRECTIVE.test(source);
}

function skipMatch(expression: RegExp, source: string, position: number, end: number): number {
  expression.lastIndex = position;
  return expression.test(source)
    ? Math.min(expression.lastIndex, Math.max(position, end))
    : position;
}

function skipSpaces(source: string, start: number, end: number): number {
  let position = start;
  while (position < end && isSpace(source.charCodeAt(position))) position++;
  return position;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d;
}

function hasLetter(source: string, start: number, end: number): boolean {
  for (let position = start; position < end; position++)
    if (classAt(source, position) & LETTER) return true;
  return false;
}
