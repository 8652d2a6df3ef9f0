// The places of a word or a phrase in one segment.

import { createPacer } from "../kernels/pacing.ts";
import { ByteReader } from "./bytes.ts";
import { FileList } from "./fileList.ts";
import type { PagedRange } from "./pagedFile.node.ts";
import { PlaceCursor, shapeOf, type PlaceShape } from "./places.ts";
import type { Segment } from "./segment.node.ts";
import { toWellFormed } from "./segmentBuilder.ts";

/** Places in a file, in their order. Units: UTF-16 units of its source text. */
export interface Places {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A file with places. `read` gives the first ones, at least as many as asked for if there are so many. */
export interface FileHit {
  readonly file: number;
  readonly count: number;
  readonly read: (limit: number) => Promise<Places>;
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
      if (!isLive(file)) continue;
      const read = first.reader();
      visit({ file, count, read: async (limit) => (await read(limit)).places });
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
  reader(): (limit: number) => Promise<DecodedPlaces> {
    const { count, start, length } = this.#list;
    if (count === 1) {
      const bytes = this.#list.single();
      return async () => decodePlaces(bytes, 1, this.#shape);
    }
    return async (limit) => {
      const wanted = Math.min(count, limit);
      const bytes = Math.min(length, wanted * LONGEST_PLACE);
      const found = this.#places.peek(start, bytes) ?? (await this.#places.read(start, bytes));
      return decodePlaces(found, wanted, this.#shape);
    };
  }
}

/** Three numbers of five bytes at most, as offsets have 30 bits. Units: bytes. */
const LONGEST_PLACE = 15;
/** Files between two looks at the clock. */
const FILES_A_STEP = 256;

interface DecodedPlaces {
  readonly places: Places;
  readonly nexts: Int32Array;
}

function decodePlaces(bytes: Uint8Array, count: number, shape: PlaceShape): DecodedPlaces {
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  const nexts = new Int32Array(count);
  const cursor = new PlaceCursor(new ByteReader(bytes), shape);
  for (let place = 0; place < count; place++) {
    cursor.advance();
    starts[place] = cursor.start;
    ends[place] = cursor.end;
    nexts[place] = cursor.next;
  }
  return { places: { starts, ends }, nexts };
}

async function intersect(
  first: WordList,
  others: readonly WordList[],
  isLive: (file: number) => boolean,
  visit: VisitHit,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pause = createPacer(signal);
  for (let step = 0; first.advance(); step++) {
    if (step % FILES_A_STEP === 0) await pause();
    const { file } = first;
    for (const other of others) if (!other.advanceTo(file)) return;
    if (others.some((other) => other.file !== file) || !isLive(file)) continue;
    let found = await first.reader()(Infinity);
    for (const other of others) {
      if (found.nexts.length === 0) break;
      found = follow(found, await other.reader()(Infinity));
    }
    const { places } = found;
    if (places.starts.length > 0)
      visit({ file, count: places.starts.length, read: async () => places });
  }
}

/** Keeps what goes on with a place of another word. */
function follow(before: DecodedPlaces, word: DecodedPlaces): DecodedPlaces {
  const { nexts } = before;
  let isSorted = true;
  for (let place = 1; place < nexts.length; place++)
    if (nexts[place]! < nexts[place - 1]!) isSorted = false;
  // Only parts of names, which stand behind the name, lead back.
  const order = isSorted
    ? undefined
    : Int32Array.from(nexts.keys()).sort((a, b) => nexts[a]! - nexts[b]! || a - b);
  const starts: number[] = [];
  const ends: number[] = [];
  const following: number[] = [];
  let place = 0;
  for (let turn = 0; turn < nexts.length; turn++) {
    const candidate = order?.[turn] ?? turn;
    const next = nexts[candidate]!;
    while (place < word.nexts.length && word.places.starts[place]! < next) place++;
    if (word.places.starts[place] !== next) continue;
    starts.push(before.places.starts[candidate]!);
    ends.push(word.places.ends[place]!);
    following.push(word.nexts[place]!);
  }
  return {
    places: { starts: Int32Array.from(starts), ends: Int32Array.from(ends) },
    nexts: Int32Array.from(following),
  };
}
