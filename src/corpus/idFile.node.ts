// Word ids that are too many for memory, in a file.

import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { WordfieldError } from "../errors.ts";
import type { IdStream } from "./encodedText.ts";
import { IdMemory, PART_LENGTH, type IdSink, type ReplaceNumbers } from "./idStream.ts";
import { describeFileError } from "./skipReasons.ts";

/** Units: bytes. */
const LONGEST_WRITE = 2 ** 22;
const DEFAULT_MAXIMUM_BYTES = 2 ** 30;
/** Counts of words have 32 bits. */
const MAXIMUM_FILE_IDS = 2 ** 32 - 1;

/** Where ids go that do not fit. */
export interface IdFileOptions {
  /** Units: bytes, four an id. */
  readonly maximumIdBytes?: number | undefined;
  readonly idsPath?: string | undefined;
}

/** Keeps ids in memory as long as they fit there, and in a file from then on. */
export class SpillingIds implements IdSink {
  readonly #path: string;
  #memory: IdMemory | undefined;
  #file: number | undefined;
  #isMade = false;
  #length = 0;

  /** The file is made, with the path or else in the system's folder for temporary files, when the memory is full. */
  constructor({ maximumIdBytes = DEFAULT_MAXIMUM_BYTES, idsPath }: IdFileOptions) {
    this.#memory = new IdMemory(Math.floor(maximumIdBytes / 4));
    this.#path = idsPath ?? join(tmpdir(), `wordfield-${randomUUID()}.ids`);
  }

  append(numbers: Int32Array): void {
    if (this.#memory?.hasRoom(numbers.length)) {
      this.#memory.append(numbers);
      return;
    }
    this.#writing(() => {
      if (this.#memory) this.#makeFile(this.#memory);
      this.#write(numbers);
    });
  }

  finish(replace: ReplaceNumbers): IdStream {
    if (this.#memory) return this.#memory.finish(replace);
    const length = this.#writing(() => this.#replaceAll(replace));
    closeSync(this.#file!);
    this.#file = undefined;
    return { idsFile: { path: this.#path, length } };
  }

  discard(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    if (this.#isMade) rmSync(this.#path, { force: true });
  }

  #makeFile(memory: IdMemory): void {
    this.#file = openSync(this.#path, "wx+");
    this.#isMade = true;
    this.#write(memory.view());
    this.#memory = undefined;
  }

  #write(numbers: Int32Array): void {
    if (this.#length + numbers.length > MAXIMUM_FILE_IDS)
      throw new WordfieldError(
        "out-of-memory",
        `The text has more than ${MAXIMUM_FILE_IDS} words and line ends. Choose fewer files.`,
      );
    writeFully(this.#file!, numbers, this.#length);
    this.#length += numbers.length;
  }

  /** In place: what is written is never longer than what has been read. */
  #replaceAll(replace: ReplaceNumbers): number {
    const part = new Int32Array(PART_LENGTH);
    let length = 0;
    for (let first = 0; first < this.#length; first += PART_LENGTH) {
      const numbers = part.subarray(0, this.#length - first);
      readFully(this.#file!, numbers, first);
      const ids = replace(numbers);
      writeFully(this.#file!, ids, length);
      length += ids.length;
    }
    ftruncateSync(this.#file!, 4 * length);
    return length;
  }

  #writing<T>(work: () => T): T {
    // The user needs to know which file it is and what to do.
    try {
      return work();
    } catch (error) {
      if (error instanceof WordfieldError) throw error;
      throw new WordfieldError(
        "file-unwritable",
        `The words of the text cannot be kept in ${this.#path}: ${describeFileError(error)}. ` +
          "Free some space there, or choose fewer files.",
        { cause: error },
      );
    }
  }
}

function writeFully(file: number, numbers: Int32Array, position: number): void {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let done = 0;
  while (done < bytes.length) {
    const length = Math.min(bytes.length - done, LONGEST_WRITE);
    done += writeSync(file, bytes, done, length, 4 * position + done);
  }
}

function readFully(file: number, numbers: Int32Array, position: number): void {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, 4 * position + done);
    if (read === 0) throw new Error("The file of word ids was cut shorter.");
    done += read;
  }
}
