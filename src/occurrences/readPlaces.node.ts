// The text around places of a file, of which little is read.

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { CONTEXT, locatePlace, type PlaceOnLine } from "../corpus/placeContext.ts";
import { readText } from "../corpus/readText.node.ts";
import { hasErrorCode } from "../corpus/skipReasons.ts";
import type { Places } from "./findPlaces.node.ts";
import { MARK_LENGTH, markBefore } from "./lineMap.ts";
import type { Segment } from "./segment.node.ts";

/** A place with its line and the text around it. */
export type ReadPlace = PlaceOnLine & { readonly line: number };

/**
 * Reads the text around some places of a file; undefined where the file is not any more what was indexed.
 *
 * Of a file in UTF-8 only what is around the places is read, of others all. The calls of the file system do not go through
 * its threads: the way there took a third of the time, as the first hundred places of a word are in nearly as many files.
 * Errors: `bad-format`.
 */
export async function readPlaces(
  segment: Segment,
  file: number,
  mtimeMs: number,
  places: Places,
): Promise<ReadPlace[] | undefined> {
  const record = segment.files.record(file);
  // What cannot be read is not what was indexed.
  try {
    const status = statSync(record.path);
    // What is no file any more, such as a pipe, may let whoever opens it wait for ever.
    if (!status.isFile() || status.size !== record.bytes || status.mtimeMs !== mtimeMs)
      return undefined;
    const handle = openSync(record.path, "r");
    try {
      if (!record.isUtf8) return await readDecoded(record.path, record.bytes, places);
      const windows = new TextWindows(handle, record.bytes, await segment.marks(file));
      const found: ReadPlace[] = [];
      for (let place = 0; place < places.starts.length; place++)
        found.push(windows.locate(places.starts[place]!, places.ends[place]!));
      return found;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (hasErrorCode(error, "ENOENT", "ENOTDIR", "EACCES", "EPERM", "EISDIR", "ELOOP", "EIO"))
      return undefined;
    throw error;
  }
}

async function readDecoded(
  path: string,
  bytes: number,
  { starts, ends }: Places,
): Promise<ReadPlace[] | undefined> {
  const content = await readText(path, bytes);
  if ("reason" in content) return undefined;
  const { text } = content;
  let line = 1;
  let lineStart = 0;
  const breaks = /\r\n|\n|\r/g;
  let next = breaks.exec(text) ? breaks.lastIndex : undefined;
  return Array.from(starts, (start, place) => {
    for (; next !== undefined && next <= start; line++) {
      lineStart = next;
      next = breaks.exec(text) ? breaks.lastIndex : undefined;
    }
    const end = ends[place]!;
    const from = Math.max(lineStart, start - CONTEXT - 1);
    const around = text.slice(from, end + CONTEXT + 1);
    return locatePlace(around, start - from, end - from, line, lineStart - from);
  });
}

/** Parts of a file in UTF-8, between two marks. */
class TextWindows {
  readonly #handle: number;
  readonly #bytes: number;
  readonly #marks: Uint32Array;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #first = -1;
  #end = -1;
  #text = "";

  constructor(handle: number, bytes: number, marks: Uint32Array) {
    this.#handle = handle;
    this.#bytes = bytes;
    this.#marks = marks;
  }

  locate(start: number, end: number): ReadPlace {
    const marks = this.#marks;
    const first = markBefore(marks, Math.max(0, start - CONTEXT - 1));
    const last = Math.min(markBefore(marks, end + CONTEXT + 1) + 1, marks.length / MARK_LENGTH);
    if (first !== this.#first || last !== this.#end) this.#read(first, last);
    const [unit, , line, lineStart] = marks.subarray(MARK_LENGTH * first) as unknown as number[];
    return locatePlace(
      this.#text.slice(0, end - unit! + CONTEXT + 1),
      start - unit!,
      end - unit!,
      line! + 1,
      lineStart! - unit!,
    );
  }

  #read(first: number, end: number): void {
    const startByte = this.#marks[MARK_LENGTH * first + 1] ?? 0;
    const endByte = this.#marks[MARK_LENGTH * end + 1] ?? this.#bytes;
    const bytes = new Uint8Array(Math.max(0, endByte - startByte));
    let done = 0;
    while (done < bytes.length) {
      const bytesRead = readSync(this.#handle, bytes, done, bytes.length - done, startByte + done);
      if (bytesRead === 0) break; // cut shorter meanwhile
      done += bytesRead;
    }
    this.#text = this.#decoder.decode(bytes.subarray(0, done));
    this.#first = first;
    this.#end = end;
  }
}
