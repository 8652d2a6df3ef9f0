// Words and vectors of a file of another program, whatever its format.

import { basename } from "node:path";
import { layoutSearchMemory } from "../kernels/searchMemory.ts";
import { WordfieldError } from "../errors.ts";
import { readChunks, readRecords, withFile } from "./fileReading.node.ts";
import { readForeignHeader, type ForeignHeader } from "./foreignHeader.node.ts";
import { damagedFile } from "./formats/faults.ts";
import { readWord2vecText } from "./formats/readWord2vecText.ts";
import { encodeVocabulary, type VocabularyTensors } from "./formats/vocabularyTensors.ts";
import { Word2vecBinaryReader } from "./formats/word2vecBinary.ts";
import type { WordList } from "./formats/wordList.ts";
import { loadFastText, type AllocateRows, type NgramRows } from "./loadFastText.node.ts";
import { gigabytes, requireMemory } from "./memoryNeed.node.ts";
import type { NgramVectors } from "./ngramTable.ts";
import { allocateSearchRows, type SearchRows } from "./searchIndex.ts";

/** Words and vectors of a file of another program, in arrays that may be sent to another thread. */
export interface LoadedVectors {
  readonly vocabulary: VocabularyTensors;
  /** Shape [n]; those above 4,294,967,295 are cut to it. Null where the file has none. */
  readonly counts: Uint32Array | null;
  readonly rows: SearchRows;
  readonly ngrams: NgramRows | null;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
/** What one WebAssembly memory can have. */
const MAXIMUM_SEARCH_BYTES = 2 ** 32;
/** Strings and tables for a word, in both threads that have them for a while. */
const BYTES_PER_WORD = 400;
const BYTES_PER_NGRAM_LIST = 100;
/** N-grams of a fastText file are read in blocks of so many numbers. */
export const BLOCK_FLOATS = 1 << 26;
const LARGEST_COUNT = 0xffff_ffff;

/** Where the numbers of a file are to go; called when their sizes are checked. */
export interface VectorPlaces {
  readonly allocate: AllocateRows;
  /** Of fastText's .bin files only: see `LoadOptions`. */
  readonly allocateOutputs?: AllocateRows | undefined;
  readonly allocateNgrams?: AllocateRows | undefined;
}

/** What a file of another program has, its vectors being where the caller wanted them. */
export interface ReadVectors {
  readonly list: WordList;
  /** Shape [n]; those above 4,294,967,295 are cut to it. Null where the file has none. */
  readonly counts: Uint32Array | null;
  readonly ngrams: NgramRows | null;
  readonly outputVectors: Float32Array | null;
  readonly ngramVectors: NgramVectors | null;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
}

/**
 * Loads a file of another program. Holds the thread while it computes, so it is run in one of its own.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`; `out-of-memory` with what would fit; `canceled`.
 */
export async function loadVectors(path: string, signal?: AbortSignal): Promise<LoadedVectors> {
  const header = await readForeignHeader(path, signal);
  if (header === "safetensors") throw new Error("Models of Wordfield have a reader of their own.");
  requireRoom(header);
  let allocated: SearchRows | undefined;
  const allocate = (words: number, dimension: number) =>
    (allocated = allocateSearchRows(words, dimension)).rawVectors;
  const { list, counts, ngrams, warnings } = await readVectors(header, { allocate }, signal);
  if (!allocated) throw new Error("The vectors were read to nowhere.");
  const { bytes, offsets } = await encodeVocabulary(list.words, signal);
  return {
    // A copy of the part that is used: where it is sent, all of its memory goes with it.
    vocabulary: { bytes: bytes.slice(), offsets },
    counts,
    rows: withoutSpareRows(allocated, list.words.length),
    ngrams,
    warnings,
  };
}

/**
 * Reads a file of another program as its header says it is. Holds the thread while it computes.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`, `out-of-memory`, `canceled`, and what the places throw.
 */
export async function readVectors(
  header: ForeignHeader,
  places: VectorPlaces,
  signal?: AbortSignal,
): Promise<ReadVectors> {
  const { path, format, words, dimension, start } = header;
  const fileName = basename(path);
  if (format === "fasttext") {
    const options = { ...places, blockFloats: BLOCK_FLOATS };
    const { counts, ...loaded } = await loadFastText(path, options, signal);
    return {
      ...loaded,
      counts: Uint32Array.from(counts, (count) => Math.min(count, LARGEST_COUNT)),
      warnings: loaded.list.warnings(fileName),
    };
  }
  const without = { counts: null, ngrams: null, outputVectors: null, ngramVectors: null };
  const fault = (what: string) => damagedFile(fileName, what);
  return withFile(path, fault, async (file, fileBytes) => {
    const vectors = places.allocate(words, dimension);
    if (format === "word2vec-binary") {
      const reader = new Word2vecBinaryReader({ words, dimension }, vectors, fileName);
      const end = await readRecords(file, { start, end: fileBytes }, reader, fault, signal);
      // The last line break.
      if (fileBytes > end + 1) throw fault(`it has ${fileBytes - end} bytes more than it says`);
      const { list } = reader;
      return { ...without, list, warnings: list.warnings(fileName) };
    }
    const plan = { fileName, words, dimension, hasSizes: start > 0, vectors };
    const { list, warnings } = await readWord2vecText(readChunks(file), plan, signal);
    return { ...without, list, warnings };
  });
}

/** Refuses what does not fit, with the number of words that would. */
function requireRoom({ path, words, dimension, fastText }: ForeignHeader): void {
  const searchBytes = (size: number) => layoutSearchMemory(size, dimension, 0).bytes;
  const needed = searchBytes(words);
  const what = `${basename(path)}, ${words.toLocaleString("en-US")} words of dimension ${dimension},`;
  if (needed > MAXIMUM_SEARCH_BYTES) {
    const perWord = needed / words;
    const fitting = Math.floor((0.99 * MAXIMUM_SEARCH_BYTES) / perWord / 1000) * 1000;
    throw new WordfieldError(
      "out-of-memory",
      `${what} needs ${gigabytes(needed)} of memory, more than the ${gigabytes(MAXIMUM_SEARCH_BYTES)} that one model can have. Keep its ${fitting.toLocaleString("en-US")} most frequent words in another file, for example with limit=${fitting} of gensim's load_word2vec_format.`,
    );
  }
  const ngramBytes =
    fastText && fastText.arguments.maximumNgram > 0
      ? words * BYTES_PER_NGRAM_LIST +
        FLOAT_BYTES * Math.min(BLOCK_FLOATS, fastText.arguments.buckets * dimension)
      : 0;
  requireMemory(
    needed + words * BYTES_PER_WORD + ngramBytes,
    what,
    "Close other programs, or keep the most frequent words in another file.",
  );
}

/** Words that repeat others have no rows: as a rule there are none of them. */
function withoutSpareRows(rows: SearchRows, words: number): SearchRows {
  if (words === rows.size) return rows;
  const fewer = allocateSearchRows(words, rows.dimension);
  fewer.rawVectors.set(rows.rawVectors.subarray(0, words * rows.dimension));
  return fewer;
}
