/** The index of passages on disk: one safetensors file with a checksum, written aside and renamed. */
import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import {
  composeHeader,
  LENGTH_BYTES,
  parseHeader,
  parseHeaderLength,
  type TensorPlan,
} from "../embeddings/formats/safetensors.ts";
import { bytesOf, readFully } from "../embeddings/fileReading.node.ts";
import { writeAside } from "../embeddings/writeAside.node.ts";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import type { PassageUnit } from "./cutPassages.ts";

/** A file whose passages are in an index, as it was then. */
export interface IndexedFile {
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  /** SHA-256 of its text, in hexadecimal. */
  readonly hash: string;
  /** How many places it has; those of the first file come first. */
  readonly places: number;
}

/** Which encoder has made the vectors, and of what. */
export interface IndexOrigin {
  readonly encoderFolder: string;
  readonly encoderName: string;
  /** Equal for encoders that give the same vectors. */
  readonly fingerprint: string;
  readonly unit: PassageUnit;
}

/** Everything that an index holds. */
export interface PassageIndex {
  readonly origin: IndexOrigin;
  readonly dimension: number;
  readonly files: readonly IndexedFile[];
  /** Of each place: line, column, length, row of its vector. Shape [places, 4]. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** First bytes of the SHA-256 of each text, shape [rows, HASH_BYTES]. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  /** Shape [rows, dimension]. */
  readonly values: Int8Array<ArrayBuffer>;
  /** Shape [rows]. */
  readonly scales: Float32Array<ArrayBuffer>;
}

/** Texts are told apart by so much of their hash. */
export const HASH_BYTES = 16;
/** Line, column, length, row. */
export const PLACE_NUMBERS = 4;
const CHECKSUM_BYTES = 32; // of SHA-256
const VERSION = "wordfield-passages-1";
/** A file of more is none that this version has written. */
const MAXIMUM_BYTES = 4e9;
const SLICE_BYTES = 4 * 1024 * 1024;

/** The hash that texts are told apart by. */
export function hashOfText(text: string): Uint8Array {
  return createHash("sha256").update(text, "utf8").digest().subarray(0, HASH_BYTES);
}

/**
 * Reads an index and checks all of it.
 *
 * Errors: `model-missing` where there is no such file; `bad-format` where it is damaged or none; `canceled`.
 */
export async function readPassageIndex(path: string, signal?: AbortSignal): Promise<PassageIndex> {
  const name = basename(path);
  const info = await stat(path).catch((cause: unknown) => {
    throw new WordfieldError(
      "model-missing",
      `There is no index at ${path}. Make one with “wordfield index”.`,
      { cause },
    );
  });
  const damaged = (what: string) =>
    new WordfieldError(
      "bad-format",
      `${name} cannot be used as an index: ${what}. Run “wordfield index” again, which builds it anew.`,
    );
  if (!info.isFile()) throw damaged("it is no file");
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > MAXIMUM_BYTES) throw damaged(`it has ${(size / 1e9).toFixed(1)} GB`);
    const first = new Uint8Array(LENGTH_BYTES);
    if (size < LENGTH_BYTES) throw damaged("it is too short");
    await readFully(file, first, 0, damaged);
    const length = parseHeaderLength(first);
    if (length === null || size < LENGTH_BYTES + length) throw damaged("it has no header");
    const json = new Uint8Array(length);
    await readFully(file, json, LENGTH_BYTES, damaged);
    const header = parseHeader(json);
    if ("fault" in header) throw damaged(header.fault);
    const start = LENGTH_BYTES + length;
    if (size !== start + header.dataBytes)
      throw damaged(`it has ${size} of ${start + header.dataBytes} bytes`);
    const { metadata, tensors } = header;
    if (metadata.get("format") !== VERSION) throw damaged("it is a file of another kind");
    const shapeOf = (tensor: string, dtype: string, dimensions: number) => {
      const found = tensors.get(tensor);
      if (found?.dtype !== dtype || found.shape.length !== dimensions)
        throw damaged(`${tensor} is missing`);
      return found;
    };
    const values = shapeOf("values", "I8", 2);
    const [rows = 0, dimension = 0] = values.shape;
    const scales = shapeOf("scales", "F32", 1);
    const hashes = shapeOf("hashes", "U8", 2);
    const places = shapeOf("places", "U32", 2);
    const files = shapeOf("files", "U8", 1);
    const checksum = shapeOf("checksum", "U8", 1);
    if (
      scales.shape[0] !== rows ||
      hashes.shape[0] !== rows ||
      hashes.shape[1] !== HASH_BYTES ||
      places.shape[1] !== PLACE_NUMBERS ||
      checksum.shape[0] !== CHECKSUM_BYTES
    )
      throw damaged("its parts do not agree");
    const digest = createHash("sha256").update(json);
    const read = async (tensor: { readonly start: number; readonly end: number }) => {
      const bytes = new Uint8Array(tensor.end - tensor.start);
      for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
        throwIfCanceled(signal);
        const slice = bytes.subarray(at, at + SLICE_BYTES);
        await readFully(file, slice, start + tensor.start + at, damaged);
        digest.update(slice);
      }
      return bytes.buffer;
    };
    const index = {
      origin: parseOrigin(metadata, damaged),
      dimension,
      scales: new Float32Array(await read(scales)),
      places: new Uint32Array(await read(places)),
      values: new Int8Array(await read(values)),
      hashes: new Uint8Array(await read(hashes)),
      files: parseFiles(new Uint8Array(await read(files)), damaged),
    };
    const expected = new Uint8Array(CHECKSUM_BYTES);
    await readFully(file, expected, start + checksum.start, damaged);
    if (!digest.digest().equals(expected)) throw damaged("its checksum is wrong");
    checkPlaces(index, rows, damaged);
    return index;
  } finally {
    await file.close();
  }
}

/** Writes an index aside and renames it when it is complete. Errors: `file-unwritable`, `canceled`. */
export async function writePassageIndex(
  path: string,
  index: PassageIndex,
  signal?: AbortSignal,
): Promise<void> {
  const { origin, dimension, scales, places, values, hashes } = index;
  const rows = scales.length;
  const files = new TextEncoder().encode(JSON.stringify(index.files));
  // By falling size of their numbers, so that all are aligned.
  const parts: readonly (TensorPlan & { readonly data: Uint8Array })[] = [
    { name: "scales", dtype: "F32", shape: [rows], data: bytesOf(scales) },
    {
      name: "places",
      dtype: "U32",
      shape: [places.length / PLACE_NUMBERS, PLACE_NUMBERS],
      data: bytesOf(places),
    },
    {
      name: "values",
      dtype: "I8",
      shape: [rows, dimension],
      data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    },
    { name: "hashes", dtype: "U8", shape: [rows, HASH_BYTES], data: hashes },
    { name: "files", dtype: "U8", shape: [files.length], data: files },
  ];
  const header = composeHeader(
    [
      ...parts.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      { name: "checksum", dtype: "U8", shape: [CHECKSUM_BYTES] },
    ],
    { format: VERSION, ...origin },
  );
  const digest = createHash("sha256").update(header.subarray(LENGTH_BYTES));
  await writeAside(
    path,
    async (append) => {
      await append(header);
      for (const { data } of parts) {
        for (let at = 0; at < data.length; at += SLICE_BYTES) {
          const slice = data.subarray(at, at + SLICE_BYTES);
          digest.update(slice);
          await append(slice);
        }
      }
      await append(digest.digest());
    },
    signal,
  );
}

type Damaged = (what: string) => WordfieldError;

function parseOrigin(metadata: ReadonlyMap<string, string>, damaged: Damaged): IndexOrigin {
  const text = (key: string) => {
    const value = metadata.get(key);
    if (value === undefined) throw damaged(`${key} is missing`);
    return value;
  };
  const unit = text("unit");
  if (unit !== "sentences" && unit !== "lines" && unit !== "paragraphs")
    throw damaged(`its unit is "${unit.slice(0, 40)}"`);
  return {
    encoderFolder: text("encoderFolder"),
    encoderName: text("encoderName"),
    fingerprint: text("fingerprint"),
    unit,
  };
}

function parseFiles(bytes: Uint8Array, damaged: Damaged): IndexedFile[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged("its list of files cannot be read"); // not JSON, or not UTF-8
  }
  if (!Array.isArray(parsed)) throw damaged("its list of files is none");
  return parsed.map((entry: unknown) => {
    const file = (typeof entry === "object" && entry !== null ? entry : {}) as Partial<IndexedFile>;
    const { path, bytes: size, mtimeMs, hash, places } = file;
    const isCount = (value: unknown): value is number =>
      Number.isSafeInteger(value) && Number(value) >= 0;
    if (
      typeof path !== "string" ||
      typeof hash !== "string" ||
      typeof mtimeMs !== "number" ||
      !isCount(size) ||
      !isCount(places)
    )
      throw damaged("its list of files is incomplete");
    return { path, bytes: size, mtimeMs, hash, places };
  });
}

function checkPlaces({ files, places }: PassageIndex, rows: number, damaged: Damaged): void {
  const total = files.reduce((sum, file) => sum + file.places, 0);
  if (total * PLACE_NUMBERS !== places.length)
    throw damaged("its places do not agree with its files");
  for (let at = PLACE_NUMBERS - 1; at < places.length; at += PLACE_NUMBERS)
    if ((places[at] ?? 0) >= rows) throw damaged("a place has no vector");
}
