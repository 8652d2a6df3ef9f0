// A small training memory with random contents, and the same as the reference sees it.
import { readFile } from "node:fs/promises";
import { connectKernels } from "../../src/kernels/connect.ts";
import { bindKernels, compileKernels, type Kernels } from "../../src/kernels/kernels.ts";
import {
  allocateTrainingMemory,
  layoutTrainingMemory,
  type TrainingMemory,
} from "../../src/kernels/memory.ts";
import { createPacer } from "../../src/kernels/pacing.ts";
import type { ReferenceModel } from "../../src/kernels/reference.ts";
import { ReferenceNoise } from "../../src/kernels/referenceNoise.ts";
import { buildHuffmanPaths, type HuffmanPaths } from "../../src/training/huffman.ts";
import { createRandom, fillAliasTable, fillKeepThresholds } from "../../src/training/sampling.ts";
import { builtPaths } from "./builtEntries.ts";

/** What differs from test to test. */
export interface SmallTraining {
  readonly dimension: number;
  readonly negatives: number;
  readonly window?: number;
  readonly sharesNegatives?: boolean;
  readonly wordCount?: number;
  readonly ids?: readonly number[];
  /** Lists of input rows for each word, itself first: subwords. */
  readonly ngramRows?: readonly (readonly number[])[];
  readonly buckets?: number;
  readonly sample?: number;
  readonly windowIsFixed?: boolean;
  readonly loss?: "ns" | "hs" | "softmax";
  readonly usesWindowMean?: boolean;
  readonly givesWholeGradient?: boolean;
  readonly overlayRows?: number;
  readonly lanes?: number;
}

/** Compiles one build of the kernels. */
export async function kernelModule(
  build: "simd" | "relaxed" | "wide",
): Promise<WebAssembly.Module> {
  const { kernelsSimd, kernelsRelaxed, kernelsWide } = await builtPaths();
  const files = { simd: kernelsSimd, relaxed: kernelsRelaxed, wide: kernelsWide };
  return compileKernels(await readFile(files[build]));
}

/** Makes a memory whose vectors are random, with kernels that work on it, and its twin in double precision. */
export async function smallTraining(
  module: WebAssembly.Module,
  options: SmallTraining,
): Promise<{ training: TrainingMemory; kernels: Kernels; reference: ReferenceModel }> {
  const { dimension, window = 5, sharesNegatives = true, wordCount = 30, loss = "ns" } = options;
  const negatives = loss === "ns" ? options.negatives : 0;
  const random = createRandom(dimension * 100 + options.negatives);
  const ids = options.ids ?? randomSentences(random, wordCount, 60);
  const lists = options.ngramRows ?? [];
  const counts = Uint32Array.from({ length: wordCount }, (_, wordId) => 2 * (wordCount - wordId));
  const paths = loss === "hs" ? await buildHuffmanPaths(counts, createPacer()) : undefined;
  const targetCount = paths?.longest ?? 1 + negatives;
  const training = allocateTrainingMemory(
    layoutTrainingMemory({
      wordCount,
      outputRowCount: wordCount,
      idCount: ids.length,
      idBufferLength: 0,
      dimension,
      lanes: options.lanes ?? 1,
      window,
      negatives,
      targetCount,
      logitCount: loss === "softmax" ? wordCount : targetCount,
      buckets: options.buckets ?? 0,
      ngramRowCount: lists.flat().length,
      longestRowList: Math.max(0, ...lists.map((list) => list.length)),
      pathNodeCount: paths?.nodes.length ?? 0,
      overlayRows: options.overlayRows ?? 0,
      sentenceRows: 0,
      probeCount: 10,
      lossMarks: 1,
    }),
  );
  training.ids.set(ids);
  training.counts.set(counts);
  fillKeepThresholds(training.counts, options.sample ?? 0.1, training.keepThresholds);
  fillAliasTable(training.counts, 0.75, training.aliasTable);
  training.ngramRows.set(lists.flat());
  let offset = 0;
  for (const [wordId, list] of lists.entries())
    training.ngramOffsets[wordId + 1] = offset += list.length;
  if (paths) {
    training.pathOffsets.set(paths.offsets);
    training.pathNodes.set(paths.nodes);
  }
  const stride = training.layout.rowBytes / 4;
  const fillRows = (matrix: Float32Array): Float64Array => {
    const rows = matrix.length / stride;
    const twin = new Float64Array(rows * dimension);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < dimension; column++) {
        matrix[row * stride + column] = (random() - 0.5) * 0.6;
        twin[row * dimension + column] = matrix[row * stride + column]!;
      }
    return twin;
  };
  const reference: ReferenceModel = {
    dimension,
    window,
    windowIsFixed: options.windowIsFixed ?? false,
    loss,
    negatives,
    sharesNegatives,
    usesWindowMean: options.usesWindowMean ?? false,
    givesWholeGradient: options.givesWholeGradient ?? false,
    inputVectors: fillRows(training.inputVectors),
    outputVectors: fillRows(training.outputVectors),
    ids: training.ids,
    keepThresholds: training.keepThresholds,
    noise: new ReferenceNoise(training.aliasTable, dimension),
    ...(options.ngramRows ? { rowsOfWords: options.ngramRows } : {}),
    ...(paths ? { paths: listPaths(paths) } : {}),
  };
  const kernels = bindKernels(module, training.memory);
  connectKernels(kernels, training.layout, 0, {
    loss,
    sharedNegatives: sharesNegatives,
    dynamicWindow: !reference.windowIsFixed,
    usesWindowMean: reference.usesWindowMean,
    givesWholeGradient: reference.givesWholeGradient,
  });
  return { training, reference, kernels };
}

function listPaths({ offsets, nodes }: HuffmanPaths): { node: number; code: number }[][] {
  return Array.from({ length: offsets.length - 1 }, (_, wordId) =>
    [...nodes.subarray(offsets[wordId], offsets[wordId + 1])].map((entry) => ({
      node: entry >> 1,
      code: entry & 1,
    })),
  );
}

function randomSentences(random: () => number, wordCount: number, count: number): number[] {
  return Array.from({ length: count }, () =>
    random() < 0.1 ? -1 : Math.floor(random() * random() * wordCount),
  );
}

/** The largest difference between a matrix of the kernels and its twin; the padding counts as zeros. */
export function largestDifference(
  matrix: Float32Array,
  stride: number,
  twin: Float64Array,
  dimension: number,
): number {
  let largest = 0;
  for (let index = 0; index < matrix.length; index++) {
    const column = index % stride;
    const expected =
      column < dimension ? twin[Math.floor(index / stride) * dimension + column]! : 0;
    const difference = Math.abs(matrix[index]! - expected);
    // A NaN must not pass as the smaller one.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
