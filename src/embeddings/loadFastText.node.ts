// The vectors of a fastText .bin file: each the mean of the word's own row and its n-grams' rows.

import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { createPacer } from "../kernels/pacing.ts";
import { readFastTextParts, withFastText } from "./fastTextFile.node.ts";
import { allocateNumbers, readNumbers, type Fault } from "./fileReading.node.ts";
import { damagedFile } from "./formats/faults.ts";
import { WordList } from "./formats/wordList.ts";
import type { NgramVectors } from "./ngramTable.ts";
import { meanOfRows, ngramBuckets, ngramBucketsOfBytes, type NgramOptions } from "./subwords.ts";

/** Which n-grams a model's words have, and where the rows of these are in its file. */
export interface NgramRows {
  readonly options: NgramOptions;
  readonly dimension: number;
  /** The first byte of the first row. */
  readonly start: number;
}

/** Words of a .bin file, whose vectors are where the caller wanted them. */
export interface FastTextVectors {
  readonly list: WordList;
  /** Shape [words]. */
  readonly counts: Float64Array;
  /** Null where the model has no n-grams of characters. */
  readonly ngrams: NgramRows | null;
  /** Shape [words, dimension]; null where they were not asked for, and in a classifier, whose are of its labels. */
  readonly outputVectors: Float32Array | null;
  /** The rows of the n-grams that the words have; null where they were not asked for, or there are none. */
  readonly ngramVectors: NgramVectors | null;
}

/** Gives the place for so many rows of numbers, shape [rows, dimension]. */
export type AllocateRows = (rows: number, dimension: number) => Float32Array;

/** What a caller says of reading a .bin file. */
export interface LoadOptions {
  /** Gives the place for the words' vectors; called when all sizes are checked. */
  readonly allocate: AllocateRows;
  /** N-grams' rows are read in blocks of so many numbers: the matrix need not fit into memory. */
  readonly blockFloats: number;
  /** The same for the words' output vectors, where these are wanted. */
  readonly allocateOutputs?: AllocateRows | undefined;
  /** The same for the rows of the words' n-grams, where these are wanted; called before the others. */
  readonly allocateNgrams?: AllocateRows | undefined;
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const WORDS_PER_STEP = 512;

/**
 * Reads words and vectors of a .bin file; labels are left out.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`, `out-of-memory`, `canceled`, and what `allocate` throws.
 */
export async function loadFastText(
  path: string,
  { allocate, blockFloats, allocateOutputs, allocateNgrams }: LoadOptions,
  signal?: AbortSignal,
): Promise<FastTextVectors> {
  const fileName = basename(path);
  return withFastText(path, async (file, fileBytes) => {
    const list = new WordList();
    const places: number[] = []; // the rows in the file of the words that are kept
    let row = 0;
    const parts = await readFastTextParts(
      file,
      fileBytes,
      fileName,
      (bytes, isLabel) => {
        if (!isLabel && list.add(bytes)) places.push(row);
        row++;
      },
      signal,
    );
    const { dimension, buckets, minimumNgram, maximumNgram, model } = parts.head.arguments;
    const fault: Fault = (what) => damagedFile(fileName, what);
    const size = list.words.length;
    if (size === 0) throw fault("it holds no words");
    const options =
      maximumNgram === 0 || buckets === 0 ? null : { minimumNgram, maximumNgram, buckets };
    const lists = options && (await listBuckets(list, options, signal));
    const kept = lists && allocateNgrams ? listUsed(lists.buckets, buckets) : null;
    const ngramVectors = kept && {
      buckets: kept,
      vectors: allocateNgrams!(kept.length, dimension),
    };
    const vectors = allocate(size, dimension);
    const outputVectors =
      allocateOutputs && model !== "supervised" ? allocateOutputs(size, dimension) : null;
    const source = { file, fault, dimension, start: parts.inputMatrix.start };
    await readRows(source, places, vectors, signal);
    if (outputVectors)
      await readRows({ ...source, start: parts.outputMatrix.start }, places, outputVectors, signal);
    const counts = Float64Array.from(places, (place) => parts.counts[place] ?? 0);
    const loaded = { list, counts, outputVectors, ngramVectors };
    if (!options || !lists) return { ...loaded, ngrams: null };
    const start = source.start + parts.head.words * dimension * FLOAT_BYTES;
    await addNgrams({ ...source, start }, lists, {
      vectors,
      buckets,
      ngramVectors,
      blockFloats: Math.min(blockFloats, buckets * dimension),
      signal,
    });
    return { ...loaded, ngrams: { options, dimension, start } };
  });
}

/**
 * Makes the vector of a word that is not in the vocabulary: the mean of its n-grams' rows, which are read one by one.
 *
 * Shapes: the result is [dimension], or undefined where the word has no n-gram.
 * Errors: `model-missing`, `file-unreadable`, `bad-format` where the file has changed.
 */
export async function readVectorOfUnknownWord(
  path: string,
  word: string,
  ngrams: NgramRows,
): Promise<Float32Array | undefined> {
  const rows = await readRowsOfNgrams(path, word, ngrams);
  return rows && meanOfRows(rows, ngrams.dimension);
}

/**
 * Reads the rows of a word's n-grams, one by one.
 *
 * Shapes: the result is [n-grams, dimension], or undefined where the word has none.
 * Errors: those of `readVectorOfUnknownWord`.
 */
export async function readRowsOfNgrams(
  path: string,
  word: string,
  { options, dimension, start }: NgramRows,
): Promise<Float32Array | undefined> {
  const buckets = ngramBuckets(word, options);
  if (buckets.length === 0) return undefined;
  return withFastText(path, async (file) => {
    const rows = new Float32Array(buckets.length * dimension);
    for (const [i, bucket] of buckets.entries())
      await readNumbers(
        file,
        rows.subarray(i * dimension, (i + 1) * dimension),
        start + bucket * dimension * FLOAT_BYTES,
        (what) => damagedFile(basename(path), what),
      );
    return rows;
  });
}

/** A matrix in a file. */
interface RowSource {
  readonly file: FileHandle;
  readonly fault: Fault;
  readonly dimension: number;
  /** Its first byte. */
  readonly start: number;
}

/** Reads the rows at `places`, which rise; as a rule these are all. */
async function readRows(
  { file, fault, dimension, start }: RowSource,
  places: readonly number[],
  vectors: Float32Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let first = 0; first < places.length;) {
    let end = first + 1;
    while (places[end] === places[first]! + end - first) end++;
    const target = vectors.subarray(first * dimension, end * dimension);
    await readNumbers(
      file,
      target,
      start + places[first]! * dimension * FLOAT_BYTES,
      fault,
      signal,
    );
    first = end;
  }
}

/** Which n-grams the words have. */
interface BucketLists {
  /** [words + 1] where each word's list starts. */
  readonly offsets: Uint32Array;
  readonly buckets: Uint32Array;
}

async function listBuckets(
  { words, brokenBytes }: WordList,
  options: NgramOptions,
  signal: AbortSignal | undefined,
): Promise<BucketLists> {
  const pause = createPacer(signal);
  const offsets = new Uint32Array(words.length + 1);
  let buckets = new Uint32Array(20 * words.length);
  let length = 0;
  for (const [wordId, word] of words.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pause();
    const broken = brokenBytes.get(wordId);
    const found = broken ? ngramBucketsOfBytes(broken, options) : ngramBuckets(word, options);
    if (length + found.length > buckets.length) {
      const larger = new Uint32Array(2 * buckets.length + found.length);
      larger.set(buckets);
      buckets = larger;
    }
    buckets.set(found, length);
    length += found.length;
    offsets[wordId + 1] = length;
  }
  return { offsets, buckets: buckets.subarray(0, length) };
}

/** Lists the buckets that stand in lists at least once, by their numbers. */
function listUsed(lists: Uint32Array, buckets: number): Uint32Array {
  const isUsed = new Uint8Array(buckets);
  for (const bucket of lists) isUsed[bucket] = 1;
  const used = new Uint32Array(isUsed.reduce((sum, one) => sum + one, 0));
  let length = 0;
  for (let bucket = 0; bucket < buckets; bucket++) if (isUsed[bucket]) used[length++] = bucket;
  return used;
}

/** Adds the rows of each word's n-grams to its own row, and makes a mean of the sum. */
async function addNgrams(
  { file, fault, dimension, start }: RowSource,
  lists: BucketLists,
  target: {
    readonly vectors: Float32Array;
    readonly buckets: number;
    /** Takes rows as they are in the file; its buckets rise. */
    readonly ngramVectors: NgramVectors | null;
    readonly blockFloats: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const { vectors, buckets, ngramVectors, blockFloats, signal } = target;
  const pause = createPacer(signal);
  const words = lists.offsets.length - 1;
  const blockRows = Math.max(1, Math.floor(blockFloats / dimension));
  const block = allocateNumbers(blockRows * dimension, "The block of n-grams");
  const sums = new Float64Array(dimension);
  let kept = 0;
  for (let first = 0; first < buckets; first += blockRows) {
    const rows = Math.min(blockRows, buckets - first);
    const place = start + first * dimension * FLOAT_BYTES;
    await readNumbers(file, block.subarray(0, rows * dimension), place, fault, signal);
    for (; ngramVectors && ngramVectors.buckets[kept]! < first + rows; kept++) {
      const row = (ngramVectors.buckets[kept]! - first) * dimension;
      ngramVectors.vectors.set(block.subarray(row, row + dimension), kept * dimension);
    }
    for (let wordId = 0; wordId < words; wordId++) {
      if (wordId % WORDS_PER_STEP === 0) await pause();
      const list = lists.buckets.subarray(lists.offsets[wordId], lists.offsets[wordId + 1]);
      sums.fill(0);
      sumRows(block, list, first, rows, sums);
      const start = wordId * dimension;
      for (let i = 0; i < dimension; i++) vectors[start + i] = vectors[start + i]! + sums[i]!;
    }
  }
  for (let wordId = 0; wordId < words; wordId++) {
    if (wordId % WORDS_PER_STEP === 0) await pause();
    const share = 1 / (1 + lists.offsets[wordId + 1]! - lists.offsets[wordId]!);
    const end = (wordId + 1) * dimension;
    for (let i = wordId * dimension; i < end; i++) vectors[i] = vectors[i]! * share;
  }
}

/** Sums those rows of a list that are in the block: `rows` rows from `first` on. */
function sumRows(
  block: Float32Array,
  list: Uint32Array,
  first: number,
  rows: number,
  sums: Float64Array,
): void {
  const dimension = sums.length;
  // Four rows at a time: they wait for memory together.
  let [a, b, c] = [-1, -1, -1];
  for (const bucket of list) {
    const row = bucket - first;
    if (row < 0 || row >= rows) continue;
    const d = row * dimension;
    if (a < 0) a = d;
    else if (b < 0) b = d;
    else if (c < 0) c = d;
    else {
      for (let i = 0; i < dimension; i++)
        sums[i]! += block[a + i]! + block[b + i]! + block[c + i]! + block[d + i]!;
      a = b = c = -1;
    }
  }
  for (const start of [a, b, c])
    if (start >= 0) for (let i = 0; i < dimension; i++) sums[i]! += block[start + i]!;
}
