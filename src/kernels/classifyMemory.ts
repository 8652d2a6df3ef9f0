// The one layout of the memory in which a classifier is trained or asked, and how much it takes.
import { WordfieldError } from "../errors.ts";

/** The numbers that decide how much memory a classifier takes. */
export interface ClassifierShape {
  readonly wordCount: number;
  /** Input rows for n-grams after those for words. */
  readonly buckets: number;
  readonly labelCount: number;
  readonly dimension: number;
  /** Words of the longest word n-gram; 1 for none. */
  readonly wordNgrams: number;
  readonly negatives: number;
  readonly threads: number;
  readonly epochs: number;
  readonly exampleCount: number;
  /** Tokens of all examples together. */
  readonly tokenCount: number;
  /** Labels of all examples together. */
  readonly exampleLabelCount: number;
  /** Tokens that differ, with words first: what lists of rows and hashes are for. */
  readonly distinctTokens: number;
  /** All tokens' lists of rows together; 0 without character n-grams. */
  readonly rowListLength: number;
  /** Input rows of the example that has most. */
  readonly longestExample: number;
  /** All labels' paths together; 0 without hierarchical softmax. */
  readonly pathLength: number;
}

/** Scratch of one thread, as addresses; assembly/classifyState.ts says what each is for. */
interface ScratchLayout {
  readonly hidden: number;
  readonly hiddenChange: number;
  readonly zeroRow: number;
  readonly outputs: number;
  readonly targetBlock: number;
  readonly exampleRows: number;
}

/** Where everything lies, in bytes from the start of the memory. */
export interface ClassifierMemoryLayout {
  readonly shape: ClassifierShape;
  /** Bytes from one row to the next: the dimension rounded up to four floats. */
  readonly rowBytes: number;
  readonly prepared: number;
  readonly cancelFlag: number;
  readonly progress: number;
  readonly losses: number;
  readonly scratch: readonly ScratchLayout[];
  readonly tokens: number;
  readonly exampleOffsets: number;
  readonly exampleLabels: number;
  readonly labelOffsets: number;
  readonly exampleOrder: number;
  readonly rowOffsets: number;
  readonly rowLists: number;
  readonly tokenHashes: number;
  readonly pathOffsets: number;
  readonly pathNodes: number;
  readonly aliasTable: number;
  readonly outputVectors: number;
  readonly inputVectors: number;
  readonly totalBytes: number;
}

/** The memory with a typed view of each part that TypeScript code touches. */
export interface ClassifierMemory {
  readonly memory: WebAssembly.Memory;
  readonly layout: ClassifierMemoryLayout;
  /** [1] how many threads are ready to train. */
  readonly prepared: Int32Array<SharedArrayBuffer>;
  /** [1] 1 when threads shall stop. */
  readonly cancelFlag: Int32Array<SharedArrayBuffer>;
  /** [1] tokens trained so far, over all threads and epochs. */
  readonly progress: BigInt64Array<SharedArrayBuffer>;
  /** [threads, epochs, 2] sum of losses, and number of examples that it is of. */
  readonly losses: Float64Array<SharedArrayBuffer>;
  readonly tokens: Int32Array<SharedArrayBuffer>;
  /** [exampleCount + 1] */
  readonly exampleOffsets: Uint32Array<SharedArrayBuffer>;
  readonly exampleLabels: Int32Array<SharedArrayBuffer>;
  /** [exampleCount + 1] */
  readonly labelOffsets: Uint32Array<SharedArrayBuffer>;
  /** [exampleCount] */
  readonly exampleOrder: Int32Array<SharedArrayBuffer>;
  /** [distinctTokens + 1]; empty without character n-grams. */
  readonly rowOffsets: Uint32Array<SharedArrayBuffer>;
  readonly rowLists: Int32Array<SharedArrayBuffer>;
  /** [distinctTokens]; empty without word n-grams. */
  readonly tokenHashes: Int32Array<SharedArrayBuffer>;
  /** [labelCount + 1] */
  readonly pathOffsets: Uint32Array<SharedArrayBuffer>;
  /** As in training/huffman.ts. */
  readonly pathNodes: Uint32Array<SharedArrayBuffer>;
  /** [labelCount, 2] */
  readonly aliasTable: Uint32Array<SharedArrayBuffer>;
  /** [labelCount, rowBytes / 4] */
  readonly outputVectors: Float32Array<SharedArrayBuffer>;
  /** [wordCount + buckets, rowBytes / 4] */
  readonly inputVectors: Float32Array<SharedArrayBuffer>;
  /** For each thread [labelCount]: what `scoreExample` writes. */
  readonly outputs: readonly Float32Array<SharedArrayBuffer>[];
}

const PAGE_BYTES = 65536;
const MAXIMUM_PAGES = 65536;
const MAXIMUM_BYTES = MAXIMUM_PAGES * PAGE_BYTES;
/** The compiler of the kernels folds small offsets into addresses because nothing lies below 1024. */
const FIRST_BYTE = 1024;
/** Parts start on cache lines of their own, so that no two threads write to the same one. */
const LINE_BYTES = 64;
/** A constant of the kernels: assembly/classifyLosses.ts. */
const TARGET_BLOCK_BYTES = 64;

/**
 * Lays out the memory of a classifier and allocates it; all of it is zero.
 *
 * Errors: `out-of-memory` where it takes more than the 4 GB that WebAssembly can address, or than this machine gives.
 */
export function allocateClassifierMemory(shape: ClassifierShape): ClassifierMemory {
  const layout = placeParts(shape);
  if (layout.totalBytes > MAXIMUM_BYTES)
    throw new WordfieldError("out-of-memory", tooLarge(layout.totalBytes, shape));
  const pages = Math.ceil(layout.totalBytes / PAGE_BYTES);
  let memory: WebAssembly.Memory;
  // The engine answers with a RangeError; the user needs to know how much was asked for.
  try {
    memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new WordfieldError(
      "out-of-memory",
      `The classifier needs ${gigabytes(layout.totalBytes)}, which this machine does not have free. Use fewer buckets ` +
        `(${shape.buckets}) or a smaller dimension (${shape.dimension}), or close other programs.`,
      { cause },
    );
  }
  return viewClassifierMemory(memory, layout);
}

/** Makes the typed views of a memory that some thread allocated for this layout. */
export function viewClassifierMemory(
  memory: WebAssembly.Memory,
  layout: ClassifierMemoryLayout,
): ClassifierMemory {
  const buffer = memory.buffer as unknown as SharedArrayBuffer;
  const { shape } = layout;
  const rowFloats = layout.rowBytes / 4;
  const integers = (address: number, length: number) => new Int32Array(buffer, address, length);
  const unsigned = (address: number, length: number) => new Uint32Array(buffer, address, length);
  const floats = (address: number, length: number) => new Float32Array(buffer, address, length);
  return {
    memory,
    layout,
    prepared: integers(layout.prepared, 1),
    cancelFlag: integers(layout.cancelFlag, 1),
    progress: new BigInt64Array(buffer, layout.progress, 1),
    losses: new Float64Array(buffer, layout.losses, 2 * shape.threads * shape.epochs),
    tokens: integers(layout.tokens, shape.tokenCount),
    exampleOffsets: unsigned(layout.exampleOffsets, shape.exampleCount + 1),
    exampleLabels: integers(layout.exampleLabels, shape.exampleLabelCount),
    labelOffsets: unsigned(layout.labelOffsets, shape.exampleCount + 1),
    exampleOrder: integers(layout.exampleOrder, shape.exampleCount),
    rowOffsets: unsigned(layout.rowOffsets, rowOffsetCount(shape)),
    rowLists: integers(layout.rowLists, shape.rowListLength),
    tokenHashes: integers(layout.tokenHashes, hashCount(shape)),
    pathOffsets: unsigned(layout.pathOffsets, shape.labelCount + 1),
    pathNodes: unsigned(layout.pathNodes, shape.pathLength),
    aliasTable: unsigned(layout.aliasTable, 2 * shape.labelCount),
    outputVectors: floats(layout.outputVectors, shape.labelCount * rowFloats),
    inputVectors: floats(layout.inputVectors, (shape.wordCount + shape.buckets) * rowFloats),
    outputs: layout.scratch.map((scratch) => floats(scratch.outputs, shape.labelCount)),
  };
}

function rowOffsetCount(shape: ClassifierShape): number {
  return shape.rowListLength > 0 ? shape.distinctTokens + 1 : 0;
}

function hashCount(shape: ClassifierShape): number {
  return shape.wordNgrams > 1 ? shape.distinctTokens : 0;
}

function placeParts(shape: ClassifierShape): ClassifierMemoryLayout {
  let next = FIRST_BYTE;
  const place = (bytes: number): number => {
    const address = next;
    next += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return address;
  };
  const rowBytes = Math.ceil(shape.dimension / 4) * 16;
  const { labelCount, exampleCount } = shape;
  return {
    shape,
    rowBytes,
    prepared: place(4),
    cancelFlag: place(4),
    progress: place(8),
    losses: place(16 * shape.threads * shape.epochs),
    scratch: Array.from({ length: shape.threads }, () => ({
      hidden: place(rowBytes),
      hiddenChange: place(rowBytes),
      zeroRow: place(rowBytes),
      outputs: place(Math.ceil(labelCount / 4) * 16),
      targetBlock: place(TARGET_BLOCK_BYTES),
      exampleRows: place(4 * shape.longestExample),
    })),
    tokens: place(4 * shape.tokenCount),
    exampleOffsets: place(4 * (exampleCount + 1)),
    exampleLabels: place(4 * shape.exampleLabelCount),
    labelOffsets: place(4 * (exampleCount + 1)),
    exampleOrder: place(4 * exampleCount),
    rowOffsets: place(4 * rowOffsetCount(shape)),
    rowLists: place(4 * shape.rowListLength),
    tokenHashes: place(4 * hashCount(shape)),
    pathOffsets: place(4 * (labelCount + 1)),
    pathNodes: place(4 * shape.pathLength),
    aliasTable: place(8 * labelCount),
    outputVectors: place(labelCount * rowBytes),
    inputVectors: place((shape.wordCount + shape.buckets) * rowBytes),
    totalBytes: next,
  };
}

/** Says what was asked for, and for each thing that can be lowered the highest value that fits. */
function tooLarge(bytes: number, shape: ClassifierShape): string {
  const advice = [
    adviceFor("the buckets", shape.buckets, (buckets) => ({ ...shape, buckets })),
    adviceFor("the dimension", shape.dimension, (dimension) => ({ ...shape, dimension })),
  ].filter((text) => text !== undefined);
  const remedy = advice.length > 0 ? `Lower ${advice.join(", or ")}.` : "Use less text.";
  return `The classifier needs ${gigabytes(bytes)}, and ${gigabytes(MAXIMUM_BYTES)} is the most it can have. ${remedy}`;
}

function adviceFor(
  name: string,
  value: number,
  change: (value: number) => ClassifierShape,
): string | undefined {
  let fits = 0;
  let exceeds = value;
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (placeParts(change(middle)).totalBytes <= MAXIMUM_BYTES) fits = middle;
    else exceeds = middle;
  }
  return fits > 0 ? `${name} from ${value} to ${fits}` : undefined;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
