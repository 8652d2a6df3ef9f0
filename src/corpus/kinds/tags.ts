// Tags of HTML, XML and JSX, read without a tree.
import { readEntity } from "./entities.ts";
import type { Lookahead } from "./lookahead.ts";
import type { ProseBuilder } from "./prose.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** HTML's elements whose tags end a sentence; those of phrases and unknown ones do not. */
export const BLOCK_ELEMENTS = names(
  "address article aside audio blockquote body br button canvas caption center col colgroup dd desc details dialog dir div " +
    "dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe input " +
    "label legend li main menu menuitem meta nav noframes noscript object ol optgroup option p param picture pre rp script " +
    "search section select source style summary svg table tbody td template text textarea tfoot th thead title tr track ul " +
    "video",
);
/** The elements of XML's usual languages (XHTML, SVG, DocBook, XLIFF) whose tags end no sentence; all others do. */
export const PHRASE_ELEMENTS = names(
  "a abbr acronym b bdi bdo big bpt cite citetitle code data del dfn em emphasis ept filename font foreignphrase g guibutton " +
    "guilabel guimenu i ins it kbd link literal mark mrk option ph phrase q quote s samp small span strike strong sub " +
    "subscript sup superscript textpath time tspan tt u ulink var wbr x xref",
);
/** Elements whose content is no text. */
export const SKIPPED_ELEMENTS = names("script style math");
/** Elements that hold code. */
export const CODE_ELEMENTS = names("pre code listing xmp programlisting screen");

const TEXT_ATTRIBUTES = names("alt title placeholder aria-label");
const LANGUAGE = /(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*)([\w+#-]{1,30})/;

/** Reads one tag at a time; what it found holds until the next one. */
export class TagScanner {
  readonly #source: string;
  readonly #ahead: Lookahead;
  /** Whether values and attributes in braces are allowed. */
  readonly #isJsx: boolean;
  readonly #textRanges: number[] = [];
  #className = "";
  /** Up to here no brace is closed: the next one is not looked for. */
  #unclosedUntil = -1;
  /** In lower case, without a namespace's prefix. */
  name = "";
  isClosing = false;
  isSelfClosing = false;
  /** Behind the ">"; where there is no tag, the place up to which this is known. */
  end = 0;

  constructor(source: string, ahead: Lookahead, isJsx: boolean) {
    this.#source = source;
    this.#ahead = ahead;
    this.#isJsx = isJsx;
  }

  /** Reads the tag at a "<". False where there is none: then `end` is where to go on, behind the "<". */
  scan(position: number, limit: number): boolean {
    const source = this.#source;
    let at = position + 1;
    this.isClosing = source.charCodeAt(at) === 0x2f;
    if (this.isClosing) at++;
    const nameStart = at;
    if (isNameStart(source.charCodeAt(at))) at = this.#skipName(at, limit);
    this.end = Math.min(limit, Math.max(at, position + 1));
    // JSX has "<>" and "</>".
    if (at === nameStart && !(this.#isJsx && source.charCodeAt(at) === 0x3e)) return false;
    const name = source.slice(nameStart, at).toLowerCase();
    this.name = name.slice(name.indexOf(":") + 1);
    this.isSelfClosing = false;
    this.#textRanges.length = 0;
    this.#className = "";
    return this.#scanAttributes(at, limit);
  }

  /** Which language's code an element holds, by its class; empty where it does not say. */
  get language(): string {
    return LANGUAGE.exec(this.#className)?.[1] ?? "";
  }

  /** Reads the values that are text for people: `alt`, `title` and the like. */
  readTexts(builder: ProseBuilder): void {
    for (let i = 0; i < this.#textRanges.length; i += 2)
      readCharacterData(builder, this.#source, this.#textRanges[i]!, this.#textRanges[i + 1]!);
  }

  /** Returns the place behind the "}" that closes the "{" at `start`; -1 where there is none before `limit`. */
  findClosingBrace(start: number, limit: number): number {
    if (limit === this.#unclosedUntil) return -1;
    let depth = 0;
    for (let at = start; at < limit; at++) {
      const unit = this.#source.charCodeAt(at);
      if (unit === 0x7b) depth++;
      else if (unit === 0x7d && --depth === 0) return at + 1;
    }
    this.#unclosedUntil = limit;
    return -1;
  }

  #scanAttributes(start: number, limit: number): boolean {
    const source = this.#source;
    let at = start;
    for (;;) {
      while (at < limit && isSpace(source.charCodeAt(at))) at++;
      this.end = at;
      if (at >= limit) return false;
      const unit = source.charCodeAt(at);
      if (unit === 0x3e) {
        this.end = at + 1;
        return true;
      }
      if (unit === 0x2f) {
        at++;
        this.isSelfClosing = source.charCodeAt(at) === 0x3e;
        continue;
      }
      if (unit === 0x7b && this.#isJsx) {
        at = this.findClosingBrace(at, limit);
        if (at < 0) return false;
        continue;
      }
      const nameStart = at;
      at = this.#skipName(at, limit);
      if (at === nameStart) return false;
      at = this.#scanValue(nameStart, at, limit);
      if (at < 0) return false;
    }
  }

  /** Returns the end of an attribute's value, or of its name where it has none; -1 where it does not end. */
  #scanValue(nameStart: number, nameEnd: number, limit: number): number {
    const source = this.#source;
    let at = nameEnd;
    while (at < limit && isSpace(source.charCodeAt(at))) at++;
    if (source.charCodeAt(at) !== 0x3d || at >= limit) return nameEnd;
    at++;
    while (at < limit && isSpace(source.charCodeAt(at))) at++;
    const quote = source.charCodeAt(at);
    if (quote === 0x22 || quote === 0x27) {
      const end = this.#ahead.next(quote === 0x22 ? '"' : "'", at + 1);
      if (end >= limit) {
        this.end = at;
        return -1;
      }
      const length = nameEnd - nameStart;
      if (length === 3 || length === 5 || length === 10 || length === 11) {
        const name = source.slice(nameStart, nameEnd).toLowerCase();
        if (TEXT_ATTRIBUTES.has(name)) this.#textRanges.push(at + 1, end);
        else if (name === "class") this.#className = source.slice(at + 1, Math.min(end, at + 200));
      }
      return end + 1;
    }
    if (quote === 0x7b && this.#isJsx) {
      const end = this.findClosingBrace(at, limit);
      if (end < 0) this.end = at;
      return end;
    }
    while (at < limit) {
      const unit = source.charCodeAt(at);
      if (isSpace(unit) || unit === 0x3e || unit === 0x3c || unit === 0x22 || unit === 0x27) break;
      at++;
    }
    return at;
  }

  #skipName(start: number, limit: number): number {
    let at = start;
    while (at < limit && isNameUnit(this.#source.charCodeAt(at))) at++;
    return at;
  }
}

/** Reads text with character references; line ends become blank. */
function readCharacterData(
  builder: ProseBuilder,
  source: string,
  start: number,
  end: number,
): void {
  let from = start;
  let at = start;
  while (at < end) {
    const unit = source.charCodeAt(at);
    if (unit === 0x26) {
      builder.keep(from, at);
      from = readEntity(builder, source, at, end);
      if (from > at) {
        at = from;
        continue;
      }
    } else if (unit === 0xad) {
      builder.keep(from, at);
      builder.put("", at, at + 1);
      from = at + 1;
    } else if (unit === 0x0a || unit === 0x0d) {
      builder.keep(from, at);
      from = at + 1;
    }
    at++;
  }
  builder.keep(from, end);
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}

function isNameStart(unit: number): boolean {
  return ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) || unit === 0x5f || unit >= 0xc0;
}

/** Letters, digits and signs; not what ends names or begins values. `@`, `#` and brackets are in names of templates. */
function isNameUnit(unit: number): boolean {
  if (unit <= 0x20) return false;
  return !(
    unit === 0x22 ||
    unit === 0x27 ||
    unit === 0x2f ||
    (unit >= 0x3c && unit <= 0x3e) ||
    unit === 0x60 ||
    unit === 0x7b ||
    unit === 0x7d
  );
}
