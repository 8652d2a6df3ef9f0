// One self-contained safetensors file a model: reading, with everything checked, and writing.

import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { Embeddings } from "./embeddings.ts";
import {
  composeMetadata,
  damagedModel,
  type ModelLayout,
  type ModelMetadata,
} from "./formats/modelLayout.ts";
import { composeHeader, type TensorInfo, type TensorPlan } from "./formats/safetensors.ts";
import {
  decodeVocabulary,
  encodeVocabulary,
  findOffsetFault,
} from "./formats/vocabularyTensors.ts";
import type { NgramVectors } from "./ngramTable.ts";
import { allocateSearchRows, createSearchIndex, type SearchRows } from "./searchIndex.ts";
import { allocateNumbers, bytesOf, readNumbers } from "./fileReading.node.ts";
import { findNotFinite } from "./finite.ts";
import { damageOf, withModelFile, type ModelHeader } from "./modelHeader.node.ts";
import { createWordIds, type WordIds } from "./wordIds.ts";
import { writeAside } from "./writeAside.node.ts";

const SLICE_BYTES = 4 * 1024 * 1024;

/** A model as it is on disk. */
export interface StoredModel {
  readonly header: ModelHeader;
  readonly words: string[];
  readonly wordIds: WordIds;
  /** Shape [n]. */
  readonly counts: Uint32Array | null;
  readonly dimension: number;
  /** Shape [n, d]. */
  readonly inputVectors: Float32Array;
  /** Shape [n, d]; null also where it was not asked for. */
  readonly outputVectors: Float32Array | null;
  /** Null also where they were not asked for. */
  readonly ngrams: NgramVectors | null;
}

/** What of a model is read, and where to. */
export interface ReadModelOptions {
  /** Gives the place for the input vectors, shape [words, dimension]; called when everything else is checked. */
  readonly allocate?: (words: number, dimension: number) => Float32Array;
  readonly withOutputVectors?: boolean;
  readonly withNgrams?: boolean;
}

/** A model that is to be written; words by falling count. Arrays may be views of shared memory. */
export interface NewModel extends ModelMetadata {
  readonly words: readonly string[];
  /** Shape [n]. */
  readonly counts?: Uint32Array;
  readonly dimension: number;
  /** Shape [n, d]. */
  readonly inputVectors: Float32Array;
  /** Shape [n, d]. */
  readonly outputVectors?: Float32Array;
  readonly ngrams?: NgramVectors;
  /** What files it was made of; see occurrences/passport.node.ts. */
  readonly passport?: Uint8Array;
}

/**
 * Reads a model and checks all of it that is read; nothing large is allocated for what the file does not hold.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`, `out-of-memory`, `canceled`, and what `allocate` throws.
 */
export async function readModel(
  path: string,
  options: ReadModelOptions = {},
  signal?: AbortSignal,
): Promise<StoredModel> {
  return withModelFile(path, async (file, { header, layout, dataStart }) => {
    const { words: n, dimension } = layout;
    const fileName = basename(path);
    const fill = async <T extends Uint8Array | Uint32Array | Float32Array>(
      tensor: TensorInfo,
      target: T,
    ): Promise<T> => {
      await readNumbers(file, target, dataStart + tensor.start, damageOf(fileName), signal);
      return target;
    };
    const readVectors = async (tensor: TensorInfo | null) =>
      tensor && fill(tensor, allocateNumbers(elementsOf(tensor), fileName));

    const offsets = await fill(layout.vocabularyOffsets, new Uint32Array(n + 1));
    const vocabularySize = layout.vocabularyBytes.shape[0] ?? 0;
    const offsetFault = findOffsetFault(offsets, vocabularySize);
    if (offsetFault !== null) throw damagedModel(fileName, offsetFault);
    const bytes = await fill(layout.vocabularyBytes, new Uint8Array(vocabularySize));
    const decoded = await decodeVocabulary({ bytes, offsets }, signal);
    if ("fault" in decoded) throw damagedModel(fileName, decoded.fault);
    const { words } = decoded;
    const { wordIds, repeated } = await createWordIds(words, signal);
    if (repeated !== null) throw damagedModel(fileName, `the word "${repeated}" stands twice`);
    const counts = layout.counts && (await fill(layout.counts, new Uint32Array(n)));
    const { allocate = () => allocateNumbers(n * dimension, fileName) } = options;
    return {
      header,
      words,
      wordIds,
      counts,
      dimension,
      inputVectors: await fill(layout.inputVectors, allocate(n, dimension)),
      outputVectors: options.withOutputVectors ? await readVectors(layout.outputVectors) : null,
      ngrams: options.withNgrams ? await readNgramsOf(file, path, layout, dataStart, signal) : null,
    };
  });
}

/**
 * Reads the vectors of a model's n-grams, of which the vectors of unknown words are made; null without subwords.
 *
 * Errors: those of `readModel`.
 */
export async function readNgrams(path: string, signal?: AbortSignal): Promise<NgramVectors | null> {
  return withModelFile(path, async (file, { layout, dataStart }) => {
    return readNgramsOf(file, path, layout, dataStart, signal);
  });
}

/**
 * Reads what a model says of the files that it was made of; null where it says nothing.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`.
 */
export async function readPassportBytes(path: string): Promise<Uint8Array | null> {
  return withModelFile(path, async (file, { layout, dataStart }) => {
    const { corpusPassport } = layout;
    if (!corpusPassport) return null;
    const bytes = new Uint8Array(corpusPassport.end - corpusPassport.start);
    await readNumbers(file, bytes, dataStart + corpusPassport.start, damageOf(basename(path)));
    return bytes;
  });
}

async function readNgramsOf(
  file: FileHandle,
  path: string,
  layout: ModelLayout,
  dataStart: number,
  signal: AbortSignal | undefined,
): Promise<NgramVectors | null> {
  const { ngramVectors, ngramBuckets } = layout;
  if (!ngramVectors) return null;
  const fault = damageOf(basename(path));
  const vectors = allocateNumbers(elementsOf(ngramVectors), basename(path));
  await readNumbers(file, vectors, dataStart + ngramVectors.start, fault, signal);
  const buckets = Uint32Array.from({ length: ngramVectors.shape[0] ?? 0 }, (_, row) => row);
  if (ngramBuckets) await readNumbers(file, buckets, dataStart + ngramBuckets.start, fault, signal);
  return { buckets, vectors };
}

/**
 * Reads a model's vectors straight into an index and makes it ready for questions.
 *
 * Errors: those of `readModel`.
 */
export async function openModel(
  path: string,
  kernels: WebAssembly.Module,
  signal?: AbortSignal,
): Promise<{ header: ModelHeader; embeddings: Embeddings }> {
  let rows: SearchRows | undefined;
  const allocate = (words: number, dimension: number) => {
    rows = allocateSearchRows(words, dimension);
    return rows.rawVectors;
  };
  const { header, words, counts, wordIds } = await readModel(path, { allocate }, signal);
  if (!rows) throw new Error("The model was read without its vectors.");
  const index = await createSearchIndex(rows, kernels, signal);
  return { header, embeddings: new Embeddings(words, counts, wordIds, index, kernels) };
}

/**
 * Writes a model aside and renames it when it is complete; its folder must exist.
 *
 * Errors: `file-unwritable`, `canceled`; plain `Error` for a model that could not be read again, before anything is
 * written: sizes that do not agree, no words, a word twice; and for numbers that are not finite.
 */
export async function writeModel(
  path: string,
  model: NewModel,
  signal?: AbortSignal,
): Promise<void> {
  const { words, counts, dimension, inputVectors, outputVectors, ngrams } = model;
  const n = words.length;
  const parts: (TensorPlan & { data: Uint8Array | Uint32Array | Float32Array })[] = [];
  const add = (name: string, shape: readonly number[], data: Float32Array | Uint32Array) => {
    if (data.length !== shape.reduce((product, size) => product * size, 1))
      throw new Error(`${name} has ${data.length} elements, expected [${shape.join(", ")}].`);
    parts.push({ name, dtype: data instanceof Float32Array ? "F32" : "U32", shape, data });
  };
  if (n === 0 || dimension === 0) throw new Error("A model without words.");
  add("input_vectors", [n, dimension], inputVectors);
  if (outputVectors) add("output_vectors", [n, dimension], outputVectors);
  if (ngrams) {
    add("ngram_vectors", [ngrams.buckets.length, dimension], ngrams.vectors);
    add("ngram_buckets", [ngrams.buckets.length], ngrams.buckets);
  }
  if (counts) add("counts", [n], counts);
  const { repeated } = await createWordIds(words, signal);
  if (repeated !== null) throw new Error(`The word "${repeated}" stands twice.`);
  const vocabulary = await encodeVocabulary(words, signal);
  add("vocabulary_offsets", [n + 1], vocabulary.offsets);
  // Bytes come last, so that all other tensors are aligned.
  const { bytes } = vocabulary;
  parts.push({ name: "vocabulary_bytes", dtype: "U8", shape: [bytes.length], data: bytes });
  const { passport } = model;
  if (passport)
    parts.push({ name: "corpus_passport", dtype: "U8", shape: [passport.length], data: passport });

  const header = composeHeader(
    parts.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    composeMetadata(model),
  );
  await writeAside(
    path,
    async (append) => {
      await append(header);
      for (const { name, data } of parts) {
        const step = SLICE_BYTES / data.BYTES_PER_ELEMENT;
        for (let start = 0; start < data.length; start += step) {
          const slice = data.subarray(start, start + step);
          if (slice instanceof Float32Array && findNotFinite(slice) >= 0)
            throw new Error(`${name} holds a number that is not finite.`);
          await append(bytesOf(slice));
        }
      }
    },
    signal,
  );
}

function elementsOf(tensor: TensorInfo): number {
  return (tensor.end - tensor.start) / Float32Array.BYTES_PER_ELEMENT;
}
