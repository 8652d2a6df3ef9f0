// Markdown (CommonMark, GitHub's tables, MDX): its blocks, line by line.
import { readEmbeddedCode } from "./embeddedCode.ts";
import { finishProse } from "./finishProse.ts";
import { readMarkup } from "./html.ts";
import { findLineEnd, skipBlanks, trimEnd, unifyLineEnds } from "./lines.ts";
import { Lookahead } from "./lookahead.ts";
import { MarkdownContainers } from "./markdownContainers.ts";
import { MarkdownInline } from "./markdownInline.ts";
import {
  closesFence,
  findFence,
  findFootnoteText,
  findFrontMatterEnd,
  findHtmlElement,
  findItemMarker,
  headingLevel,
  isAdmonition,
  isDelimiterRow,
  isRule,
  isUnderline,
  type Fence,
} from "./markdownLines.ts";
import { findDefinitionEnd } from "./markdownLinks.ts";
import { ProseBuilder } from "./prose.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

const ESM = /(?:import|export)[\s{*]/y;

/** Reads Markdown; files with the extension `mdx` may hold modules and JSX. */
export const readMarkdown: ProseReader = (text, options, extension) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  new MarkdownReader(builder, source, options, extension === "mdx").read();
  return finishProse(builder, options);
};

type Leaf = "none" | "paragraph" | "row" | "fence" | "indented" | "math";

class MarkdownReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #options: ProseOptions;
  readonly #isMdx: boolean;
  readonly #ahead: Lookahead;
  readonly #inline: MarkdownInline;
  readonly #line: MarkdownContainers;
  #leaf: Leaf = "none";
  /** Where the leaf begins, its last line begins, and it ends so far. */
  #leafStart = 0;
  #lastLineStart = 0;
  #beforeLastLine = 0;
  #leafEnd = 0;
  #fence: Fence = { sign: 0, length: 0, language: "" };
  /** Where the next line begins. */
  #next = 0;

  constructor(builder: ProseBuilder, source: string, options: ProseOptions, isMdx: boolean) {
    this.#builder = builder;
    this.#source = source;
    this.#options = options;
    this.#isMdx = isMdx;
    this.#ahead = new Lookahead(source);
    this.#line = new MarkdownContainers(source);
    this.#inline = new MarkdownInline(builder, source, options, this.#ahead, isMdx);
  }

  read(): void {
    const length = this.#source.length;
    this.#next = findFrontMatterEnd(this.#source);
    while (this.#next < length) {
      const start = this.#next;
      const end = findLineEnd(this.#source, start);
      this.#next = end + 1;
      this.#readLine(start, trimEnd(this.#source, start, end));
    }
    this.#close();
  }

  #readLine(start: number, end: number): void {
    const line = this.#line;
    const matched = line.match(start, end);
    const isInside = matched === line.depth;
    if (isInside && this.#continuesLeaf(end)) return;
    if (line.at >= end) {
      if (this.#leaf !== "indented" || !isInside) this.#close();
      line.closeInner(matched);
      return;
    }
    // A paragraph goes on where its containers' marks are missing.
    if (!isInside && this.#leaf === "paragraph" && !this.#beginsBlock(end)) {
      this.#addLine(end);
      return;
    }
    if (!isInside) {
      this.#close();
      line.closeInner(matched);
    }
    this.#openContainers(end);
    this.#readLeaf(start, end);
  }

  /** Reads a line of fenced or indented code, of math, or an underline; false where the line begins something. */
  #continuesLeaf(end: number): boolean {
    const indentation = this.#line.indentation;
    switch (this.#leaf) {
      case "fence":
        if (indentation < 4 && closesFence(this.#source, this.#line.at, end, this.#fence)) {
          this.#close();
          this.#builder.breakSentence(end);
        } else this.#leafEnd = end;
        return true;
      case "math":
        if (this.#line.at >= end || this.#source.startsWith("$$", end - 2)) this.#leaf = "none";
        return true;
      case "indented":
        if (this.#line.at < end && indentation < 4) this.#close();
        else {
          if (this.#line.at < end) this.#leafEnd = end;
          return true;
        }
        return false;
      case "paragraph":
        if (this.#line.at >= end || indentation > 3) return false;
        if (isUnderline(this.#source, this.#line.at, end)) {
          this.#close();
          return true;
        }
        if (!isDelimiterRow(this.#source, this.#line.at, end)) return false;
        this.#openTable();
        return true;
      case "row":
        if (this.#line.at >= end || this.#beginsBlock(end)) {
          this.#close();
          return false;
        }
        this.#readInline(this.#line.at, end, true);
        this.#builder.breakSentence(Math.min(end + 1, this.#source.length));
        return true;
      case "none":
        return false;
      default:
        return this.#leaf satisfies never;
    }
  }

  /** Makes the last line of a paragraph the head of a table. */
  #openTable(): void {
    const start = this.#lastLineStart;
    const end = this.#leafEnd;
    if (start > this.#leafStart) {
      this.#leafEnd = this.#beforeLastLine;
      this.#close();
    }
    this.#leaf = "row";
    this.#readInline(start, end, true);
    this.#builder.breakSentence(end + 1);
  }

  /** Says whether the line begins something that ends a paragraph. */
  #beginsBlock(end: number): boolean {
    const source = this.#source;
    const at = this.#line.at;
    if (this.#line.indentation > 3) return false;
    switch (source.charAt(at)) {
      case ">":
        return true;
      case "#":
        return headingLevel(source, at, end) > 0;
      case "`":
      case "~":
        return findFence(source, at) !== undefined;
      case "<":
        return source[at + 1] === "!" || findHtmlElement(source, at) !== undefined;
      case "_":
        return isRule(source, at, end);
      default:
        return isRule(source, at, end) || findItemMarker(source, at, end) !== undefined;
    }
  }

  #openContainers(end: number): void {
    const line = this.#line;
    while (line.at < end && line.indentation < 4 && !line.isFull) {
      if (this.#source.charCodeAt(line.at) === 0x3e) {
        this.#close();
        line.openQuote(end);
        continue;
      }
      if (isRule(this.#source, line.at, end)) return;
      const marker = findItemMarker(this.#source, line.at, end);
      if (marker === undefined) return;
      if (this.#leaf === "paragraph" && !marker.interrupts) return;
      this.#close();
      line.openItem(marker.width, end);
    }
  }

  #readLeaf(start: number, end: number): void {
    const source = this.#source;
    const at = this.#line.at;
    if (at >= end) return this.#close();
    const isInParagraph = this.#leaf === "paragraph";
    if (this.#line.indentation > 3 && !this.#isMdx) {
      if (isInParagraph) return this.#addLine(end);
      this.#open("indented", start, end);
      return;
    }
    switch (source.charAt(at)) {
      case "#": {
        const level = headingLevel(source, at, end);
        if (level === 0) break;
        this.#close();
        this.#readInline(
          skipBlanks(source, at + level, end),
          trimHashes(source, at + level, end),
          false,
        );
        this.#builder.breakSentence(Math.min(end + 1, source.length));
        return;
      }
      case "`":
      case "~": {
        const fence = findFence(source, at);
        if (fence === undefined) break;
        this.#close();
        this.#fence = fence;
        this.#open(
          "fence",
          Math.min(this.#next, source.length),
          Math.min(this.#next, source.length),
        );
        return;
      }
      case "<":
        if (this.#readHtmlBlock(at)) return;
        break;
      case "[": {
        if (isInParagraph) break;
        const text = findFootnoteText(source, at);
        if (text > 0) {
          this.#line.openFootnote(skipBlanks(source, text, end));
          return this.#readLeaf(start, end);
        }
        const definitionEnd = findDefinitionEnd(source, at, this.#ahead);
        if (definitionEnd < 0) break;
        this.#next = findLineEnd(source, definitionEnd) + 1;
        return;
      }
      case "$":
        if (!source.startsWith("$$", at) || this.#ahead.next("$$", at + 2) < end) break;
        this.#close();
        this.#leaf = "math";
        return;
      case ":":
        if (source.startsWith(":::", at)) return this.#readDirective(end);
        if (at + 1 === end || source.charCodeAt(at + 1) > 0x20) break;
        // The definition of the term in the line before.
        this.#close();
        return this.#open("paragraph", skipBlanks(source, at + 1, end), end);
      case "!":
      case "?":
      case "=":
        if (isInParagraph || !isAdmonition(source, at)) break;
        this.#line.openIndented();
        return this.#readDirective(end);
      case "i":
      case "e":
        if (!this.#isMdx || isInParagraph || !this.#readModule(at)) break;
        return;
      default:
        if (isRule(source, at, end)) return this.#close();
    }
    if (isInParagraph) this.#addLine(end);
    else this.#open("paragraph", this.#line.at, end);
  }

  /** Reads the line that opens or closes a box: its name goes, its title stays. */
  #readDirective(end: number): void {
    const source = this.#source;
    this.#close();
    let at = this.#line.at;
    while (at < end && ":!?=+ \t".includes(source[at]!)) at++;
    if (source[at] === "{") at = end;
    while (at < end && source.charCodeAt(at) > 0x20 && source[at] !== '"' && source[at] !== "[")
      at++;
    this.#readInline(at, end, false);
    this.#builder.breakSentence(Math.min(end + 1, source.length));
  }

  /** Reads a comment, declaration or element whose content is no Markdown, over as many lines as it takes. */
  #readHtmlBlock(at: number): boolean {
    const source = this.#source;
    let end: number;
    const name = findHtmlElement(source, at);
    if (name !== undefined) {
      const close = Math.min(
        this.#ahead.next(`</${name}`, at),
        this.#ahead.next(`</${name.toUpperCase()}`, at),
      );
      end = this.#ahead.next(">", Math.min(close, source.length)) + 1;
    } else if (source.startsWith("<!--", at)) end = this.#ahead.next("-->", at + 4) + 3;
    else if (source.startsWith("<?", at)) end = this.#ahead.next("?>", at) + 2;
    else if (source.startsWith("<!", at)) end = this.#ahead.next(">", at) + 1;
    else return false;
    end = Math.min(end, source.length);
    this.#close();
    this.#builder.blank(at);
    if (name !== undefined)
      readMarkup(this.#builder, source, at, end, this.#options, false, this.#ahead);
    this.#builder.breakSentence(end);
    this.#next = end;
    return true;
  }

  /** Reads the imports and exports of MDX: up to a blank line they are code. */
  #readModule(at: number): boolean {
    ESM.lastIndex = at;
    if (!ESM.test(this.#source) || this.#line.depth > 0) return false;
    const blank = /\n[ \t]*\r?\n/g;
    blank.lastIndex = at;
    const end = blank.exec(this.#source)?.index ?? this.#source.length;
    this.#readCode(at, end, "tsx");
    this.#next = end + 1;
    return true;
  }

  #open(leaf: Leaf, start: number, end: number): void {
    this.#leaf = leaf;
    this.#leafStart = this.#lastLineStart = start;
    this.#leafEnd = end;
  }

  #addLine(end: number): void {
    this.#beforeLastLine = this.#leafEnd;
    this.#lastLineStart = this.#line.at;
    this.#leafEnd = end;
  }

  /** Reads the open paragraph or code. */
  #close(): void {
    const leaf = this.#leaf;
    this.#leaf = "none";
    if (leaf === "paragraph") {
      this.#readInline(this.#leafStart, this.#leafEnd, false);
      this.#builder.breakSentence(Math.min(this.#leafEnd + 1, this.#source.length));
    } else if (leaf === "fence" || leaf === "indented")
      this.#readCode(this.#leafStart, this.#leafEnd, leaf === "fence" ? this.#fence.language : "");
  }

  #readCode(start: number, end: number, language: string): void {
    if (end <= start) return;
    this.#builder.blank(start);
    readEmbeddedCode(this.#builder, this.#source, start, end, language, this.#options.code);
    this.#builder.breakSentence(Math.min(end + 1, this.#source.length));
  }

  #readInline(start: number, end: number, isRow: boolean): void {
    this.#inline.read(start, end, isRow, this.#line.isQuoted);
  }
}

/** Returns the end of a heading's text: before the `#` that may close it. */
function trimHashes(source: string, start: number, end: number): number {
  let at = end;
  while (at > start && source.charCodeAt(at - 1) === 0x23) at--;
  return at < end && (at === start || source.charCodeAt(at - 1) === 0x20) ? at : end;
}
