// The header of a model's file: what it says, and where the tensors are.

import type { FileHandle } from "node:fs/promises";
import { basename, extname } from "node:path";
import { WordfieldError } from "../errors.ts";
import {
  damagedModel,
  foreignFile,
  parseModelLayout,
  type GroundingEncoder,
  type ModelLayout,
} from "./formats/modelLayout.ts";
import { LENGTH_BYTES, parseHeaderLength } from "./formats/safetensors.ts";
import { readFully, withFile, type Fault } from "./fileReading.node.ts";

/** What is known of a model without loading its words and vectors. */
export interface ModelHeader extends Pick<
  ModelLayout,
  "words" | "dimension" | "hyperparameters" | "corpus" | "createdAt"
> {
  readonly path: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly hasCounts: boolean;
  readonly hasOutputVectors: boolean;
  /** Vectors of n-grams; 0 without subwords. */
  readonly ngrams: number;
  /** The encoder whose knowledge of the words the model has; null without. */
  readonly encoder: GroundingEncoder | null;
  /** Size on disk. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

/**
 * Reads a model's header and checks it against the size of the file.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`.
 */
export async function readModelHeader(path: string): Promise<ModelHeader> {
  return withModelFile(path, async (_, { header }) => header);
}

/** A model's header, and where its tensors are. */
export interface LocatedLayout {
  readonly header: ModelHeader;
  readonly layout: ModelLayout;
  /** Bytes before the first tensor. */
  readonly dataStart: number;
}

async function readLayout(file: FileHandle, path: string): Promise<LocatedLayout> {
  const fileName = basename(path);
  const { size, mtimeMs } = await file.stat();
  if (size === 0) throw damagedModel(fileName, "the file is empty");
  const lengthBytes = new Uint8Array(LENGTH_BYTES);
  if (size < LENGTH_BYTES) throw foreignFile(fileName, "it is too short");
  await readFully(file, lengthBytes, 0, damageOf(fileName));
  const length = parseHeaderLength(lengthBytes);
  if (length === null) throw foreignFile(fileName, "it does not begin like a safetensors file");
  const dataStart = LENGTH_BYTES + length;
  if (size < dataStart) throw cutOff(fileName, size, dataStart);
  const json = new Uint8Array(length);
  await readFully(file, json, LENGTH_BYTES, damageOf(fileName));
  const layout = parseModelLayout(json, fileName);
  const expected = dataStart + layout.dataBytes;
  if (size < expected) throw cutOff(fileName, size, expected);
  if (size > expected)
    throw damagedModel(fileName, `it has ${size - expected} bytes more than its header says`);
  const { words, dimension, hyperparameters, corpus, createdAt } = layout;
  const header: ModelHeader = {
    path,
    name: basename(path, extname(path)),
    words,
    dimension,
    hasCounts: layout.counts !== null,
    hasOutputVectors: layout.outputVectors !== null,
    ngrams: layout.ngramVectors?.shape[0] ?? 0,
    encoder: layout.grounding?.encoder ?? null,
    hyperparameters,
    corpus,
    createdAt,
    bytes: size,
    modifiedMs: mtimeMs,
  };
  return { header, layout, dataStart };
}

/**
 * Opens a model's file, reads and checks its header, and lets its tensors be read.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`, and what `use` throws.
 */
export async function withModelFile<T>(
  path: string,
  use: (file: FileHandle, located: LocatedLayout) => Promise<T>,
): Promise<T> {
  const foreign = (what: string) => foreignFile(basename(path), what);
  return withFile(path, foreign, async (file) => use(file, await readLayout(file, path)));
}

/** The error for a model's file that is damaged. */
export function damageOf(fileName: string): Fault {
  return (what) => damagedModel(fileName, what);
}

function cutOff(fileName: string, bytes: number, expected: number): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} has ${describeShare(bytes, expected)}: the file is cut off. Train again or choose another model.`,
  );
}

/** For example "3.1 of 4.5 MB"; in bytes where rounding would hide the difference. */
function describeShare(bytes: number, expected: number): string {
  const units = [
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
  ] as const;
  for (const [unit, size] of units) {
    const [part, whole] = [(bytes / size).toFixed(1), (expected / size).toFixed(1)];
    if (expected >= size && part !== whole) return `${part} of ${whole} ${unit}`;
  }
  return `${bytes.toLocaleString("en-US")} of ${expected.toLocaleString("en-US")} bytes`;
}
