// The classification kernels as typed functions. Addresses are bytes in the one memory that the module shares.
import type { ClassifierMemoryLayout } from "./classifyMemory.ts";

/** The losses, as fastText's files number them: hierarchical softmax, negative sampling, softmax, one-vs-all. */
export const LOSS_NUMBERS = { hs: 1, ns: 2, softmax: 3, ova: 4 } as const;

/** What a classifier minimizes. */
export type ClassifierLoss = keyof typeof LOSS_NUMBERS;

/** assembly/classifyState.ts says what the addresses mean, classifyReference.ts what comes out. */
export interface ClassifierKernels {
  seedRandom(seed: bigint): void;
  useVectors(
    inputVectors: number,
    outputVectors: number,
    rowBytes: number,
    labelCount: number,
  ): void;
  useExamples(
    tokens: number,
    exampleOffsets: number,
    exampleLabels: number,
    labelOffsets: number,
    exampleOrder: number,
  ): void;
  useFeatures(
    wordCount: number,
    buckets: number,
    wordNgrams: number,
    rowOffsets: number,
    rowLists: number,
    tokenHashes: number,
  ): void;
  /** Needed for hierarchical softmax. */
  useTree(pathOffsets: number, pathNodes: number): void;
  /** Needed for negative sampling. */
  useNoise(aliasTable: number, negatives: number): void;
  useScratch(
    hidden: number,
    hiddenChange: number,
    zeroRow: number,
    outputs: number,
    targetBlock: number,
    exampleRows: number,
  ): void;
  /** Fills input rows with uniform numbers in [-bound, bound) that depend on seed, row and column alone. */
  initializeRows(
    first: number,
    count: number,
    dimension: number,
    bound: number,
    seed: bigint,
  ): void;
  shuffleExamples(first: number, end: number): void;
  /** Trains the examples at places `first` to before `end` of the order; returns how many tokens they have. */
  trainExamples(first: number, end: number, loss: number, learningRate: number): number;
  /** The sum of the losses since it was last taken, each as it was before its step. Units: nats. */
  takeLoss(): number;
  /** Writes an example's probabilities to `outputs`; returns the number of its input rows, and writes nothing for 0. */
  scoreExample(example: number, loss: number): number;
}

/** Makes the kernels work on a memory, for one of its threads. */
export function bindClassifierKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  layout: ClassifierMemoryLayout,
  thread: number,
): ClassifierKernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = exports as unknown as ClassifierKernels;
  const { shape } = layout;
  const scratch = layout.scratch[thread]!;
  kernels.useVectors(layout.inputVectors, layout.outputVectors, layout.rowBytes, shape.labelCount);
  kernels.useExamples(
    layout.tokens,
    layout.exampleOffsets,
    layout.exampleLabels,
    layout.labelOffsets,
    layout.exampleOrder,
  );
  kernels.useFeatures(
    shape.wordCount,
    shape.buckets,
    shape.wordNgrams,
    shape.rowListLength === 0 ? 0 : layout.rowOffsets,
    layout.rowLists,
    layout.tokenHashes,
  );
  kernels.useTree(layout.pathOffsets, layout.pathNodes);
  kernels.useNoise(layout.aliasTable, shape.negatives);
  kernels.useScratch(
    scratch.hidden,
    scratch.hiddenChange,
    scratch.zeroRow,
    scratch.outputs,
    scratch.targetBlock,
    scratch.exampleRows,
  );
  return kernels;
}
