// Where each document lies in a stream of word ids.

import type { IdStream } from "./encodedText.ts";
import { PART_LENGTH, type IdSink, type ReplaceNumbers } from "./idStream.ts";

/**
 * The documents of a stream of word ids, in its order: each has the ids from its start to before its end.
 *
 * What lies between two documents belongs to none. Shapes: `starts`, `ends` [documents].
 */
export interface DocumentRanges {
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** A stream of word ids in memory, with its documents. */
export interface DocumentIds extends DocumentRanges {
  readonly ids: Int32Array;
}

/**
 * Stands between who counts words and where their numbers go, and follows the documents' places while numbers of dropped
 * words and of sentences without a word fall out.
 */
export class DocumentRecorder implements IdSink {
  readonly #ids: IdSink;
  /** Starts and ends in turn, rising, before anything falls out. */
  readonly #bounds: number[] = [];
  #ranges: DocumentRanges = { starts: new Uint32Array(), ends: new Uint32Array() };

  constructor(ids: IdSink) {
    this.#ids = ids;
  }

  /** The documents in the finished stream; none before that. */
  get ranges(): DocumentRanges {
    return this.#ranges;
  }

  /**
   * Adds a document behind the others.
   *
   * Units: numbers of the stream as it was counted, which are all tokens and all ends of sentences that hold one.
   */
  addDocument(start: number, end: number): void {
    this.#bounds.push(start, end);
  }

  append(numbers: Int32Array): void {
    this.#ids.append(numbers);
  }

  finish(replace: ReplaceNumbers): IdStream {
    const bounds = this.#bounds;
    const places = new Uint32Array(bounds.length);
    const joined = new Int32Array(PART_LENGTH);
    let reached = 0;
    let read = 0;
    let written = 0;
    const finished = this.#ids.finish((part) => {
      const first = read;
      const end = first + part.length;
      let length = 0;
      while (read < end) {
        while (reached < bounds.length && bounds[reached]! <= read)
          places[reached++] = written + length;
        const cut = reached < bounds.length ? Math.min(bounds[reached]!, end) : end;
        const ids = replace(part.subarray(read - first, cut - first));
        joined.set(ids, length);
        length += ids.length;
        read = cut;
      }
      written += length;
      return joined.subarray(0, length);
    });
    places.fill(written, reached);
    this.#ranges = {
      starts: places.filter((_, index) => index % 2 === 0),
      ends: places.filter((_, index) => index % 2 === 1),
    };
    return finished;
  }

  discard(): void {
    this.#ids.discard();
  }
}
