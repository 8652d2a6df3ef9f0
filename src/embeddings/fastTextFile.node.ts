// fastText's .bin file as a whole: reading all of it, finding its parts, writing it.

import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import {
  allocateNumbers,
  bytesOf,
  readFully,
  readNumbers,
  readRecords,
  withFile,
  type Fault,
} from "./fileReading.node.ts";
import { findNotFinite } from "./finite.ts";
import { cutOffFile, damagedFile, unknownFile } from "./formats/faults.ts";
import {
  composeFastTextHead,
  composeMatrixHead,
  FASTTEXT_HEAD_BYTES,
  isFastText,
  MATRIX_HEAD_BYTES,
  parseFastTextHead,
  parseMatrixHead,
  type FastTextHead,
  type FastTextModel,
} from "./formats/fastText.ts";
import { composeEntries, EntryReader, type VisitEntry } from "./formats/fastTextEntries.ts";
import { writeAside } from "./writeAside.node.ts";

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const WRITTEN_FLOATS = 1 << 20;

/** A model that is to be written: its input matrix may be given in parts, one below the other. */
export interface NewFastTextModel extends Omit<FastTextModel, "inputMatrix"> {
  readonly inputMatrix: Float32Array | readonly Float32Array[];
}

/** Where the parts of a file are. */
export interface FastTextParts {
  readonly head: FastTextHead;
  /** Shape [words + labels]. */
  readonly counts: Float64Array;
  readonly inputMatrix: MatrixPlace;
  readonly outputMatrix: MatrixPlace;
}

/** A matrix's first byte, and its rows. */
interface MatrixPlace {
  readonly start: number;
  readonly rows: number;
}

/**
 * Reads a whole .bin file, of any kind of model. Bytes that are no UTF-8 text become U+FFFD in words and labels.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`, `out-of-memory`, `canceled`.
 */
export async function readFastText(path: string, signal?: AbortSignal): Promise<FastTextModel> {
  const fileName = basename(path);
  return withFastText(path, async (file, fileBytes) => {
    const words: string[] = [];
    const labels: string[] = [];
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const visit: VisitEntry = (bytes, isLabel) =>
      (isLabel ? labels : words).push(decoder.decode(bytes));
    const parts = await readFastTextParts(file, fileBytes, fileName, visit, signal);
    const { head, counts, inputMatrix, outputMatrix } = parts;
    const readMatrix = async ({ start, rows }: MatrixPlace) => {
      const matrix = allocateNumbers(rows * head.arguments.dimension, fileName);
      await readNumbers(file, matrix, start, damageOf(fileName), signal);
      return matrix;
    };
    return {
      arguments: head.arguments,
      words,
      labels,
      counts,
      tokens: head.tokens,
      inputMatrix: await readMatrix(inputMatrix),
      outputMatrix: await readMatrix(outputMatrix),
    };
  });
}

/** Opens a .bin file. Errors: `model-missing`, `file-unreadable`, `bad-format`, and what `use` throws. */
export async function withFastText<T>(
  path: string,
  use: (file: FileHandle, fileBytes: number) => Promise<T>,
): Promise<T> {
  return withFile(path, (what) => unknownFile(basename(path), what), use);
}

/**
 * Reads the head of a .bin file and checks it against the size of the file.
 *
 * Errors: `bad-format`.
 */
export async function readFastTextHead(
  file: FileHandle,
  fileBytes: number,
  fileName: string,
): Promise<FastTextHead> {
  const bytes = new Uint8Array(Math.min(FASTTEXT_HEAD_BYTES, fileBytes));
  await readFully(file, bytes, 0, damageOf(fileName));
  if (!isFastText(bytes)) throw unknownFile(fileName, "it does not begin like a fastText file");
  return parseFastTextHead(bytes, fileBytes, fileName);
}

/**
 * Reads the dictionary of a .bin file, which tells where the matrices are; each part is checked against the size of
 * the file.
 *
 * Errors: `bad-format`, `canceled`.
 */
export async function readFastTextParts(
  file: FileHandle,
  fileBytes: number,
  fileName: string,
  visit: VisitEntry,
  signal?: AbortSignal,
): Promise<FastTextParts> {
  const fault = damageOf(fileName);
  const head = await readFastTextHead(file, fileBytes, fileName);
  const entries = new EntryReader(head, fileName, visit);
  const range = { start: FASTTEXT_HEAD_BYTES, end: fileBytes };
  const inputStart = await readRecords(file, range, entries, fault, signal);
  const { dimension, model, buckets } = head.arguments;
  const readMatrixHead = async (name: string, start: number): Promise<MatrixPlace> => {
    const end = start + MATRIX_HEAD_BYTES;
    if (fileBytes < end) throw cutOffFile(fileName, fileBytes, end);
    const bytes = new Uint8Array(MATRIX_HEAD_BYTES);
    await readFully(file, bytes, start, fault);
    const { rows } = parseMatrixHead(bytes, name, dimension, fileName);
    return { start: end, rows };
  };
  const endOf = ({ start, rows }: MatrixPlace) => start + rows * dimension * FLOAT_BYTES;

  const inputMatrix = await readMatrixHead("input", inputStart);
  if (inputMatrix.rows !== head.words + buckets)
    throw fault(
      `its input matrix has ${inputMatrix.rows} rows, expected ${head.words + buckets} for its words and buckets`,
    );
  const outputMatrix = await readMatrixHead("output", endOf(inputMatrix));
  const outputs = model === "supervised" ? head.labels : head.words;
  if (outputMatrix.rows !== outputs)
    throw fault(`its output matrix has ${outputMatrix.rows} rows, expected ${outputs}`);
  const end = endOf(outputMatrix);
  if (fileBytes < end) throw cutOffFile(fileName, fileBytes, end);
  // Behind a classifier's matrices there may be notes on how to read text for it: the C++ tool passes over them.
  if (fileBytes > end && model !== "supervised")
    throw fault(`it has ${fileBytes - end} bytes more than it says`);
  return { head, counts: entries.counts, inputMatrix, outputMatrix };
}

/**
 * Writes a .bin file aside and renames it when it is complete; its folder must exist.
 *
 * Errors: `file-unwritable`, `canceled`; plain `Error` for sizes that do not agree, an entry with a NUL, and numbers
 * that are not finite.
 */
export async function writeFastText(
  path: string,
  model: NewFastTextModel,
  signal?: AbortSignal,
): Promise<void> {
  const { words, labels, counts, tokens, outputMatrix, arguments: settings } = model;
  const inputParts =
    model.inputMatrix instanceof Float32Array ? [model.inputMatrix] : model.inputMatrix;
  const { dimension } = settings;
  const expectNumbers = (name: string, numbers: number, rows: number, columns: number) => {
    if (numbers !== rows * columns)
      throw new Error(`${name} has ${numbers} elements, expected ${rows} x ${columns}.`);
  };
  const inputs = words.length + settings.buckets;
  const outputs = settings.model === "supervised" ? labels.length : words.length;
  const inputNumbers = inputParts.reduce((sum, part) => sum + part.length, 0);
  expectNumbers("The counts", counts.length, words.length + labels.length, 1);
  expectNumbers("The input matrix", inputNumbers, inputs, dimension);
  expectNumbers("The output matrix", outputMatrix.length, outputs, dimension);
  const head = { arguments: settings, words: words.length, labels: labels.length, tokens };
  await writeAside(
    path,
    async (append) => {
      const appendMatrix = async (rows: number, parts: readonly Float32Array[]) => {
        await append(composeMatrixHead(rows, dimension));
        for (const part of parts) {
          for (let start = 0; start < part.length; start += WRITTEN_FLOATS) {
            const slice = part.subarray(start, start + WRITTEN_FLOATS);
            if (findNotFinite(slice) >= 0) throw new Error("A number is not finite.");
            await append(bytesOf(slice));
          }
        }
      };
      await append(composeFastTextHead(head));
      for await (const chunk of composeEntries(words, labels, counts, signal)) await append(chunk);
      await appendMatrix(inputs, inputParts);
      await appendMatrix(outputs, [outputMatrix]);
    },
    signal,
  );
}

function damageOf(fileName: string): Fault {
  return (what) => damagedFile(fileName, what);
}
