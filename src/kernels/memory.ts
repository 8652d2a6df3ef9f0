// The one layout of the memory that training threads share, and how much it takes.
import { WordfieldError } from "../errors.ts";

/** The numbers that decide how much memory a training takes. */
export interface TrainingShape {
  readonly wordCount: number;
  /** Ids in the stream, ends of sentences included. */
  readonly idCount: number;
  readonly dimension: number;
  readonly threads: number;
  readonly window: number;
  readonly negatives: number;
  /** Rows for n-grams after those for words; 0 without subwords. */
  readonly buckets: number;
  /** All words' row lists together, each with the word itself; 0 without subwords. */
  readonly ngramRowCount: number;
  readonly probeCount: number;
  /** How often the loss is measured. */
  readonly lossMarks: number;
}

/** Scratch of one thread, as addresses; assembly/state.ts says what each is for. */
interface ScratchLayout {
  readonly targetBlocks: number;
  readonly contextRows: number;
  readonly keptIds: number;
  readonly keptRows: number;
  readonly zeroRow: number;
  readonly hiddenRows: number;
  readonly logits: number;
}

/** Where everything lies, in bytes from the start of the memory. */
export interface MemoryLayout {
  readonly shape: TrainingShape;
  /** Bytes from one row to the next: the dimension rounded up to four floats. */
  readonly rowBytes: number;
  readonly startGate: number;
  readonly cancelFlag: number;
  readonly progress: number;
  readonly probesFound: number;
  readonly losses: number;
  readonly scratch: readonly ScratchLayout[];
  readonly ids: number;
  readonly counts: number;
  readonly keepThresholds: number;
  readonly aliasTable: number;
  readonly ngramOffsets: number;
  readonly ngramRows: number;
  readonly probes: number;
  readonly outputVectors: number;
  readonly inputVectors: number;
  readonly totalBytes: number;
}

/** The shared memory with a typed view of each part that TypeScript code touches. */
export interface TrainingMemory {
  readonly memory: WebAssembly.Memory;
  readonly layout: MemoryLayout;
  /** [1] 0 while threads prepare, 1 when they may train. */
  readonly startGate: Int32Array<SharedArrayBuffer>;
  /** [1] 1 when threads shall stop. */
  readonly cancelFlag: Int32Array<SharedArrayBuffer>;
  /** [1] ids trained so far, over all threads and epochs. */
  readonly progress: BigInt64Array<SharedArrayBuffer>;
  /** [1] how many of `probes` are filled. */
  readonly probesFound: Int32Array<SharedArrayBuffer>;
  /** [lossMarks] mean loss per example; NaN until measured. */
  readonly losses: Float64Array<SharedArrayBuffer>;
  readonly ids: Int32Array<SharedArrayBuffer>;
  readonly counts: Uint32Array<SharedArrayBuffer>;
  readonly keepThresholds: Uint32Array<SharedArrayBuffer>;
  /** [wordCount, 2] threshold and alias. */
  readonly aliasTable: Uint32Array<SharedArrayBuffer>;
  /** [wordCount + 1] where each word's list starts in `ngramRows`; empty without subwords. */
  readonly ngramOffsets: Uint32Array<SharedArrayBuffer>;
  readonly ngramRows: Int32Array<SharedArrayBuffer>;
  /** [probeCount, probeLength(window, negatives)] */
  readonly probes: Int32Array<SharedArrayBuffer>;
  /** [wordCount, rowBytes / 4] */
  readonly outputVectors: Float32Array<SharedArrayBuffer>;
  /** [wordCount + buckets, rowBytes / 4] */
  readonly inputVectors: Float32Array<SharedArrayBuffer>;
}

const PAGE_BYTES = 65536;
const MAXIMUM_PAGES = 65536;
const MAXIMUM_BYTES = MAXIMUM_PAGES * PAGE_BYTES;
/** The compiler of the kernels folds small offsets into addresses because nothing lies below 1024. */
const FIRST_BYTE = 1024;
/** Parts start on cache lines of their own, so that no two threads write to the same one. */
const LINE_BYTES = 64;
/** These three are constants of the kernels: assembly/targets.ts, skipGram.ts and subwords.ts. */
const BLOCK_BYTES = 192;
const MAXIMUM_SENTENCE = 1000;
const MAXIMUM_SUBWORD_SENTENCE = 128;

/** Integers of a probe example: the number of contexts, their ids, then the true word and its negatives. */
export function probeLength(window: number, negatives: number): number {
  return 1 + 2 * window + 1 + negatives;
}

/** Computes how many bytes a training takes, whether or not there is room for them. */
export function estimateTrainingBytes(shape: TrainingShape): number {
  return placeParts(shape).totalBytes;
}

/**
 * Lays out the memory of a training.
 *
 * Errors: `out-of-memory` where it would take more than the 4 GB that WebAssembly can address.
 */
export function layoutTrainingMemory(shape: TrainingShape): MemoryLayout {
  const layout = placeParts(shape);
  if (layout.totalBytes > MAXIMUM_BYTES)
    throw new WordfieldError("out-of-memory", tooLarge(layout.totalBytes, shape));
  return layout;
}

/**
 * Allocates the shared memory of a layout; all of it is zero.
 *
 * Errors: `out-of-memory` where this machine does not give that much.
 */
export function allocateTrainingMemory(layout: MemoryLayout): TrainingMemory {
  const pages = Math.ceil(layout.totalBytes / PAGE_BYTES);
  let memory: WebAssembly.Memory;
  // The engine answers with a RangeError; the user needs to know how much was asked for.
  try {
    memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new WordfieldError(
      "out-of-memory",
      `Training needs ${gigabytes(layout.totalBytes)}, which this machine does not have free. Lower the dimension ` +
        `(${layout.shape.dimension}) or the number of words (${layout.shape.wordCount}), or close other programs.`,
      { cause },
    );
  }
  const training = viewTrainingMemory(memory, layout);
  training.losses.fill(NaN);
  return training;
}

/** Makes the typed views of a memory that some thread allocated for this layout. */
export function viewTrainingMemory(
  memory: WebAssembly.Memory,
  layout: MemoryLayout,
): TrainingMemory {
  const buffer = memory.buffer as unknown as SharedArrayBuffer;
  const { wordCount, idCount, buckets, ngramRowCount, probeCount, window, negatives, lossMarks } =
    layout.shape;
  const rowFloats = layout.rowBytes / 4;
  return {
    memory,
    layout,
    startGate: new Int32Array(buffer, layout.startGate, 1),
    cancelFlag: new Int32Array(buffer, layout.cancelFlag, 1),
    progress: new BigInt64Array(buffer, layout.progress, 1),
    probesFound: new Int32Array(buffer, layout.probesFound, 1),
    losses: new Float64Array(buffer, layout.losses, lossMarks),
    ids: new Int32Array(buffer, layout.ids, idCount),
    counts: new Uint32Array(buffer, layout.counts, wordCount),
    keepThresholds: new Uint32Array(buffer, layout.keepThresholds, wordCount),
    aliasTable: new Uint32Array(buffer, layout.aliasTable, 2 * wordCount),
    ngramOffsets: new Uint32Array(buffer, layout.ngramOffsets, ngramRowCount && wordCount + 1),
    ngramRows: new Int32Array(buffer, layout.ngramRows, ngramRowCount),
    probes: new Int32Array(buffer, layout.probes, probeCount * probeLength(window, negatives)),
    outputVectors: new Float32Array(buffer, layout.outputVectors, wordCount * rowFloats),
    inputVectors: new Float32Array(buffer, layout.inputVectors, (wordCount + buckets) * rowFloats),
  };
}

function placeParts(shape: TrainingShape): MemoryLayout {
  let next = FIRST_BYTE;
  const place = (bytes: number): number => {
    const address = next;
    next += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return address;
  };
  const rowBytes = Math.ceil(shape.dimension / 4) * 16;
  const { wordCount, negatives } = shape;
  const probeIds = shape.probeCount * probeLength(shape.window, negatives);
  return {
    shape,
    rowBytes,
    startGate: place(4),
    cancelFlag: place(4),
    progress: place(8),
    probesFound: place(4),
    losses: place(8 * shape.lossMarks),
    scratch: Array.from({ length: shape.threads }, () => ({
      targetBlocks: place(Math.ceil((negatives + 1) / 6) * BLOCK_BYTES),
      contextRows: place(4 * 2 * shape.window),
      keptIds: place(4 * MAXIMUM_SENTENCE),
      keptRows: place(4 * MAXIMUM_SENTENCE),
      zeroRow: place(rowBytes),
      // Two rows for each word of a sentence: its vector before and after. CBOW has one pair at a time.
      hiddenRows: place(2 * rowBytes * (shape.buckets > 0 ? MAXIMUM_SUBWORD_SENTENCE : 1)),
      logits: place(4 * shape.probeCount * (1 + negatives)),
    })),
    ids: place(4 * shape.idCount),
    counts: place(4 * wordCount),
    keepThresholds: place(4 * wordCount),
    aliasTable: place(8 * wordCount),
    ngramOffsets: place(shape.ngramRowCount > 0 ? 4 * (wordCount + 1) : 0),
    ngramRows: place(4 * shape.ngramRowCount),
    probes: place(4 * probeIds),
    outputVectors: place(wordCount * rowBytes),
    inputVectors: place((wordCount + shape.buckets) * rowBytes),
    totalBytes: next,
  };
}

/** Says what was asked for, and for each thing that can be lowered the highest value that fits. */
function tooLarge(bytes: number, shape: TrainingShape): string {
  const advice = [
    adviceFor("the dimension", shape.dimension, (dimension) => ({ ...shape, dimension })),
    shape.buckets > 0
      ? adviceFor("the buckets", shape.buckets, (buckets) => ({ ...shape, buckets }))
      : undefined,
    adviceFor("the number of words", shape.wordCount, (wordCount) => ({ ...shape, wordCount })),
  ].filter((text) => text !== undefined);
  const remedy = advice.length > 0 ? `Lower ${advice.join(", or ")}.` : "Train on less text.";
  return `Training needs ${gigabytes(bytes)}, and ${gigabytes(MAXIMUM_BYTES)} is the most it can have. ${remedy}`;
}

function adviceFor(
  name: string,
  value: number,
  change: (value: number) => TrainingShape,
): string | undefined {
  let fits = 0;
  let exceeds = value;
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (estimateTrainingBytes(change(middle)) <= MAXIMUM_BYTES) fits = middle;
    else exceeds = middle;
  }
  return fits > 0 ? `${name} from ${value} to ${fits}` : undefined;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
