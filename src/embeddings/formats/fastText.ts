// The beginning of a fastText .bin file: what it was trained with and the sizes of what follows. Little-endian throughout.
// The whole file: this head (92 bytes) | dictionary | is-quantized, rows, columns, input matrix | the same for the output matrix.
// Source: fastText 0.9.2, FastText::saveModel, Args::save, Dictionary::save, DenseMatrix::save.

import { WordfieldError } from "../../errors.ts";
import { damagedFile, MAXIMUM_WORDS, tooManyWords } from "./faults.ts";

/** What a fastText file says of the training; the numbers have no other meaning than in the C++ tool. */
export interface FastTextArguments {
  readonly model: FastTextModelKind;
  readonly loss: FastTextLoss;
  readonly dimension: number;
  readonly window: number;
  readonly epochs: number;
  readonly minimumCount: number;
  readonly negatives: number;
  /** Words of the longest word n-gram; 1 without. */
  readonly wordNgrams: number;
  /** Rows for n-grams of characters and of words; 0 without. */
  readonly buckets: number;
  /** Characters of the shortest and of the longest n-gram; the longest is 0 without. */
  readonly minimumNgram: number;
  readonly maximumNgram: number;
  /** The C++ tool's `t`. */
  readonly sample: number;
  /** The C++ tool's `lrUpdateRate`: tokens after which a thread adapts its learning rate. */
  readonly learningRateUpdateRate: number;
}

/** What a fastText model was trained for. */
type FastTextModelKind = "cbow" | "skip-gram" | "supervised";

/** fastText's losses: hierarchical softmax, negative sampling, softmax, one-vs-all. */
export type FastTextLoss = "hs" | "ns" | "softmax" | "ova";

/** A fastText file in memory. */
export interface FastTextModel {
  readonly arguments: FastTextArguments;
  /** By falling count. */
  readonly words: readonly string[];
  /** By falling count, with their prefix; empty unless the model is supervised. */
  readonly labels: readonly string[];
  /** Occurrences in the training text, shape [words + labels]. */
  readonly counts: Float64Array;
  /** All tokens of the training text, also those that are not in the dictionary. */
  readonly tokens: number;
  /** Shape [words + buckets, d]: each word's own row, then the n-grams'. A word's vector is the mean of its rows. */
  readonly inputMatrix: Float32Array;
  /** Shape [words, d], with labels [labels, d]. */
  readonly outputMatrix: Float32Array;
}

/** The first 92 bytes of a file. */
export interface FastTextHead {
  readonly arguments: FastTextArguments;
  readonly words: number;
  readonly labels: number;
  readonly tokens: number;
}

const MAGIC = 793_712_314;
const VERSION = 12;
/** Version 11 had no n-grams in supervised models. */
const VERSION_BEFORE = 11;
const NOT_PRUNED = -1n;
const MODELS = [undefined, "cbow", "skip-gram", "supervised"] as const;
const LOSSES = [undefined, "hs", "ns", "softmax", "ova"] as const;

/** Bytes of the head. */
export const FASTTEXT_HEAD_BYTES = 92;
/** A count and a type follow each word and its NUL. */
export const ENTRY_TAIL_BYTES = 9;
/** Whether a matrix is quantized, its rows and its columns. */
export const MATRIX_HEAD_BYTES = 17;
/** Larger ones are no training's: the number of n-grams of a word grows with their length. */
const MAXIMUM_DIMENSION = 1_000_000;
const MAXIMUM_NGRAM = 100;

/** Tells whether bytes begin like a fastText file. */
export function isFastText(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getInt32(0, true) === MAGIC;
}

/**
 * Parses the head of a file that begins like a fastText file; `fileBytes` is the size of the whole file.
 *
 * Errors: `bad-format`, with the file's name, also where the file cannot hold what the head says.
 */
export function parseFastTextHead(
  bytes: Uint8Array,
  fileBytes: number,
  fileName: string,
): FastTextHead {
  if (bytes.length < FASTTEXT_HEAD_BYTES)
    throw damagedFile(fileName, `it ends after ${bytes.length} bytes`);
  const view = viewOf(bytes);
  const version = view.getInt32(4, true);
  if (version !== VERSION && version !== VERSION_BEFORE)
    throw new WordfieldError(
      "bad-format",
      `${fileName} has version ${version} of the fastText format, expected ${VERSION}. Write it again with fastText 0.9.`,
    );
  const field = (index: number) => view.getInt32(8 + 4 * index, true);
  const size = (index: number, name: string, least: number, most: number) => {
    const value = field(index);
    if (value < least || value > most) throw damagedFile(fileName, `its ${name} is ${value}`);
    return value;
  };
  const model = MODELS[field(7)];
  const loss = LOSSES[field(6)];
  if (!model) throw damagedFile(fileName, `its model has the unknown number ${field(7)}`);
  if (!loss) throw damagedFile(fileName, `its loss has the unknown number ${field(6)}`);
  const hasNoNgrams = version === VERSION_BEFORE && model === "supervised";
  const head: FastTextHead = {
    arguments: {
      model,
      loss,
      dimension: size(0, "dimension", 1, MAXIMUM_DIMENSION),
      window: field(1),
      epochs: field(2),
      minimumCount: field(3),
      negatives: field(4),
      wordNgrams: field(5),
      buckets: size(8, "number of buckets", 0, 0x7fff_ffff),
      minimumNgram: size(9, "shortest n-gram", 0, MAXIMUM_NGRAM),
      maximumNgram: hasNoNgrams ? 0 : size(10, "longest n-gram", 0, MAXIMUM_NGRAM),
      learningRateUpdateRate: field(11),
      sample: view.getFloat64(56, true),
    },
    words: view.getInt32(68, true),
    labels: view.getInt32(72, true),
    tokens: Number(view.getBigInt64(76, true)),
  };
  const entries = view.getInt32(64, true);
  const { words, labels } = head;
  if (words < 0 || labels < 0 || words + labels !== entries)
    throw damagedFile(fileName, `its ${entries} entries are ${words} words and ${labels} labels`);
  if (Math.max(words, labels) > MAXIMUM_WORDS) throw tooManyWords(fileName, words);
  // Zero is what a model has whose buckets were all pruned: without quantized matrices the C++ tool refuses that, too.
  if (view.getBigInt64(84, true) !== NOT_PRUNED) throw compressed(fileName, "pruned");
  if (head.arguments.maximumNgram > 0 && head.arguments.buckets === 0 && model !== "supervised")
    throw damagedFile(fileName, "it has n-grams, but no rows for them");
  const least = FASTTEXT_HEAD_BYTES + entries * (ENTRY_TAIL_BYTES + 1) + 2 * MATRIX_HEAD_BYTES;
  if (fileBytes < least)
    throw damagedFile(
      fileName,
      `it has ${fileBytes} bytes, and its ${entries} entries need at least ${least}`,
    );
  return head;
}

/** The error for a model that fastText has compressed (.ftz). */
function compressed(fileName: string, how: "pruned" | "quantized"): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} is a compressed fastText model (${how}, as a rule .ftz), whose vectors Wordfield does not read. Choose the .bin file that it was made of.`,
  );
}

/** Composes the head of a file. Errors: plain `Error` where a size does not fit into 32 bits. */
export function composeFastTextHead(head: FastTextHead): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FASTTEXT_HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  const { words, labels, tokens, arguments: settings } = head;
  const integers = [
    MAGIC,
    VERSION,
    settings.dimension,
    settings.window,
    settings.epochs,
    settings.minimumCount,
    settings.negatives,
    settings.wordNgrams,
    LOSSES.indexOf(settings.loss),
    MODELS.indexOf(settings.model),
    settings.buckets,
    settings.minimumNgram,
    settings.maximumNgram,
    settings.learningRateUpdateRate,
  ];
  for (const [index, integer] of integers.entries()) {
    if (integer !== (integer | 0)) throw new Error(`${integer} is no 32-bit integer.`);
    view.setInt32(4 * index, integer, true);
  }
  view.setFloat64(56, settings.sample, true);
  view.setInt32(64, words + labels, true);
  view.setInt32(68, words, true);
  view.setInt32(72, labels, true);
  view.setBigInt64(76, BigInt(Math.round(tokens)), true);
  view.setBigInt64(84, NOT_PRUNED, true);
  return bytes;
}

/**
 * Parses what stands before a matrix.
 *
 * Errors: `bad-format` where the matrix is quantized or has another number of columns.
 */
export function parseMatrixHead(
  bytes: Uint8Array,
  name: string,
  dimension: number,
  fileName: string,
): { rows: number } {
  const view = viewOf(bytes);
  const isQuantized = view.getUint8(0);
  if (isQuantized > 1)
    throw damagedFile(fileName, `where its ${name} matrix should begin there is none`);
  if (isQuantized === 1) throw compressed(fileName, "quantized");
  const rows = Number(view.getBigInt64(1, true));
  const columns = Number(view.getBigInt64(9, true));
  if (columns !== dimension || rows < 0)
    throw damagedFile(
      fileName,
      `its ${name} matrix has ${rows} rows of ${columns}, expected rows of ${dimension}`,
    );
  return { rows };
}

/** Composes what stands before a matrix. */
export function composeMatrixHead(rows: number, columns: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(MATRIX_HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigInt64(1, BigInt(rows), true);
  view.setBigInt64(9, BigInt(columns), true);
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
