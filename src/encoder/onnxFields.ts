/** Reads protobuf fields of an ONNX file without decoding what is not asked for. */
import { WordfieldError } from "../errors.ts";
import type { ByteWindow } from "./byteWindow.ts";

/** One field: where it lies in the file and what it holds. */
export interface WireField {
  readonly field: number;
  readonly wire: number;
  /** Where its key begins. */
  readonly start: number;
  /** Where its content begins: bytes of wire type 2, else as `value`. */
  readonly from: number;
  /** Where the field ends. */
  readonly end: number;
  /** The number of wire type 0; 0 for others. */
  readonly value: number;
}

/** The field numbers of onnx.proto3 that matter here. */
export const ONNX = {
  model: { irVersion: 1, producer: 2, graph: 7, opset: 8, functions: 25 },
  opset: { domain: 1, version: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12, sparseInitializer: 15 },
  node: { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 },
  attribute: { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparseTensor: 22, sparseTensors: 23 },
  tensor: { dimensions: 1, dataType: 2, name: 8, rawData: 9, externalData: 13, dataLocation: 14 },
  entry: { key: 1, value: 2 },
  valueInfo: { name: 1 },
} as const;

const BYTES = 2;
const LONGEST_NAME = 4_096;

/**
 * Walks over the fields between two places.
 *
 * Errors: `bad-format` where a field is cut off or has a wire type that ONNX does not use.
 */
export function* fieldsBetween(
  bytes: ByteWindow,
  begin: number,
  end: number,
): Generator<WireField, void, undefined> {
  let position = begin;
  const varint = (): number => {
    let value = 0;
    let scale = 1;
    for (let length = 0; length < 10; length++) {
      if (position >= end) throw damaged(`it ends within a number at byte ${position}`);
      const byte = bytes.byteAt(position++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw damaged(`a number at byte ${position} has more than ten bytes`);
  };
  while (position < end) {
    const start = position;
    const key = varint();
    const field = Math.floor(key / 8);
    const wire = key % 8;
    let from = position;
    let value = 0;
    if (wire === BYTES) {
      const length = varint();
      from = position;
      position += length;
    } else if (wire === 0) value = varint();
    else if (wire === 5) position += 4;
    else if (wire === 1) position += 8;
    else throw damaged(`byte ${start} begins a field of wire type ${wire}`);
    if (position > end || field === 0)
      throw damaged(`the field at byte ${start} ends beyond what holds it`);
    yield { field, wire, start, from, end: position, value };
  }
}

/** Walks over the fields of a message that a field holds. Errors: `bad-format`. */
export function fieldsOf(bytes: ByteWindow, { wire, from, end, start }: WireField) {
  if (wire !== BYTES) throw damaged(`byte ${start} should begin a message`);
  return fieldsBetween(bytes, from, end);
}

/** The text of a field, such as a name. Errors: `bad-format` where it is none, or of more than 4,096 bytes. */
export function textOf(bytes: ByteWindow, { wire, from, end, start }: WireField): string {
  if (wire !== BYTES) throw damaged(`byte ${start} should begin a text`);
  if (end - from > LONGEST_NAME) throw damaged(`the name at byte ${start} is too long`);
  return new TextDecoder().decode(bytes.slice(from, end));
}

/** The error that an ONNX file gets for what is wrong with it, a part of a sentence. */
export function damaged(what: string): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `The ONNX file is damaged: ${what}. Fetch it again or choose another encoder.`,
  );
}
