/** Formulas of words: `(paris + berlin) / 2 - city` is a sum of words with weights. */
import { WordfieldError } from "../errors.ts";

/** A word of a formula and what it counts. */
export interface FormulaTerm {
  /** As it is written, without quotes. */
  readonly word: string;
  readonly weight: number;
  /** Where it first stands in the formula, in UTF-16 units; `end` is behind it. */
  readonly start: number;
  readonly end: number;
}

/** No person writes more; what does is refused before it is read. */
const LONGEST_FORMULA = 1000;
/** Each parenthesis is a call on the stack. */
const DEEPEST_NESTING = 100;

const OPERATORS: Readonly<Record<string, Operator>> = {
  "+": "+",
  "＋": "+",
  "-": "-",
  "−": "-",
  "–": "-",
  "－": "-",
  "*": "*",
  "×": "*",
  "＊": "*",
  "/": "/",
  "÷": "/",
  "／": "/",
  "(": "(",
  "（": "(",
  ")": ")",
  "）": ")",
};
const CLOSING_QUOTES: Readonly<Record<string, string>> = { '"': '"', "“": "”", "「": "」" };
/** A hyphen stands in a word where one of these follows it. */
const WORD_CHARACTER = /[^\s+＋−–－*×＊/÷／()（）"“”「」-]/u;
const NUMBER = /^(\d+(\.\d*)?|\.\d+)$/;

type Operator = "+" | "-" | "*" | "/" | "(" | ")";
type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: Operator }
  | { readonly kind: "end" }
);

/** What part of a formula comes to: words with weights, or a number. */
type Value =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "words"; readonly terms: ReadonlyMap<string, FormulaTerm> };

/**
 * Reads a formula: words, numbers, + − * / and parentheses.
 *
 * A hyphen within a word belongs to it, so that a minus sign has a space before it; a word that looks like a number or has
 * signs of its own stands in quotes. Words that cancel out have weight 0 and are among the terms, in the order of the formula.
 *
 * Errors: `bad-input` with the column, counted from 1, for what is no formula, multiplies words with words, or has no word.
 */
export function parseFormula(formula: string): readonly FormulaTerm[] {
  if (formula.length > LONGEST_FORMULA)
    throw new WordfieldError(
      "bad-input",
      `A formula of ${formula.length} characters is too long. Use at most ${LONGEST_FORMULA}.`,
    );
  const value = new Parser(formula, tokensOf(formula)).whole();
  if (value.kind === "number")
    throw problemAt(formula, 0, `it has no word. Write words, as in “she - he”`);
  return [...value.terms.values()];
}

/**
 * Adds up the vectors of a formula's words; null where nothing is left of them, as of `she - she`.
 *
 * Shapes: what `vectorOf` gives and the result are [d].
 * Errors: plain `Error` where the vectors differ in length.
 */
export function addTerms(
  terms: readonly FormulaTerm[],
  vectorOf: (word: string) => ArrayLike<number>,
): Float64Array | null {
  let sum: Float64Array | undefined;
  let largest = 0;
  for (const { word, weight } of terms) {
    const vector = vectorOf(word);
    sum ??= new Float64Array(vector.length);
    if (sum.length !== vector.length)
      throw new Error(`A vector of ${vector.length} numbers, expected ${sum.length}.`);
    for (let i = 0; i < sum.length; i++) {
      const share = weight * (vector[i] ?? 0);
      sum[i] = (sum[i] ?? 0) + share;
      largest = Math.max(largest, Math.abs(share));
    }
  }
  // What is left of vectors that cancel out is rounding.
  const isNothing = !sum || sum.every((value) => !(Math.abs(value) > 1e-7 * largest));
  return isNothing ? null : (sum ?? null);
}

function tokensOf(formula: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < formula.length) {
    const character = String.fromCodePoint(formula.codePointAt(at) ?? 0);
    const start = at;
    const operator = OPERATORS[character];
    const closing = CLOSING_QUOTES[character];
    if (/\s/u.test(character)) at += character.length;
    else if (operator !== undefined) tokens.push({ kind: operator, start, end: ++at });
    else if (closing !== undefined) {
      const end = formula.indexOf(closing, at + 1);
      if (end < 0) throw problemAt(formula, at, `the quote is not closed. Add “${closing}”`);
      const word = formula.slice(at + 1, end).trim();
      if (word === "") throw problemAt(formula, at, "the quotes are empty. Put a word in them");
      tokens.push({ kind: "word", word, start, end: (at = end + 1) });
    } else {
      at = endOfWord(formula, at);
      const word = formula.slice(start, at);
      if (at === start) throw problemAt(formula, at, `“${character}” is not expected. Remove it`);
      tokens.push(
        NUMBER.test(word)
          ? { kind: "number", value: Number(word), start, end: at }
          : { kind: "word", word, start, end: at },
      );
    }
  }
  return [...tokens, { kind: "end", start: at, end: at }];
}

function endOfWord(formula: string, start: number): number {
  let at = start;
  while (at < formula.length) {
    const character = String.fromCodePoint(formula.codePointAt(at) ?? 0);
    const next = formula.codePointAt(at + 1);
    const isHyphenated =
      character === "-" && next !== undefined && WORD_CHARACTER.test(String.fromCodePoint(next));
    if (!WORD_CHARACTER.test(character) && !isHyphenated) break;
    at += character.length;
  }
  return at;
}

/** Sums of products of factors, read from left to right. */
class Parser {
  readonly #formula: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(formula: string, tokens: readonly Token[]) {
    this.#formula = formula;
    this.#tokens = tokens;
  }

  whole(): Value {
    const value = this.#sum();
    const token = this.#token;
    if (token.kind === ")")
      throw this.#problem(token, "the parenthesis was not opened. Remove it, or add “(” before it");
    if (token.kind !== "end") throw this.#problem(token, "a sign is missing. Write + or - between");
    return value;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!; // the last one is "end", which nothing passes
  }

  #sum(): Value {
    let value = this.#product();
    for (;;) {
      const sign = this.#token;
      if (sign.kind !== "+" && sign.kind !== "-") return value;
      this.#at++;
      const other = this.#product();
      if (value.kind !== other.kind)
        throw this.#problem(
          sign,
          "a number is added to words, or taken from them. Multiply or divide words by it",
        );
      value = sum(value, sign.kind === "+" ? other : scale(other, -1));
      this.#checkFinite(sign, value);
    }
  }

  #product(): Value {
    let value = this.#factor();
    for (;;) {
      const sign = this.#token;
      if (sign.kind !== "*" && sign.kind !== "/") return value;
      this.#at++;
      const other = this.#factor();
      if (sign.kind === "/") {
        if (other.kind === "words")
          throw this.#problem(sign, "it is divided by a word. Divide by a number");
        if (other.number === 0)
          throw this.#problem(sign, "it is divided by zero. Divide by another number");
        value = scale(value, 1 / other.number);
      } else if (other.kind === "number") value = scale(value, other.number);
      else if (value.kind === "number") value = scale(other, value.number);
      else throw this.#problem(sign, "words are multiplied by words. Multiply by a number");
      this.#checkFinite(sign, value);
    }
  }

  #factor(): Value {
    let sign = 1;
    while (this.#token.kind === "-" || this.#token.kind === "+") {
      if (this.#token.kind === "-") sign = -sign;
      this.#at++;
    }
    const token = this.#token;
    this.#at++;
    if (token.kind === "number") {
      const number: Value = { kind: "number", number: sign * token.value };
      this.#checkFinite(token, number);
      return number;
    }
    if (token.kind === "word") {
      const { word, start, end } = token;
      return { kind: "words", terms: new Map([[word, { word, weight: sign, start, end }]]) };
    }
    if (token.kind !== "(") {
      const where = token.kind === "end" ? "at the end" : `before “${token.kind}”`;
      throw this.#problem(token, `a word is missing ${where}. Write one`);
    }
    if (++this.#depth > DEEPEST_NESTING)
      throw this.#problem(token, `more than ${DEEPEST_NESTING} parentheses are open. Use fewer`);
    const value = this.#sum();
    if (this.#token.kind === "end")
      throw this.#problem(token, "the parenthesis is not closed. Add “)”");
    if (this.#token.kind !== ")")
      throw this.#problem(this.#token, "a sign is missing. Write + or - between");
    this.#at++;
    this.#depth--;
    return scale(value, sign);
  }

  #checkFinite(token: Token, value: Value): void {
    const numbers =
      value.kind === "number" ? [value.number] : [...value.terms.values()].map((t) => t.weight);
    if (!numbers.every(Number.isFinite))
      throw this.#problem(token, "the number is too large. Use a smaller one");
  }

  #problem(token: Token, what: string): WordfieldError {
    return problemAt(this.#formula, token.start, what);
  }
}

function scale(value: Value, factor: number): Value {
  if (value.kind === "number") return { kind: "number", number: value.number * factor };
  return {
    kind: "words",
    terms: new Map(
      [...value.terms].map(([word, term]) => [word, { ...term, weight: term.weight * factor }]),
    ),
  };
}

/** Both are words, or both are numbers. */
function sum(a: Value, b: Value): Value {
  if (a.kind === "number" || b.kind === "number")
    return {
      kind: "number",
      number: a.kind === "number" && b.kind === "number" ? a.number + b.number : NaN,
    };
  const terms = new Map(a.terms);
  for (const [word, term] of b.terms) {
    const known = terms.get(word);
    terms.set(word, known ? { ...known, weight: known.weight + term.weight } : term);
  }
  return { kind: "words", terms };
}

function problemAt(formula: string, at: number, what: string): WordfieldError {
  const column = [...formula.slice(0, at)].length + 1;
  const shown = formula.length > 60 ? `${formula.slice(0, 59)}…` : formula;
  return new WordfieldError("bad-input", `Column ${column} of “${shown}”: ${what}.`);
}
