// Where the words of a corpus are kept as numbers while it is read.

import { WordfieldError } from "../errors.ts";
import { SENTENCE_END, type IdStream } from "./encodedText.ts";

/** Takes the place of an id where the word is not kept. */
export const DROPPED = -2;

/** Collects numbers, in the order of the text, and replaces them once the ids of the words are known. */
export interface IdSink {
  /**
   * Adds numbers of words, and `SENTENCE_END` behind each sentence.
   *
   * Errors: `out-of-memory`; `file-unwritable` where there is a file.
   */
  append(numbers: Int32Array): void;
  /**
   * Replaces each number by its id and leaves out what is dropped, and sentences without a word. The sink is of no further
   * use then.
   *
   * Shapes: `idOfNumber` has for each number its word's id or `DROPPED`.
   */
  finish(idOfNumber: Int32Array): IdStream;
  /** Removes what has been written, where nobody is to have it. */
  discard(): void;
}

/** Grows in place, by so much at once. Units: bytes. */
const GROWTH = 2 ** 24;
/** V8's longest typed array has more, the trainer's memory fewer. Units: ids. */
const MAXIMUM_IDS = 2 ** 30 - 1;

/** ECMAScript 2024; the types of this project are those of 2023. */
const GrowableBuffer = SharedArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => SharedArrayBuffer & { grow(length: number): void };

/** Keeps ids in shared memory that grows in place, so that they exist only once. */
export class IdMemory implements IdSink {
  readonly #maximumIds: number;
  readonly #buffer: InstanceType<typeof GrowableBuffer>;
  #length = 0;

  constructor(maximumIds = MAXIMUM_IDS) {
    this.#maximumIds = maximumIds;
    this.#buffer = new GrowableBuffer(0, { maxByteLength: 4 * maximumIds });
  }

  /** Tells whether `append` would take so many numbers. */
  hasRoom(count: number): boolean {
    return this.#length + count <= this.#maximumIds;
  }

  append(numbers: Int32Array): void {
    const length = this.#length + numbers.length;
    if (length > this.#maximumIds)
      throw new WordfieldError(
        "out-of-memory",
        `The text has more than ${this.#maximumIds} words and line ends. Choose fewer files.`,
      );
    if (4 * length > this.#buffer.byteLength) this.#grow(4 * length);
    new Int32Array(this.#buffer, 4 * this.#length, numbers.length).set(numbers);
    this.#length = length;
  }

  /** The numbers so far. */
  view(): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.#buffer, 0, this.#length);
  }

  finish(idOfNumber: Int32Array): IdStream & { ids: Int32Array<SharedArrayBuffer> } {
    const numbers = this.view();
    const length = createIdReplacer(idOfNumber)(numbers, numbers);
    return { ids: numbers.subarray(0, length) };
  }

  discard(): void {
    // Memory goes by itself.
  }

  #grow(bytes: number): void {
    const size = Math.min(Math.ceil(bytes / GROWTH) * GROWTH, 4 * this.#maximumIds);
    // The engine answers with a RangeError; the user needs to know what to do.
    try {
      this.#buffer.grow(size);
    } catch (cause) {
      throw new WordfieldError(
        "out-of-memory",
        `The text has more than ${this.#length} words and line ends, and there is no memory for more. ` +
          "Choose fewer files, or close other programs.",
        { cause },
      );
    }
  }
}

/**
 * Makes a function that replaces one part of a stream after the other and returns how many ids it wrote. `target` may be
 * `source`.
 */
export function createIdReplacer(
  idOfNumber: Int32Array,
): (source: Int32Array, target: Int32Array) => number {
  let last = SENTENCE_END;
  return (source, target) => {
    let length = 0;
    for (let position = 0; position < source.length; position++) {
      const number = source[position]!;
      const id = number === SENTENCE_END ? SENTENCE_END : idOfNumber[number]!;
      if (id === DROPPED || (id === SENTENCE_END && last === SENTENCE_END)) continue;
      target[length++] = id;
      last = id;
    }
    return length;
  };
}
