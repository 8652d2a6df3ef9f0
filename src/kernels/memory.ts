// The one layout of the memory that training threads share, and how much it takes.
import { WordfieldError } from "../errors.ts";

/** The numbers that decide how much memory a training takes. */
export interface TrainingShape {
  readonly wordCount: number;
  /** Rows of the output matrix: one a word, or one an inner node of the Huffman tree. */
  readonly outputRowCount: number;
  /** Ids in the stream, ends of sentences included. */
  readonly idCount: number;
  /** 0 where all ids are in memory; else each lane has a buffer of so many, filled from a file. */
  readonly idBufferLength: number;
  readonly dimension: number;
  /** Parts of the text that are trained side by side, each with numbers of its own. */
  readonly lanes: number;
  readonly window: number;
  readonly negatives: number;
  /** The most output rows that one step trains. */
  readonly targetCount: number;
  /** Logits of one probe example at most. */
  readonly logitCount: number;
  /** Rows for n-grams after those for words; 0 without subwords. */
  readonly buckets: number;
  /** All words' row lists together, each with the word itself; 0 without subwords. */
  readonly ngramRowCount: number;
  /** The longest of these lists. */
  readonly longestRowList: number;
  /** All words' paths together; 0 without hierarchical softmax. */
  readonly pathNodeCount: number;
  /** Rows of each lane's overlay, a power of two; 0 where lanes train in place. */
  readonly overlayRows: number;
  /** Rows that a sentence may touch at most; 0 where lanes train in place. */
  readonly sentenceRows: number;
  readonly probeCount: number;
  /** How often the loss is measured. */
  readonly lossMarks: number;
}

/** Scratch of one lane, as addresses; assembly/state.ts says what each is for. */
interface ScratchLayout {
  readonly targetBlocks: number;
  readonly logisticConstants: number;
  readonly sums: number;
  readonly contextRows: number;
  readonly keptIds: number;
  readonly keptRows: number;
  readonly sentenceEnds: number;
  readonly zeroRow: number;
  readonly slotRows: number;
  readonly slotTable: number;
  readonly hiddenRows: number;
  readonly partRows: number;
  readonly logits: number;
  readonly idBuffer: number;
}

/** Where everything lies, in bytes from the start of the memory. */
export interface MemoryLayout {
  readonly shape: TrainingShape;
  /** Bytes from one row to the next: the dimension rounded up to eight floats. */
  readonly rowBytes: number;
  readonly control: number;
  readonly laneStates: number;
  readonly losses: number;
  readonly noisePools: number;
  /** From one lane's pool to the next. */
  readonly noisePoolBytes: number;
  readonly scratch: readonly ScratchLayout[];
  readonly overlays: number;
  /** From one lane's overlay to the next. */
  readonly overlayBytes: number;
  readonly ids: number;
  readonly counts: number;
  readonly keepThresholds: number;
  readonly aliasTable: number;
  readonly ngramOffsets: number;
  readonly ngramRows: number;
  readonly pathOffsets: number;
  readonly pathNodes: number;
  readonly probes: number;
  readonly outputVectors: number;
  readonly inputVectors: number;
  readonly totalBytes: number;
}

/** Places in `TrainingMemory.control`. */
export const CONTROL = {
  /** What the threads shall do: one of `ORDERS`. */
  order: 0,
  /** Threads that have stopped for a pause. */
  parked: 1,
  /** How many of `probes` are filled. */
  probesFound: 2,
  /** How many of `losses` are measured or being measured. */
  marksTaken: 3,
  /** Threads that have come to the barrier, and how often it has opened. */
  arrived: 4,
  rounds: 5,
} as const;

/** Values of `CONTROL.order`: wait for the others, train, stand still, end. */
export const ORDERS = { prepare: 0, train: 1, pause: 2, end: 3 } as const;

/** Numbers of a lane in `TrainingMemory.laneStates`: ids trained so far over all epochs, and the state of its random numbers. */
export const LANE_STATE = { done: 0, random: 1, length: 2 } as const;

/** The shared memory with a typed view of each part that TypeScript code touches. */
export interface TrainingMemory {
  readonly memory: WebAssembly.Memory;
  readonly layout: MemoryLayout;
  /** Whatever threads tell each other; `CONTROL` names the places. */
  readonly control: Int32Array<SharedArrayBuffer>;
  /** [lanes, LANE_STATE.length] */
  readonly laneStates: BigUint64Array<SharedArrayBuffer>;
  /** [lossMarks] mean loss per example; NaN until measured. */
  readonly losses: Float64Array<SharedArrayBuffer>;
  /** [lanes, noisePoolBytes / 4] the words that each lane picks negatives from. */
  readonly noisePools: Int32Array<SharedArrayBuffer>;
  /** Empty where ids come from a file. */
  readonly ids: Int32Array<SharedArrayBuffer>;
  readonly counts: Uint32Array<SharedArrayBuffer>;
  readonly keepThresholds: Uint32Array<SharedArrayBuffer>;
  /** [wordCount, 2] threshold and alias. */
  readonly aliasTable: Uint32Array<SharedArrayBuffer>;
  /** [wordCount + 1] where each word's list starts in `ngramRows`; empty without subwords. */
  readonly ngramOffsets: Uint32Array<SharedArrayBuffer>;
  readonly ngramRows: Int32Array<SharedArrayBuffer>;
  /** [wordCount + 1] where each word's path starts in `pathNodes`; empty without hierarchical softmax. */
  readonly pathOffsets: Uint32Array<SharedArrayBuffer>;
  readonly pathNodes: Uint32Array<SharedArrayBuffer>;
  /** [probeCount, probeLength(window, negatives)] */
  readonly probes: Int32Array<SharedArrayBuffer>;
  /** [outputRowCount, rowBytes / 4] */
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
/** These are constants of the kernels: assembly/noise.ts, targets.ts, logistic.ts, sentence.ts, subwords.ts, overlay.ts. */
const NOISE_POOL_BYTES = 64 + 4 * (512 + 256);
const TARGETS_PER_BLOCK = 6;
const BLOCK_BYTES = 192;
const LOGISTIC_BYTES = 16 * 9;
const SUMS_BYTES = 32 * 12;
const MAXIMUM_SENTENCE = 1000;
const BLOCK_WORDS = 256;
const SLOT_TABLE_BYTES = 4 * (2 + 1) * BLOCK_WORDS;
const OVERLAY_HEAD_BYTES = 64;
const OVERLAY_BYTES_PER_ROW = 2 * 8 + 4 + 4;

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
  const { shape } = layout;
  const { wordCount, ngramRowCount, pathNodeCount, window, negatives, lossMarks } = shape;
  const rowFloats = layout.rowBytes / 4;
  const probeIds = shape.probeCount * probeLength(window, negatives);
  const inputRowCount = wordCount + shape.buckets;
  return {
    memory,
    layout,
    control: new Int32Array(buffer, layout.control, Object.keys(CONTROL).length),
    laneStates: new BigUint64Array(buffer, layout.laneStates, shape.lanes * LANE_STATE.length),
    losses: new Float64Array(buffer, layout.losses, lossMarks),
    noisePools: new Int32Array(
      buffer,
      layout.noisePools,
      (shape.lanes * layout.noisePoolBytes) / 4,
    ),
    ids: new Int32Array(buffer, layout.ids, idsInMemory(shape)),
    counts: new Uint32Array(buffer, layout.counts, wordCount),
    keepThresholds: new Uint32Array(buffer, layout.keepThresholds, wordCount),
    aliasTable: new Uint32Array(buffer, layout.aliasTable, 2 * wordCount),
    ngramOffsets: new Uint32Array(buffer, layout.ngramOffsets, ngramRowCount && wordCount + 1),
    ngramRows: new Int32Array(buffer, layout.ngramRows, ngramRowCount),
    pathOffsets: new Uint32Array(buffer, layout.pathOffsets, pathNodeCount && wordCount + 1),
    pathNodes: new Uint32Array(buffer, layout.pathNodes, pathNodeCount),
    probes: new Int32Array(buffer, layout.probes, probeIds),
    outputVectors: new Float32Array(buffer, layout.outputVectors, shape.outputRowCount * rowFloats),
    inputVectors: new Float32Array(buffer, layout.inputVectors, inputRowCount * rowFloats),
  };
}

/** A lane's buffer of ids that come from a file. */
export function viewIdBuffer(
  { memory, layout }: TrainingMemory,
  lane: number,
): Int32Array<SharedArrayBuffer> {
  const buffer = memory.buffer as unknown as SharedArrayBuffer;
  return new Int32Array(buffer, layout.scratch[lane]!.idBuffer, layout.shape.idBufferLength);
}

function idsInMemory(shape: TrainingShape): number {
  return shape.idBufferLength > 0 ? 0 : shape.idCount;
}

function placeParts(shape: TrainingShape): MemoryLayout {
  let next = FIRST_BYTE;
  const place = (bytes: number): number => {
    const address = next;
    next += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return address;
  };
  const rowBytes = Math.ceil(shape.dimension / 8) * 32;
  const { wordCount, negatives } = shape;
  const probeIds = shape.probeCount * probeLength(shape.window, negatives);
  const overlayBytes =
    shape.overlayRows > 0
      ? OVERLAY_HEAD_BYTES + shape.overlayRows * (OVERLAY_BYTES_PER_ROW + rowBytes)
      : 0;
  return {
    shape,
    rowBytes,
    control: place(4 * Object.keys(CONTROL).length),
    laneStates: place(8 * LANE_STATE.length * shape.lanes),
    losses: place(8 * shape.lossMarks),
    noisePools: place(NOISE_POOL_BYTES * shape.lanes),
    noisePoolBytes: NOISE_POOL_BYTES,
    scratch: Array.from({ length: shape.lanes }, () => ({
      targetBlocks: place(Math.ceil(shape.targetCount / TARGETS_PER_BLOCK) * BLOCK_BYTES),
      logisticConstants: place(LOGISTIC_BYTES),
      sums: place(SUMS_BYTES),
      // Of two windows.
      contextRows: place(2 * 4 * 2 * shape.window),
      keptIds: place(4 * MAXIMUM_SENTENCE),
      keptRows: place(4 * MAXIMUM_SENTENCE),
      sentenceEnds: place((4 * BLOCK_WORDS) / 2),
      zeroRow: place(rowBytes),
      // Two rows for each word of a block: its vector before and after.
      slotRows: place(shape.ngramRowCount > 0 ? 2 * rowBytes * BLOCK_WORDS : 0),
      slotTable: place(shape.ngramRowCount > 0 ? SLOT_TABLE_BYTES : 0),
      hiddenRows: place(4 * rowBytes),
      partRows: place(4 * shape.longestRowList),
      // Full softmax works on four at a time.
      logits: place(16 * Math.ceil(shape.logitCount / 4)),
      idBuffer: place(4 * shape.idBufferLength),
    })),
    overlays: place(overlayBytes * shape.lanes),
    overlayBytes,
    ids: place(4 * idsInMemory(shape)),
    counts: place(4 * wordCount),
    keepThresholds: place(4 * wordCount),
    aliasTable: place(8 * wordCount),
    ngramOffsets: place(shape.ngramRowCount > 0 ? 4 * (wordCount + 1) : 0),
    ngramRows: place(4 * shape.ngramRowCount),
    pathOffsets: place(shape.pathNodeCount > 0 ? 4 * (wordCount + 1) : 0),
    pathNodes: place(4 * shape.pathNodeCount),
    probes: place(4 * probeIds),
    outputVectors: place(shape.outputRowCount * rowBytes),
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
    adviceFor("the number of words", shape.wordCount, (wordCount) => ({
      ...shape,
      wordCount,
      outputRowCount: Math.min(shape.outputRowCount, wordCount),
    })),
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
