/** Bytes of a file that is too large to be held: read in windows, each place checked. */

/** Reads `length` bytes at `start` of a file; both lie within its size. */
export type ReadBytes = (start: number, length: number) => Uint8Array;

const WINDOW_BYTES = 256 * 1024;

/** A file's bytes; the window around the last place stays in memory. */
export class ByteWindow {
  readonly size: number;
  readonly #read: ReadBytes;
  #window: Uint8Array = new Uint8Array();
  #start = 0;

  constructor(size: number, read: ReadBytes) {
    this.size = size;
    this.#read = read;
  }

  /** The byte at a place within the file. */
  byteAt(position: number): number {
    const within = position - this.#start;
    if (within < 0 || within >= this.#window.length) {
      const length = Math.min(WINDOW_BYTES, this.size - position);
      this.#window = this.#read(position, length);
      this.#start = position;
      return this.#window[0] ?? 0;
    }
    return this.#window[within] ?? 0;
  }

  /** A copy of the bytes from `start` to before `end`, both within the file. */
  slice(start: number, end: number): Uint8Array {
    const within = start - this.#start;
    return within >= 0 && end - this.#start <= this.#window.length
      ? this.#window.slice(within, end - this.#start)
      : this.#read(start, end - start).slice();
  }
}
