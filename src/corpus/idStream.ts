// Where the words of a corpus are kept as numbers while it is read.

import { WordfieldError } from "../errors.ts";
import type { IdStream } from "./encodedText.ts";

/** At most so many numbers are replaced at once. Units: ids. */
export const PART_LENGTH = 2 ** 14;

/**
 * Gives the ids for the numbers of the next part of a stream, without those of words that are not kept and ends of
 * sentences without a word. What it returns is its own and good until the next call.
 */
export type ReplaceNumbers = (part: Int32Array) => Int32Array;

/** Collects numbers, in the order of the text, and replaces them once the ids of the words are known. */
export interface IdSink {
  /**
   * Adds numbers of words, and `SENTENCE_END` behind each sentence.
   *
   * Errors: `out-of-memory`; `file-unwritable` where there is a file.
   */
  append(numbers: Int32Array): void;
  /** Replaces all numbers and gives the ids. The sink is of no further use then. */
  finish(replace: ReplaceNumbers): IdStream;
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

  finish(replace: ReplaceNumbers): IdStream & { ids: Int32Array<SharedArrayBuffer> } {
    const ids = this.view();
    let length = 0;
    for (let first = 0; first < ids.length; first += PART_LENGTH) {
      const replaced = replace(ids.subarray(first, first + PART_LENGTH));
      ids.set(replaced, length);
      length += replaced.length;
    }
    return { ids: ids.subarray(0, length) };
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
