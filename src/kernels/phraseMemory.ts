/** The one layout of the memory in which phrases are found: what assembly/phrases.ts reads, notes and keeps. */
import { bindKernels, type PhraseKernels } from "./kernels.ts";

const PAGE_BYTES = 65_536;
/** The first page stays free, so that no address of ours is zero. */
const STATE = PAGE_BYTES;
/** Fields of the state and of a word, four bytes each, in the order of assembly/phrases.ts. */
const STATE_FIELDS = 8;
const FOUND = 6;
const WORD_FIELDS = 14;
const WORD_BYTES = 64;
const WORD = { start: 5, bytes: 6, window: 9 };
/** Where marks begin in the state, and how many bytes each of the two takes there. */
const MARKS_AT = 64;
const MARKS_BYTES = 16;
/** Units: UTF-16 units of a file, one byte each. */
const MARKS = 2 ** 22;
/** Files that are noted at once. */
const HITS = 1024;
/** The kernel looks at so many bytes behind a list and a window at most. */
const SPARE_BYTES = 64;
/** A row of the table of groups of numbers: where the two bytes of each are (u8 [4, 2]), and how many all take (u8). */
const GROUP_BYTES = 16;
const NOWHERE = 0xff;

/** What `next` returns besides WANTED + the number of a word. */
export const DONE = 0;
export const DAMAGED = 2;
export const WANTED = 3;
/** In place of a count: whoever reads the places plainly can tell. */
export const UNCLEAR = 2 ** 32 - 1;

/** A word's list of files, how many bytes its places take, and what they are expected to be in UTF-16 units. */
export interface PhraseWord {
  readonly list: Uint8Array;
  readonly placesBytes: number;
  readonly length: number;
  readonly gap: number;
}

/** A word's places in a file: how many, and their bytes. */
export interface WordPlaces {
  readonly count: number;
  readonly bytes: Uint8Array;
}

/** Receives a file in which the words may stand one behind the other, and how often they do, or UNCLEAR. */
type VisitFound = (file: number, count: number, copyPlaces: () => WordPlaces[]) => void;

/** What is in memory of a word's places, and how much room there is for that. Units: bytes. */
interface Window {
  readonly room: number;
  readonly roomBytes: number;
  readonly address: number;
  /** Where it begins among the word's places. */
  readonly start: number;
}

/** A memory with its kernel, for one phrase after the other. It grows with the longest lists. */
export class PhraseMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: PhraseKernels;
  /** Where words begin, behind what is the same for each phrase. */
  readonly #fixedEnd: number;
  #end = STATE;
  #words: readonly PhraseWord[] = [];
  #records = 0;
  #hits = 0;
  #windows: Window[] = [];

  /** Shapes: `module` is kernels.simd.wasm or kernels.relaxed.wasm. */
  constructor(module: WebAssembly.Module) {
    this.#memory = new WebAssembly.Memory({ initial: 2, maximum: PAGE_BYTES, shared: true });
    this.#kernels = bindKernels(module, this.#memory);
    this.#place(MARKS_AT + 2 * MARKS_BYTES);
    const groups = this.#place(256 * GROUP_BYTES);
    const marks = [this.#place(MARKS), this.#place(MARKS)];
    this.#fixedEnd = this.#end;
    this.#numbers(STATE, STATE_FIELDS).set([groups], FOUND + 1);
    marks.forEach((address, place) =>
      this.#numbers(STATE + MARKS_AT + place * MARKS_BYTES, 1).set([address]),
    );
    fillGroups(this.#bytes(groups, 256 * GROUP_BYTES));
  }

  /** Of the memory that is held. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Puts the words of a phrase in place. Shapes: `files` is how many files there are. */
  begin(words: readonly PhraseWord[], files: number): void {
    this.#end = this.#fixedEnd;
    this.#words = words;
    this.#records = this.#place(words.length * WORD_BYTES);
    this.#hits = this.#place(HITS * this.#hitFields * 4);
    this.#windows = words.map(() => ({ room: 0, roomBytes: 0, address: 0, start: 0 }));
    this.#numbers(STATE, STATE_FIELDS).set([
      ...[words.length, this.#records, files, 0, this.#hits, HITS, 0],
    ]);
    words.forEach(({ list, placesBytes, length, gap }, word) => {
      const address = this.#place(list.length + SPARE_BYTES);
      this.#bytes(address, list.length).set(list);
      this.#record(word).set([
        ...[address, address + list.length, address, -1, 0, 0, 0, 0],
        ...[Math.min(placesBytes, UNCLEAR), 0, 0, 0, length, gap],
      ]);
    });
  }

  /** Goes on to files that have the phrase; what it found is to be taken after each call. */
  next(): number {
    return this.#kernels.matchPhrase(STATE) >>> 0;
  }

  /** Visits the files that the last call found. `copyPlaces` is to be called while one is visited. */
  visitFound(visit: VisitFound): void {
    const fields = this.#hitFields;
    const found = this.#numbers(STATE, STATE_FIELDS)[FOUND]!;
    const hits = this.#numbers(this.#hits, found * fields);
    for (let hit = 0; hit < hits.length; hit += fields) {
      const copyPlaces = () =>
        this.#words.map((_, word) => {
          const at = hit + 2 + 3 * word;
          return this.#copyPlaces(word, hits[at]!, hits[at + 1]!, hits[at + 2]!);
        });
      visit(hits[hit]!, hits[hit + 1]!, copyPlaces);
    }
  }

  /** Which of a word's places are wanted. Units: bytes. */
  wanted(word: number): { readonly start: number; readonly bytes: number } {
    const record = this.#record(word);
    return { start: record[WORD.start]!, bytes: record[WORD.bytes]! };
  }

  /** Gives memory for the next window of a word, which replaces the one before. */
  allocateWindow(word: number, bytes: number): Uint8Array {
    let { room, roomBytes } = this.#windows[word]!;
    if (bytes > roomBytes) {
      room = this.#place(bytes + SPARE_BYTES);
      roomBytes = bytes;
    }
    this.#windows[word] = { room, roomBytes, address: 0, start: 0 };
    return this.#bytes(room, bytes);
  }

  /** Makes a part of a word's places its window, in which those that are wanted lie. */
  setWindow(word: number, start: number, bytes: Uint8Array): void {
    let { byteOffset: address } = bytes;
    if (bytes.buffer !== this.#memory.buffer) {
      const window = this.allocateWindow(word, bytes.length);
      window.set(bytes);
      address = window.byteOffset;
    }
    this.#windows[word] = { ...this.#windows[word]!, address, start };
    this.#record(word).set([address, start, bytes.length], WORD.window);
  }

  #copyPlaces(word: number, count: number, start: number, length: number): WordPlaces {
    const { address, start: windowStart } = this.#windows[word]!;
    const bytes =
      count === 1
        ? this.#words[word]!.list.subarray(start, start + length)
        : this.#bytes(address + start - windowStart, length);
    return { count, bytes: bytes.slice() };
  }

  get #hitFields(): number {
    return 2 + 3 * this.#words.length;
  }

  #record(word: number): Uint32Array {
    return this.#numbers(this.#records + word * WORD_BYTES, WORD_FIELDS);
  }

  #numbers(address: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address, length);
  }

  #bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  #place(bytes: number): number {
    const address = this.#end;
    this.#end = Math.ceil((address + bytes) / 16) * 16;
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    return address;
  }
}

/**
 * Tells for the highest bits of eight bytes where the first four numbers lie in them, if none takes more than two bytes.
 *
 * Shapes: `table` is [256, GROUP_BYTES].
 */
function fillGroups(table: Uint8Array): void {
  for (let bits = 0; bits < 256; bits++) {
    const row = table.subarray(GROUP_BYTES * bits, GROUP_BYTES * (bits + 1));
    let position = 0;
    for (let number = 0; number < 4; number++) {
      row[2 * number] = position;
      row[2 * number + 1] = (bits >> position++) & 1 ? position++ : NOWHERE;
    }
    const isShort = (bits & (bits >> 1) & (2 ** (position - 1) - 1)) === 0;
    row[8] = isShort ? position : 0;
  }
}
