// What a safetensors file must hold to be a model: names, types, shapes and metadata.

import { WordfieldError } from "../../errors.ts";
import { MAXIMUM_WORDS } from "./faults.ts";
import { parseHeader, type SafetensorsHeader, type TensorInfo } from "./safetensors.ts";

const FORMAT = "wordfield";
const VERSION = "1";

/** Any value that JSON can hold. */
type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Where the parts of a model are, counted from the end of the header, and what its metadata say. */
export interface ModelLayout {
  readonly words: number;
  readonly dimension: number;
  readonly inputVectors: TensorInfo;
  readonly outputVectors: TensorInfo | null;
  /** Shape [m, d]. */
  readonly ngramVectors: TensorInfo | null;
  /** Shape [m]: which bucket each row of these is for; null where row and bucket are the same number. */
  readonly ngramBuckets: TensorInfo | null;
  readonly counts: TensorInfo | null;
  readonly vocabularyOffsets: TensorInfo;
  readonly vocabularyBytes: TensorInfo;
  /** What files the model was made of; packed. */
  readonly corpusPassport: TensorInfo | null;
  /** What an encoder knows of the words; null where the model was not grounded. */
  readonly grounding: GroundingLayout | null;
  readonly hyperparameters: Readonly<Record<string, JsonValue>>;
  readonly corpus: JsonValue;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Of all tensors together. */
  readonly dataBytes: number;
}

/** Where a model's general vectors are. */
interface GroundingLayout {
  /** Shape [n, p]. */
  readonly general: TensorInfo;
  /** Shape [n, p]. */
  readonly grounded: TensorInfo;
  /** Shape [n]. */
  readonly departure: TensorInfo;
  /** What made them. */
  readonly encoder: GroundingEncoder;
}

/** The encoder that a model was grounded with. */
export interface GroundingEncoder {
  readonly name: string;
  /** Equal for encoders that give the same vectors. */
  readonly fingerprint: string;
}

/** Metadata of a file that is to be written. */
export interface ModelMetadata {
  readonly hyperparameters: object;
  readonly corpus: object | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** The error for a file that is no model any more. */
export function damagedModel(fileName: string, what: string): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} is damaged: ${what}. Train again or choose another model.`,
  );
}

/** The error for a file that never was a model. */
export function foreignFile(fileName: string, what: string): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} is no Wordfield model: ${what}. Choose a file that Wordfield has written.`,
  );
}

/** Composes the metadata of a model's file. */
export function composeMetadata(metadata: ModelMetadata): Record<string, string> {
  return {
    format: FORMAT,
    version: VERSION,
    hyperparameters: JSON.stringify(metadata.hyperparameters),
    corpus: JSON.stringify(metadata.corpus),
    created: metadata.createdAt,
  };
}

/**
 * Parses the JSON text of a model file's header.
 *
 * Errors: `bad-format`, with the file's name.
 */
export function parseModelLayout(json: Uint8Array, fileName: string): ModelLayout {
  const header = parseHeader(json);
  if ("fault" in header) throw damagedModel(fileName, header.fault);
  const metadata = parseMetadata(header, fileName);

  const inputVectors = requireTensor(header, "input_vectors", "F32", 2, fileName);
  const [words = 0, dimension = 0] = inputVectors.shape;
  if (words === 0 || dimension === 0) throw damagedModel(fileName, "it holds no words");
  if (words > MAXIMUM_WORDS)
    throw new WordfieldError(
      "bad-format",
      `${fileName} has ${words} words, at most ${MAXIMUM_WORDS} can be opened. Train with a higher minimum count.`,
    );
  const vocabularyOffsets = requireTensor(header, "vocabulary_offsets", "U32", 1, fileName);
  const vocabularyBytes = requireTensor(header, "vocabulary_bytes", "U8", 1, fileName);
  const outputVectors = findTensor(header, "output_vectors", "F32", 2, fileName);
  const ngramVectors = findTensor(header, "ngram_vectors", "F32", 2, fileName);
  const ngramBuckets = findTensor(header, "ngram_buckets", "U32", 1, fileName);
  const counts = findTensor(header, "counts", "U32", 1, fileName);
  const corpusPassport = findTensor(header, "corpus_passport", "U8", 1, fileName);

  const expectShape = (name: string, tensor: TensorInfo | null, expected: readonly number[]) => {
    if (tensor && tensor.shape.join() !== expected.join())
      throw damagedModel(
        fileName,
        `${name} has shape [${tensor.shape.join(", ")}], expected [${expected.join(", ")}]`,
      );
  };
  expectShape("vocabulary_offsets", vocabularyOffsets, [words + 1]);
  expectShape("output_vectors", outputVectors, [words, dimension]);
  expectShape("ngram_vectors", ngramVectors, [ngramVectors?.shape[0] ?? 0, dimension]);
  expectShape("ngram_buckets", ngramBuckets, [ngramVectors?.shape[0] ?? 0]);
  expectShape("counts", counts, [words]);
  const grounding = findGrounding(header, words, fileName);
  return {
    words,
    dimension,
    grounding,
    inputVectors,
    outputVectors,
    ngramVectors,
    ngramBuckets,
    counts,
    vocabularyOffsets,
    vocabularyBytes,
    corpusPassport,
    dataBytes: header.dataBytes,
    ...metadata,
  };
}

function findGrounding(
  header: SafetensorsHeader,
  words: number,
  fileName: string,
): GroundingLayout | null {
  const general = findTensor(header, "general_vectors", "I8", 2, fileName);
  const grounded = findTensor(header, "grounded_vectors", "I8", 2, fileName);
  const departure = findTensor(header, "usage_departure", "F32", 1, fileName);
  if (!general || !grounded || !departure) {
    if (general ?? grounded ?? departure)
      throw damagedModel(fileName, "its general vectors are incomplete");
    return null;
  }
  const [rows, dimension] = general.shape;
  if (
    rows !== words ||
    dimension === 0 ||
    grounded.shape.join() !== general.shape.join() ||
    departure.shape[0] !== words
  )
    throw damagedModel(fileName, `its general vectors are not those of its ${words} words`);
  const encoder = parseEncoder(header.metadata.get("prior") ?? "");
  if (!encoder) throw damagedModel(fileName, 'its metadata "prior" name no encoder');
  return { general, grounded, departure, encoder };
}

function parseEncoder(json: string): GroundingEncoder | null {
  try {
    const { name, fingerprint } = JSON.parse(json) as Record<string, unknown>;
    return typeof name === "string" && typeof fingerprint === "string"
      ? { name, fingerprint }
      : null;
  } catch {
    return null; // no JSON text, or no object: the caller says so
  }
}

function parseMetadata(
  { metadata }: SafetensorsHeader,
  fileName: string,
): Pick<ModelLayout, "hyperparameters" | "corpus" | "createdAt"> {
  if (metadata.get("format") !== FORMAT)
    throw foreignFile(fileName, "it is a safetensors file of another program");
  const version = metadata.get("version") ?? "";
  if (version !== VERSION)
    throw new WordfieldError(
      "bad-format",
      `${fileName} has version "${version}" of the model format, expected ${VERSION}. Update Wordfield to open it.`,
    );
  const parseJson = (key: string): JsonValue => {
    try {
      return JSON.parse(metadata.get(key) ?? "") as JsonValue;
    } catch {
      // The parser's own message names neither file nor place.
      throw damagedModel(fileName, `its metadata "${key}" are no JSON text`);
    }
  };
  const hyperparameters = parseJson("hyperparameters");
  if (typeof hyperparameters !== "object" || hyperparameters === null || isList(hyperparameters))
    throw damagedModel(fileName, 'its metadata "hyperparameters" are no JSON object');
  const createdAt = metadata.get("created") ?? "";
  if (Number.isNaN(Date.parse(createdAt)))
    throw damagedModel(fileName, 'its metadata "created" are no date');
  return { hyperparameters, corpus: parseJson("corpus"), createdAt };
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function findTensor(
  { tensors }: SafetensorsHeader,
  name: string,
  dtype: string,
  axes: number,
  fileName: string,
): TensorInfo | null {
  const tensor = tensors.get(name);
  if (!tensor) return null;
  if (tensor.dtype !== dtype || tensor.shape.length !== axes)
    throw damagedModel(
      fileName,
      `${name} is ${tensor.dtype} [${tensor.shape.join(", ")}], expected ${dtype} with ${axes} axes`,
    );
  return tensor;
}

function requireTensor(
  header: SafetensorsHeader,
  name: string,
  dtype: string,
  axes: number,
  fileName: string,
): TensorInfo {
  const tensor = findTensor(header, name, dtype, axes, fileName);
  if (!tensor) throw damagedModel(fileName, `${name} is missing`);
  return tensor;
}
