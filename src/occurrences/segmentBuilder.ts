// Collects the words of files in memory, and gives them sorted: by word, file and place.

import type { TextKind } from "../corpus/kinds/textKinds.ts";
import { detach, SHORTEST_REFERENCE } from "../corpus/vocabulary.ts";
import { ByteWriter } from "./bytes.ts";
import { NO_NEXT, PlaceEncoder, shapeOf } from "./places.ts";

/** The postings of a word, and the word; its bytes are good until the next one is asked for. */
export interface SortedWord {
  readonly word: string;
  readonly count: number;
  readonly files: number;
  readonly list: Uint8Array;
  readonly places: Uint8Array;
}

/** What the end of a file tells of it. */
export interface FileEnd {
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly hash: Uint8Array;
  readonly units: number;
  readonly isUtf8: boolean;
}

/** A file with some or all of its words. */
export interface CollectedFile extends FileEnd {
  readonly path: string;
  readonly kind: TextKind;
  readonly tokens: number;
  readonly marks: readonly Uint32Array[];
}

/** Numbers of a token. */
const STRIDE = 3;
const UNKNOWN_END: FileEnd = {
  bytes: 0,
  mtimeMs: 0,
  hash: new Uint8Array(32),
  units: 0,
  isUtf8: false,
};
/** Half of a pair that stands alone: only an escape in a file can make it, and UTF-8 has no bytes for it. */
const ILL_FORMED = /\p{Surrogate}/u;

/**
 * Collects files one after the other.
 *
 * A word enters as a number, which `numberOf` gives: so that whoever tells words apart without strings need not make them.
 * Takes 12 bytes a word, 20 while it sorts.
 */
export class SegmentBuilder {
  readonly #maximum: number;
  readonly #numbers = new Map<string, number>();
  readonly #words: string[] = [];
  /** Of each token its word's number, where it begins and where it ends: side by side, as they are read out of order. */
  readonly #data: Uint32Array;
  #tokens = 0;
  #files: CollectedFile[] = [];
  /** Where the words of each file begin. */
  #fileStarts: number[] = [];
  #current: { path: string; kind: TextKind; marks: Uint32Array[] } | undefined;

  /** Units: `maximumTokens` counts words. */
  constructor(maximumTokens: number) {
    this.#maximum = maximumTokens;
    this.#data = new Uint32Array(STRIDE * maximumTokens);
  }

  /** Files that have been collected. */
  get files(): number {
    return this.#files.length;
  }

  /** Whether the next word needs `drain` before. */
  get isFull(): boolean {
    return this.#tokens === this.#maximum;
  }

  /** Begins a file, behind all others in the order of paths. */
  beginFile(path: string, kind: TextKind): void {
    this.#current = { path, kind, marks: [] };
    this.#fileStarts.push(this.#tokens);
  }

  /** Gives the number that stands for a word until `drain`. */
  numberOf(word: string): number {
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = this.#words.length;
      const kept = word.length < SHORTEST_REFERENCE ? word : detach(word);
      this.#numbers.set(kept, number);
      this.#words.push(kept);
    }
    return number;
  }

  /** Adds the next word of the file. Units: UTF-16 units of its source. */
  add(number: number, start: number, end: number): void {
    const place = STRIDE * this.#tokens++;
    this.#data[place] = number;
    this.#data[place + 1] = start;
    this.#data[place + 2] = end;
  }

  /** Adds marks of the file's lines. */
  addMarks(marks: Uint32Array): void {
    if (marks.length > 0) this.#current!.marks.push(marks);
  }

  /** Ends the file. */
  endFile(end: FileEnd): void {
    const { path, kind, marks } = this.#current!;
    const tokens = this.#tokens - this.#fileStarts.at(-1)!;
    this.#files.push({ path, kind, marks, tokens, ...end });
    this.#current = undefined;
  }

  /** Forgets the file that has been begun, as far as it has not been drained. */
  dropFile(): void {
    this.#tokens = this.#fileStarts.pop()!;
    this.#current = undefined;
  }

  /**
   * Gives everything sorted, and begins anew; a file that has not ended goes on behind it, with `next` as the beginning of
   * its next word. Words come in the order of their UTF-16 units; the files are told when all words have been taken.
   */
  *drain(next = NO_NEXT): Generator<SortedWord, CollectedFile[]> {
    const current = this.#current;
    if (current) this.endFile(UNKNOWN_END);
    yield* this.#sorted(next);
    const files = this.#files;
    this.#numbers.clear();
    this.#words.length = 0;
    this.#tokens = 0;
    this.#files = [];
    this.#fileStarts = [];
    if (current) this.beginFile(current.path, current.kind);
    return files;
  }

  *#sorted(next: number): Generator<SortedWord> {
    this.#joinIllFormed();
    const words = [...this.#numbers.keys()].sort();
    const tokens = this.#tokens;
    const data = this.#data;
    const rankOf = new Uint32Array(this.#words.length);
    words.forEach((word, rank) => (rankOf[this.#numbers.get(word)!] = rank));
    const ends = new Uint32Array(words.length + 1); // first where each begins, one place behind
    for (let token = 0; token < tokens; token++) ends[rankOf[data[STRIDE * token]!]! + 1]!++;
    for (let rank = 0; rank < words.length; rank++) ends[rank + 1]! += ends[rank]!;
    const order = new Uint32Array(tokens);
    for (let token = 0; token < tokens; token++) {
      const rank = rankOf[data[STRIDE * token]!]!;
      order[ends[rank]!++] = token;
    }
    const list = new ByteWriter();
    const places = new ByteWriter();
    for (let rank = 0, first = 0; rank < words.length; rank++) {
      const word = words[rank]!;
      const end = ends[rank]!;
      const files = this.#encode(word, order.subarray(first, end), next, list, places);
      if (files > 0)
        yield { word, count: end - first, files, list: list.view(), places: places.view() };
      first = end;
    }
  }

  /** Writes the postings of a word and returns the number of files. Shapes: `order` has its tokens. */
  #encode(
    word: string,
    order: Uint32Array,
    next: number,
    list: ByteWriter,
    places: ByteWriter,
  ): number {
    const data = this.#data;
    const shape = shapeOf(word);
    const single = new PlaceEncoder(list);
    const many = new PlaceEncoder(places);
    list.clear();
    places.clear();
    let files = 0;
    let fileBefore = -1;
    for (let first = 0; first < order.length;) {
      const file = this.#fileOf(order[first]!);
      const fileEnd = this.#fileStarts[file + 1] ?? this.#tokens;
      let last = first;
      while (last + 1 < order.length && order[last + 1]! < fileEnd) last++;
      const tokens = order.subarray(first, last + 1);
      this.#sortByStart(tokens);
      const nextBehind = fileEnd === this.#tokens ? next : NO_NEXT;
      list.varint(2 * (file - fileBefore) + (tokens.length === 1 ? 1 : 0));
      const encoder = tokens.length === 1 ? single : many;
      const before = places.length;
      encoder.begin(shape);
      for (let place = 0; place < tokens.length; place++) {
        const token = tokens[place]!;
        const at = STRIDE * token;
        const following = token + 1 === fileEnd ? nextBehind : data[at + STRIDE + 1]!;
        encoder.add(data[at + 1]!, data[at + 2]!, following);
      }
      if (tokens.length > 1) {
        list.varint(tokens.length);
        list.varint(places.length - before);
      }
      files++;
      fileBefore = file;
      first = last + 1;
    }
    return files;
  }

  #fileOf(token: number): number {
    let low = 0;
    let high = this.#fileStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#fileStarts[middle]! <= token) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Names and their parts come one after the other, but begin at the same place. */
  #sortByStart(tokens: Uint32Array): void {
    const startOf = (token: number) => this.#data[STRIDE * token + 1]!;
    let before = 0;
    for (let place = 0; place < tokens.length; place++) {
      const start = startOf(tokens[place]!);
      if (start < before) {
        tokens.sort((a, b) => startOf(a) - startOf(b) || a - b);
        return;
      }
      before = start;
    }
  }

  /** Words that look the same in UTF-8 become one. */
  #joinIllFormed(): void {
    const joined = new Map<number, number>();
    for (const [word, number] of [...this.#numbers]) {
      if (!ILL_FORMED.test(word)) continue;
      this.#numbers.delete(word);
      joined.set(number, this.numberOf(toWellFormed(word)));
    }
    if (joined.size === 0) return;
    for (let place = 0; place < STRIDE * this.#tokens; place += STRIDE)
      this.#data[place] = joined.get(this.#data[place]!) ?? this.#data[place]!;
  }
}

/** Puts the sign for a damaged character in place of each half of a pair that stands alone. */
export function toWellFormed(word: string): string {
  return word.replace(/\p{Surrogate}/gu, "\ufffd");
}
