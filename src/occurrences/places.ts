// How the places of a word in a file are written: the distance from one to the next, and what is not as expected.
//
// A place is expected to be as long as the word's vocabulary form, and the text's next word to begin one unit behind it,
// or right behind it in a script without spaces. Only what is otherwise is written out: nearly all places take the bytes of
// their distance.

import { classAt, UNSPACED } from "../corpus/characterClasses.ts";
import { damagedIndex, type ByteReader, type ByteWriter } from "./bytes.ts";

/** Where no word follows in the file. */
export const NO_NEXT = -1;
/** V8's longest string is shorter. Units: UTF-16 units. */
const LARGEST_OFFSET = 2 ** 30;

/** What the places of a word are expected to be. Units: UTF-16 units. */
export interface PlaceShape {
  readonly length: number;
  /** From the end of the word to the beginning of the next one. */
  readonly gap: number;
}

/** Returns what the places of a word are expected to be. */
export function shapeOf(word: string): PlaceShape {
  return { length: word.length, gap: word !== "" && classAt(word, 0) & UNSPACED ? 0 : 1 };
}

/** Writes the places of a word in a file, which come in the order of their beginnings. */
export class PlaceEncoder {
  readonly #writer: ByteWriter;
  #shape: PlaceShape = { length: 0, gap: 1 };
  #last = 0;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  /** Begins the places in another file; `last` is where the one before begins if some are there already. */
  begin(shape: PlaceShape, last = 0): void {
    this.#shape = shape;
    this.#last = last;
  }

  /** Units: UTF-16 units; `next` is where the word behind it begins, or `NO_NEXT`. */
  add(start: number, end: number, next: number): void {
    const { length, gap } = this.#shape;
    const distance = start - this.#last;
    this.#last = start;
    if (end - start === length && next - end === gap && next !== NO_NEXT) {
      this.#writer.varint(2 * distance);
      return;
    }
    const hasLength = end - start === length ? 0 : 1;
    const code = next === NO_NEXT ? 0 : zigzag(next - end) + 1;
    this.#writer.varint(2 * distance + 1);
    this.#writer.varint(2 * code + hasLength);
    if (hasLength) this.#writer.varint(end - start);
  }
}

/** Reads places one after the other. Units: UTF-16 units. */
export class PlaceCursor {
  readonly #reader: ByteReader;
  readonly #shape: PlaceShape;
  start = 0;
  end = 0;
  /** Where the word behind it begins, or `NO_NEXT`. */
  next = NO_NEXT;

  constructor(reader: ByteReader, shape: PlaceShape) {
    this.#reader = reader;
    this.#shape = shape;
  }

  /** Goes on to the next place. Errors: `bad-format`. */
  advance(): void {
    const { length, gap } = this.#shape;
    const value = this.#reader.varint();
    this.start += Math.floor(value / 2);
    if (this.start > LARGEST_OFFSET) throw damagedIndex("a place lies beyond its file");
    this.end = this.start + length;
    if (value % 2 === 0) {
      this.next = this.end + gap;
      return;
    }
    const exception = this.#reader.varint();
    if (exception % 2 === 1) this.end = this.start + this.#reader.varint();
    const code = Math.floor(exception / 2);
    this.next = code === 0 ? NO_NEXT : this.end + unzigzag(code - 1);
    if (this.end > LARGEST_OFFSET) throw damagedIndex("a place lies beyond its file");
  }
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}
