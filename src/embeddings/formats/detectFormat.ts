// What kind of file of vectors begins with some bytes, whatever the file's name says.

import { isSpace, parseDecimal } from "./decimal.ts";
import { isFastText } from "./fastText.ts";
import { parseHeaderLength } from "./safetensors.ts";

/** A kind of file, and what its first line says. */
export type DetectedFormat =
  | { readonly format: "safetensors" }
  | { readonly format: "fasttext" }
  | {
      readonly format: "word2vec-binary" | "word2vec-text";
      /** Null for text without a first line that says it. */
      readonly words: number | null;
      readonly dimension: number;
      /** Bytes of that first line with its break; 0 without. */
      readonly start: number;
    };

/** The format needs no more bytes than these from the beginning of a file; a first line of text may be longer. */
export const DETECTION_BYTES = 1 << 18;

const LINE_BREAK = 0x0a;
const OPENING_BRACE = 0x7b;
const LENGTH_BYTES = 8;
/** "16777215 300", with room. */
const LONGEST_SIZES = 40;

/** Beginnings of files that are often taken for vectors, and what to do with them. */
const OTHER_KINDS: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], "it is compressed with gzip; unpack it first"],
  [[0x50, 0x4b, 0x03, 0x04], "it is a ZIP archive; unpack it first"],
  [[0x42, 0x5a, 0x68], "it is compressed with bzip2; unpack it first"],
  [[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], "it is an array of NumPy without words"],
];

const PICKLE_PROTOCOLS = [2, 3, 4, 5];
const PICKLE =
  "it is a Python pickle, such as gensim's save() writes; write it with save_word2vec_format()";

/**
 * Tells what kind of file begins with these bytes, the first 262144 of it or all; a fault is a part of a sentence.
 *
 * Text and word2vec's binary form begin with the same line: what follows a word tells them apart.
 */
export function detectFormat(head: Uint8Array): DetectedFormat | { readonly fault: string } {
  if (head.length === 0) return { fault: "it is empty" };
  if (isFastText(head)) return { format: "fasttext" };
  if (parseHeaderLength(head) !== null && head[LENGTH_BYTES] === OPENING_BRACE)
    return { format: "safetensors" };
  for (const [bytes, fault] of OTHER_KINDS)
    if (bytes.every((byte, i) => head[i] === byte)) return { fault };
  if (head[0] === 0x80 && PICKLE_PROTOCOLS.includes(head[1] ?? 0)) return { fault: PICKLE };
  const firstEnd = lineEnd(head, 0);
  const sizes = parseSizes(head.subarray(0, firstEnd));
  if (sizes) {
    const { words, dimension } = sizes;
    if (words === 0 || dimension === 0) return { fault: "its first line announces no vectors" };
    const start = firstEnd + 1;
    const isText = countNumbers(head, start) >= dimension || !looksBinary(head.subarray(start));
    return { format: isText ? "word2vec-text" : "word2vec-binary", words, dimension, start };
  }
  const dimension = countNumbers(head, hasByteOrderMark(head) ? 3 : 0);
  if (dimension === 0) return { fault: "it does not begin like one" };
  return { format: "word2vec-text", words: null, dimension, start: 0 };
}

/** Parses a line of two whole numbers, "n d"; null where it is none. */
function parseSizes(line: Uint8Array): { words: number; dimension: number } | null {
  if (line.length > LONGEST_SIZES) return null;
  const text = new TextDecoder("utf-8").decode(line); // without a byte order mark
  const match = /^(\d{1,15})[ \t]+(\d{1,9})[ \t\r]*$/.exec(text);
  return match && { words: Number(match[1]), dimension: Number(match[2]) };
}

/** Counts the numbers at the end of a line, of which the first field is none, because it is the word. */
function countNumbers(bytes: Uint8Array, start: number): number {
  let end = lineEnd(bytes, start);
  if (end > start && bytes[end - 1] === 0x0d) end--;
  let numbers = 0;
  for (let fieldEnd = end; ; numbers++) {
    while (fieldEnd > start && isSpace(bytes[fieldEnd - 1])) fieldEnd--;
    let fieldStart = fieldEnd;
    while (fieldStart > start && !isSpace(bytes[fieldStart - 1])) fieldStart--;
    if (fieldStart === start || parseDecimal(bytes, fieldStart, fieldEnd) === null) return numbers;
    fieldEnd = fieldStart;
  }
}

/** A twentieth of the bytes of single-precision numbers are control characters, which text does not have. */
function looksBinary(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) if (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) controls++;
  return controls > bytes.length / 1000;
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(LINE_BREAK, start);
  return end < 0 ? bytes.length : end;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
