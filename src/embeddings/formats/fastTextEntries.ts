// The dictionary of a fastText .bin file: words, then labels, each ended by a NUL, with its count and its type.

import { createPacer } from "../../kernels/pacing.ts";
import { damagedFile } from "./faults.ts";
import { ENTRY_TAIL_BYTES } from "./fastText.ts";

const CHUNK_BYTES = 1 << 20;

/** Receives the bytes of each entry, words first, and must copy what it keeps of them. */
export type VisitEntry = (bytes: Uint8Array, isLabel: boolean) => void;

/** Reads a dictionary's entries from slices of the file. */
export class EntryReader {
  /** Shape [words + labels]; complete when `isComplete`. */
  readonly counts: Float64Array<ArrayBuffer>;
  readonly #words: number;
  readonly #fileName: string;
  readonly #visit: VisitEntry;
  #entry = 0;

  constructor(
    size: { readonly words: number; readonly labels: number },
    fileName: string,
    visit: VisitEntry,
  ) {
    this.counts = new Float64Array(size.words + size.labels);
    this.#words = size.words;
    this.#fileName = fileName;
    this.#visit = visit;
  }

  get isComplete(): boolean {
    return this.#entry === this.counts.length;
  }

  /**
   * Reads whole entries from the beginning of a slice; what remains is to stand at the beginning of the next one.
   *
   * Returns how many bytes were read. Errors: `bad-format`.
   */
  read(slice: Uint8Array): number {
    const view = new DataView(slice.buffer, slice.byteOffset, slice.byteLength);
    let start = 0;
    while (!this.isComplete) {
      const end = slice.indexOf(0, start);
      if (end < 0 || end + 1 + ENTRY_TAIL_BYTES > slice.length) break;
      const entry = this.#entry;
      const count = Number(view.getBigInt64(end + 1, true));
      if (count < 0 || !Number.isSafeInteger(count))
        throw damagedFile(this.#fileName, `entry ${entry} of its dictionary has count ${count}`);
      const type = view.getInt8(end + ENTRY_TAIL_BYTES);
      const expected = entry < this.#words ? 0 : 1;
      if (type !== expected)
        throw damagedFile(
          this.#fileName,
          `entry ${entry} of its dictionary has type ${type}, expected ${expected}`,
        );
      this.#visit(slice.subarray(start, end), type === 1);
      this.counts[entry] = count;
      this.#entry++;
      start = end + 1 + ENTRY_TAIL_BYTES;
    }
    return start;
  }
}

/**
 * Composes a dictionary: words, then labels.
 *
 * Shapes: `counts` is [words + labels].
 * Errors: plain `Error` for an entry with a NUL, which ends words; `canceled`, while the chunks are made.
 */
export async function* composeEntries(
  words: readonly string[],
  labels: readonly string[],
  counts: Float64Array,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const pause = createPacer(signal);
  const encoder = new TextEncoder();
  let chunk = new Uint8Array(CHUNK_BYTES);
  let end = 0;
  for (let entry = 0; entry < words.length + labels.length; entry++) {
    const isLabel = entry >= words.length;
    const text = (isLabel ? labels[entry - words.length] : words[entry]) ?? "";
    if (text.includes("\0")) throw new Error(`Entry ${entry} has a NUL.`);
    const space = text.length * 3 + 1 + ENTRY_TAIL_BYTES;
    if (chunk.length - end < space) {
      yield chunk.subarray(0, end);
      await pause();
      chunk = new Uint8Array(Math.max(CHUNK_BYTES, space));
      end = 0;
    }
    end += encoder.encodeInto(text, chunk.subarray(end)).written + 1;
    const view = new DataView(chunk.buffer, end, ENTRY_TAIL_BYTES);
    view.setBigInt64(0, BigInt(Math.round(counts[entry] ?? 0)), true);
    view.setInt8(8, isLabel ? 1 : 0);
    end += ENTRY_TAIL_BYTES;
  }
  yield chunk.subarray(0, end);
}
