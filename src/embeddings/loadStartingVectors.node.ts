// What a training goes on from in a file of another program: words, counts, vectors, and the output side where it has one.

import { basename } from "node:path";
import { WordfieldError } from "../errors.ts";
import type { ForeignHeader } from "./foreignHeader.node.ts";
import { damagedFile } from "./formats/faults.ts";
import { encodeVocabulary, type VocabularyTensors } from "./formats/vocabularyTensors.ts";
import type { AllocateRows } from "./loadFastText.node.ts";
import { BLOCK_FLOATS, readVectors } from "./loadVectors.node.ts";
import { gigabytes, requireMemory } from "./memoryNeed.node.ts";
import type { NgramVectors } from "./ngramTable.ts";
import { allocateShared } from "./sharedNumbers.ts";

/** Which file is read, and what of it besides words and vectors. */
export interface StartingVectorsRequest {
  readonly header: ForeignHeader;
  /** Of a fastText .bin file. */
  readonly withOutputVectors: boolean;
  readonly withNgrams: boolean;
}

/** Words and vectors to begin with, in arrays that go to another thread without being copied. */
export interface StartingVectors {
  readonly vocabulary: VocabularyTensors;
  /** Shape [n]; null where the file has none. */
  readonly counts: Uint32Array | null;
  /** Shape [n, dimension]; with n-grams each is the mean of the word's own row and its n-grams' rows. */
  readonly inputVectors: Float32Array;
  /** Shape [n, dimension]; null where there are none, or they were not asked for. */
  readonly outputVectors: Float32Array | null;
  /** The rows of the n-grams that the words have; null likewise. */
  readonly ngrams: NgramVectors | null;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
}

/** What one training can have. */
const MAXIMUM_TRAINING_BYTES = 2 ** 32;
/** Strings and tables for a word, in both threads that have them for a while. */
const BYTES_PER_WORD = 400;

/**
 * Loads what a training goes on from. Holds the thread while it computes, so it is run in one of its own.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`; `out-of-memory` before anything large is allocated, with
 * what would fit; `canceled`.
 */
export async function loadStartingVectors(
  { header, withOutputVectors, withNgrams }: StartingVectorsRequest,
  signal?: AbortSignal,
): Promise<StartingVectors> {
  const fileName = basename(header.path);
  const matrices = withOutputVectors ? 2 : 1;
  requireRoom(header, matrices, 0);
  const allocate: AllocateRows = (rows, dimension) => {
    if (dimension !== header.dimension)
      throw damagedFile(fileName, "it has changed while it was read");
    return allocateShared(
      rows * dimension,
      fileName,
      "Close other programs or choose a smaller model.",
    );
  };
  let vectors: Float32Array | undefined;
  const read = await readVectors(
    header,
    {
      allocate: (rows, dimension) => (vectors = allocate(rows, dimension)),
      allocateOutputs: withOutputVectors ? allocate : undefined,
      allocateNgrams: withNgrams
        ? (rows, dimension) => {
            requireRoom(header, matrices, rows);
            return allocate(rows, dimension);
          }
        : undefined,
    },
    signal,
  );
  if (!vectors) throw new Error("The vectors were read to nowhere.");
  const { list, counts, outputVectors, ngramVectors, warnings } = read;
  const { bytes, offsets } = await encodeVocabulary(list.words, signal);
  return {
    // A copy of the part that is used: where it is sent, all of its memory goes with it.
    vocabulary: { bytes: bytes.slice(), offsets },
    counts,
    // Words that repeat others have no rows.
    inputVectors: vectors.subarray(0, list.words.length * header.dimension),
    outputVectors,
    ngrams: ngramVectors,
    warnings,
  };
}

/** Refuses what neither this computer nor a training has room for, with the number of words that would fit. */
function requireRoom(
  { path, words, dimension, fastText }: ForeignHeader,
  matrices: number,
  ngrams: number,
): void {
  const rowBytes = Math.ceil(dimension / 4) * 16;
  // A training always has both matrices.
  const training = (2 * words + ngrams) * rowBytes;
  const what = `Training ${basename(path)} further, ${words.toLocaleString("en-US")} words of dimension ${dimension}${ngrams > 0 ? ` and ${ngrams.toLocaleString("en-US")} n-grams` : ""},`;
  if (training > MAXIMUM_TRAINING_BYTES) {
    const fitting = Math.floor((0.9 * MAXIMUM_TRAINING_BYTES) / (2 * rowBytes) / 1000) * 1000;
    const way = fastText ? "a .vec file" : "another file";
    throw new WordfieldError(
      "out-of-memory",
      `${what} needs ${gigabytes(training)} of memory, more than the ${gigabytes(MAXIMUM_TRAINING_BYTES)} that one training can have. Keep at most ${fitting.toLocaleString("en-US")} of its words, the most frequent ones, in ${way}, and start from that.`,
    );
  }
  const blockFloats = fastText ? Math.min(BLOCK_FLOATS, fastText.arguments.buckets * dimension) : 0;
  const loadedFloats = (matrices * words + ngrams) * dimension + blockFloats;
  requireMemory(
    training + loadedFloats * Float32Array.BYTES_PER_ELEMENT + words * BYTES_PER_WORD,
    what,
    "Close other programs, or keep the most frequent words in another file and start from that.",
  );
}
