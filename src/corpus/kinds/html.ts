// HTML, XML and SVG: what stands between tags, and attributes that are text.
import { readEmbeddedCode } from "./embeddedCode.ts";
import { readEntity } from "./entities.ts";
import { finishProse } from "./finishProse.ts";
import { unifyLineEnds } from "./lines.ts";
import { Lookahead } from "./lookahead.ts";
import { ProseBuilder } from "./prose.ts";
import {
  BLOCK_ELEMENTS,
  CODE_ELEMENTS,
  PHRASE_ELEMENTS,
  SKIPPED_ELEMENTS,
  TagScanner,
} from "./tags.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

const HTML_EXTENSIONS: ReadonlySet<string> = new Set(["", "html", "htm", "xhtml", "shtml"]);
/** What ends a run of text. */
const isSpecial = Uint8Array.from({ length: 0x100 }, (_, unit) =>
  unit === 0x3c || unit === 0x26 || unit === 0x0a || unit === 0x0d || unit === 0xad ? 1 : 0,
);

/** Reads HTML; files with other extensions are taken for XML, where every element but those of phrases ends a sentence. */
export const readHtml: ProseReader = (text, options, extension) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  const isXml = !HTML_EXTENSIONS.has(extension);
  readMarkup(builder, source, 0, source.length, options, isXml, new Lookahead(source));
  return finishProse(builder, options);
};

/** Reads the markup from `start` to `end` of a source. */
export function readMarkup(
  builder: ProseBuilder,
  source: string,
  start: number,
  end: number,
  options: ProseOptions,
  isXml: boolean,
  ahead: Lookahead,
): void {
  new MarkupReader(builder, source, end, options, isXml, ahead).read(start);
}

class MarkupReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #end: number;
  readonly #options: ProseOptions;
  readonly #isXml: boolean;
  readonly #ahead: Lookahead;
  readonly #tags: TagScanner;
  /** Elements of code that are open, innermost last. */
  readonly #codeElements: string[] = [];
  #language = "";

  constructor(
    builder: ProseBuilder,
    source: string,
    end: number,
    options: ProseOptions,
    isXml: boolean,
    ahead: Lookahead,
  ) {
    this.#builder = builder;
    this.#source = source;
    this.#end = end;
    this.#options = options;
    this.#isXml = isXml;
    this.#ahead = ahead;
    this.#tags = new TagScanner(source, ahead, false);
  }

  read(start: number): void {
    const source = this.#source;
    const end = this.#end;
    let from = start;
    let at = start;
    while (at < end) {
      const unit = source.charCodeAt(at);
      if (unit > 0xff || isSpecial[unit] === 0) {
        at++;
        continue;
      }
      if (unit === 0x3c) {
        const next = this.#readAngle(from, at);
        if (next > 0) from = next;
        at = next > 0 ? next : -next;
        continue;
      }
      if (unit === 0x26) {
        this.#text(from, at);
        from = readEntity(this.#builder, source, at, end);
        at = Math.max(from, at + 1);
        continue;
      }
      at++;
      if (this.#codeElements.length > 0 && unit !== 0xad) continue; // lines matter there
      this.#text(from, at - 1);
      if (unit === 0xad) this.#builder.put("", at - 1, at);
      from = at;
    }
    this.#text(from, end);
  }

  #text(from: number, to: number): void {
    if (to <= from) return;
    if (this.#codeElements.length === 0) this.#builder.keep(from, to);
    else
      readEmbeddedCode(this.#builder, this.#source, from, to, this.#language, this.#options.code);
  }

  /** Reads what begins with a "<"; returns where text goes on, or the negative of that where this is text as well. */
  #readAngle(from: number, at: number): number {
    const source = this.#source;
    const next = source.charCodeAt(at + 1);
    if (next === 0x21 || next === 0x3f) {
      this.#text(from, at);
      return this.#skipDeclaration(at);
    }
    if (!this.#tags.scan(at, this.#end)) return -this.#tags.end;
    this.#text(from, at);
    return this.#readTag(at);
  }

  /** Returns the end of a comment, declaration, instruction or of the sign before character data. */
  #skipDeclaration(at: number): number {
    const source = this.#source;
    if (source.startsWith("<!--", at)) return this.#endOf("-->", at + 4);
    if (source.startsWith("<![CDATA[", at)) {
      if (!this.#isXml) return this.#endOf("]]>", at);
      // In XML it is text, or markup in feeds: only its signs go. Its end is "]]>", where nothing is a word.
      return at + 9;
    }
    if (source.charCodeAt(at + 1) === 0x3f) return this.#endOf(this.#isXml ? "?>" : ">", at);
    // A document type may hold declarations in brackets.
    const end = this.#endOf(">", at);
    const bracket = this.#ahead.next("[", at);
    if (bracket > end || !/^<!doctype/i.test(source.slice(at, at + 9))) return end;
    const inner = this.#ahead.next("]", bracket);
    return inner < this.#end ? this.#endOf(">", inner) : end;
  }

  #endOf(needle: string, from: number): number {
    return Math.min(this.#end, this.#ahead.next(needle, from) + needle.length);
  }

  #readTag(at: number): number {
    const tags = this.#tags;
    const builder = this.#builder;
    const { name, isClosing, isSelfClosing, end } = tags;
    const isBreak = this.#isXml ? !PHRASE_ELEMENTS.has(name) : BLOCK_ELEMENTS.has(name);
    if (CODE_ELEMENTS.has(name)) this.#changeCode(name, isClosing, isSelfClosing);
    if (isBreak) builder.breakSentence(at + 1);
    if (!isClosing) {
      tags.readTexts(builder);
      if (name === "wbr") builder.put("", at, end);
      if (SKIPPED_ELEMENTS.has(name) && !isSelfClosing) return this.#skipElement(name, end);
    }
    if (isBreak) builder.breakSentence(end);
    return end;
  }

  #changeCode(name: string, isClosing: boolean, isSelfClosing: boolean): void {
    const open = this.#codeElements;
    if (!isClosing && !isSelfClosing) {
      if (open.length < 100) open.push(name); // more is no document
      this.#language = this.#tags.language || (open.length > 1 ? this.#language : "");
    } else if (isClosing) {
      const place = open.lastIndexOf(name);
      if (place >= 0) open.length = place; // tags in between were never closed
    }
  }

  /** Returns where the end tag of an element begins. */
  #skipElement(name: string, from: number): number {
    const endTag = new RegExp(`</${name}`, "gi");
    endTag.lastIndex = from;
    const found = endTag.exec(this.#source)?.index ?? this.#end;
    return Math.min(found, this.#end);
  }
}
