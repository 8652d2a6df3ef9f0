/** Makes the tap model: a small ONNX file whose weights are places in the original file, with outputs of our choice. */
import { WordfieldError } from "../errors.ts";
import type { ByteWindow } from "./byteWindow.ts";
import { fieldsOf, ONNX } from "./onnxFields.ts";
import type { OnnxPart, OnnxStructure } from "./onnxScan.ts";
import { bytesField, message, numberField, utf8 } from "./protobuf.ts";

/** Weights below this stay in the copy: a reference is no shorter. */
const LEAST_BYTES = 256;
const MAXIMUM_COPY_BYTES = 64 * 1024 * 1024;
const EXTERNAL = 1; // TensorProto.DataLocation

/**
 * Copies a model without its weights, and gives it the named outputs instead of its own: what leads only to an output that is
 * not named is then not computed.
 *
 * `fileName` is the original's, relative to the folder in which the runtime looks for weights. Outputs are written by name
 * alone; the runtime infers type and shape.
 *
 * Errors: `bad-format` where more than 64 MB would have to be copied.
 */
export function composeTapModel(
  bytes: ByteWindow,
  structure: OnnxStructure,
  fileName: string,
  outputs: readonly string[],
): Uint8Array<ArrayBuffer> {
  requireSmall(structure.parts);
  const model: Uint8Array[] = [];
  const graph: Uint8Array[] = [];
  const own = new Set<string>();
  for (const part of structure.parts) {
    if (part.kind === "model") model.push(bytes.slice(part.start, part.end));
    else if (part.kind === "graph") graph.push(bytes.slice(part.start, part.end));
    else if (part.kind === "initializer") graph.push(referTo(bytes, part, fileName));
    else if (outputs.includes(part.name)) {
      own.add(part.name); // its type is known: the declaration is taken over
      graph.push(bytes.slice(part.start, part.end));
    }
  }
  for (const name of new Set(outputs))
    if (!own.has(name))
      graph.push(bytesField(ONNX.graph.output, bytesField(ONNX.valueInfo.name, utf8(name))));
  return message(...model, bytesField(ONNX.model.graph, ...graph));
}

type InitializerPart = Extract<OnnxPart, { kind: "initializer" }>;

function requireSmall(parts: readonly OnnxPart[]): void {
  let copied = 0;
  for (const part of parts) {
    const { start, end } = part.kind === "initializer" ? part.field : part;
    const referred =
      part.kind === "initializer" && part.rawBytes >= LEAST_BYTES ? part.rawBytes : 0;
    copied += end - start - referred;
  }
  if (copied > MAXIMUM_COPY_BYTES)
    throw new WordfieldError(
      "bad-format",
      `The ONNX file keeps ${Math.round(copied / 1e6)} MB of weights within its nodes; layers can be read from a file that keeps them as initializers.`,
    );
}

/** Copies an initializer, its numbers replaced by their place in the original file. */
function referTo(
  bytes: ByteWindow,
  { field, rawBytes }: InitializerPart,
  fileName: string,
): Uint8Array {
  if (rawBytes < LEAST_BYTES) return bytes.slice(field.start, field.end);
  const kept: Uint8Array[] = [];
  let place = { from: 0, length: 0 };
  for (const part of fieldsOf(bytes, field)) {
    if (part.field === ONNX.tensor.rawData)
      place = { from: part.from, length: part.end - part.from };
    else kept.push(bytes.slice(part.start, part.end));
  }
  const entry = (key: string, value: string) =>
    bytesField(
      ONNX.tensor.externalData,
      bytesField(ONNX.entry.key, utf8(key)),
      bytesField(ONNX.entry.value, utf8(value)),
    );
  return bytesField(
    ONNX.graph.initializer,
    ...kept,
    entry("location", fileName),
    entry("offset", String(place.from)),
    entry("length", String(place.length)),
    numberField(ONNX.tensor.dataLocation, EXTERNAL),
  );
}
