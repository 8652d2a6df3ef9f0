/** Reads the structure of an ONNX file: nodes, inputs, outputs, and where its weights lie. The weights stay unread. */
import { WordfieldError } from "../errors.ts";
import type { ByteWindow } from "./byteWindow.ts";
import { damaged, fieldsBetween, fieldsOf, ONNX, textOf, type WireField } from "./onnxFields.ts";

/** An operation of the graph. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The structure of a model. */
export interface OnnxStructure {
  readonly nodes: readonly OnnxNode[];
  /** Names without those of initializers. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly initializers: ReadonlySet<string>;
  /** Relative paths of files in which initializers lie. */
  readonly externalFiles: ReadonlySet<string>;
  /** The fields of the file and of its graph, in order: what a changed copy is made of. */
  readonly parts: readonly OnnxPart[];
}

/** A stretch of the file that a copy takes over, leaves out or changes. */
export type OnnxPart =
  | { readonly kind: "model"; readonly start: number; readonly end: number }
  | { readonly kind: "graph"; readonly start: number; readonly end: number }
  | { readonly kind: "output"; readonly start: number; readonly end: number; readonly name: string }
  | { readonly kind: "initializer"; readonly field: WireField; readonly rawBytes: number };

const MAXIMUM_NODES = 200_000;
const MAXIMUM_DEPTH = 8;

/**
 * Reads the structure of an ONNX file.
 *
 * Errors: `bad-format` where it is damaged, has no graph, has too many nodes, or keeps weights where they cannot be checked.
 */
export function scanOnnx(bytes: ByteWindow): OnnxStructure {
  const nodes: OnnxNode[] = [];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const initializers = new Set<string>();
  const externalFiles = new Set<string>();
  const parts: OnnxPart[] = [];
  for (const field of fieldsBetween(bytes, 0, bytes.size)) {
    if (field.field === ONNX.model.functions) refuseHiddenWeights(bytes, field, MAXIMUM_DEPTH);
    if (field.field !== ONNX.model.graph) {
      parts.push({ kind: "model", start: field.start, end: field.end });
      continue;
    }
    for (const part of fieldsOf(bytes, field)) {
      switch (part.field) {
        case ONNX.graph.node:
          if (nodes.length >= MAXIMUM_NODES)
            throw damaged(`it has more than ${MAXIMUM_NODES} nodes`);
          nodes.push(readNode(bytes, part));
          break;
        case ONNX.graph.input:
          inputs.push(nameOf(bytes, part));
          break;
        case ONNX.graph.sparseInitializer:
          throw damaged("it has sparse weights, which BERT exports do not use");
        case ONNX.graph.output: {
          const name = nameOf(bytes, part);
          outputs.push(name);
          parts.push({ kind: "output", start: part.start, end: part.end, name });
          continue;
        }
        case ONNX.graph.initializer: {
          const { name, rawBytes, external } = readTensor(bytes, part);
          initializers.add(name);
          if (external !== undefined) externalFiles.add(external);
          parts.push({ kind: "initializer", field: part, rawBytes });
          continue;
        }
      }
      parts.push({ kind: "graph", start: part.start, end: part.end });
    }
  }
  if (nodes.length === 0 || outputs.length === 0) throw damaged("it holds no graph");
  return {
    nodes,
    inputs: inputs.filter((name) => !initializers.has(name)),
    outputs,
    initializers,
    externalFiles,
    parts,
  };
}

function nameOf(bytes: ByteWindow, field: WireField): string {
  for (const part of fieldsOf(bytes, field))
    if (part.field === ONNX.valueInfo.name) return textOf(bytes, part);
  throw damaged(`the value at byte ${field.start} has no name`);
}

function readNode(bytes: ByteWindow, field: WireField): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let operator = "";
  for (const part of fieldsOf(bytes, field)) {
    if (part.field === ONNX.node.input) inputs.push(textOf(bytes, part));
    else if (part.field === ONNX.node.output) outputs.push(textOf(bytes, part));
    else if (part.field === ONNX.node.operator) operator = textOf(bytes, part);
    else if (part.field === ONNX.node.attribute) refuseHiddenWeights(bytes, part, MAXIMUM_DEPTH);
  }
  return { operator, inputs, outputs };
}

interface Tensor {
  readonly name: string;
  readonly rawBytes: number;
  /** The file that holds its numbers, where it is another one. */
  readonly external: string | undefined;
}

function readTensor(bytes: ByteWindow, field: WireField): Tensor {
  let name = "";
  let rawBytes = 0;
  let isExternal = false;
  let location: string | undefined;
  for (const part of fieldsOf(bytes, field)) {
    if (part.field === ONNX.tensor.name) name = textOf(bytes, part);
    else if (part.field === ONNX.tensor.rawData) rawBytes = part.end - part.from;
    else if (part.field === ONNX.tensor.dataLocation) isExternal = part.value === 1;
    else if (part.field === ONNX.tensor.externalData) {
      const [key, value] = readEntry(bytes, part);
      if (key === "location") location = value;
    }
  }
  if (isExternal && location === undefined)
    throw damaged(`its weights "${name}" lie in another file that has no name`);
  return { name, rawBytes, external: isExternal ? location : undefined };
}

function readEntry(bytes: ByteWindow, field: WireField): readonly [string, string] {
  let key = "";
  let value = "";
  for (const part of fieldsOf(bytes, field)) {
    if (part.field === ONNX.entry.key) key = textOf(bytes, part);
    else if (part.field === ONNX.entry.value) value = textOf(bytes, part);
  }
  return [key, value];
}

/**
 * Refuses weights in other files where an export has none: in attributes, graphs within attributes, and functions. The
 * runtime would read the files that they name.
 */
function refuseHiddenWeights(bytes: ByteWindow, field: WireField, depth: number): void {
  if (depth === 0) throw damaged("its graphs lie too deep within each other");
  const walk = (part: WireField, visit: (inner: WireField) => void) => {
    for (const inner of fieldsOf(bytes, part)) visit(inner);
  };
  const tensor = (part: WireField) => {
    if (readTensor(bytes, part).external !== undefined)
      throw new WordfieldError(
        "bad-format",
        "The ONNX file keeps weights of a nested graph in another file, which is not read. Choose another export.",
      );
  };
  const attribute = (part: WireField, left: number) => {
    if (left === 0) throw damaged("its graphs lie too deep within each other");
    walk(part, (inner) => {
      const { field: number } = inner;
      if (number === ONNX.attribute.tensor || number === ONNX.attribute.tensors) tensor(inner);
      else if (number === ONNX.attribute.graph || number === ONNX.attribute.graphs)
        graph(inner, left - 1);
      else if (number === ONNX.attribute.sparseTensor || number === ONNX.attribute.sparseTensors)
        throw damaged("it has sparse weights, which BERT exports do not use");
    });
  };
  const node = (part: WireField, left: number) =>
    walk(part, (inner) => {
      if (inner.field === ONNX.node.attribute) attribute(inner, left);
    });
  const graph = (part: WireField, left: number) =>
    walk(part, (inner) => {
      if (inner.field === ONNX.graph.node) node(inner, left);
      else if (inner.field === ONNX.graph.initializer) tensor(inner);
      else if (inner.field === ONNX.graph.sparseInitializer)
        throw damaged("it has sparse weights, which BERT exports do not use");
    });
  if (field.field === ONNX.model.functions)
    walk(field, (inner) => {
      if (inner.field === FUNCTION_NODE) node(inner, depth);
      else if (inner.field === FUNCTION_ATTRIBUTE) attribute(inner, depth);
    });
  else attribute(field, depth);
}

// FunctionProto of onnx.proto3.
const FUNCTION_NODE = 7;
const FUNCTION_ATTRIBUTE = 11;
