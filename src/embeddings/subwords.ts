// Character n-grams as fastText has them, and vectors for words that no training has seen.

import type { NgramTable } from "./ngramTable.ts";

/** Which n-grams make up a word. */
export interface NgramOptions {
  /** Characters of the shortest and of the longest n-gram, the word's brackets included. */
  readonly minimumNgram: number;
  readonly maximumNgram: number;
  /** N-grams are hashed to so many rows. */
  readonly buckets: number;
}

const encoder = new TextEncoder();
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const HASH_START = 2166136261;
const HASH_FACTOR = 16777619;

/** fastText's word for the end of a line: it has no n-grams. */
const END_OF_SENTENCE = "</s>";

/**
 * Lists the buckets of a word's n-grams, in fastText's order; an n-gram that stands twice is listed twice.
 *
 * Source: fastText 0.9.2, `Dictionary::computeSubwords`: n-grams of the characters of `<word>`, without the brackets
 * alone, hashed over their UTF-8.
 */
export function ngramBuckets(word: string, options: NgramOptions): number[] {
  return word === END_OF_SENTENCE ? [] : ngramBucketsOfBytes(encoder.encode(word), options);
}

/** The same for a word that may be no UTF-8 text, by its bytes. */
export function ngramBucketsOfBytes(word: Uint8Array, options: NgramOptions): number[] {
  const bytes = new Uint8Array(word.length + 2);
  bytes[0] = LESS_THAN;
  bytes.set(word, 1);
  bytes[word.length + 1] = GREATER_THAN;
  const buckets: number[] = [];
  for (let first = 0; first < bytes.length; first++)
    if (!isContinuation(bytes[first])) appendFrom(first, bytes, options, buckets);
  return buckets;
}

/** Appends the buckets of the n-grams that start at one byte; each hash goes on from the shorter one's. */
function appendFrom(
  first: number,
  bytes: Uint8Array,
  options: NgramOptions,
  buckets: number[],
): void {
  let hash = HASH_START;
  let next = first;
  for (let length = 1; length <= options.maximumNgram && next < bytes.length; length++) {
    do {
      // The C++ tool widens a signed char: bytes from 128 on set all the bits above.
      hash = Math.imul(hash ^ (((bytes[next] ?? 0) << 24) >> 24), HASH_FACTOR);
      next++;
    } while (next < bytes.length && isContinuation(bytes[next]));
    const isBracket = length === 1 && (first === 0 || next === bytes.length);
    if (length >= options.minimumNgram && !isBracket) buckets.push((hash >>> 0) % options.buckets);
  }
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/**
 * Computes the vector of a word that is not in the vocabulary: the mean of its n-grams' vectors, where those of n-grams
 * that were never trained are zero. fastText has random numbers there.
 *
 * Shapes: the result is [d], or undefined where no n-gram of the word was trained.
 */
export function vectorOfUnknownWord(
  word: string,
  ngrams: NgramTable,
  options: NgramOptions,
): Float32Array<ArrayBuffer> | undefined {
  const rows = rowsOfNgrams(word, ngrams, options);
  return rows && meanOfRows(rows, ngrams.dimension);
}

/**
 * Collects the vectors of a word's n-grams; those that were never trained are zero.
 *
 * Shapes: the result is [n-grams, d], or undefined where no n-gram of the word was trained.
 */
export function rowsOfNgrams(
  word: string,
  ngrams: NgramTable,
  options: NgramOptions,
): Float32Array<ArrayBuffer> | undefined {
  const vectors = ngramBuckets(word, options).map((bucket) => ngrams.vectorOf(bucket));
  if (vectors.every((vector) => vector === undefined)) return undefined;
  const rows = new Float32Array(vectors.length * ngrams.dimension);
  for (const [i, vector] of vectors.entries()) if (vector) rows.set(vector, i * ngrams.dimension);
  return rows;
}

/** Computes the mean of the rows of a matrix. Shapes: [n, d] → [d]. */
export function meanOfRows(rows: Float32Array, dimension: number): Float32Array<ArrayBuffer> {
  const mean = new Float32Array(dimension);
  for (const [i, value] of rows.entries()) mean[i % dimension]! += value;
  return mean.map((sum) => sum / (rows.length / dimension));
}
