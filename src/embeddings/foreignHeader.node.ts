// What a file of vectors is, told by what is in it, whatever its name says.

import type { FileHandle } from "node:fs/promises";
import { basename, extname } from "node:path";
import { createPacer } from "../kernels/pacing.ts";
import { readFastTextHead } from "./fastTextFile.node.ts";
import { readChunks, readFully, withFile } from "./fileReading.node.ts";
import { detectFormat, DETECTION_BYTES, type DetectedFormat } from "./formats/detectFormat.ts";
import {
  cutOffFile,
  damagedFile,
  MAXIMUM_WORDS,
  tooManyWords,
  unknownFile,
} from "./formats/faults.ts";
import type { FastTextHead } from "./formats/fastText.ts";

/** What is known of a file of another program without loading its vectors. */
export interface ForeignHeader {
  readonly path: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly format: Exclude<DetectedFormat["format"], "safetensors">;
  readonly words: number;
  readonly dimension: number;
  /** Size on disk. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
  /** Bytes of a first line that tells the sizes; 0 without, and in fastText's format. */
  readonly start: number;
  /** What a fastText file says of its training. */
  readonly fastText: FastTextHead | null;
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const LINE_BREAK = 0x0a;
/** A file without its sizes on the first line is read whole for counting its lines: the answer is kept for a while. */
const LINE_COUNTS_KEPT = 50;
const lineCounts = new Map<string, number>();

/**
 * Tells what a file is by its beginning: a model of Wordfield, or a file of another program and what its header says.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`, `canceled`.
 */
export async function readForeignHeader(
  path: string,
  signal?: AbortSignal,
): Promise<ForeignHeader | "safetensors"> {
  const fileName = basename(path);
  return withFile(
    path,
    (what) => unknownFile(fileName, what),
    async (file) => {
      const { size, mtimeMs, ino } = await file.stat();
      const head = new Uint8Array(Math.min(DETECTION_BYTES, size));
      const fault = (what: string) => damagedFile(fileName, what);
      await readFully(file, head, 0, fault);
      const detected = detectFormat(head);
      if ("fault" in detected) {
        // The reader of models says best what is wrong with one.
        if (extname(path) === ".safetensors") return "safetensors";
        throw unknownFile(fileName, detected.fault);
      }
      const known = { path, name: basename(path, extname(path)), bytes: size, modifiedMs: mtimeMs };
      switch (detected.format) {
        case "safetensors":
          return "safetensors";
        case "fasttext": {
          const fastText = await readFastTextHead(file, size, fileName);
          const { words, arguments: settings } = fastText;
          const { dimension } = settings;
          return { ...known, format: "fasttext", words, dimension, start: 0, fastText };
        }
        case "word2vec-binary":
        case "word2vec-text": {
          const { format, dimension, start } = detected;
          const words =
            detected.words ??
            (await countLinesOnce(file, `${path} ${mtimeMs} ${size} ${ino}`, signal));
          if (words > MAXIMUM_WORDS) throw tooManyWords(fileName, words);
          const least =
            format === "word2vec-binary"
              ? start + words * (dimension * FLOAT_BYTES + 1)
              : words * (2 * dimension + 2) - 1; // the last line may have no break
          if (detected.words !== null && size < least) throw cutOffFile(fileName, size, least);
          return { ...known, format, words, dimension, start, fastText: null };
        }
      }
    },
  );
}

async function countLinesOnce(
  file: FileHandle,
  key: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const lines = lineCounts.get(key) ?? (await countLines(file, signal));
  lineCounts.set(key, lines);
  for (const oldest of lineCounts.keys()) {
    if (lineCounts.size <= LINE_COUNTS_KEPT) break;
    lineCounts.delete(oldest);
  }
  return lines;
}

async function countLines(file: FileHandle, signal: AbortSignal | undefined): Promise<number> {
  const pause = createPacer(signal);
  let lines = 0;
  let last = LINE_BREAK;
  for await (const chunk of readChunks(file)) {
    await pause();
    for (let at = chunk.indexOf(LINE_BREAK); at >= 0; at = chunk.indexOf(LINE_BREAK, at + 1))
      lines++;
    last = chunk.at(-1) ?? last;
  }
  return last === LINE_BREAK ? lines : lines + 1;
}
