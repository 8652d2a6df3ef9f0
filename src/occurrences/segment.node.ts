// Questions to one segment, which are answered by reading little of its file.

import { ByteReader, damagedIndex } from "./bytes.ts";
import { PagedFile, PagedRange } from "./pagedFile.node.ts";
import { MARK_LENGTH } from "./lineMap.ts";
import { BLOCK_WORDS, FileRecords, parseNotes, type SegmentNotes } from "./segmentLayout.ts";

/** Where the postings of a word are, and how much they hold. Units: `listStart` and lengths in bytes. */
export interface WordEntry {
  readonly word: string;
  readonly count: number;
  readonly files: number;
  readonly listStart: number;
  readonly listBytes: number;
  readonly placesBytes: number;
}

/** Units: bytes. */
const SEQUENTIAL_WINDOW = 2 ** 20;

/** An open segment. */
export class Segment {
  readonly #file: PagedFile;
  readonly #notes: SegmentNotes;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The files, by number; in the order of their paths. */
  readonly files: FileRecords;

  private constructor(file: PagedFile, notes: SegmentNotes, files: FileRecords) {
    this.#file = file;
    this.#notes = notes;
    this.files = files;
  }

  /** Opens a segment; `close` is the caller's to call. Errors: `bad-format`; those of the file system as they are. */
  static async open(path: string): Promise<Segment> {
    const file = await PagedFile.open(path);
    try {
      const notes = parseNotes(file.notes, file.length);
      const { recordsStart, pathsStart, marksStart } = notes;
      const records = await file.read(recordsStart, pathsStart - recordsStart);
      const paths = await file.read(pathsStart, marksStart - pathsStart);
      return new Segment(file, notes, new FileRecords(records, paths));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Words and their occurrences, those of files that have gone since included. */
  get size(): Pick<SegmentNotes, "words" | "tokens"> {
    return this.#notes;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** Finds the postings of a word. Errors: `bad-format`. */
  async find(word: string): Promise<WordEntry | undefined> {
    const blocks = Math.ceil(this.#notes.words / BLOCK_WORDS);
    let low = 0;
    let high = blocks;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const [first] = this.#parseBlock(await this.#readBlock(middle), 1);
      if (first!.word <= word) low = middle;
      else high = middle;
    }
    if (blocks === 0) return undefined;
    const words = Math.min(BLOCK_WORDS, this.#notes.words - low * BLOCK_WORDS);
    return this.#parseBlock(await this.#readBlock(low), words).find((entry) => entry.word === word);
  }

  /** All words in their order. Errors: `bad-format`. */
  async *words(): AsyncGenerator<WordEntry> {
    for await (const block of this.wordBlocks()) yield* block;
  }

  /** All words in their order, some at a time: a turn for each would take longer than the word. Errors: `bad-format`. */
  async *wordBlocks(): AsyncGenerator<readonly WordEntry[]> {
    const { words } = this.#notes;
    const range = this.#range(this.#notes.wordsStart, this.#notes.blocksStart);
    for (let first = 0; first < words; first += BLOCK_WORDS) {
      const { start, length } = await this.#blockPlace(first / BLOCK_WORDS);
      const block = await range.read(start - this.#notes.wordsStart, length);
      yield this.#parseBlock(block, Math.min(BLOCK_WORDS, words - first));
    }
  }

  /** Reads the list of files of a word. Errors: `bad-format`. */
  list({ listStart, listBytes }: WordEntry): Promise<Uint8Array> {
    return this.#file.read(listStart, listBytes);
  }

  /** The places of a word in the files where it stands more than once. */
  places({ listStart, listBytes, placesBytes }: WordEntry, windowBytes?: number): PagedRange {
    return new PagedRange(this.#file, listStart + listBytes, placesBytes, windowBytes);
  }

  /** Reads a part of those places, as `PagedFile.read` does. Errors: `bad-format`. */
  readPlaces(
    { listStart, listBytes }: WordEntry,
    start: number,
    length: number,
    allocate: (length: number) => Uint8Array,
  ): Promise<Uint8Array> {
    return this.#file.read(listStart + listBytes + start, length, allocate);
  }

  /** The postings of all words, for whoever takes them in the order of the words. */
  postings(): PagedRange {
    return new PagedRange(this.#file, 0, this.#notes.wordsStart, SEQUENTIAL_WINDOW);
  }

  /** Reads the marks of a file's lines. Errors: `bad-format`. */
  async marks(file: number): Promise<Uint32Array> {
    const { first, count } = this.files.record(file).marks;
    const bytes = await this.#file.read(
      this.#notes.marksStart + 4 * MARK_LENGTH * first,
      4 * MARK_LENGTH * count,
    );
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const marks = new Uint32Array(MARK_LENGTH * count);
    for (let place = 0; place < marks.length; place++)
      marks[place] = view.getUint32(4 * place, true);
    return marks;
  }

  #range(start: number, end: number): PagedRange {
    return new PagedRange(this.#file, start, end - start);
  }

  async #readBlock(block: number): Promise<Uint8Array> {
    const { start, length } = await this.#blockPlace(block);
    return this.#file.read(start, length);
  }

  async #blockPlace(block: number): Promise<{ start: number; length: number }> {
    const { blocksStart, recordsStart } = this.#notes;
    const place = blocksStart + 8 * block;
    const bytes = await this.#file.read(place, Math.min(16, recordsStart - place));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = view.getFloat64(0, true);
    const end = bytes.length === 16 ? view.getFloat64(8, true) : blocksStart;
    return { start, length: end - start };
  }

  #parseBlock(block: Uint8Array, words: number): WordEntry[] {
    const reader = new ByteReader(block);
    let listStart = reader.varint();
    let utf8: Uint8Array = new Uint8Array();
    const entries: WordEntry[] = [];
    for (let word = 0; word < words; word++) {
      const common = reader.varint();
      if (common > utf8.length) throw damagedIndex("a word begins like none");
      const rest = reader.take(reader.varint());
      const bytes = new Uint8Array(common + rest.length);
      bytes.set(utf8.subarray(0, common));
      bytes.set(rest, common);
      utf8 = bytes;
      const entry: WordEntry = {
        word: this.#decoder.decode(utf8),
        count: reader.varint(),
        files: reader.varint(),
        listStart,
        listBytes: reader.varint(),
        placesBytes: reader.varint(),
      };
      entries.push(entry);
      listStart += entry.listBytes + entry.placesBytes;
    }
    return entries;
  }
}
