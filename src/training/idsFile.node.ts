// Reads word ids from a file, where the text is longer than memory.
import { closeSync, openSync, readSync } from "node:fs";
import type { IdsFile } from "../corpus/encodedText.ts";
import { WordfieldError } from "../errors.ts";
import { findWrongId } from "./corpus.ts";
import type { IdReader } from "./probes.ts";

/** An open file of word ids. */
export interface OpenIdsFile {
  /** Errors: `file-unreadable` where the file has become shorter, has other numbers than ids, or cannot be read. */
  readonly read: IdReader;
  close(): void;
}

/** Opens a file of ids of so many words. Errors: `file-unreadable`. */
export function openIdsFile({ path }: IdsFile, words: number): OpenIdsFile {
  const unreadable = (what: string, cause?: unknown): WordfieldError =>
    new WordfieldError(
      "file-unreadable",
      `The file of word ids ${path} ${what}. Train again, and leave temporary files and checkpoints alone.`,
      { cause },
    );
  // The file system's own words name neither the use of the file nor a remedy.
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw unreadable(`cannot be read: ${(error as Error).message}`, error);
    }
  };
  const file = explained(() => openSync(path, "r"));
  return {
    read: (first, length) => {
      const bytes = Buffer.alloc(4 * length);
      for (let done = 0; done < bytes.length;) {
        const rest = bytes.length - done;
        const count = explained(() => readSync(file, bytes, done, rest, 4 * first + done));
        if (count === 0) throw unreadable(`ends ${rest} bytes too early`);
        done += count;
      }
      // Every system that VS Code runs on is little-endian.
      const ids = new Int32Array(bytes.buffer, bytes.byteOffset, length);
      const wrong = findWrongId(ids, words);
      if (wrong !== undefined)
        throw unreadable(`has the id ${wrong}, and there are ${words} words`);
      return ids;
    },
    close: () => closeSync(file),
  };
}
