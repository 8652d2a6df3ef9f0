// A small classifier with random contents in a memory of the kernels, and the same as the reference sees it.
import { readFile } from "node:fs/promises";
import {
  bindClassifierKernels,
  type ClassifierKernels,
  type ClassifierLoss,
} from "../../src/kernels/classifyKernels.ts";
import {
  allocateClassifierMemory,
  type ClassifierMemory,
} from "../../src/kernels/classifyMemory.ts";
import {
  listRows,
  type ReferenceClassifier,
  type ReferenceFeatures,
  type Target,
} from "../../src/kernels/classifyReference.ts";
import { compileKernels } from "../../src/kernels/kernels.ts";
import { fillAliasTable } from "../../src/training/sampling.ts";
import { builtPaths } from "./builtEntries.ts";
import { seededRandom } from "./seededRandom.ts";

/** What differs from test to test. */
export interface SmallClassifier {
  readonly dimension: number;
  readonly loss: ClassifierLoss;
  readonly labelCount?: number;
  readonly negatives?: number;
  readonly wordCount?: number;
  readonly buckets?: number;
  readonly wordNgrams?: number;
  /** Lists of input rows for each token: character n-grams. */
  readonly rowsOfTokens?: readonly (readonly number[])[];
  /** Tokens and labels of each example. */
  readonly examples?: readonly SmallExample[];
}

interface SmallExample {
  readonly tokens: readonly number[];
  readonly labels: readonly number[];
}

/** Compiles one build of the classification kernels. */
export async function classifierKernelModule(
  build: "simd" | "relaxed",
): Promise<WebAssembly.Module> {
  const paths = await builtPaths();
  return compileKernels(
    await readFile(build === "simd" ? paths.classifyKernelsSimd : paths.classifyKernelsRelaxed),
  );
}

/** Makes a memory whose vectors are random, with kernels that work on it, and its twin in double precision. */
export function smallClassifier(
  module: WebAssembly.Module,
  options: SmallClassifier,
): {
  readonly memory: ClassifierMemory;
  readonly kernels: ClassifierKernels;
  readonly reference: ReferenceClassifier;
  readonly features: ReferenceFeatures;
  readonly examples: readonly SmallExample[];
} {
  const { dimension, loss, labelCount = 5, negatives = 5, wordCount = 30 } = options;
  const { wordNgrams = 1, buckets = 0, rowsOfTokens } = options;
  const random = seededRandom(dimension * 1000 + labelCount);
  const examples = options.examples ?? randomExamples(random, wordCount, labelCount);
  const distinctTokens = 1 + Math.max(wordCount, ...examples.flatMap(({ tokens }) => tokens));
  const tokenHashes = Int32Array.from({ length: distinctTokens }, () => (random() - 0.5) * 2 ** 32);
  const features: ReferenceFeatures = {
    wordCount,
    buckets,
    wordNgrams,
    tokenHashes,
    ...(rowsOfTokens ? { rowsOfTokens } : {}),
  };
  const paths = Array.from({ length: labelCount }, (_, label) => pathTo(label, labelCount));
  const memory = allocateClassifierMemory({
    wordCount,
    buckets,
    labelCount,
    dimension,
    wordNgrams,
    negatives,
    threads: 1,
    epochs: 1,
    exampleCount: examples.length,
    tokenCount: examples.flatMap(({ tokens }) => tokens).length,
    exampleLabelCount: examples.flatMap(({ labels }) => labels).length,
    distinctTokens,
    rowListLength: rowsOfTokens?.flat().length ?? 0,
    longestExample: Math.max(...examples.map(({ tokens }) => listRows(features, tokens).length)),
    pathLength: paths.flat().length,
  });
  memory.tokens.set(examples.flatMap(({ tokens }) => tokens));
  memory.exampleOffsets.set(offsetsOf(examples.map(({ tokens }) => tokens)));
  memory.exampleLabels.set(examples.flatMap(({ labels }) => labels));
  memory.labelOffsets.set(offsetsOf(examples.map(({ labels }) => labels)));
  memory.exampleOrder.set([...examples.keys()]);
  if (rowsOfTokens) {
    memory.rowOffsets.set(offsetsOf(rowsOfTokens));
    memory.rowLists.set(rowsOfTokens.flat());
  }
  if (wordNgrams > 1) memory.tokenHashes.set(tokenHashes);
  memory.pathOffsets.set(offsetsOf(paths));
  memory.pathNodes.set(paths.flat().map(({ row, label }) => 2 * row + label));
  fillAliasTable(
    Uint32Array.from({ length: labelCount }, (_, label) => 3 * (labelCount - label)),
    0.5,
    memory.aliasTable,
  );
  const stride = memory.layout.rowBytes / 4;
  const fillRows = (matrix: Float32Array): Float64Array => {
    const twin = new Float64Array((matrix.length / stride) * dimension);
    for (let index = 0; index < twin.length; index++) {
      const place = Math.floor(index / dimension) * stride + (index % dimension);
      matrix[place] = (random() - 0.5) * 1.2;
      twin[index] = matrix[place];
    }
    return twin;
  };
  const reference: ReferenceClassifier = {
    dimension,
    inputVectors: fillRows(memory.inputVectors),
    outputVectors: fillRows(memory.outputVectors),
    loss,
    paths,
    aliasTable: memory.aliasTable,
    negatives,
  };
  const kernels = bindClassifierKernels(module, memory.memory, memory.layout, 0);
  return { memory, kernels, reference, features, examples };
}

/** Paths to the leaves of a complete binary tree whose inner nodes are numbered from its root. */
function pathTo(label: number, labelCount: number): Target[] {
  const path: Target[] = [];
  for (let node = label + labelCount - 1; node > 0; node = (node - 1) >> 1)
    path.push({ row: (node - 1) >> 1, label: node % 2 === 0 ? 1 : 0 });
  return path;
}

function offsetsOf(lists: readonly (readonly unknown[])[]): number[] {
  let end = 0;
  return [0, ...lists.map((list) => (end += list.length))];
}

function randomExamples(
  random: () => number,
  wordCount: number,
  labelCount: number,
): SmallExample[] {
  return Array.from({ length: 12 }, (_, example) => ({
    tokens: Array.from({ length: 1 + example }, () => Math.floor(random() * random() * wordCount)),
    labels: Array.from({ length: 1 + (example % 3) }, () => Math.floor(random() * labelCount)),
  }));
}
