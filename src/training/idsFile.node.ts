// Reads word ids from a file, where the text is longer than memory.
import { readSync } from "node:fs";
import { WordfieldError } from "../errors.ts";

/**
 * Reads `length` ids of a file of little-endian int32, from the id `first` on.
 *
 * Errors: `file-unreadable` where the file has become shorter; what the file system says.
 */
export function readIdsFrom(
  file: number | undefined,
  first: number,
  length: number,
): Int32Array<ArrayBuffer> {
  if (file === undefined) throw new Error("No file of ids was given.");
  const bytes = Buffer.alloc(4 * length);
  let read = 0;
  while (read < bytes.length) {
    const count = readSync(file, bytes, read, bytes.length - read, 4 * first + read);
    if (count === 0)
      throw new WordfieldError(
        "file-unreadable",
        `The file of word ids ends ${bytes.length - read} bytes too early. Train again, and leave the temporary files alone.`,
      );
    read += count;
  }
  // Every system that VS Code runs on is little-endian.
  return new Int32Array(bytes.buffer, bytes.byteOffset, length);
}
