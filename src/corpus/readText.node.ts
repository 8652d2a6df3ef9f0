// A file's text as the editor would show it.

import { isUtf8 } from "node:buffer";
import { createHash, webcrypto } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { decodeText, mayBeBinary } from "./decode.ts";
import { describeFileError, describeTooLarge } from "./skipReasons.ts";

/** A text that overrides the file of its path, such as an editor's unsaved content, or has no file. */
export interface CorpusDocument {
  readonly path: string;
  readonly text: string;
}

/** Units: bytes. */
const PART_BYTES = 2 ** 20;
/** A longer one is read in parts. Units: bytes. */
const LONGEST_WHOLE = 4 * PART_BYTES;

/**
 * Reads and decodes a file, or says why that cannot be: it has vanished, has grown beyond the limit, is binary.
 *
 * Units: `bytes` is the file's size when it was opened; what is appended later is not read.
 */
export async function readText(
  path: string,
  maximumBytes: number,
): Promise<{ text: string; bytes: number } | { reason: string }> {
  return withFile(path, maximumBytes, async (file, size) => {
    const bytes = await readWhole(file, size);
    const decoded = decodeText(bytes);
    return "reason" in decoded ? decoded : { text: decoded.text, bytes: bytes.length };
  });
}

/** What a file was when it was read; `bytes` in all is its size. */
export interface FileStamp {
  readonly mtimeMs: number;
  /** SHA-256 of all bytes that were read. Shapes: 32 bytes. */
  readonly hash: Uint8Array;
}

/**
 * A file's text, as UTF-8 where that is how it is stored, or word that it is too long to be read at once.
 *
 * Units: `markBytes` is the length of the byte order mark, which is no part of the text.
 */
export type ReadContent =
  | {
      readonly utf8: Uint8Array;
      readonly markBytes: number;
      readonly bytes: number;
      readonly stamp: FileStamp;
    }
  | { readonly text: string; readonly bytes: number; readonly stamp: FileStamp }
  | { readonly isLong: true }
  | { readonly reason: string };

/** Does what `readText` does, but decodes only what is not UTF-8, and leaves files above `longest` to `readParts`. */
export async function readUtf8(
  path: string,
  maximumBytes: number,
  longest = LONGEST_WHOLE,
): Promise<ReadContent> {
  return withFile(path, maximumBytes, async (file, size, mtimeMs) => {
    if (size > longest) return { isLong: true };
    const bytes = await readWhole(file, size);
    if (mayBeBinary(bytes) || !isUtf8(bytes)) return decodeWhole(bytes, mtimeMs);
    const markBytes = markLength(bytes);
    const stamp = await stampOf(bytes, mtimeMs);
    return { utf8: bytes.subarray(markBytes), markBytes, bytes: bytes.length, stamp };
  });
}

/**
 * Reads a file of any length, first to see whether it is UTF-8, then once more to give it in parts to `take`, which receives
 * valid UTF-8 always. A file in another encoding is given back as text.
 *
 * Units: as with `readText`.
 */
export async function readParts(
  path: string,
  maximumBytes: number,
  take: (utf8: Uint8Array, markBytes: number) => void,
): Promise<
  | { bytes: number; stamp: FileStamp }
  | { text: string; bytes: number; stamp: FileStamp }
  | { reason: string }
> {
  return withFile(path, maximumBytes, async (file, size, mtimeMs) => {
    let isFirst = true;
    for await (const part of partsOf(file, size)) {
      if ((isFirst && mayBeBinary(part)) || !isUtf8(part))
        return decodeWhole(await readWhole(file, size), mtimeMs);
      isFirst = false;
    }
    isFirst = true;
    const hash = createHash("sha256");
    for await (const part of partsOf(file, size)) {
      hash.update(part);
      // It may have been changed meanwhile.
      const utf8 = isUtf8(part) ? part : Buffer.from(Buffer.from(part).toString("utf8"), "utf8");
      const markBytes = isFirst ? markLength(utf8) : 0;
      take(utf8.subarray(markBytes), markBytes);
      isFirst = false;
    }
    return { bytes: size, stamp: { mtimeMs, hash: hash.digest() } };
  });
}

/** The SHA-256 of a file's bytes; undefined where it cannot be read, which reading it will explain. */
export async function hashOfFile(path: string): Promise<Uint8Array | undefined> {
  const content = await withFile(path, Number.MAX_SAFE_INTEGER, async (file, size) => {
    const hash = createHash("sha256");
    for await (const part of partsOf(file, size)) hash.update(part);
    return { hash: hash.digest() };
  });
  return "reason" in content ? undefined : content.hash;
}

async function decodeWhole(
  bytes: Uint8Array<ArrayBuffer>,
  mtimeMs: number,
): Promise<{ text: string; bytes: number; stamp: FileStamp } | { reason: string }> {
  const decoded = decodeText(bytes);
  if ("reason" in decoded) return decoded;
  return { text: decoded.text, bytes: bytes.length, stamp: await stampOf(bytes, mtimeMs) };
}

/** In a thread of the platform's, so that reading goes on meanwhile. */
async function stampOf(bytes: Uint8Array<ArrayBuffer>, mtimeMs: number): Promise<FileStamp> {
  return { mtimeMs, hash: new Uint8Array(await webcrypto.subtle.digest("SHA-256", bytes)) };
}

async function withFile<T>(
  path: string,
  maximumBytes: number,
  use: (file: FileHandle, size: number, mtimeMs: number) => Promise<T>,
): Promise<T | { reason: string }> {
  if (path.includes("\0")) return { reason: "name has a NUL character" };
  // What the file system refuses is a reason to skip the file, not to stop.
  try {
    const file = await open(path);
    try {
      const status = await file.stat();
      if (status.isDirectory()) return { reason: "is a folder" };
      if (!status.isFile()) return { reason: "not a regular file" };
      if (status.size > maximumBytes)
        return { reason: describeTooLarge(status.size, maximumBytes) };
      return await use(file, status.size, status.mtimeMs);
    } finally {
      await file.close();
    }
  } catch (error) {
    return { reason: describeFileError(error) };
  }
}

async function readWhole(file: FileHandle, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  return bytes.subarray(0, await readFully(file, bytes, 0));
}

/** Reads until the bytes are full or the file ends, and returns how many there are. */
async function readFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, position + length);
    if (bytesRead === 0) break; // cut shorter meanwhile
    length += bytesRead;
  }
  return length;
}

/** Gives a file in parts that end between two characters, and reads the next one while the last is in use. */
async function* partsOf(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  const buffers = [new Uint8Array(PART_BYTES), new Uint8Array(PART_BYTES)] as const;
  let turn = 0;
  let position = 0;
  const readNext = (kept: Uint8Array) => {
    const buffer = buffers[(turn ^= 1)]!;
    buffer.set(kept);
    const target = buffer.subarray(kept.length, kept.length + size - position);
    const read = readFully(file, target, position);
    return { buffer, kept: kept.length, read };
  };
  let reading = readNext(new Uint8Array());
  for (;;) {
    const read = await reading.read;
    position += read;
    const bytes = reading.buffer.subarray(0, reading.kept + read);
    if (bytes.length === 0) return;
    const isLast = read === 0 || position >= size;
    const end = isLast ? bytes.length : bytes.length - cutLength(bytes);
    if (!isLast) reading = readNext(bytes.subarray(end));
    yield bytes.subarray(0, end);
    if (isLast) return;
  }
}

/** How many bytes at the end begin a character that is not whole. */
function cutLength(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length < bytes.length; length++) {
    const byte = bytes[bytes.length - length]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const wanted = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length < wanted ? length : 0;
  }
  return 0;
}

/** The length of a byte order mark. */
function markLength(utf8: Uint8Array): number {
  return utf8[0] === 0xef && utf8[1] === 0xbb && utf8[2] === 0xbf ? 3 : 0;
}
