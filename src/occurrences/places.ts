// How the places of a word in a file are written: the distance from one to the next, and what is not as expected.
//
// A place is expected to be as long as the word's vocabulary form, and the text's next word to begin one unit behind it,
// or right behind it in a script without spaces. Only what is otherwise is written out: nearly all places take the bytes of
// their distance.

import { classAt, UNSPACED } from "../corpus/characterClasses.ts";
import type { WordfieldError } from "../errors.ts";
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

/** Puts the sign for a damaged character in place of each half of a pair that stands alone, for which UTF-8 has no bytes. */
export function toWellFormed(word: string): string {
  return word.replace(/\p{Surrogate}/gu, "\ufffd");
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
  readonly #length: number;
  readonly #gap: number;
  start = 0;
  end = 0;
  /** Where the word behind it begins, or `NO_NEXT`. */
  next = NO_NEXT;

  constructor(reader: ByteReader, { length, gap }: PlaceShape) {
    this.#reader = reader;
    this.#length = length;
    this.#gap = gap;
  }

  /** Goes on to the next place. Errors: `bad-format`. */
  advance(): void {
    const value = this.#reader.varint();
    if (value > 2 * LARGEST_OFFSET) throw beyondFile();
    const start = this.start + (value >>> 1);
    const end = start + this.#length;
    this.start = start;
    this.end = end;
    this.next = end + this.#gap;
    if (value & 1) this.#readException(start, end);
    if (this.end > LARGEST_OFFSET) throw beyondFile();
  }

  #readException(start: number, end: number): void {
    const exception = this.#reader.varint();
    if (exception % 2 === 1) this.end = start + this.#reader.varint();
    else this.end = end;
    const code = Math.floor(exception / 2);
    this.next = code === 0 ? NO_NEXT : this.end + unzigzag(code - 1);
  }
}

/**
 * Places in a file, in its order: arrays that are filled again and again, as most of the time goes into places of frequent
 * words that belong to no phrase. Units: UTF-16 units of its source text.
 */
export class PlaceList {
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** Where the word behind each begins, or `NO_NEXT`. */
  nexts = new Int32Array(64);
  length = 0;

  /** Reads the first `count` places. Errors: `bad-format`. */
  fill(bytes: Uint8Array, count: number, shape: PlaceShape): void {
    if (count > this.starts.length) this.#makeRoom(count);
    this.length = this.#read(bytes, count, shape, false);
  }

  /** Keeps what goes on with one of `count` places of another word, up to the end of that. Errors: `bad-format`. */
  continueWith(bytes: Uint8Array, count: number, shape: PlaceShape): void {
    this.#sortByNext();
    this.length = this.#read(bytes, count, shape, true);
  }

  /**
   * Reads places, and returns how many there are in the end: all, or, where others go on, as many of those as one of them
   * begins where they are expected to.
   *
   * In one loop and without a call for each number, in which most of the time would go; and without a branch for numbers of
   * one and of two bytes, between which nobody can foretell.
   */
  #read(bytes: Uint8Array, count: number, { length, gap }: PlaceShape, goesOn: boolean): number {
    const { starts, ends, nexts } = this;
    const candidates = goesOn ? this.length : 0;
    let candidate = 0;
    let wanted = candidates > 0 ? nexts[0]! : 0;
    let kept = 0;
    let position = 0;
    let start = 0;
    for (let place = 0; place < count; place++) {
      const first = bytes[position]!;
      const more = first >> 7;
      const second = bytes[position + more]!;
      position += 1 + more;
      let value = (first & 0x7f) | ((second & -more) << 7);
      if (value >= 0x4000) {
        const long = longVarint(bytes, position - 2);
        if (long > 2 * LARGEST_OFFSET + 1) throw beyondFile();
        value = long | 0;
        position = behindVarint;
      }
      start += value >>> 1;
      let end = start + length;
      let next = end + gap;
      if (value & 1) {
        const exception = longVarint(bytes, position);
        if (exception % 2 === 1) end = endInFile(start + longVarint(bytes, behindVarint));
        position = behindVarint;
        const code = Math.floor(exception / 2);
        next = code === 0 ? NO_NEXT : (end + unzigzag(code - 1)) | 0;
      }
      if (start < wanted) continue;
      if (!goesOn) {
        starts[kept] = start;
        ends[kept] = end;
        nexts[kept] = next;
        kept++;
        continue;
      }
      while (candidate < candidates && nexts[candidate]! < start) candidate++;
      for (; candidate < candidates && nexts[candidate] === start; candidate++) {
        starts[kept] = starts[candidate]!;
        ends[kept] = end;
        nexts[kept] = next;
        kept++;
      }
      if (candidate === candidates) break;
      wanted = nexts[candidate]!;
    }
    if (position > bytes.length) throw damagedIndex("a number is cut off");
    if (start + length > LARGEST_OFFSET) throw beyondFile();
    return kept;
  }

  /** Only parts of names, which stand behind the name, lead back. */
  #sortByNext(): void {
    const { nexts } = this;
    let place = 1;
    while (place < this.length && nexts[place]! >= nexts[place - 1]!) place++;
    if (place >= this.length) return;
    const order = Int32Array.from({ length: this.length }, (_, index) => index);
    order.sort((a, b) => nexts[a]! - nexts[b]! || a - b);
    const inOrder = (values: Int32Array) => order.map((index) => values[index]!);
    for (const values of [this.starts, this.ends, nexts]) values.set(inOrder(values));
  }

  #makeRoom(count: number): void {
    this.starts = new Int32Array(2 * count);
    this.ends = new Int32Array(2 * count);
    this.nexts = new Int32Array(2 * count);
  }
}

/** Where the number ends that `longVarint` has read. */
let behindVarint = 0;

/** Reads a number of up to five bytes. Errors: `bad-format` where it is longer. */
function longVarint(bytes: Uint8Array, at: number): number {
  let value = 0;
  let position = at;
  for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
    const byte = bytes[position++]!;
    value += (byte & 0x7f) * factor;
    if (byte >= 0x80) continue;
    behindVarint = position;
    return value;
  }
  throw damagedIndex("a number is too long");
}

function endInFile(end: number): number {
  if (end > LARGEST_OFFSET) throw beyondFile();
  return end | 0;
}

function beyondFile(): WordfieldError {
  return damagedIndex("a place lies beyond its file");
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}
