// The places of a word or a phrase in one segment.

import { createPacer } from "../kernels/pacing.ts";
import { FileList } from "./fileList.ts";
import type { PagedRange } from "./pagedFile.node.ts";
import { PlaceList, shapeOf, toWellFormed, type PlaceShape } from "./places.ts";
import type { Segment } from "./segment.node.ts";

/** Places in a file, in their order. Units: UTF-16 units of its source text. */
export type Places = Pick<Readonly<PlaceList>, "starts" | "ends">;

/** Gives the first places in a file, at least as many as asked for if there are so many. */
export type ReadFirst = (limit: number) => Promise<Places>;

/** A file with places. `reader` is to be called while the file is visited, what it gives at any time. */
interface FileHit {
  readonly file: number;
  readonly count: number;
  readonly reader: () => ReadFirst;
}

/** Receives the files of a segment in their order. */
export type VisitHit = (hit: FileHit) => void;

/** Finds the files of a segment in which some words stand one behind the other. Errors: `bad-format`, `canceled`. */
export async function findPlaces(
  segment: Segment,
  words: readonly string[],
  isLive: (file: number) => boolean,
  visit: VisitHit,
  signal?: AbortSignal,
): Promise<void> {
  const lists: WordList[] = [];
  for (const word of words) {
    const list = await WordList.open(segment, word);
    if (!list) return;
    lists.push(list);
  }
  const [first, ...others] = lists;
  if (!first) return;
  if (others.length > 0) await intersect(first, others, isLive, visit, signal);
  else
    while (first.advance()) {
      const { file, count } = first;
      if (isLive(file)) visit({ file, count, reader: () => first.reader() });
    }
}

/** A word's list of files, with what is needed to read its places. */
class WordList {
  readonly #list: FileList;
  readonly #places: PagedRange;
  readonly #shape: PlaceShape;

  private constructor(list: FileList, places: PagedRange, shape: PlaceShape) {
    this.#list = list;
    this.#places = places;
    this.#shape = shape;
  }

  static async open(segment: Segment, word: string): Promise<WordList | undefined> {
    const form = toWellFormed(word);
    const entry = await segment.find(form);
    if (!entry) return undefined;
    const shape = shapeOf(form);
    const list = new FileList(await segment.list(entry), shape, segment.files.count);
    return new WordList(list, segment.places(entry), shape);
  }

  get file(): number {
    return this.#list.file;
  }

  get count(): number {
    return this.#list.count;
  }

  advance(): boolean {
    return this.#list.advance();
  }

  advanceTo(file: number): boolean {
    while (this.#list.file < file) if (!this.#list.advance()) return false;
    return true;
  }

  /** Reads the places in the present file, also later. */
  reader(): ReadFirst {
    const { count, start, length } = this.#list;
    const single = count === 1 ? this.#list.single() : undefined;
    return async (limit) => {
      const wanted = Math.min(count, limit);
      const bytes = Math.min(length, wanted * LONGEST_PLACE);
      const places = new PlaceList();
      places.fill(single ?? (await this.#bytes(start, bytes)), wanted, this.#shape);
      return copyOf(places);
    };
  }

  get shape(): PlaceShape {
    return this.#shape;
  }

  /** The bytes of all places in the present file; a promise only where they must be fetched. */
  places(): Uint8Array | Promise<Uint8Array> {
    const { count, start, length } = this.#list;
    if (count === 1) return this.#list.single();
    return this.#places.peek(start, length) ?? this.#places.read(start, length);
  }

  async #bytes(start: number, length: number): Promise<Uint8Array> {
    return this.#places.peek(start, length) ?? (await this.#places.read(start, length));
  }
}

/** Three numbers of five bytes at most, as offsets have 30 bits. Units: bytes. */
const LONGEST_PLACE = 15;
/** Files between two looks at the clock. */
const FILES_A_STEP = 256;

function copyOf({ starts, ends, length }: PlaceList): Places {
  return { starts: starts.slice(0, length), ends: ends.slice(0, length) };
}

async function intersect(
  first: WordList,
  others: readonly WordList[],
  isLive: (file: number) => boolean,
  visit: VisitHit,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pause = createPacer(signal);
  const lists = [first, ...others];
  const found = new PlaceList();
  const reader = () => {
    const places = copyOf(found);
    return async () => places;
  };
  for (let step = 0; first.advance(); step++) {
    if (step % FILES_A_STEP === 0) await pause();
    const { file } = first;
    for (const other of others) if (!other.advanceTo(file)) return;
    if (others.some((other) => other.file !== file) || !isLive(file)) continue;
    for (const list of lists) {
      const bytes = list.places();
      // A turn for each file would take longer than the file.
      const there = bytes instanceof Uint8Array ? bytes : await bytes;
      if (list === first) found.fill(there, list.count, list.shape);
      else found.continueWith(there, list.count, list.shape);
      if (found.length === 0) break;
    }
    if (found.length > 0) visit({ file, count: found.length, reader });
  }
}
