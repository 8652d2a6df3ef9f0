// A classifier on disk: fastText's .bin with a supervised model, and notes behind it.
import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { readFastTextParts, withFastText } from "../embeddings/fastTextFile.node.ts";
import { bytesOf, readFully, readNumbers, type Fault } from "../embeddings/fileReading.node.ts";
import { findNotFinite } from "../embeddings/finite.ts";
import { damagedFile } from "../embeddings/formats/faults.ts";
import {
  composeFastTextHead,
  composeMatrixHead,
  type FastTextArguments,
} from "../embeddings/formats/fastText.ts";
import { composeEntries } from "../embeddings/formats/fastTextEntries.ts";
import { writeAside, type Append } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import type { ClassifierMemory } from "../kernels/classifyMemory.ts";
import {
  composeNotes,
  measureNotes,
  NOTES_TAIL_BYTES,
  parseNotes,
  type ClassifierNotes,
} from "./classifierNotes.ts";
import type { ClassifierDictionary } from "./encodeExamples.ts";
import type { ClassifierHyperparameters } from "./hyperparameters.ts";
import { diverged } from "./trainer.ts";

/** A classifier without its vectors. */
export interface ClassifierHeader {
  readonly arguments: FastTextArguments;
  readonly dictionary: ClassifierDictionary;
  /** How text is to be read for it; undefined where another program has trained it. */
  readonly notes: Pick<ClassifierNotes, "tokenizer" | "labelPrefix"> | undefined;
}

/** Numbers of a block of rows that is read or written at a time. */
const BLOCK_FLOATS = 1 << 20;
/** What the C++ tool writes where nothing was said; classifiers have no use for these. */
const UNUSED_ARGUMENTS = { window: 5, sample: 1e-4, learningRateUpdateRate: 100 };

/**
 * Writes a trained classifier aside and renames it when it is complete; its folder must exist.
 *
 * Errors: `file-unwritable`, `canceled`; `bad-input` where a number is not finite, because the learning rate is too high.
 */
export async function writeClassifier(
  path: string,
  memory: ClassifierMemory,
  dictionary: ClassifierDictionary,
  notes: ClassifierNotes,
  signal?: AbortSignal,
): Promise<void> {
  const { words, labels, counts, tokens } = dictionary;
  const { hyperparameters } = notes;
  const head = {
    arguments: argumentsOf(hyperparameters),
    words: words.length,
    labels: labels.length,
    tokens,
  };
  await writeAside(
    path,
    async (append) => {
      await append(composeFastTextHead(head));
      for await (const chunk of composeEntries(words, labels, counts, signal)) await append(chunk);
      await appendRows(append, memory.inputVectors, memory, hyperparameters);
      await appendRows(append, memory.outputVectors, memory, hyperparameters);
      await append(composeNotes(notes));
    },
    signal,
  );
}

/**
 * Reads a classifier. `allocate` is called when all but the vectors is read and checked, with the header; the vectors go
 * to the memory that it gives.
 *
 * Errors: `model-missing`, `file-unreadable`, `bad-format`, `canceled`, and what `allocate` throws.
 */
export async function readClassifier(
  path: string,
  allocate: (header: ClassifierHeader) => Promise<ClassifierMemory>,
  signal?: AbortSignal,
): Promise<void> {
  const fileName = basename(path);
  const fault: Fault = (what) => damagedFile(fileName, what);
  await withFastText(path, async (file, fileBytes) => {
    const notes = await readNotes(file, fileBytes, fault);
    const words: string[] = [];
    const labels: string[] = [];
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const parts = await readFastTextParts(
      file,
      fileBytes - notes.bytes,
      fileName,
      (bytes, isLabel) => (isLabel ? labels : words).push(decoder.decode(bytes)),
      signal,
    );
    const settings = parts.head.arguments;
    if (settings.model !== "supervised")
      throw new WordfieldError(
        "bad-format",
        `${fileName} holds word vectors (${settings.model}) and no classifier. Choose a model that was trained on labels.`,
      );
    const { outputMatrix } = parts;
    const end = outputMatrix.start + 4 * outputMatrix.rows * settings.dimension;
    if (end + notes.bytes !== fileBytes) throw fault("the notes at its end are not whole");
    if (labels.length === 0) throw fault("it has no labels");
    const hasNgrams = settings.wordNgrams > 1 || settings.maximumNgram > 0;
    if (hasNgrams && settings.buckets === 0) throw fault("it has n-grams, but no rows for them");
    const dictionary = { words, labels, counts: parts.counts, tokens: parts.head.tokens };
    const memory = await allocate({ arguments: settings, dictionary, notes: notes.content });
    const readRows = async (start: number, rows: Float32Array): Promise<void> => {
      const { dimension } = settings;
      const stride = memory.layout.rowBytes / 4;
      const step = Math.max(1, Math.floor(BLOCK_FLOATS / dimension));
      const block = new Float32Array(dimension * step);
      for (let row = 0; row * stride < rows.length; row += step) {
        const count = Math.min(step, rows.length / stride - row);
        const numbers = block.subarray(0, count * dimension);
        await readNumbers(file, numbers, start + 4 * row * dimension, fault, signal);
        for (let index = 0; index < count; index++)
          rows.set(
            numbers.subarray(index * dimension, (index + 1) * dimension),
            (row + index) * stride,
          );
      }
    };
    await readRows(parts.inputMatrix.start, memory.inputVectors);
    await readRows(outputMatrix.start, memory.outputVectors);
  });
}

function argumentsOf(hyperparameters: ClassifierHyperparameters): FastTextArguments {
  const { minimumNgram, maximumNgram, wordNgrams, buckets } = hyperparameters;
  const { loss, dimension, epochs, minimumCount, negatives } = hyperparameters;
  return {
    ...UNUSED_ARGUMENTS,
    model: "supervised",
    ...{ loss, dimension, epochs, minimumCount, negatives },
    ...{ minimumNgram, maximumNgram, wordNgrams, buckets },
  };
}

/** Appends a matrix, without the padding of its rows. */
async function appendRows(
  append: Append,
  rows: Float32Array,
  { layout }: ClassifierMemory,
  { dimension, learningRate }: ClassifierHyperparameters,
): Promise<void> {
  const stride = layout.rowBytes / 4;
  const count = rows.length / stride;
  const step = Math.max(1, Math.floor(BLOCK_FLOATS / dimension));
  const space = new Float32Array(step * dimension);
  await append(composeMatrixHead(count, dimension));
  for (let first = 0; first < count; first += step) {
    const end = Math.min(count, first + step);
    const block = space.subarray(0, (end - first) * dimension);
    if (stride === dimension) block.set(rows.subarray(first * stride, end * stride));
    else
      for (let row = first; row < end; row++)
        block.set(rows.subarray(row * stride, row * stride + dimension), (row - first) * dimension);
    if (findNotFinite(block) >= 0) throw diverged(learningRate);
    await append(bytesOf(block));
  }
}

async function readNotes(
  file: FileHandle,
  fileBytes: number,
  fault: Fault,
): Promise<{ readonly bytes: number; readonly content: ClassifierHeader["notes"] }> {
  const tail = new Uint8Array(Math.min(NOTES_TAIL_BYTES, fileBytes));
  await readFully(file, tail, fileBytes - tail.length, fault);
  const bytes = new Uint8Array(measureNotes(tail, fileBytes));
  if (bytes.length === 0) return { bytes: 0, content: undefined };
  await readFully(file, bytes, fileBytes - bytes.length, fault);
  const content = parseNotes(bytes);
  if (content === undefined) throw fault("the notes at its end do not say how to read text");
  return { bytes: bytes.length, content };
}
