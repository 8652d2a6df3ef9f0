// Comments and strings of programming languages: how each kind begins, and how its end is found.

/** What the scanner must know of a language. */
export interface CodeSyntax {
  /** Those with longer openings are tried first, else in this order. */
  readonly rules: readonly CodeRule[];
  /** In lower case where `ignoresCase`. */
  readonly keywords: ReadonlySet<string>;
  readonly ignoresCase?: boolean;
  /** Names may have hyphens. */
  readonly hasHyphens?: boolean;
  /** What may stand directly before a quote, in lower case; with an `r` the string has no escapes. */
  readonly stringPrefixes?: ReadonlySet<string>;
  /** A line ends a sentence also within parentheses: where these hold statements. */
  readonly hasLineSentences?: boolean;
}

/** What stands in a comment or string, or between them. */
export type CodeRole = "comment" | "string" | "docstring" | "skipped";

/** How a backslash, or what stands for it, works in a string. */
export type EscapeStyle = "none" | "backslash" | "backtick" | "doubled";

/** Where the thing that was found stands. Units: UTF-16 units of the source. */
export interface Found {
  contentStart: number;
  contentEnd: number;
  /** Where the search goes on; where nothing was found, how far was looked: no end stands before. */
  end: number;
  /** Code is embedded from `end` on. */
  isInterrupted: boolean;
}

/** A kind of comment or string. */
export interface CodeRule {
  /** What it begins with: its first characters, literally. */
  readonly opening: string;
  readonly role: CodeRole;
  readonly escapes: EscapeStyle;
  /** What is between these quotes may hold code: `${` in JavaScript. Ends with a closing brace. */
  readonly interpolation?: string;
  /** Every line of it is a comment of its own, and goes on in the next one. */
  readonly isLine?: boolean;
  /**
   * Looks whether such a thing begins at a position where `opening` stands, and fills `found`. Takes time linear in what
   * lies before `found.end`, also where it returns false.
   */
  readonly find: (source: string, position: number, end: number, found: Found) => boolean;
  /** Begins only where an operand may stand: a slash behind a name divides. */
  readonly isOperand?: boolean;
  /** Goes on with a string behind embedded code. */
  readonly resume?: (source: string, position: number, end: number, found: Found) => boolean;
}

/** Where a thing may begin, besides everywhere. */
type Place = "anywhere" | "line start" | "after space" | "not after a name" | "not after a colon";

/** A comment up to the end of the line. */
export function line(
  opening: string,
  place: Place = "anywhere",
  role: CodeRole = "comment",
): CodeRule {
  return {
    opening,
    role,
    escapes: "none",
    isLine: true,
    find: (source, position, end, found) => {
      if (!isAt(place, source, position)) return refuse(found, position);
      found.contentStart = position + opening.length;
      found.contentEnd = found.end = endOfLine(source, found.contentStart, end);
      return true;
    },
  };
}

/** A comment between two signs; one that is not closed goes to the end. */
export function block(
  opening: string,
  closing: string,
  options: { nested?: boolean; place?: Place; role?: CodeRole } = {},
): CodeRule {
  return {
    opening,
    role: options.role ?? "comment",
    escapes: "none",
    find: (source, position, end, found) => {
      if (!isAt(options.place ?? "anywhere", source, position)) return refuse(found, position);
      const start = position + opening.length;
      found.contentStart = start;
      const close = options.nested
        ? findNested(source, start, end, opening, closing)
        : findWithin(source, closing, start, end);
      found.contentEnd = close < 0 ? end : close;
      found.end = close < 0 ? end : close + closing.length;
      return true;
    },
  };
}

/**
 * A string between quotes.
 *
 * One that may not have several lines ends with its line, whether closed or not; one that may goes to the end of the source
 * where it is not closed.
 */
export function quoted(
  opening: string,
  options: {
    closing?: string;
    escapes?: EscapeStyle;
    multiline?: boolean;
    interpolation?: string;
    place?: Place;
    role?: CodeRole;
  } = {},
): CodeRule {
  const { closing = opening, escapes = "backslash", multiline = false, interpolation } = options;
  const resume: CodeRule["find"] = (source, start, end, found) => {
    const escape = escapes === "backslash" ? BACKSLASH : escapes === "backtick" ? BACKTICK : -1;
    const first = closing.charCodeAt(0);
    const interrupting = interpolation ? interpolation.charCodeAt(0) : -1;
    found.contentStart = start;
    for (let position = start; position < end; position++) {
      const unit = source.charCodeAt(position);
      if (unit === escape) position++;
      else if (unit === NEWLINE && !multiline) return close(found, position, position);
      else if (unit === first && source.startsWith(closing, position)) {
        const after = position + closing.length;
        if (escapes !== "doubled" || !source.startsWith(closing, after))
          return close(found, position, after);
        position = after + closing.length - 1;
      } else if (unit === interrupting && source.startsWith(interpolation!, position)) {
        close(found, position, position + interpolation!.length);
        return (found.isInterrupted = true);
      }
    }
    return close(found, end, end);
  };
  return {
    opening,
    role: options.role ?? "string",
    escapes,
    ...(interpolation === undefined ? {} : { interpolation }),
    find: (source, position, end, found) =>
      isAt(options.place ?? "anywhere", source, position)
        ? resume(source, position + opening.length, end, found)
        : refuse(found, position),
    resume,
  };
}

/** A character such as 'a' or '\u{e9}', where the same sign has other uses: lifetimes, primes, transposes. */
export function characterLiteral(quote = "'"): CodeRule {
  return {
    opening: quote,
    role: "skipped",
    escapes: "none",
    find: (source, position, end, found) => {
      const first = position + quote.length;
      if (source.charCodeAt(first) === BACKSLASH) {
        const close = source.indexOf(quote, first + 2);
        if (close < 0 || close > Math.min(first + LONGEST_CHARACTER, end - 1))
          return refuse(found, position);
        return skip(found, close + 1);
      }
      const size = source.codePointAt(first)! > 0xffff ? 2 : 1;
      if (!source.startsWith(quote, first + size) || first + size >= end)
        return refuse(found, position);
      return skip(found, first + size + 1);
    },
  };
}

/** A sign that takes the next character away from all other rules: `\"` in Clojure. */
export function escapedCharacter(opening: string): CodeRule {
  return {
    opening,
    role: "skipped",
    escapes: "none",
    find: (_source, position, end, found) =>
      skip(found, Math.min(end, position + opening.length + 1)),
  };
}

/** What a sticky pattern matches, which is no word: `#ff8800` in CSS. The pattern must take bounded time. */
export function pattern(opening: string, expression: RegExp): CodeRule {
  return {
    opening,
    role: "skipped",
    escapes: "none",
    find: (source, position, end, found) => {
      expression.lastIndex = position;
      return expression.test(source)
        ? skip(found, Math.min(end, expression.lastIndex))
        : refuse(found, position);
    },
  };
}

/** Rust's `r#"…"#` and Swift's `#"…"#`: as many signs behind as before. */
export function hashQuoted(opening: string): CodeRule {
  return {
    opening,
    role: "string",
    escapes: "none",
    find: (source, position, end, found) => {
      let start = position + opening.length;
      while (source.charCodeAt(start) === HASH) start++;
      const hashes = source.slice(position, start).replace(/[^#]/g, "");
      if (source.charCodeAt(start) !== DOUBLE_QUOTE) return refuse(found, start);
      const close = findWithin(source, `"${hashes}`, start + 1, end);
      found.contentStart = Math.min(start + 1, end);
      return close < 0
        ? closeAt(found, end, end)
        : closeAt(found, close, close + 1 + hashes.length);
    },
  };
}

/** C++'s `R"delimiter(…)delimiter"`. */
export function delimitedRaw(): CodeRule {
  return {
    opening: 'R"',
    role: "string",
    escapes: "none",
    find: (source, position, end, found) => {
      const start = position + 2;
      let open = start;
      while (open < end && open - start <= LONGEST_DELIMITER && source[open] !== "(") open++;
      if (source[open] !== "(") return refuse(found, position);
      const closing = `)${source.slice(start, open)}"`;
      const close = findWithin(source, closing, open + 1, end);
      found.contentStart = open + 1;
      return close < 0 ? closeAt(found, end, end) : closeAt(found, close, close + closing.length);
    },
  };
}

/** Lua's `[==[…]==]`, as a string or, behind `--`, as a comment; CMake's behind `#`. */
export function longBrackets(prefix: string, role: CodeRole): CodeRule {
  return {
    opening: `${prefix}[`,
    role,
    escapes: "none",
    find: (source, position, end, found) => {
      let start = position + prefix.length + 1;
      const from = start;
      while (source[start] === "=") start++;
      if (source[start] !== "[" || start >= end) return refuse(found, start);
      const closing = `]${source.slice(from, start)}]`;
      const close = findWithin(source, closing, start + 1, end);
      found.contentStart = start + 1;
      return close < 0 ? closeAt(found, end, end) : closeAt(found, close, close + closing.length);
    },
  };
}

/** A text between lines: `<<EOF` and the line `EOF`. What else stands in the first line is left out. */
export function hereDocument(opening: string): CodeRule {
  return {
    opening,
    role: "string",
    escapes: "none",
    find: (source, position, end, found) => {
      HERE_TAG.lastIndex = position + opening.length;
      const tag = HERE_TAG.exec(source)?.[2];
      if (tag === undefined || source[position - 1] === "<") return refuse(found, position);
      const start = endOfLine(source, HERE_TAG.lastIndex, end) + 1;
      for (let from = start; from < end; from = endOfLine(source, from, end) + 1) {
        let first = from;
        while (source[first] === " " || source[first] === "\t") first++;
        if (!source.startsWith(tag, first) || WORD.test(source[first + tag.length] ?? "")) continue;
        found.contentStart = start;
        return closeAt(found, from, Math.min(end, first + tag.length));
      }
      return refuse(found, end); // a shift, such as `1 << LIMIT`
    },
  };
}

/**
 * JavaScript's and Ruby's `/…/`; whether it may begin there the scanner knows. What is longer than a line is none.
 */
export function regularExpression(): CodeRule {
  return {
    opening: "/",
    role: "skipped",
    escapes: "none",
    isOperand: true,
    find: (source, start, end, found) => {
      let isInClass = false;
      for (let position = start + 1; position < end; position++) {
        const unit = source.charCodeAt(position);
        if (unit === BACKSLASH) position++;
        else if (unit === NEWLINE) return refuse(found, position);
        else if (unit === 0x5b) isInClass = true;
        else if (unit === 0x5d) isInClass = false;
        else if (unit === SLASH && !isInClass) {
          let after = position + 1;
          while (after < end && WORD.test(source[after]!)) after++; // flags
          return skip(found, after);
        }
      }
      return refuse(found, end);
    },
  };
}

const NEWLINE = 0x0a;
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const BACKTICK = 0x60;
/** `'\u{10ffff}'` */
const LONGEST_CHARACTER = 12;
/** By the C++ standard. */
const LONGEST_DELIMITER = 16;
/** `EOF`, `-"EOF"`, `~'SQL'`: behind a space there must be quotes, or it would be a shift. */
const HERE_TAG = /[-~]?(?: ?(["'])|\\?)([A-Za-z_][A-Za-z0-9_]{0,60})(?:\1|(?![A-Za-z0-9_]))/y;
const WORD = /^[A-Za-z0-9_]/;

function refuse(found: Found, lookedUpTo: number): boolean {
  found.end = lookedUpTo;
  return false;
}

function close(found: Found, contentEnd: number, end: number): boolean {
  found.isInterrupted = false;
  return closeAt(found, contentEnd, end);
}

function closeAt(found: Found, contentEnd: number, end: number): boolean {
  found.contentEnd = contentEnd;
  found.end = end;
  return true;
}

function skip(found: Found, end: number): boolean {
  found.contentStart = end;
  return closeAt(found, end, end);
}

function endOfLine(source: string, start: number, end: number): number {
  const newline = findWithin(source, "\n", start, end);
  return newline < 0 ? end : newline;
}

/** Like `indexOf`, for what ends before `end`; looks no further, so that many short pieces of a source take linear time. */
function findWithin(source: string, text: string, start: number, end: number): number {
  if (end === source.length) return source.indexOf(text, start);
  const at = source.slice(start, end).indexOf(text); // a slice of a long string is no copy
  return at < 0 ? -1 : start + at;
}

function findNested(
  source: string,
  start: number,
  end: number,
  opening: string,
  closing: string,
): number {
  const openingUnit = opening.charCodeAt(0);
  const closingUnit = closing.charCodeAt(0);
  let depth = 1;
  for (let position = start; position < end; position++) {
    const unit = source.charCodeAt(position);
    if (unit === closingUnit && source.startsWith(closing, position)) {
      if (--depth === 0) return position;
      position += closing.length - 1;
    } else if (unit === openingUnit && source.startsWith(opening, position)) {
      depth++;
      position += opening.length - 1;
    }
  }
  return -1;
}

function isAt(place: Place, source: string, position: number): boolean {
  if (place === "anywhere" || position === 0) return true;
  const before = source[position - 1]!;
  switch (place) {
    case "after space":
      return " \t\n\r;(".includes(before);
    case "not after a name":
      return !/[\p{L}\p{N}_)\]}'.]/u.test(before);
    case "not after a colon":
      return before !== ":";
    case "line start": {
      let start = position;
      while (start > 0 && (source[start - 1] === " " || source[start - 1] === "\t")) start--;
      return start === 0 || source[start - 1] === "\n";
    }
  }
}
