import { WordfieldError } from "../errors.ts";

const FIRST_CAPACITY = 1 << 16;
/** The greatest array of four-byte numbers that offsets in 32 bits and a memory of 4 GB leave room for. */
const MAXIMUM_LENGTH = 2 ** 30;

/** A list of 32-bit integers that grows. */
export class IntegerList {
  #array = new Int32Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Errors: `out-of-memory` beyond a thousand million numbers. */
  push(value: number): void {
    if (this.#length === this.#array.length) this.#grow();
    this.#array[this.#length++] = value;
  }

  /** The numbers so far; what is pushed later is not seen there. */
  view(): Int32Array<ArrayBuffer> {
    return this.#array.subarray(0, this.#length);
  }

  #grow(): void {
    if (this.#length >= MAXIMUM_LENGTH)
      throw new WordfieldError(
        "out-of-memory",
        "The text has more than 1,000,000,000 words. Choose fewer files.",
      );
    const larger = new Int32Array(2 * this.#length);
    larger.set(this.#array);
    this.#array = larger;
  }
}
