// What is where in a segment: an index of some files that never changes.
//
// The data are, one behind the other: the postings of all words, in the order of the words; the words, in blocks of
// `BLOCK_WORDS`; where each block begins (f64); the records of the files; their paths; the marks of their lines.
//
// Postings of a word: its list of files, then its places. An entry of the list is the distance of the file's number from
// the one before, doubled, plus 1 where the word stands there once; then follows that place, or else the count and how
// many bytes the places take in the second part.
//
// A block of words: where the postings of its first word begin; then for each word how much it has in common with the one
// before, the rest, how often it occurs, in how many files, and how many bytes its two lists take.

import { TEXT_KINDS, type TextKind } from "../corpus/kinds/textKinds.ts";
import { damagedIndex } from "./bytes.ts";

/** Words in a block. */
export const BLOCK_WORDS = 32;
/** Units: bytes. */
const RECORD_BYTES = 88;
const HASH_BYTES = 32;
const MAGIC = 0x494f4657; // "WFOI"
/** Changes whenever a file of an earlier version would be misread. */
export const INDEX_VERSION = 1;

/** Where the parts of a segment begin, in bytes, and how much they hold. */
export interface SegmentNotes {
  readonly words: number;
  readonly files: number;
  readonly tokens: number;
  readonly wordsStart: number;
  readonly blocksStart: number;
  readonly recordsStart: number;
  readonly pathsStart: number;
  readonly marksStart: number;
}

/** What is known of an indexed file. */
export interface FileRecord {
  readonly path: string;
  /** Of the file, in bytes. */
  readonly bytes: number;
  readonly mtimeMs: number;
  /** SHA-256 of its bytes. Shapes: 32 bytes. */
  readonly hash: Uint8Array;
  readonly tokens: number;
  /** Length of its text in UTF-16 units. */
  readonly units: number;
  /** Whether the marks of its lines lead to bytes: other encodings have to be decoded from the beginning. */
  readonly isUtf8: boolean;
  readonly kind: TextKind;
  /** First one and number. */
  readonly marks: { readonly first: number; readonly count: number };
}

const NUMBERS = [
  "words",
  "files",
  "tokens",
  "wordsStart",
  "blocksStart",
  "recordsStart",
  "pathsStart",
  "marksStart",
] as const satisfies readonly (keyof SegmentNotes)[];

/** Writes what a segment's trailer says. */
export function composeNotes(notes: SegmentNotes): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 + 8 * NUMBERS.length));
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, INDEX_VERSION, true);
  NUMBERS.forEach((name, place) => view.setFloat64(8 + 8 * place, notes[name], true));
  return new Uint8Array(view.buffer);
}

/**
 * Reads what a segment's trailer says, and checks that its parts follow each other up to `length`.
 *
 * Errors: `bad-format`.
 */
export function parseNotes(view: DataView, length: number): SegmentNotes {
  if (view.getUint32(0, true) !== MAGIC) throw damagedIndex("a file is something else");
  if (view.getUint32(4, true) !== INDEX_VERSION) throw damagedIndex("it has another version");
  const notes = Object.fromEntries(
    NUMBERS.map((name, place) => [name, view.getFloat64(8 + 8 * place, true)]),
  ) as unknown as SegmentNotes;
  const { words, files, wordsStart, blocksStart, recordsStart, pathsStart, marksStart } = notes;
  const places = [0, wordsStart, blocksStart, recordsStart, pathsStart, marksStart, length];
  if (
    NUMBERS.some((name) => !Number.isSafeInteger(notes[name]) || notes[name] < 0) ||
    places.some((place, index) => index > 0 && place < places[index - 1]!) ||
    recordsStart - blocksStart !== 8 * Math.ceil(words / BLOCK_WORDS) ||
    pathsStart - recordsStart !== RECORD_BYTES * files
  )
    throw damagedIndex("its parts do not fit together");
  return notes;
}

/** Where a file's path is among the paths. */
interface PathPlace {
  readonly start: number;
  readonly bytes: number;
}

/** Writes the record of a file. */
export function composeRecord(record: Omit<FileRecord, "path">, path: PathPlace): Uint8Array {
  const bytes = new Uint8Array(RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, record.bytes, true);
  view.setFloat64(8, record.mtimeMs, true);
  bytes.set(record.hash, 16);
  view.setUint32(48, record.tokens, true);
  view.setUint32(52, record.units, true);
  view.setUint32(56, (record.isUtf8 ? 1 : 0) + 2 * TEXT_KINDS.indexOf(record.kind), true);
  view.setUint32(60, record.marks.count, true);
  view.setFloat64(64, record.marks.first, true);
  view.setFloat64(72, path.start, true);
  view.setUint32(80, path.bytes, true);
  return bytes;
}

/** The records of a segment's files and their paths, as they are in its file. */
export class FileRecords {
  readonly #records: Uint8Array;
  readonly #view: DataView;
  readonly #paths: Uint8Array;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** Errors: `bad-format` where a path lies outside of the paths. */
  constructor(records: Uint8Array, paths: Uint8Array) {
    this.#records = records;
    this.#view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    this.#paths = paths;
  }

  get count(): number {
    return this.#records.length / RECORD_BYTES;
  }

  pathOf(file: number): string {
    const start = this.#view.getFloat64(RECORD_BYTES * file + 72, true);
    const bytes = this.#view.getUint32(RECORD_BYTES * file + 80, true);
    if (start + bytes > this.#paths.length) throw damagedIndex("a path is cut off");
    return this.#decoder.decode(this.#paths.subarray(start, start + bytes));
  }

  tokensOf(file: number): number {
    return this.#view.getUint32(RECORD_BYTES * file + 48, true);
  }

  record(file: number): FileRecord {
    const view = this.#view;
    const start = RECORD_BYTES * file;
    const flags = view.getUint32(start + 56, true);
    return {
      path: this.pathOf(file),
      bytes: view.getFloat64(start, true),
      mtimeMs: view.getFloat64(start + 8, true),
      hash: this.#records.slice(start + 16, start + 16 + HASH_BYTES),
      tokens: view.getUint32(start + 48, true),
      units: view.getUint32(start + 52, true),
      isUtf8: flags % 2 === 1,
      kind: TEXT_KINDS[Math.floor(flags / 2)] ?? "plain",
      marks: {
        count: view.getUint32(start + 60, true),
        first: view.getFloat64(start + 64, true),
      },
    };
  }
}
