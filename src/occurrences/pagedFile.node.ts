// Files of which each page has a checksum: parts are read without reading the whole, and damage anywhere is noticed.
//
// Layout, numbers little-endian: the data; a checksum (u32) of each page of them; a trailer of `TRAILER_BYTES`. The
// trailer's last number is its own checksum, the one before that of the checksums.

import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { toWritingError } from "../embeddings/writeAside.node.ts";
import { damagedIndex } from "./bytes.ts";
import { checksum } from "./checksum.ts";

const PAGE_BYTES = 2 ** 14;
/** Free for whoever writes the file; the rest of the trailer is the frame's. */
const NOTES_BYTES = 112;
const TRAILER_BYTES = NOTES_BYTES + 24;
/** Pages that are kept after reading: 8 MB. */
const CACHED_PAGES = 512;
/** The most that may be asked for at once. Units: bytes. */
const LONGEST_READ = 2 ** 30;

/** Gives memory for a number of bytes. */
type Allocate = (length: number) => Uint8Array;

/** Writes a file from front to back. Its name must be free; it is complete and on disk after `finish`. */
export class PagedWriter {
  readonly #path: string;
  readonly #file: number;
  readonly #buffer = new Uint8Array(64 * PAGE_BYTES);
  #used = 0;
  #written = 0;
  readonly #checksums: number[] = [];

  /** Errors: `file-unwritable`. */
  constructor(path: string) {
    this.#path = path;
    this.#file = telling(path, () => openSync(path, "wx"));
  }

  /** Bytes of data so far. */
  get length(): number {
    return this.#written + this.#used;
  }

  /** Errors: `file-unwritable`. */
  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const part = bytes.subarray(done, done + this.#buffer.length - this.#used);
      this.#buffer.set(part, this.#used);
      this.#used += part.length;
      done += part.length;
      if (this.#used === this.#buffer.length) this.#flush();
    }
  }

  /** Shapes: `notes` has at most `NOTES_BYTES` bytes. Errors: `file-unwritable`. */
  finish(notes: Uint8Array): void {
    this.#flush();
    const sums = new Uint8Array(4 * this.#checksums.length);
    const sumsView = new DataView(sums.buffer);
    this.#checksums.forEach((sum, page) => sumsView.setUint32(4 * page, sum, true));
    const trailer = new Uint8Array(TRAILER_BYTES);
    const view = new DataView(trailer.buffer);
    trailer.set(notes);
    view.setFloat64(NOTES_BYTES, this.#written, true);
    view.setUint32(NOTES_BYTES + 8, PAGE_BYTES, true);
    view.setUint32(NOTES_BYTES + 16, checksum(sums), true);
    view.setUint32(NOTES_BYTES + 20, checksum(trailer.subarray(0, NOTES_BYTES + 20)), true);
    telling(this.#path, () => {
      this.#write(sums);
      this.#write(trailer);
      fsyncSync(this.#file);
      closeSync(this.#file);
    });
  }

  /** Closes and removes what has been written. */
  discard(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #flush(): void {
    for (let start = 0; start < this.#used; start += PAGE_BYTES)
      this.#checksums.push(
        checksum(this.#buffer.subarray(start, Math.min(start + PAGE_BYTES, this.#used))),
      );
    telling(this.#path, () => this.#write(this.#buffer.subarray(0, this.#used)));
    this.#written += this.#used;
    this.#used = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
  }
}

/** Reads parts of such a file. */
export class PagedFile {
  readonly #file: FileHandle;
  readonly #checksums: DataView;
  /** Checked before; of pages that are kept, also their bytes. Least recently used first. */
  readonly #pages = new Map<number, Uint8Array>();
  readonly #checked: Uint8Array;
  /** Bytes of data. */
  readonly length: number;
  /** What the writer put into the trailer. Shapes: `NOTES_BYTES` bytes. */
  readonly notes: DataView;

  private constructor(file: FileHandle, length: number, checksums: DataView, notes: DataView) {
    this.#file = file;
    this.length = length;
    this.#checksums = checksums;
    this.#checked = new Uint8Array(pagesOf(length));
    this.notes = notes;
  }

  /**
   * Opens a file and checks its frame against its size; `close` is the caller's to call.
   *
   * Errors: `bad-format`; those of the file system as they are.
   */
  static async open(path: string): Promise<PagedFile> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size < TRAILER_BYTES) throw damagedIndex("a file is cut off");
      const trailer = new Uint8Array(TRAILER_BYTES);
      await readExactly(file, size - TRAILER_BYTES, trailer);
      const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES);
      if (
        view.getUint32(NOTES_BYTES + 20, true) !== checksum(trailer.subarray(0, NOTES_BYTES + 20))
      )
        throw damagedIndex("the end of a file is not as it was written");
      const length = view.getFloat64(NOTES_BYTES, true);
      if (view.getUint32(NOTES_BYTES + 8, true) !== PAGE_BYTES)
        throw damagedIndex("its pages have another size");
      const sumsBytes = 4 * pagesOf(length);
      if (length + sumsBytes + TRAILER_BYTES !== size)
        throw damagedIndex("a file has another size than it says");
      const sums = new Uint8Array(sumsBytes);
      await readExactly(file, length, sums);
      if (view.getUint32(NOTES_BYTES + 16, true) !== checksum(sums))
        throw damagedIndex("the checksums of a file are not as they were written");
      return new PagedFile(
        file,
        length,
        new DataView(sums.buffer, sums.byteOffset, sumsBytes),
        new DataView(trailer.buffer, trailer.byteOffset, NOTES_BYTES),
      );
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /**
   * Reads a part of the data, which is the caller's only to look at. What is more than a page is read into what `allocate`
   * gives for a number of bytes. Errors: `bad-format`.
   */
  async read(start: number, length: number, allocate = newBytes): Promise<Uint8Array> {
    if (!(start >= 0 && length >= 0 && start + length <= this.length && length <= LONGEST_READ))
      throw damagedIndex("a part lies beyond the end of its file");
    if (length === 0) return new Uint8Array();
    const first = Math.floor(start / PAGE_BYTES);
    const end = Math.floor((start + length - 1) / PAGE_BYTES) + 1;
    const inPage = start - first * PAGE_BYTES;
    if (end - first === 1) return (await this.#page(first)).subarray(inPage, inPage + length);
    const pages = await this.#readPages(first, end, allocate);
    return pages.subarray(inPage, inPage + length);
  }

  async #page(page: number): Promise<Uint8Array> {
    const known = this.#pages.get(page);
    if (known) {
      this.#pages.delete(page);
      this.#pages.set(page, known);
      return known;
    }
    const bytes = await this.#readPages(page, page + 1, newBytes);
    this.#pages.set(page, bytes);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= CACHED_PAGES) break;
      this.#pages.delete(oldest);
    }
    return bytes;
  }

  async #readPages(first: number, end: number, allocate: Allocate): Promise<Uint8Array> {
    const start = first * PAGE_BYTES;
    const bytes = allocate(Math.min(end * PAGE_BYTES, this.length) - start);
    await readExactly(this.#file, start, bytes);
    for (let page = first; page < end; page++) {
      if (this.#checked[page]) continue;
      const inBytes = (page - first) * PAGE_BYTES;
      const sum = checksum(bytes.subarray(inBytes, Math.min(inBytes + PAGE_BYTES, bytes.length)));
      if (sum !== this.#checksums.getUint32(4 * page, true))
        throw damagedIndex(`page ${page} is not as it was written`);
      this.#checked[page] = 1;
    }
    return bytes;
  }
}

/** Reads a part of a paged file that is taken in small pieces, mostly one behind the other. */
export class PagedRange {
  readonly #file: PagedFile;
  readonly #start: number;
  readonly #length: number;
  readonly #windowBytes: number;
  #window: Uint8Array = new Uint8Array();
  #windowStart = 0;

  /** Units: bytes, of the file's data. */
  constructor(file: PagedFile, start: number, length: number, windowBytes = 2 ** 18) {
    this.#file = file;
    this.#start = start;
    this.#length = length;
    this.#windowBytes = windowBytes;
  }

  /** Gives a piece if it has been read already: so that a long loop need not wait for what is there. */
  peek(start: number, length: number): Uint8Array | undefined {
    const inWindow = start - this.#windowStart;
    if (inWindow < 0 || inWindow + length > this.#window.length) return undefined;
    return this.#window.subarray(inWindow, inWindow + length);
  }

  /** Errors: `bad-format`. */
  async read(start: number, length: number): Promise<Uint8Array> {
    const known = this.peek(start, length);
    if (known) return known;
    if (start + length > this.#length) throw damagedIndex("a part is cut off");
    const windowLength = Math.min(Math.max(length, this.#windowBytes), this.#length - start);
    this.#window = await this.#file.read(this.#start + start, windowLength);
    this.#windowStart = start;
    return this.#window.subarray(0, length);
  }
}

function pagesOf(length: number): number {
  if (!(Number.isSafeInteger(length) && length >= 0)) throw damagedIndex("a size is no size");
  return Math.ceil(length / PAGE_BYTES);
}

/** Fills `bytes` with what is in a file from `start` on. */
async function readExactly(file: FileHandle, start: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw damagedIndex("a file is cut off");
    done += bytesRead;
  }
}

function newBytes(length: number): Uint8Array {
  return new Uint8Array(length);
}

/** Says in a sentence what the file system refused. */
function telling<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw toWritingError(error, path);
  }
}
