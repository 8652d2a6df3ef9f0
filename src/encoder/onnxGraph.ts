/** Composes the small ONNX model with which providers are tried. */
import { bytesField, message, numberField, utf8 } from "./protobuf.ts";

/** A small model and what it must answer, computed here in plain arithmetic. */
export interface ProbeModel {
  /** A complete ONNX file: softmax(input · weights), along the last axis. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly inputName: string;
  readonly outputName: string;
  /** Shape `inputShape`. */
  readonly input: Float32Array<ArrayBuffer>;
  readonly inputShape: readonly [number, number];
  /** Shape [rows of the input, columns of the weights]. */
  readonly expected: Float32Array<ArrayBuffer>;
}

const ROWS = 2;
const INNER = 3;
const COLUMNS = 4;

/** Composes the model that shows whether a provider computes, and computes right. */
export function composeProbeModel(): ProbeModel {
  const input = Float32Array.of(0.5, -1, 2, 1.5, 0.25, -0.75);
  const weights = Float32Array.of(1, -0.5, 0.25, 2, -1, 0.75, 1.5, 0, 0.5, 1, -2, -0.25);
  const graph = message(
    bytesField(GRAPH.node, nodeProto("MatMul", ["input", "weights"], "logits")),
    bytesField(GRAPH.node, nodeProto("Softmax", ["logits"], "output")),
    bytesField(GRAPH.name, utf8("probe")),
    bytesField(GRAPH.initializer, floatTensorProto("weights", [INNER, COLUMNS], weights)),
    bytesField(GRAPH.input, floatValueInfoProto("input", [ROWS, INNER])),
    bytesField(GRAPH.output, floatValueInfoProto("output", [ROWS, COLUMNS])),
  );
  return {
    bytes: message(
      numberField(MODEL.irVersion, IR_VERSION),
      bytesField(MODEL.producerName, utf8("wordfield")),
      bytesField(MODEL.graph, graph),
      // The default domain has the empty name, which protobuf leaves out.
      bytesField(MODEL.opsetImport, message(numberField(OPSET.version, OPSET_VERSION))),
    ),
    inputName: "input",
    outputName: "output",
    input,
    inputShape: [ROWS, INNER],
    expected: softmaxOfProduct(input, weights),
  };
}

/** Computes softmax(input · weights) row by row, the definition that a provider is checked against. */
function softmaxOfProduct(input: Float32Array, weights: Float32Array): Float32Array<ArrayBuffer> {
  const output = new Float32Array(ROWS * COLUMNS);
  for (let row = 0; row < ROWS; row++) {
    const exponentials = Array.from({ length: COLUMNS }, (_, column) => {
      let logit = 0;
      for (let inner = 0; inner < INNER; inner++)
        logit += (input[row * INNER + inner] ?? 0) * (weights[inner * COLUMNS + column] ?? 0);
      return Math.exp(logit);
    });
    const sum = exponentials.reduce((total, value) => total + value, 0);
    output.set(
      exponentials.map((value) => value / sum),
      row * COLUMNS,
    );
  }
  return output;
}

// Field numbers of onnx.proto3.
const MODEL = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 } as const;
const OPSET = { version: 2 } as const;
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, name: 3, operator: 4 } as const;
const TENSOR = { dimensions: 1, dataType: 2, name: 8, rawData: 9 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { elementType: 1, shape: 2 } as const;
const SHAPE = { dimension: 1 } as const;
const DIMENSION = { value: 1 } as const;
const FLOAT = 1; // TensorProto.DataType
const IR_VERSION = 8;
const OPSET_VERSION = 13; // the first in which Softmax works along the last axis by default

function nodeProto(operator: string, inputs: readonly string[], output: string): Uint8Array {
  return message(
    ...inputs.map((name) => bytesField(NODE.input, utf8(name))),
    bytesField(NODE.output, utf8(output)),
    bytesField(NODE.name, utf8(operator)),
    bytesField(NODE.operator, utf8(operator)),
  );
}

function floatTensorProto(
  name: string,
  dimensions: readonly number[],
  values: Float32Array,
): Uint8Array {
  const raw = new Uint8Array(values.length * 4); // little-endian, whatever this machine is
  const view = new DataView(raw.buffer);
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return message(
    ...dimensions.map((size) => numberField(TENSOR.dimensions, size)),
    numberField(TENSOR.dataType, FLOAT),
    bytesField(TENSOR.name, utf8(name)),
    bytesField(TENSOR.rawData, raw),
  );
}

function floatValueInfoProto(name: string, dimensions: readonly number[]): Uint8Array {
  const shape = message(
    ...dimensions.map((size) =>
      bytesField(SHAPE.dimension, message(numberField(DIMENSION.value, size))),
    ),
  );
  const tensor = message(
    numberField(TENSOR_TYPE.elementType, FLOAT),
    bytesField(TENSOR_TYPE.shape, shape),
  );
  return message(
    bytesField(VALUE.name, utf8(name)),
    bytesField(VALUE.type, message(bytesField(TYPE.tensor, tensor))),
  );
}
