// Numbers of variable length: seven bits a byte, the lowest first, the eighth says that more follow.

import { WordfieldError } from "../errors.ts";

/** Longer numbers than 2^53 - 1 are not written, so eight bytes are enough. */
const LONGEST_VARINT = 8;

/** The error for an index that does not hold what it should; whoever gets it builds the index again. */
export function damagedIndex(what: string): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `The index of places is damaged: ${what}. It has to be built again.`,
  );
}

/** Collects bytes and numbers; grows as needed. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** How many bytes have been collected. */
  get length(): number {
    return this.#length;
  }

  /** Adds a whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    if (this.#length + LONGEST_VARINT > this.#bytes.length) this.#grow(LONGEST_VARINT);
    const bytes = this.#bytes;
    let position = this.#length;
    let rest = value;
    while (rest >= 0x80000000) {
      bytes[position++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 0x80) {
      bytes[position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[position++] = rest;
    this.#length = position;
  }

  /** Adds bytes as they are. */
  append(source: Uint8Array): void {
    if (this.#length + source.length > this.#bytes.length) this.#grow(source.length);
    this.#bytes.set(source, this.#length);
    this.#length += source.length;
  }

  /** What has been collected; good until the next addition. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Forgets what has been collected and keeps the memory. */
  clear(): void {
    this.#length = 0;
  }

  #grow(added: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + added));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** Reads what a `ByteWriter` has written, and never beyond its end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  /** Where the next byte is. */
  get position(): number {
    return this.#position;
  }

  /** Whether everything has been read. */
  get isAtEnd(): boolean {
    return this.#position >= this.#end;
  }

  /** Errors: `bad-format` where the bytes end within the number, or it is too long. */
  varint(): number {
    const bytes = this.#bytes;
    let position = this.#position;
    const end = this.#end;
    if (position < end) {
      const first = bytes[position]!; // most numbers have one byte
      if (first < 0x80) {
        this.#position = position + 1;
        return first;
      }
    }
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (position >= end) throw damagedIndex("a number is cut off");
      const byte = bytes[position++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.#position = position;
        return value;
      }
    }
    for (let factor = 2 ** 28; factor <= 2 ** 49; factor *= 128) {
      if (position >= end) throw damagedIndex("a number is cut off");
      const byte = bytes[position++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        this.#position = position;
        return value;
      }
    }
    throw damagedIndex("a number is too long");
  }

  /** The next bytes, not copied. Errors: `bad-format` where there are fewer. */
  take(length: number): Uint8Array {
    if (length > this.#end - this.#position) throw damagedIndex("a part is cut off");
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }
}
