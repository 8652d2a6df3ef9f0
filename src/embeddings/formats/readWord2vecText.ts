import { throwIfCanceled, WordfieldError } from "../../errors.ts";
import { createPacer } from "../../kernels/pacing.ts";
import { isSpace, parseDecimal } from "./decimal.ts";
import { WordList } from "./wordList.ts";

/** What is known of a text file before it is read. */
export interface TextPlan {
  readonly fileName: string;
  /** Lines with vectors. */
  readonly words: number;
  readonly dimension: number;
  /** Whether the first line is "n d". */
  readonly hasSizes: boolean;
  /** Is filled; shape [words, dimension]. */
  readonly vectors: Float32Array;
}

const LINE_BREAK = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** A line of 100,000 numbers has 1.2 MB; what goes on without a break is no text of vectors. */
const MAXIMUM_LINE_BYTES = 16_000_000;

/**
 * Reads word2vec text, with or without its first line: what word2vec, gensim, fastText and GloVe write. A word may have
 * spaces (GloVe's 840B has some): the last d fields are the numbers. Row i is the vector of word i of the result, which
 * may have fewer words than the plan: of a word that stands twice the first is kept.
 *
 * Shapes: chunks of any size, best below 4 MB: the event loop has its turn between them.
 * Errors: `bad-format` with the number of the line; `canceled`.
 */
export async function readWord2vecText(
  chunks: AsyncIterable<Uint8Array>,
  plan: TextPlan,
  signal?: AbortSignal,
): Promise<{ readonly list: WordList; readonly warnings: readonly string[] }> {
  const pause = createPacer(signal);
  const reader = new TextReader(plan);
  let rest = new Uint8Array(0);
  for await (const chunk of chunks) {
    await pause();
    const firstBreak = chunk.indexOf(LINE_BREAK);
    let start = 0;
    if (rest.length > 0 || firstBreak < 0) {
      const end = firstBreak < 0 ? chunk.length : firstBreak;
      rest = concatenate(rest, chunk.subarray(0, end));
      if (rest.length > MAXIMUM_LINE_BYTES) throw reader.fault("the line has more than 16 MB");
      if (firstBreak < 0) continue;
      reader.readLine(rest, 0, rest.length);
      rest = new Uint8Array(0);
      start = end + 1;
    }
    for (let end = chunk.indexOf(LINE_BREAK, start); end >= 0;) {
      reader.readLine(chunk, start, end);
      start = end + 1;
      end = chunk.indexOf(LINE_BREAK, start);
    }
    rest = chunk.slice(start);
  }
  throwIfCanceled(signal);
  if (rest.length > 0) reader.readLine(rest, 0, rest.length);
  const list = reader.finish();
  const warnings = list.warnings(plan.fileName);
  if (rest.length > 0)
    warnings.push(
      `${plan.fileName} does not end with a line break: its last number may be cut off.`,
    );
  return { list, warnings };
}

/** Takes lines one by one. */
class TextReader {
  readonly #plan: TextPlan;
  readonly #list = new WordList();
  #line = 0;
  #rows = 0;

  constructor(plan: TextPlan) {
    this.#plan = plan;
  }

  fault(what: string): WordfieldError {
    return new WordfieldError(
      "bad-format",
      `${this.#plan.fileName}, line ${this.#line}: ${what}. Check that the file is complete.`,
    );
  }

  /** Reads the bytes from lineStart to lineEnd, which are a line without its break. */
  readLine(bytes: Uint8Array, lineStart: number, lineEnd: number): void {
    this.#line++;
    const { hasSizes, words } = this.#plan;
    let start = lineStart;
    let end = lineEnd;
    if (this.#line === 1) {
      if (hasSizes) return;
      if (BYTE_ORDER_MARK.every((byte, i) => bytes[start + i] === byte))
        start += BYTE_ORDER_MARK.length;
    }
    if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
    while (end > start && isSpace(bytes[end - 1])) end--; // word2vec and fastText end lines with a space
    if (end === start) throw this.fault("the line is empty");
    if (this.#rows === words)
      throw this.fault(`the first line says ${words} words, and here is one more`);
    this.#rows++;
    const wordEnd = this.#readNumbers(bytes, start, end);
    this.#list.add(bytes.subarray(start, wordEnd));
  }

  finish(): WordList {
    const { words } = this.#plan;
    if (this.#rows < words)
      throw this.fault(
        `the file ends after ${this.#rows} of the ${words} words that it should have`,
      );
    return this.#list;
  }

  /** Reads the last d fields into the next row, from the last to the first; returns where the word ends. */
  #readNumbers(bytes: Uint8Array, start: number, end: number): number {
    const { dimension, vectors } = this.#plan;
    const row = this.#list.words.length * dimension;
    let fieldEnd = end;
    for (let column = dimension - 1; column >= 0; column--) {
      let fieldStart = fieldEnd;
      while (fieldStart > start && !isSpace(bytes[fieldStart - 1])) fieldStart--;
      if (fieldStart === start) throw this.#wrongCount(bytes, start, end);
      const value = parseDecimal(bytes, fieldStart, fieldEnd);
      if (value === null) throw this.#notANumber(bytes, fieldStart, fieldEnd, start, end);
      const single = Math.fround(value);
      if (!Number.isFinite(single))
        throw this.fault(`the number ${column + 1} is too large for single precision`);
      vectors[row + column] = single;
      fieldEnd = fieldStart;
      while (fieldEnd > start && isSpace(bytes[fieldEnd - 1])) fieldEnd--;
    }
    if (fieldEnd === start) throw this.#wrongCount(bytes, start, end);
    // A word may have spaces, but where its last part is a number there is one too many.
    let lastPart = fieldEnd;
    while (lastPart > start && !isSpace(bytes[lastPart - 1])) lastPart--;
    if (lastPart > start && parseDecimal(bytes, lastPart, fieldEnd) !== null)
      throw this.#wrongCount(bytes, start, end);
    return fieldEnd;
  }

  #wrongCount(bytes: Uint8Array, start: number, end: number): WordfieldError {
    const numbers = countFields(bytes, start, end) - (isSpace(bytes[start]) ? 0 : 1);
    return numbers === this.#plan.dimension
      ? this.fault("the word is missing")
      : this.fault(`${numbers} numbers, expected ${this.#plan.dimension}`);
  }

  #notANumber(
    bytes: Uint8Array,
    fieldStart: number,
    fieldEnd: number,
    start: number,
    end: number,
  ): WordfieldError {
    // Too few numbers show as a part of the word where a number should be.
    if (countFields(bytes, start, end) - 1 < this.#plan.dimension)
      return this.#wrongCount(bytes, start, end);
    const field = new TextDecoder().decode(
      bytes.subarray(fieldStart, Math.min(fieldEnd, fieldStart + 40)),
    );
    return this.fault(`"${field}" is no number`);
  }
}

function countFields(bytes: Uint8Array, start: number, end: number): number {
  let fields = 0;
  for (let i = start; i < end; i++)
    if (!isSpace(bytes[i]) && (i === start || isSpace(bytes[i - 1]))) fields++;
  return fields;
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
