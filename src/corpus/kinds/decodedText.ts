// Text that stands in a source with escapes, and prose that was read in such text.

import { readJsonEscape } from "./jsonScanner.ts";
import { sourceRange, type Prose } from "./prose.ts";

/** Numbers, four to a piece, as `Prose` has them. */
class Pieces {
  #numbers = new Uint32Array(256);
  #length = 0;

  push(begin: number, end: number, sourceStart: number, sourceEnd: number): void {
    if (end <= begin) return;
    if (this.#length === this.#numbers.length) {
      const grown = new Uint32Array(2 * this.#length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers.set([begin, end, sourceStart, sourceEnd], this.#length);
    this.#length += 4;
  }

  finish(): Uint32Array {
    return this.#numbers.slice(0, this.#length);
  }
}

/**
 * Decodes strings of JSON and joins them: a text that can be read in its turn, and where it comes from.
 *
 * `ranges` are beginning and end of each, inside of the quotes.
 */
export function decodeJsonStrings(source: string, ranges: readonly number[]): Prose {
  const pieces = new Pieces();
  const parts: string[] = [];
  let length = 0;
  const add = (text: string, start: number, end: number) => {
    pieces.push(length, length + text.length, start, end);
    parts.push(text);
    length += text.length;
  };
  let backslash = -1; // the next one: looked for once, not in every string
  for (let range = 0; range < ranges.length; range += 2) {
    const end = ranges[range + 1]!;
    let kept = ranges[range]!;
    for (;;) {
      if (backslash < kept) {
        const found = source.indexOf("\\", kept);
        backslash = found < 0 ? Infinity : found;
      }
      const escapeStart = Math.min(backslash, end);
      if (escapeStart > kept) add(source.slice(kept, escapeStart), kept, escapeStart);
      if (escapeStart === end) break;
      const escape = readJsonEscape(source, escapeStart, end);
      add(escape.text, escapeStart, escape.end);
      kept = escape.end;
    }
  }
  return { text: parts.join(""), pieces: pieces.finish() };
}

/** Puts the proses of several texts that stand in one source one behind another. */
export class ProseJoiner {
  readonly #parts: string[] = [];
  readonly #pieces = new Pieces();
  #length = 0;

  /** Appends what was read in `decoded`, and ends a sentence. */
  append(prose: Prose, decoded: Prose): void {
    const { pieces } = prose;
    if (pieces.length === 0) this.#copy(0, prose.text.length, 0, decoded);
    for (let piece = 0; piece < pieces.length; piece += 4) {
      const begin = pieces[piece]!;
      const end = pieces[piece + 1]!;
      const start = pieces[piece + 2]!;
      if (pieces[piece + 3]! - start === end - begin) this.#copy(begin, end, start, decoded);
      else {
        const range = sourceRange(decoded, start, pieces[piece + 3]!);
        this.#pieces.push(this.#length + begin, this.#length + end, range.start, range.end);
      }
    }
    this.#parts.push(prose.text, "\n");
    this.#length += prose.text.length + 1;
  }

  finish(): Prose {
    return { text: this.#parts.join(""), pieces: this.#pieces.finish() };
  }

  /** Leads the characters from `begin` to `end`, which stand at `start` in the decoded text, back to the source. */
  #copy(begin: number, end: number, start: number, decoded: Prose): void {
    const { pieces } = decoded;
    const shift = this.#length + begin - start;
    const stop = start + end - begin;
    for (let piece = findPiece(pieces, start); piece < pieces.length; piece += 4) {
      const from = Math.max(start, pieces[piece]!);
      const to = Math.min(stop, pieces[piece + 1]!);
      if (pieces[piece]! >= stop) break;
      const isCopy =
        pieces[piece + 1]! - pieces[piece]! === pieces[piece + 3]! - pieces[piece + 2]!;
      const sourceShift = pieces[piece + 2]! - pieces[piece]!;
      if (isCopy) this.#pieces.push(from + shift, to + shift, from + sourceShift, to + sourceShift);
      else this.#pieces.push(from + shift, to + shift, pieces[piece + 2]!, pieces[piece + 3]!);
    }
  }
}

/** Returns the place of the last piece that begins at or before an offset. */
function findPiece(pieces: Uint32Array, offset: number): number {
  let low = 0;
  let high = pieces.length / 4;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pieces[4 * middle]! <= offset) low = middle;
    else high = middle;
  }
  return 4 * low;
}
