// Several segments to one.

import { ByteReader, ByteWriter } from "./bytes.ts";
import { FileList } from "./fileList.ts";
import type { PagedRange } from "./pagedFile.node.ts";
import { PlaceCursor, PlaceEncoder, shapeOf, type PlaceShape } from "./places.ts";
import type { Segment, WordEntry } from "./segment.node.ts";
import { SegmentWriter, type NewFile } from "./segmentWriter.node.ts";

/** A segment that goes into another. */
export interface MergeInput {
  readonly segment: Segment;
  /** Numbers of the files that are left out. */
  readonly dead: ReadonlySet<number>;
  /** Newer times of files whose content is the same. */
  readonly mtimes: ReadonlyMap<number, number>;
}

/**
 * Writes the words and files of some segments into one.
 *
 * A path that several inputs have is a file that was collected in parts, in the order of the inputs; what the last one says
 * of the file holds. Memory: the words, and the postings of one word at a time.
 *
 * Errors: `bad-format`, `file-unwritable`; then nothing stays.
 */
export async function mergeSegments(path: string, inputs: readonly MergeInput[]): Promise<void> {
  const files = await joinFiles(inputs);
  const writer = new SegmentWriter(path);
  try {
    const cursors = await openCursors(inputs, files.numbers);
    const merger = new PostingsMerger();
    for (;;) {
      const word = lowestWord(cursors);
      if (word === undefined) break;
      const shape = shapeOf(word);
      merger.begin(shape);
      for (const cursor of cursors) {
        if (cursor.entry?.word !== word) continue;
        const bytes = cursor.postings();
        merger.add(cursor, bytes instanceof Uint8Array ? bytes : await bytes);
        const fetched = cursor.next();
        if (fetched) await fetched;
      }
      writer.addWord(word, merger.finish());
    }
    writer.finish(files.files);
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** The new number of each file of an input; -1 where it is left out. */
type FileNumbers = readonly Int32Array[];

async function joinFiles(
  inputs: readonly MergeInput[],
): Promise<{ files: NewFile[]; numbers: FileNumbers }> {
  const numbers = inputs.map(({ segment }) => new Int32Array(segment.files.count).fill(-1));
  const found: { path: string; input: number; file: number }[] = [];
  inputs.forEach(({ segment, dead }, input) => {
    for (let file = 0; file < segment.files.count; file++)
      if (!dead.has(file)) found.push({ path: segment.files.pathOf(file), input, file });
  });
  found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.input - b.input));
  const files: NewFile[] = [];
  for (const { path, input, file } of found) {
    const { segment, mtimes } = inputs[input]!;
    const record = segment.files.record(file);
    const before = files.at(-1);
    const isPart = before?.path === path;
    const marks = isPart ? [...before.marks] : [];
    marks.push(await segment.marks(file));
    const joined = {
      ...record,
      mtimeMs: mtimes.get(file) ?? record.mtimeMs,
      tokens: record.tokens + (isPart ? before.tokens : 0),
      marks,
    };
    if (isPart) files[files.length - 1] = joined;
    else files.push(joined);
    numbers[input]![file] = files.length - 1;
  }
  return { files, numbers };
}

/** Goes through the words of an input, a block at a time. */
class Cursor {
  readonly segment: Segment;
  readonly numbers: Int32Array;
  readonly #postings: PagedRange;
  readonly #blocks: AsyncGenerator<readonly WordEntry[]>;
  #block: readonly WordEntry[] = [];
  #place = 0;
  /** The present word; undefined at the end. */
  entry: WordEntry | undefined;

  constructor(segment: Segment, numbers: Int32Array) {
    this.segment = segment;
    this.numbers = numbers;
    this.#postings = segment.postings();
    this.#blocks = segment.wordBlocks();
  }

  /** The postings of the present word, good until the next call; a promise only where they must be fetched. */
  postings(): Uint8Array | Promise<Uint8Array> {
    const { listStart, listBytes, placesBytes } = this.entry!;
    const length = listBytes + placesBytes;
    return this.#postings.peek(listStart, length) ?? this.#postings.read(listStart, length);
  }

  /** Goes on to the next word; a promise only where a block must be fetched. */
  next(): Promise<void> | undefined {
    this.#place++;
    if (this.#place >= this.#block.length) return this.#nextBlock();
    this.entry = this.#block[this.#place];
    return undefined;
  }

  async #nextBlock(): Promise<void> {
    const step = await this.#blocks.next();
    this.#block = step.done === true ? [] : step.value;
    this.#place = 0;
    this.entry = this.#block[0];
  }
}

async function openCursors(inputs: readonly MergeInput[], numbers: FileNumbers): Promise<Cursor[]> {
  const cursors = inputs.map(({ segment }, input) => new Cursor(segment, numbers[input]!));
  for (const cursor of cursors) await cursor.next();
  return cursors;
}

function lowestWord(cursors: readonly Cursor[]): string | undefined {
  let lowest: string | undefined;
  for (const { entry } of cursors)
    if (entry && (lowest === undefined || entry.word < lowest)) lowest = entry.word;
  return lowest;
}

/** What one input says of a word in one file. */
interface Part {
  readonly file: number;
  readonly count: number;
  readonly places: Uint8Array;
}

/** Puts the postings of one word together. */
class PostingsMerger {
  readonly #list = new ByteWriter();
  readonly #places = new ByteWriter();
  #shape: PlaceShape = { length: 0, gap: 1 };
  #parts: Part[] = [];

  begin(shape: PlaceShape): void {
    this.#shape = shape;
    this.#parts = [];
  }

  /** Adds what an input says of the word. Shapes: `bytes` are its postings. */
  add({ segment, numbers, entry }: Cursor, bytes: Uint8Array): void {
    const { listBytes } = entry!;
    // Copied: other inputs' parts come first.
    const kept = bytes.slice();
    const list = new FileList(kept.subarray(0, listBytes), this.#shape, segment.files.count);
    const places = kept.subarray(listBytes);
    while (list.advance()) {
      const file = numbers[list.file]!;
      if (file < 0) continue;
      const found =
        list.count === 1 ? list.single() : places.subarray(list.start, list.start + list.length);
      this.#parts.push({ file, count: list.count, places: found });
    }
  }

  finish() {
    const list = this.#list;
    const places = this.#places;
    list.clear();
    places.clear();
    // Stable, so that the parts of a file stay in their order.
    this.#parts.sort((a, b) => a.file - b.file);
    let count = 0;
    let files = 0;
    let fileBefore = -1;
    for (let first = 0; first < this.#parts.length;) {
      const { file } = this.#parts[first]!;
      let end = first + 1;
      while (end < this.#parts.length && this.#parts[end]!.file === file) end++;
      const part = end - first === 1 ? this.#parts[first]! : this.#join(first, end);
      list.varint(2 * (file - fileBefore) + (part.count === 1 ? 1 : 0));
      if (part.count === 1) list.append(part.places);
      else {
        list.varint(part.count);
        list.varint(part.places.length);
        places.append(part.places);
      }
      count += part.count;
      files++;
      fileBefore = file;
      first = end;
    }
    return { count, files, list: list.view(), places: places.view() };
  }

  /** Makes one list of places of those in the parts of a file. */
  #join(first: number, end: number): Part {
    const { file } = this.#parts[first]!;
    const found: { start: number; end: number; next: number }[] = [];
    for (const part of this.#parts.slice(first, end)) {
      const cursor = new PlaceCursor(new ByteReader(part.places), this.#shape);
      for (let place = 0; place < part.count; place++) {
        cursor.advance();
        found.push({ start: cursor.start, end: cursor.end, next: cursor.next });
      }
    }
    found.sort((a, b) => a.start - b.start);
    const joined = new ByteWriter();
    const encoder = new PlaceEncoder(joined);
    encoder.begin(this.#shape);
    for (const place of found) encoder.add(place.start, place.end, place.next);
    return { file, count: found.length, places: joined.view() };
  }
}
