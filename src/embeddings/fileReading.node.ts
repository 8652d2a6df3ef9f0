// Reading parts of files that are checked: opening, whole arrays, records of unknown length.

import { open, stat, type FileHandle } from "node:fs/promises";
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import { findNotFinite } from "./finite.ts";

const SLICE_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Makes an error of what is wrong with a file, a part of a sentence. */
export type Fault = (what: string) => WordfieldError;

/**
 * Opens a file, lets it be used and closes it. `fault` is for what is no file.
 *
 * Errors: `model-missing`, `file-unreadable`, and what `use` throws.
 */
export async function withFile<T>(
  path: string,
  fault: Fault,
  use: (file: FileHandle, bytes: number) => Promise<T>,
): Promise<T> {
  try {
    // Opening a pipe would wait for somebody to write to it.
    if (!(await stat(path)).isFile()) throw fault("it is no file");
    const file = await open(path);
    try {
      return await use(file, (await file.stat()).size);
    } finally {
      await file.close();
    }
  } catch (cause) {
    // What the system says by a code becomes a sentence; other errors stay as they are.
    if (!(cause instanceof Error && "code" in cause && "syscall" in cause)) throw cause;
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR")
      throw new WordfieldError(
        "model-missing",
        `${path} does not exist. Train a model or choose another one.`,
        { cause },
      );
    throw new WordfieldError(
      "file-unreadable",
      `${path} cannot be read: the system says ${String(cause.code)}. Check its permissions and the disk.`,
      { cause },
    );
  }
}

/** Fills an array with the bytes at a place of a file. Errors: `fault` where the file ends before. */
export async function readFully(
  file: FileHandle,
  target: Uint8Array,
  start: number,
  fault: Fault,
): Promise<void> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, start + done);
    // The size was right when the file was opened.
    if (bytesRead === 0) throw fault("it has become shorter while it was read");
    done += bytesRead;
  }
}

/**
 * Fills an array of numbers with the bytes at a place of a file, in slices; of single-precision numbers each must be
 * finite.
 *
 * Errors: `fault`, `canceled`.
 */
export async function readNumbers(
  file: FileHandle,
  target: Uint8Array | Int8Array | Uint32Array | Float32Array,
  start: number,
  fault: Fault,
  signal?: AbortSignal,
): Promise<void> {
  const pause = createPacer(signal);
  const step = SLICE_BYTES / target.BYTES_PER_ELEMENT;
  for (let first = 0; first < target.length; first += step) {
    await pause();
    const slice = target.subarray(first, first + step);
    await readFully(file, bytesOf(slice), start + first * target.BYTES_PER_ELEMENT, fault);
    const wrong = slice instanceof Float32Array ? findNotFinite(slice) : -1;
    if (wrong >= 0) throw fault(`vector element ${first + wrong} is not finite`);
  }
}

/**
 * Reads records of unknown length from a place of a file: `read` takes whole ones from the beginning of each slice and
 * returns their bytes; it is called until `isComplete`. Returns where the last record ends.
 *
 * Errors: `fault` where the file ends before, or where not even a slice of 4 MB holds a record; what `read` throws;
 * `canceled`.
 */
export async function readRecords(
  file: FileHandle,
  range: { readonly start: number; readonly end: number },
  reader: { read(slice: Uint8Array): number; readonly isComplete: boolean },
  fault: Fault,
  signal?: AbortSignal,
): Promise<number> {
  const pause = createPacer(signal);
  const buffer = new Uint8Array(Math.min(SLICE_BYTES, range.end - range.start));
  let position = range.start;
  while (!reader.isComplete) {
    await pause();
    const slice = buffer.subarray(0, Math.min(buffer.length, range.end - position));
    await readFully(file, slice, position, fault);
    const used = reader.read(slice);
    position += used;
    if (used > 0 || reader.isComplete) continue;
    throw position + slice.length < range.end
      ? fault(`at byte ${position} begins a word of more than 4 MB`)
      : fault(`it ends within a word, after ${range.end} bytes`);
  }
  return position;
}

/** Reads a file from front to back; each chunk is good until the next one is asked for. */
export async function* readChunks(file: FileHandle): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, (await file.stat()).size));
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

/**
 * Allocates numbers for a part of a file.
 *
 * Errors: `out-of-memory`.
 */
export function allocateNumbers(count: number, fileName: string): Float32Array<ArrayBuffer> {
  try {
    return new Float32Array(count);
  } catch (cause) {
    // The platform throws a RangeError without a number.
    const gigabytes = ((count * Float32Array.BYTES_PER_ELEMENT) / 1e9).toFixed(1);
    throw new WordfieldError(
      "out-of-memory",
      `${fileName} needs ${gigabytes} GB of memory, which this computer does not have free. Close other programs or choose a smaller model.`,
      { cause },
    );
  }
}

/** The bytes of an array, not copied. */
export function bytesOf(array: Uint8Array | Int8Array | Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
