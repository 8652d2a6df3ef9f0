// The files of a word, in the order of their numbers.

import { ByteReader, damagedIndex } from "./bytes.ts";
import { PlaceCursor, type PlaceShape } from "./places.ts";

/** Reads the list of files of a word, one after the other. */
export class FileList {
  readonly #bytes: Uint8Array;
  readonly #reader: ByteReader;
  readonly #shape: PlaceShape;
  readonly #files: number;
  #placesEnd = 0;
  /** Number of the file. */
  file = -1;
  /** How often the word stands in it. */
  count = 0;
  /** Where its places are: among the places of the word, or in the list itself for a single one. Units: bytes. */
  start = 0;
  length = 0;

  /** Shapes: `files` is how many files the segment has. */
  constructor(bytes: Uint8Array, shape: PlaceShape, files: number) {
    this.#bytes = bytes;
    this.#reader = new ByteReader(bytes);
    this.#shape = shape;
    this.#files = files;
  }

  /** Goes on to the next file; false where there is none. Errors: `bad-format`. */
  advance(): boolean {
    const reader = this.#reader;
    if (reader.isAtEnd) return false;
    const value = reader.varint();
    this.file += Math.floor(value / 2);
    if (value < 2 || this.file >= this.#files) throw damagedIndex("a file is not among its files");
    if (value % 2 === 1) {
      this.count = 1;
      this.start = reader.position;
      new PlaceCursor(reader, this.#shape).advance();
      this.length = reader.position - this.start;
      return true;
    }
    this.count = reader.varint();
    this.length = reader.varint();
    this.start = this.#placesEnd;
    this.#placesEnd += this.length;
    if (this.count < 2 || this.count > this.length) throw damagedIndex("a count is wrong");
    return true;
  }

  /** The bytes of a single place. */
  single(): Uint8Array {
    return this.#bytes.subarray(this.start, this.start + this.length);
  }
}
