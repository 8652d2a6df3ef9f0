// Names, comments and strings of code, found in one linear pass.

import { classAt, ASTRAL, LETTER, MARK, UNSPACED } from "../characterClasses.ts";
import { CommentWriter } from "./codeComments.ts";
import { writeString } from "./codeStrings.ts";
import type { CodeRule, CodeSyntax, Found } from "./codeSyntax.ts";
import { splitIdentifier } from "./identifiers.ts";
import { NameTable } from "./nameTable.ts";
import type { SentenceWriter } from "./sentenceWriter.ts";
import type { ProseOptions } from "./textKinds.ts";

const LONGEST_NAME = 100;

// What an ASCII character is to the scanner; also what a name is made of, as a set.
const BLANK = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 4;
const UNDERSCORE = 8;
const HYPHEN = 16;
const FOREIGN = 32;
const NAME = LOWER | UPPER | UNDERSCORE | FOREIGN;
const SIGN = 64;

const NEWLINE = 0x0a;
const LESS = 0x3c;
const DOT = 0x2e;

const KINDS = new Uint8Array(0x80).fill(SIGN);
KINDS.fill(BLANK, 0, 0x21);
KINDS[NEWLINE] = SIGN;
KINDS.fill(DIGIT, 0x30, 0x3a);
KINDS.fill(UPPER, 0x41, 0x5b);
KINDS.fill(LOWER, 0x61, 0x7b);
KINDS["_".charCodeAt(0)] = UNDERSCORE;

/** Rules by the first character of what they begin with; the index is a rule's place in the syntax. */
type RulesByUnit = readonly (
  readonly { readonly rule: CodeRule; readonly index: number }[] | undefined
)[];
/** What is made once of a syntax; names are the same in all sources. */
interface Lookup {
  readonly rules: RulesByUnit;
  readonly names: NameTable<Name>;
}
const lookups = new WeakMap<CodeSyntax, Lookup>();

/**
 * Writes what is wanted of stretches of code in one source.
 *
 * Braces and parentheses are followed only as far as sentences and embedded code need it, so that code which does not parse
 * is read too.
 */
export class CodeScanner {
  readonly #source: string;
  readonly #syntax: CodeSyntax;
  readonly #rules: RulesByUnit;
  readonly #options: ProseOptions["code"];
  readonly #found: Found = { contentStart: 0, contentEnd: 0, end: 0, isInterrupted: false };
  /** Up to where each rule has found no end: it is not tried again before, so that all searches together are linear. */
  readonly #blockedUntil: number[];
  #isBlocked = false;
  readonly #names: NameTable<Name>;
  #writer!: SentenceWriter;
  #comments: CommentWriter | undefined;
  #end = 0;
  /** Parentheses and brackets that are open, since the last brace; those before the braces. */
  #parentheses = 0;
  #outerParentheses: number[] = [];
  /** Braces that are open since the last string was interrupted; those before, and the strings. */
  #braces = 0;
  #interrupted: { readonly rule: CodeRule; readonly braces: number }[] = [];
  /** The last character of code that is no white space. */
  #lastUnit = 0;
  #lastIsKeyword = false;
  #lineHasCode = false;
  /** The next line is a comment too, and its paragraph has begun. */
  #goesOn = false;
  /** Where a prefix such as Python's `r` ends. */
  #rawUntil = 0;

  constructor(source: string, syntax: CodeSyntax, options: ProseOptions["code"]) {
    this.#source = source;
    this.#syntax = syntax;
    this.#options = options;
    this.#blockedUntil = new Array<number>(syntax.rules.length).fill(0);
    const { rules, names } = lookupOf(syntax);
    this.#rules = rules;
    this.#names = names;
  }

  /** Writes the stretch from `start` to `end`; nothing is known of those before. */
  read(writer: SentenceWriter, start: number, end: number): void {
    this.#begin(writer, end);
    const source = this.#source;
    const rules = this.#rules;
    let position = start;
    while (position < end) {
      const unit = source.charCodeAt(position);
      const kind = unit < 0x80 ? KINDS[unit]! : foreignKind(source, position);
      if (kind === BLANK) {
        position++;
        continue;
      }
      if (unit < 0x80 && rules[unit] !== undefined) {
        const behind = this.#readOpening(position, unit);
        if (behind > position) {
          position = behind;
          continue;
        }
      }
      if (kind & NAME) position = this.#readName(position);
      else if (kind === DIGIT) position = this.#skipNumber(position);
      else position = this.#readSign(position, unit);
    }
  }

  #begin(writer: SentenceWriter, end: number): void {
    this.#writer = writer;
    this.#comments = undefined;
    this.#end = end;
    if (this.#isBlocked) this.#blockedUntil.fill(0);
    if (this.#outerParentheses.length > 0) this.#outerParentheses = [];
    if (this.#interrupted.length > 0) this.#interrupted = [];
    this.#parentheses = this.#braces = this.#lastUnit = this.#rawUntil = 0;
    this.#isBlocked = this.#lastIsKeyword = this.#lineHasCode = this.#goesOn = false;
  }

  #readSign(position: number, unit: number): number {
    if (unit === NEWLINE) {
      // An empty line ends every statement, so that a parenthesis that was misread does not glue the rest together.
      if (!this.#lineHasCode) this.#parentheses = 0;
      if (this.#parentheses === 0 || this.#syntax.hasLineSentences)
        this.#writer.endSentence(position + 1);
      this.#lineHasCode = false;
      return position + 1;
    }
    this.#lineHasCode = true;
    this.#lastUnit = unit;
    this.#lastIsKeyword = false;
    switch (unit) {
      case 0x28: // (
        this.#parentheses++;
        break;
      case 0x29: // )
        if (this.#parentheses > 0) this.#parentheses--;
        break;
      case 0x3b: // ;
        if (this.#parentheses === 0) this.#writer.endSentence(position + 1);
        break;
      case 0x7b: // {
        this.#outerParentheses.push(this.#parentheses);
        this.#parentheses = 0;
        this.#braces++;
        break;
      case 0x7d: // }
        this.#parentheses = this.#outerParentheses.pop() ?? 0;
        if (this.#braces > 0) this.#braces--;
        else if (this.#interrupted.length > 0) return this.#resumeString(position + 1);
        break;
    }
    return position + 1;
  }

  /** Reads the comment or string that begins at a position and returns where it ends, or the position. */
  #readOpening(position: number, unit: number): number {
    for (const { rule, index } of this.#rules[unit]!) {
      if (!this.#source.startsWith(rule.opening, position)) continue;
      if (position < this.#blockedUntil[index]!) continue;
      if (rule.isOperand && !this.#isOperandPlace()) continue;
      this.#found.isInterrupted = false;
      if (!rule.find(this.#source, position, this.#end, this.#found)) {
        this.#blockedUntil[index] = this.#found.end;
        this.#isBlocked = true;
        continue;
      }
      if (rule.role === "comment") return this.#readComment(rule);
      return this.#readString(rule);
    }
    return position;
  }

  #readComment(rule: CodeRule): number {
    const { contentStart, contentEnd, end } = this.#found;
    if (!rule.isLine) {
      this.#goesOn = false;
      if (this.#options.comments) this.#commentWriter().writeBlock(contentStart, contentEnd, end);
      return end;
    }
    if (!this.#options.comments) return end;
    if (!this.#goesOn) this.#writer.endSentence(contentStart);
    this.#commentWriter().writeLine(contentStart, contentEnd);
    // A comment in the next line goes on with the paragraph.
    let next = end + 1;
    while (next < this.#end && KINDS[this.#source.charCodeAt(next)] === BLANK) next++;
    this.#goesOn = this.#source.startsWith(rule.opening, next) && next < this.#end;
    this.#lineHasCode = false;
    if (this.#goesOn) return next;
    if (end < this.#end) this.#writer.endSentence(end + 1);
    return Math.min(end + 1, this.#end);
  }

  #commentWriter(): CommentWriter {
    return (this.#comments ??= new CommentWriter(this.#writer));
  }

  #readString(rule: CodeRule): number {
    const { contentStart, contentEnd, end, isInterrupted } = this.#found;
    if (rule.role !== "skipped") {
      const isDocumentation =
        rule.role === "docstring" && !this.#lineHasCode && this.#parentheses === 0;
      if (isDocumentation) {
        if (this.#options.comments) this.#commentWriter().writeBlock(contentStart, contentEnd, end);
      } else if (this.#options.strings)
        writeString(
          this.#writer,
          contentStart,
          contentEnd,
          end,
          this.#isRaw(rule) ? "none" : rule.escapes,
        );
    }
    this.#rawUntil = 0;
    if (isInterrupted) {
      this.#interrupted.push({ rule, braces: this.#braces });
      this.#outerParentheses.push(this.#parentheses);
      this.#braces = this.#parentheses = 0;
    }
    this.#lineHasCode = true;
    this.#lastUnit = isInterrupted ? 0x7b : 0x22;
    this.#lastIsKeyword = false;
    return end;
  }

  #isRaw(rule: CodeRule): boolean {
    return this.#rawUntil > 0 && this.#found.contentStart === this.#rawUntil + rule.opening.length;
  }

  #resumeString(position: number): number {
    const { rule, braces } = this.#interrupted.pop()!;
    this.#braces = braces;
    rule.resume!(this.#source, position, this.#end, this.#found);
    return this.#readString(rule);
  }

  /** Tells whether a slash begins a regular expression, as it does behind an operator or a keyword. */
  #isOperandPlace(): boolean {
    const unit = this.#lastUnit;
    if (this.#lastIsKeyword || unit === 0) return true;
    if (unit >= 0x80 || KINDS[unit] !== SIGN) return false;
    // `)`, `]`, `}` and quotes end an operand; `</` closes a tag.
    return unit !== 0x29 && unit !== 0x5d && unit !== 0x7d && unit !== 0x22 && unit !== LESS;
  }

  #readName(start: number): number {
    const source = this.#source;
    const end = this.#end;
    const { hasHyphens } = this.#syntax;
    let shape = 0;
    let position = start;
    for (; position < end; position++) {
      const unit = source.charCodeAt(position);
      if (unit < 0x80) {
        const kind = KINDS[unit]!;
        if (kind === SIGN || kind === BLANK) {
          if (!hasHyphens || unit !== 0x2d || !isHyphenInside(source, position, end)) break;
          shape |= HYPHEN;
        } else if (position > start || kind !== UPPER) shape |= kind;
      } else {
        const bits = classAt(source, position);
        if ((bits & (LETTER | MARK)) === 0) break;
        if (bits & ASTRAL) position++;
        shape |= FOREIGN | (bits & UNSPACED ? SIGN : 0);
      }
    }
    position = Math.min(position, end);
    this.#writeName(start, position, shape);
    return position;
  }

  #writeName(start: number, end: number, shape: number): void {
    const source = this.#source;
    const isProperty = this.#lastUnit === DOT;
    this.#lastIsKeyword = false;
    const prefixes = this.#syntax.stringPrefixes;
    if (prefixes && end - start <= 3 && isQuote(source.charCodeAt(end))) {
      const prefix = source.slice(start, end).toLowerCase();
      if (prefixes.has(prefix)) {
        this.#rawUntil = prefix.includes("r") ? end : 0;
        return;
      }
    }
    this.#lineHasCode = true;
    this.#lastUnit = source.charCodeAt(end - 1);
    if (end - start > LONGEST_NAME) return;
    while (source.charCodeAt(start) === 0x5f && start < end) start++;
    while (source.charCodeAt(end - 1) === 0x5f && end > start) end--;
    if (end - start < 2 && (shape & SIGN) === 0) return;
    const { keyword, parts } = this.#names.get(source, start, end);
    if (keyword !== NO_KEYWORD && !isProperty) {
      this.#lastIsKeyword = keyword === OPERATOR;
      return;
    }
    if (!this.#options.identifiers) return;
    this.#writer.keepWord(start, end);
    if (shape & SIGN) return; // what is written without spaces is segmented anyway
    for (let part = 0; part < parts.length; part += 2)
      this.#writer.repeat(start + parts[part]!, start + parts[part + 1]!);
  }

  /** Skips `0xff`, `1_000`, `1.5e-3f` and `10px`. */
  #skipNumber(start: number): number {
    const source = this.#source;
    const end = this.#end;
    let position = start + 1;
    for (; position < end; position++) {
      const unit = source.charCodeAt(position);
      const kind = unit < 0x80 ? KINDS[unit]! : SIGN;
      if (kind !== SIGN && kind !== BLANK) continue;
      if (unit !== DOT || KINDS[source.charCodeAt(position + 1)] !== DIGIT) break;
    }
    this.#lineHasCode = true;
    this.#lastUnit = 0x30;
    this.#lastIsKeyword = false;
    return position;
  }
}

/** Keywords that a division may follow. */
const OPERANDS: ReadonlySet<string> = new Set("this super self true false null nil end".split(" "));

/** What is known of a name. */
interface Name {
  readonly keyword: typeof NO_KEYWORD | typeof OPERATOR | typeof OPERAND;
  /** Beginning and end of each part that stands behind the name, from the name's beginning. */
  readonly parts: readonly number[];
}
const NO_KEYWORD = 0;
const OPERATOR = 1;
const OPERAND = 2;
const NO_PARTS: readonly number[] = [];

function lookupOf(syntax: CodeSyntax): Lookup {
  let lookup = lookups.get(syntax);
  if (!lookup) {
    const names = new NameTable((name) => describeName(name, syntax));
    lookups.set(syntax, (lookup = { rules: orderRules(syntax), names }));
  }
  return lookup;
}

function describeName(name: string, { keywords, ignoresCase }: CodeSyntax): Name {
  const word = ignoresCase ? name.toLowerCase() : name;
  if (!keywords.has(word)) return { keyword: NO_KEYWORD, parts: partsOfName(name) };
  return { keyword: OPERANDS.has(word) ? OPERAND : OPERATOR, parts: NO_PARTS };
}

/**
 * Returns the parts that stand behind a name: none where it has but one, and no single letters and numbers. What hyphens
 * join are words by themselves, so only the parts of these are.
 */
function partsOfName(name: string): readonly number[] {
  const parts: number[] = [];
  for (const { start, end } of splitIdentifier(name)) {
    if (end - start < 2 || end - start === name.length || /^[0-9]+$/.test(name.slice(start, end)))
      continue;
    if (!name.includes("-") || isInner(name[start - 1]) || isInner(name[end]))
      parts.push(start, end);
  }
  return parts.length > 0 ? parts : NO_PARTS;
}

function isInner(neighbor: string | undefined): boolean {
  return neighbor !== undefined && neighbor !== "-";
}

function isHyphenInside(source: string, position: number, end: number): boolean {
  const next = position + 1 < end ? source.charCodeAt(position + 1) : 0;
  return next < 0x80 && (KINDS[next]! & (LOWER | UPPER)) !== 0;
}

function isQuote(unit: number): boolean {
  return unit === 0x22 || unit === 0x27;
}

function foreignKind(source: string, position: number): number {
  return classAt(source, position) & LETTER ? FOREIGN : BLANK;
}

function orderRules(syntax: CodeSyntax): RulesByUnit {
  const byUnit: { rule: CodeRule; index: number }[][] = [];
  syntax.rules.forEach((rule, index) => {
    (byUnit[rule.opening.charCodeAt(0)] ??= []).push({ rule, index });
  });
  for (const rules of byUnit)
    rules?.sort((a, b) => b.rule.opening.length - a.rule.opening.length || a.index - b.index);
  // No holes: looking one up is slow.
  return Array.from({ length: 0x80 }, (_, unit) => byUnit[unit]);
}
