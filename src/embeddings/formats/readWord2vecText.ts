import { throwIfCanceled, WordfieldError } from "../../errors.ts";
import { createPacer } from "../../kernels/pacing.ts";
import { isSpace, parseDecimal } from "./decimal.ts";

/** Words and vectors of a text file. */
export interface TextVectors {
  readonly words: string[];
  readonly wordIds: ReadonlyMap<string, number>;
  readonly dimension: number;
  /** Shape [n, d]. */
  readonly vectors: Float32Array;
  readonly warnings: readonly string[];
}

const LINE_BREAK = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** A line of 100,000 numbers has 1.2 MB; what goes on without a break is no text of vectors. */
const MAXIMUM_LINE_BYTES = 16_000_000;
/** Memory for vectors doubles from here, so that a header's claim alone costs nothing. */
const FIRST_FLOATS = 1 << 16;

/**
 * Reads word2vec text, with or without its first line: what word2vec, gensim, fastText and GloVe write. A word may have
 * spaces (GloVe's 840B has some): the last d fields are the numbers. Of a word that stands twice the first is kept.
 *
 * Shapes: chunks of any size, best below 4 MB: the event loop has its turn between them.
 * Errors: `bad-format` with the number of the line; `out-of-memory`, `canceled`.
 */
export async function readWord2vecText(
  chunks: AsyncIterable<Uint8Array>,
  fileName: string,
  signal?: AbortSignal,
): Promise<TextVectors> {
  const pause = createPacer(signal);
  const reader = new TextReader(fileName);
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
  if (rest.length > 0) {
    reader.readLine(rest, 0, rest.length);
    reader.warnings.push(
      `${fileName} does not end with a line break: its last number may be cut off.`,
    );
  }
  return reader.finish();
}

/** Takes lines one by one. */
class TextReader {
  readonly warnings: string[] = [];
  readonly #fileName: string;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #words: string[] = [];
  readonly #wordIds = new Map<string, number>();
  #line = 0;
  #rows = 0;
  #claimedRows: number | null = null;
  #dimension = 0;
  #vectors = new Float32Array(0);
  #repeated = 0;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  fault(what: string, remedy = "Check that the file is complete."): WordfieldError {
    return new WordfieldError(
      "bad-format",
      `${this.#fileName}, line ${this.#line}: ${what}. ${remedy}`,
    );
  }

  /** Reads the bytes from lineStart to lineEnd, which are a line without its break. */
  readLine(bytes: Uint8Array, lineStart: number, lineEnd: number): void {
    this.#line++;
    let start = lineStart;
    let end = lineEnd;
    if (this.#line === 1 && BYTE_ORDER_MARK.every((byte, i) => bytes[start + i] === byte))
      start += BYTE_ORDER_MARK.length;
    if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
    while (end > start && isSpace(bytes[end - 1])) end--; // word2vec and fastText end lines with a space
    if (this.#line === 1 && this.#readHeader(bytes, start, end)) return;
    if (end === start) throw this.fault("the line is empty");
    if (this.#claimedRows !== null && this.#rows === this.#claimedRows)
      throw this.fault(`the first line says ${this.#claimedRows} words, and here is one more`);
    if (this.#dimension === 0) this.#dimension = countFields(bytes, start, end) - 1;
    if (this.#dimension === 0) throw this.fault("a word without numbers");
    this.#rows++;

    const wordEnd = this.#readNumbers(bytes, start, end);
    const word = this.#decode(bytes.subarray(start, wordEnd));
    if (this.#wordIds.has(word)) {
      this.#repeated++;
      return;
    }
    this.#wordIds.set(word, this.#words.length);
    this.#words.push(word);
  }

  finish(): TextVectors {
    if (this.#claimedRows !== null && this.#rows < this.#claimedRows)
      throw this.fault(
        `the file ends after ${this.#rows} of the ${this.#claimedRows} words that the first line says`,
      );
    if (this.#rows === 0)
      throw new WordfieldError(
        "bad-format",
        `${this.#fileName} holds no vectors. Choose another file.`,
      );
    if (this.#repeated > 0)
      this.warnings.unshift(
        `${this.#repeated} of the ${this.#rows} lines of ${this.#fileName} repeat a word; the first of each is kept.`,
      );
    return {
      words: this.#words,
      wordIds: this.#wordIds,
      dimension: this.#dimension,
      vectors: this.#vectors.slice(0, this.#words.length * this.#dimension),
      warnings: this.warnings,
    };
  }

  /** Two whole numbers on the first line are "n d"; vectors of one dimension have no other sign. */
  #readHeader(bytes: Uint8Array, start: number, end: number): boolean {
    const line = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 40)));
    const match = /^(\d{1,15})[ \t]+(\d{1,9})$/.exec(line);
    if (!match || end - start > 40) return false;
    this.#claimedRows = Number(match[1]);
    this.#dimension = Number(match[2]);
    if (this.#claimedRows === 0 || this.#dimension === 0)
      throw this.fault("it announces no vectors");
    return true;
  }

  /** Reads the last d fields into the next row, from the last to the first; returns where the word ends. */
  #readNumbers(bytes: Uint8Array, start: number, end: number): number {
    const row = this.#words.length * this.#dimension;
    let fieldEnd = end;
    // Where numbers are missing, memory for them is not asked for: a header may claim any dimension.
    const possible = Math.floor((end - start) / 2);
    if (this.#dimension > possible) throw this.#wrongCount(bytes, start, end);
    this.#makeRoom();
    for (let column = this.#dimension - 1; column >= 0; column--) {
      let fieldStart = fieldEnd;
      while (fieldStart > start && !isSpace(bytes[fieldStart - 1])) fieldStart--;
      if (fieldStart === start) throw this.#wrongCount(bytes, start, end);
      const value = parseDecimal(bytes, fieldStart, fieldEnd);
      if (value === null) throw this.#notANumber(bytes, fieldStart, fieldEnd, start, end);
      const single = Math.fround(value);
      if (!Number.isFinite(single))
        throw this.fault(`the number ${column + 1} is too large for single precision`);
      this.#vectors[row + column] = single;
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
    return numbers === this.#dimension
      ? this.fault("the word is missing")
      : this.fault(`${numbers} numbers, expected ${this.#dimension}`);
  }

  #notANumber(
    bytes: Uint8Array,
    fieldStart: number,
    fieldEnd: number,
    start: number,
    end: number,
  ): WordfieldError {
    // Too few numbers show as a part of the word where a number should be.
    if (countFields(bytes, start, end) - 1 < this.#dimension)
      return this.#wrongCount(bytes, start, end);
    const field = new TextDecoder().decode(
      bytes.subarray(fieldStart, Math.min(fieldEnd, fieldStart + 40)),
    );
    return this.fault(`"${field}" is no number`);
  }

  #decode(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      // The decoder's own message does not name the line.
      throw this.fault("the word is no UTF-8 text", "Write the file again in UTF-8.");
    }
  }

  #makeRoom(): void {
    const needed = (this.#words.length + 1) * this.#dimension;
    if (needed <= this.#vectors.length) return;
    const doubled = Math.max(needed, this.#vectors.length * 2, FIRST_FLOATS);
    const limit = (this.#claimedRows ?? Infinity) * this.#dimension;
    let larger: Float32Array<ArrayBuffer>;
    try {
      larger = new Float32Array(Math.min(doubled, limit));
    } catch (cause) {
      // The platform throws a RangeError without a number.
      throw new WordfieldError(
        "out-of-memory",
        `${this.#fileName} has more vectors than fit into memory: line ${this.#line} is where it ended. Choose a smaller file.`,
        { cause },
      );
    }
    larger.set(this.#vectors);
    this.#vectors = larger;
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
