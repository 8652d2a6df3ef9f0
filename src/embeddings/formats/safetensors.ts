// The header of a safetensors file: eight bytes of length, then JSON, then the tensors' bytes without gaps.
// Source: https://github.com/huggingface/safetensors, "Format".

/** Bytes of one element, by the type's name in the header. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

/** Bytes of the number that a file begins with: the length of the JSON text. */
export const LENGTH_BYTES = 8;
/** Longer headers are refused before anything is allocated. */
const MAXIMUM_HEADER_BYTES = 16_000_000;

/** One tensor, and where its bytes are, counted from the end of the header. */
export interface TensorInfo {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** What a header says; everything in it is checked. */
export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Of all tensors together. */
  readonly dataBytes: number;
}

/** A header, or what is wrong with it: a part of a sentence, for example "its header is no JSON". */
export type ParsedHeader = SafetensorsHeader | { readonly fault: string };

/** Reads the length of the JSON text from a file's first eight bytes; null where it is none that is allowed. */
export function parseHeaderLength(bytes: Uint8Array): number | null {
  if (bytes.length < LENGTH_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const length = view.getUint32(0, true);
  const isAllowed = view.getUint32(4, true) === 0 && length >= 2 && length <= MAXIMUM_HEADER_BYTES;
  return isAllowed ? length : null;
}

/**
 * Parses the JSON text of a header: types, shapes and sizes agree, and the tensors lie side by side without gap or
 * overlap. Whether the file has as many bytes is left to the caller.
 */
export function parseHeader(json: Uint8Array): ParsedHeader {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch {
    // Broken UTF-8 and broken JSON are the file's fault, which is what is returned.
    return { fault: "its header is no JSON text" };
  }
  if (!isRecord(parsed)) return { fault: "its header is no JSON object" };
  const metadata = new Map<string, string>();
  const tensors = new Map<string, TensorInfo>();
  for (const [name, entry] of Object.entries(parsed)) {
    if (name === "__metadata__") {
      if (!isRecord(entry)) return { fault: "its metadata are no JSON object" };
      for (const [key, value] of Object.entries(entry)) {
        if (typeof value !== "string") return { fault: `its metadata "${key}" are no text` };
        metadata.set(key, value);
      }
    } else {
      const tensor = parseTensor(name, entry);
      if ("fault" in tensor) return tensor;
      tensors.set(name, tensor);
    }
  }
  let dataBytes = 0;
  for (const [name, { start, end }] of [...tensors].sort(
    ([, a], [, b]) => a.start - b.start || a.end - b.end,
  )) {
    if (start !== dataBytes)
      return { fault: `"${name}" begins at byte ${start}, expected ${dataBytes}` };
    dataBytes = end;
  }
  return { tensors, metadata, dataBytes };
}

function parseTensor(name: string, entry: unknown): TensorInfo | { fault: string } {
  const fault = (what: string) => ({ fault: `"${name}" has ${what}` });
  if (!isRecord(entry)) return fault("no description");
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(ELEMENT_BYTES, dtype))
    return fault("an unknown type");
  if (!isListOfSizes(shape)) return fault("no shape");
  if (!isListOfSizes(offsets) || offsets.length !== 2) return fault("no offsets");
  const [start = 0, end = 0] = offsets;
  const bytes = shape.reduce((product, size) => product * size, ELEMENT_BYTES[dtype] ?? 0);
  if (!Number.isSafeInteger(bytes) || end - start !== bytes)
    return fault(`${end - start} bytes, expected ${bytes} for ${dtype} [${shape.join(", ")}]`);
  return { dtype, shape, start, end };
}

/** A tensor that is to be written. */
export interface TensorPlan {
  readonly name: string;
  readonly dtype: "U8" | "I8" | "U32" | "F32";
  readonly shape: readonly number[];
}

/**
 * Composes all bytes before the tensors, which are to follow in the order given. Its length is a multiple of eight, so
 * that the first tensor is aligned.
 *
 * Errors: plain `Error` where the header becomes longer than a reader accepts.
 */
export function composeHeader(
  plans: readonly TensorPlan[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let start = 0;
  for (const { name, dtype, shape } of plans) {
    const bytes = shape.reduce((product, size) => product * size, ELEMENT_BYTES[dtype] ?? 0);
    entries[name] = { dtype, shape, data_offsets: [start, start + bytes] };
    start += bytes;
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const padded = Math.ceil(json.length / 8) * 8;
  if (padded > MAXIMUM_HEADER_BYTES)
    throw new Error(`A header of ${padded} bytes, at most ${MAXIMUM_HEADER_BYTES}.`);
  const header = new Uint8Array(LENGTH_BYTES + padded).fill(0x20); // spaces, as the format wants
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(json, LENGTH_BYTES);
  return header;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
