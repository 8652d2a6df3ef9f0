// A small training memory with random contents, and the same as the reference sees it.
import { readFile } from "node:fs/promises";
import { bindKernels, compileKernels, type Kernels } from "../../src/kernels/kernels.ts";
import {
  allocateTrainingMemory,
  layoutTrainingMemory,
  type TrainingMemory,
} from "../../src/kernels/memory.ts";
import type { ReferenceModel } from "../../src/kernels/reference.ts";
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
}

/** Compiles one build of the kernels. */
export async function kernelModule(build: "simd" | "relaxed"): Promise<WebAssembly.Module> {
  const paths = await builtPaths();
  return compileKernels(
    await readFile(build === "simd" ? paths.kernelsSimd : paths.kernelsRelaxed),
  );
}

/** Makes a memory whose vectors are random, with kernels that work on it, and its twin in double precision. */
export function smallTraining(
  module: WebAssembly.Module,
  options: SmallTraining,
): { training: TrainingMemory; kernels: Kernels; reference: ReferenceModel } {
  const { dimension, negatives, window = 5, sharesNegatives = true, wordCount = 30 } = options;
  const random = createRandom(dimension * 100 + negatives);
  const ids = options.ids ?? randomSentences(random, wordCount, 60);
  const lists = options.ngramRows ?? [];
  const training = allocateTrainingMemory(
    layoutTrainingMemory({
      wordCount,
      idCount: ids.length,
      dimension,
      threads: 1,
      window,
      negatives,
      buckets: options.buckets ?? 0,
      ngramRowCount: lists.flat().length,
      probeCount: 10,
      lossMarks: 1,
    }),
  );
  training.ids.set(ids);
  training.counts.set(Array.from({ length: wordCount }, (_, wordId) => 2 * (wordCount - wordId)));
  fillKeepThresholds(training.counts, options.sample ?? 0.1, training.keepThresholds);
  fillAliasTable(training.counts, 0.75, training.aliasTable);
  training.ngramRows.set(lists.flat());
  let offset = 0;
  for (const [wordId, list] of lists.entries())
    training.ngramOffsets[wordId + 1] = offset += list.length;
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
    negatives,
    sharesNegatives,
    inputVectors: fillRows(training.inputVectors),
    outputVectors: fillRows(training.outputVectors),
    ids: training.ids,
    keepThresholds: training.keepThresholds,
    aliasTable: training.aliasTable,
    ...(options.ngramRows ? { rowsOfWords: options.ngramRows } : {}),
  };
  return { training, reference, kernels: connected(module, training, sharesNegatives) };
}

function connected(
  module: WebAssembly.Module,
  training: TrainingMemory,
  sharesNegatives: boolean,
): Kernels {
  const kernels = bindKernels(module, training.memory);
  const { layout } = training;
  const scratch = layout.scratch[0]!;
  kernels.useVectors(layout.inputVectors, layout.outputVectors, layout.rowBytes);
  kernels.useVocabulary(layout.shape.wordCount, layout.keepThresholds, layout.aliasTable);
  if (layout.shape.ngramRowCount > 0) kernels.useSubwords(layout.ngramOffsets, layout.ngramRows);
  kernels.useSentences(layout.ids);
  kernels.useWindow(layout.shape.window, layout.shape.negatives, sharesNegatives);
  kernels.useScratch(
    scratch.targetBlocks,
    scratch.contextRows,
    scratch.keptIds,
    scratch.keptRows,
    scratch.zeroRow,
    scratch.hiddenRows,
  );
  return kernels;
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
