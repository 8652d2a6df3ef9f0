// JSON and JSON Lines as prose: the strings, without keys, or those of chosen fields.

import { CommentWriter } from "./codeComments.ts";
import { lineNumberAt, readJsonEscape, scanJson, type JsonVisitor } from "./jsonScanner.ts";
import { ProseBuilder } from "./prose.ts";
import { SentenceWriter } from "./sentenceWriter.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

/**
 * Reads JSON, with comments or without.
 *
 * Each string is text of its own, and so is each line of it; keys are none. `options.columns` chooses fields by path: `title`,
 * `author.name`; arrays do not count, so `messages.content` is that of every message. What stands below a chosen field is
 * chosen too. `words.@keys` are the keys of `words`. Comments are read if `options.code.comments`. What is no JSON ends the
 * reading, with a warning.
 */
export const readJson: ProseReader = (text, options) => {
  const strings = new ChosenStrings(text, options);
  const error = scanJson(text, 0, text.length, strings);
  const prose = strings.write();
  if (error >= 0) return { ...prose, warning: `no JSON from line ${lineNumberAt(text, error)} on` };
  return strings.hasMissedAll ? { ...prose, warning: missing(options) } : prose;
};

/** Reads JSON Lines: a value in each line. Lines that are none are left out, with one warning for all. */
export const readJsonLines: ProseReader = (text, options) => {
  const strings = new ChosenStrings(text, options);
  let bad = 0;
  let firstBad = 0;
  let lineNumber = 0;
  for (let start = 0; start < text.length;) {
    lineNumber++;
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    strings.beginLine();
    if (scanJson(text, start, end, strings) >= 0) {
      strings.dropLine();
      bad++;
      firstBad ||= lineNumber;
    }
    start = end + 1;
  }
  const prose = strings.write();
  if (bad === 1) return { ...prose, warning: `line ${firstBad} is no JSON and was left out` };
  if (bad > 1)
    return {
      ...prose,
      warning: `${bad} lines are no JSON and were left out, the first is line ${firstBad}`,
    };
  return strings.hasMissedAll ? { ...prose, warning: missing(options) } : prose;
};

function missing({ columns }: ProseOptions): string {
  return `no field ${columns.map((column) => `"${column}"`).join(" or ")}`;
}

/** A field, and those below it; `@keys` stands for the keys of the field. */
interface Field {
  isChosen: boolean;
  readonly fields: Map<string, Field>;
}

const BACKSLASH = 0x5c;
const EVERYTHING: Field = { isChosen: true, fields: new Map() };
const KEYS = "@keys";
// What a noted range holds.
const STRING = 0;
const COMMENT = 1;

/** Notes the strings that are wanted. */
class ChosenStrings implements JsonVisitor {
  readonly #source: string;
  readonly #options: ProseOptions;
  /** What each note holds, where it begins and ends: three numbers a note. */
  readonly #notes: number[] = [];
  /** The fields of the containers that are open; undefined where nothing in them can be chosen. */
  readonly #open: (Field | undefined)[] = [];
  #root: Field;
  /** What the next value belongs to. */
  #next: Field | undefined;
  #lineBegin = 0;
  #foundAny = false;

  constructor(source: string, options: ProseOptions) {
    this.#source = source;
    this.#options = options;
    this.#root = options.columns.length === 0 ? EVERYTHING : fieldsOf(options.columns);
    this.#next = this.#root;
  }

  /** Fields were chosen, and the file has none of them. */
  get hasMissedAll(): boolean {
    return this.#root !== EVERYTHING && !this.#foundAny;
  }

  beginLine(): void {
    this.#lineBegin = this.#notes.length;
    this.#open.length = 0;
    this.#next = this.#root;
  }

  /** Forgets what was noted since `beginLine`. */
  dropLine(): void {
    this.#notes.length = this.#lineBegin;
  }

  key(start: number, end: number): void {
    const field = this.#open.at(-1);
    if (field?.fields.get(KEYS)?.isChosen) this.#note(STRING, start, end);
    if (field === undefined || field.isChosen) this.#next = field;
    else this.#next = field.fields.get(unescape(this.#source, start, end));
    if (this.#next?.isChosen) this.#foundAny = true;
  }

  string(start: number, end: number): void {
    if (this.#next?.isChosen) this.#note(STRING, start, end);
  }

  open(): void {
    this.#open.push(this.#next);
  }

  close(): void {
    this.#open.pop();
    // For an array's other elements; in an object the next value has a key.
    this.#next = this.#open.length === 0 ? this.#root : this.#open.at(-1);
  }

  comment(start: number, end: number): void {
    if (this.#options.code.comments) this.#note(COMMENT, start, end);
  }

  /** Writes what was noted. */
  write() {
    const source = this.#source;
    const builder = new ProseBuilder(source, false);
    const writer = new SentenceWriter(builder, source, this.#options.addresses);
    const comments = new CommentWriter(writer);
    let backslash = -1; // the next one: looked for once, not in every string
    for (let note = 0; note < this.#notes.length; note += 3) {
      const start = this.#notes[note + 1]!;
      const end = this.#notes[note + 2]!;
      if (this.#notes[note] === COMMENT)
        comments.writeBlock(start, end, Math.min(end + 1, source.length));
      else {
        if (backslash < start) backslash = findBackslash(source, start);
        if (backslash < end) writeEscaped(writer, start, end, this.#options.addresses);
        else {
          writer.keepText(start, end);
          writer.endSentence(end + 1);
        }
      }
    }
    return builder.finish();
  }

  #note(kind: number, start: number, end: number): void {
    if (kind === STRING) this.#foundAny = true;
    this.#notes.push(kind, start, end);
  }
}

function findBackslash(source: string, start: number): number {
  const found = source.indexOf("\\", start);
  return found < 0 ? Infinity : found;
}

/** Writes a string with escapes, whose quotes stand around `start` and `end`; each line of it is a sentence. */
function writeEscaped(
  writer: SentenceWriter,
  start: number,
  end: number,
  keepsAddresses: boolean,
): void {
  const { source } = writer;
  let kept = start;
  const keep = (until: number) => {
    if (until > kept) writer.keepText(kept, until);
  };
  let position = start;
  while (position < end) {
    if (source.charCodeAt(position) !== BACKSLASH) {
      position++;
      continue;
    }
    if (!keepsAddresses && source.startsWith("\\/\\/", position) && source[position - 1] === ":") {
      let scheme = position - 1;
      while (scheme > kept && /[a-zA-Z0-9+.-]/.test(source[scheme - 1]!)) scheme--;
      keep(scheme);
      ESCAPED_URL.lastIndex = position;
      ESCAPED_URL.test(source);
      kept = Math.min(end, ESCAPED_URL.lastIndex);
    } else {
      const escape = readJsonEscape(source, position, end);
      keep(position);
      if (escape.text === "\n" || escape.text === "\r") writer.endSentence(escape.end);
      else if (escape.text > " ") writer.put(escape.text, position, escape.end);
      kept = escape.end;
    }
    position = kept;
  }
  keep(end);
  writer.endSentence(end + 1);
}

/** PHP writes `https:\/\/example.com`. */
const ESCAPED_URL = /(?:\\\/|[^\s"\\<>])*/y;

function unescape(source: string, start: number, end: number): string {
  const text = source.slice(start, end);
  return text.includes("\\")
    ? text.replace(
        /\\(?:u[0-9a-fA-F]{4}|[^])/g,
        (escape) => readJsonEscape(escape, 0, escape.length).text,
      )
    : text;
}

/** Makes a tree of dotted paths; a path with dots is also taken for one key. */
function fieldsOf(columns: readonly string[]): Field {
  const root: Field = { isChosen: false, fields: new Map() };
  for (const column of columns)
    for (const path of new Set([column, column.split(".")])) {
      let field = root;
      for (const key of typeof path === "string" ? [path] : path) {
        let next = field.fields.get(key);
        if (!next) field.fields.set(key, (next = { isChosen: false, fields: new Map() }));
        field = next;
      }
      field.isChosen = true;
    }
  return root;
}
