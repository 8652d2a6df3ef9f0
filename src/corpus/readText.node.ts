// A file's text as the editor would show it.

import { open } from "node:fs/promises";
import { decodeText } from "./decode.ts";
import { describeFileError, describeTooLarge } from "./skipReasons.ts";

/** A text that overrides the file of its path, such as an editor's unsaved content, or has no file. */
export interface CorpusDocument {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads and decodes a file, or says why that cannot be: it has vanished, has grown beyond the limit, is binary.
 *
 * Units: `bytes` is the file's size when it was opened; what is appended later is not read.
 */
export async function readText(
  path: string,
  maximumBytes: number,
): Promise<{ text: string; bytes: number } | { reason: string }> {
  // What the file system refuses is a reason to skip the file, not to stop.
  try {
    const bytes = await readBytes(path, maximumBytes);
    if ("reason" in bytes) return bytes;
    const decoded = decodeText(bytes);
    return "reason" in decoded ? decoded : { text: decoded.text, bytes: bytes.length };
  } catch (error) {
    return { reason: describeFileError(error) };
  }
}

async function readBytes(
  path: string,
  maximumBytes: number,
): Promise<Uint8Array | { reason: string }> {
  const file = await open(path);
  try {
    const status = await file.stat();
    if (status.isDirectory()) return { reason: "is a folder" };
    if (!status.isFile()) return { reason: "not a regular file" };
    if (status.size > maximumBytes) return { reason: describeTooLarge(status.size, maximumBytes) };
    const bytes = new Uint8Array(status.size);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break; // cut shorter meanwhile
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
