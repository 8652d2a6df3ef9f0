// How the places of a word in a file are written: the distance from one to the next, and what is not as expected.
//
// A place is expected to be as long as the word's vocabulary form, and the text's next word to begin one unit behind it,
// or right behind it in a script without spaces. Only what is otherwise is written out: nearly all places take the bytes of
// their distance.

import { classAt, UNSPACED } from "../corpus/characterClasses.ts";
import { ByteReader, damagedIndex, type ByteWriter } from "./bytes.ts";

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
    if (value > 2 * LARGEST_OFFSET) throw damagedIndex("a place lies beyond its file");
    const start = this.start + (value >>> 1);
    const end = start + this.#length;
    this.start = start;
    this.end = end;
    this.next = end + this.#gap;
    if (value & 1) this.#readException(start, end);
    if (this.end > LARGEST_OFFSET) throw damagedIndex("a place lies beyond its file");
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
    this.length = count;
    if (this.#fillQuickly(bytes, count, shape)) return;
    const { starts, ends, nexts } = this;
    const cursor = new PlaceCursor(new ByteReader(bytes), shape);
    for (let place = 0; place < count; place++) {
      cursor.advance();
      starts[place] = cursor.start;
      ends[place] = cursor.end;
      nexts[place] = cursor.next;
    }
  }

  /** The same without a call for each number; false where one has five bytes, or there is damage: nothing is settled then. */
  #fillQuickly(bytes: Uint8Array, count: number, { length, gap }: PlaceShape): boolean {
    const { starts, ends, nexts } = this;
    let position = 0;
    let start = 0;
    let largest = 0;
    for (let place = 0; place < count; place++) {
      let value = bytes[position++]!;
      if (value >= 0x80) {
        value = shortVarint(bytes, position - 1);
        position = behindVarint;
        if (position === Infinity) return false;
      }
      start += value >> 1;
      let end = start + length;
      let next = end + gap;
      if (value & 1) {
        const exception = shortVarint(bytes, position);
        if (exception & 1) {
          end = start + shortVarint(bytes, behindVarint);
          if (end > largest) largest = end;
        }
        position = behindVarint;
        if (position === Infinity) return false;
        const code = exception >> 1;
        next = code === 0 ? NO_NEXT : end + unzigzag(code - 1);
      }
      starts[place] = start;
      ends[place] = end;
      nexts[place] = next;
    }
    return position <= bytes.length && Math.max(start + length, largest) <= LARGEST_OFFSET;
  }

  /** Keeps what goes on with a place of another word, up to the end of that. */
  continueWith(word: PlaceList): void {
    this.#sortByNext();
    const { starts, ends, nexts } = this;
    let kept = 0;
    let place = 0;
    for (let candidate = 0; candidate < this.length; candidate++) {
      const next = nexts[candidate]!;
      while (place < word.length && word.starts[place]! < next) place++;
      if (place === word.length) break;
      if (word.starts[place] !== next) continue;
      starts[kept] = starts[candidate]!;
      ends[kept] = word.ends[place]!;
      nexts[kept] = word.nexts[place]!;
      kept++;
    }
    this.length = kept;
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

/** Where the number ends that `shortVarint` has read; Infinity where it is longer. */
let behindVarint = 0;

/** Reads a number of up to four bytes. */
function shortVarint(bytes: Uint8Array, at: number): number {
  let value = 0;
  let position = at;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[position++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      behindVarint = position;
      return value;
    }
  }
  behindVarint = Infinity;
  return 0;
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}
