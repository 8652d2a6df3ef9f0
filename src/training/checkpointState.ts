// The state of a training as bytes: how far each lane is, the loss curve, and both matrices as they are in memory.
import * as v from "valibot";
import { WordfieldError } from "../errors.ts";
import { findNotFinite } from "../embeddings/finite.ts";
import { SENTENCE_END } from "../corpus/encodedText.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import { findWrongId } from "./corpus.ts";
import { idsDone, laneRange, totalIdsDone } from "./lanes.ts";
import type { CheckpointProgress } from "./progress.ts";

/** What is written before the numbers. */
export interface StateHeader extends CheckpointProgress {
  /** ISO 8601. */
  readonly savedAt: string;
  /** ISO 8601; once for each time that the training went on from a checkpoint. */
  readonly resumedAt: readonly string[];
  /** Bytes of each part, in order: they must be those of the training that goes on. */
  readonly parts: readonly number[];
}

const count = v.pipe(v.number(), v.minValue(0));
const schema = v.object({
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  resumedAt: v.array(v.pipe(v.string(), v.isoTimestamp())),
  parts: v.array(count),
  fraction: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  seconds: count,
  marks: v.array(
    v.object({
      epoch: v.number(),
      idsDone: v.number(),
      seconds: v.number(),
      wordsPerSecond: v.number(),
      learningRate: v.number(),
      loss: v.number(),
    }),
  ),
});

const MAGIC = "wordfield state 1\n";
/** Bytes before the header: the magic text and the header's length. */
export const STATE_PREFIX_BYTES = MAGIC.length + 4;
/** The clock is looked at after so many numbers: about a millisecond. */
const FLOATS_PER_STEP = 1_000_000;
/** Numbers of a pool before its words. */
const POOL_HEAD = 16;
/** Words of a pool; behind them come those drawn ahead. */
const POOL_WORDS = 512;
/** A header holds four measurements an epoch, of a hundred bytes or two. */
const MAXIMUM_HEADER_BYTES = 16_000_000;

/** The parts of the shared memory that make up the state, in their order in the file. */
export function stateParts(training: TrainingMemory): Uint8Array<SharedArrayBuffer>[] {
  const { laneStates, losses, noisePools, outputVectors, inputVectors } = training;
  return [laneStates, losses, noisePools, outputVectors, inputVectors].map(
    (part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  );
}

/** Counts the measurements of the loss in a training's memory. */
export function countMarks({ losses }: TrainingMemory): number {
  const first = losses.findIndex(Number.isNaN); // of those not made yet
  return first === -1 ? losses.length : first;
}

/**
 * Says what is wrong with a state that was read into a training's memory; undefined where nothing is.
 *
 * `fraction` is how far the training was by the header; `pace` is awaited now and then.
 */
export async function findStateFault(
  training: TrainingMemory,
  epochs: number,
  fraction: number,
  pace: () => Promise<void>,
): Promise<string | undefined> {
  const { shape } = training.layout;
  for (let lane = 0; lane < shape.lanes; lane++) {
    const { first, end } = laneRange(shape, lane);
    if (idsDone(training, lane) > (end - first) * epochs) return "it is further than its text goes";
  }
  if (Math.abs(totalIdsDone(training) / (shape.idCount * epochs) - fraction) > 1e-9)
    return "its header and its numbers do not belong together";
  if (!arePoolsSound(training)) return "it draws words that the vocabulary does not have";
  for (const matrix of [training.inputVectors, training.outputVectors])
    for (let start = 0; start < matrix.length; start += FLOATS_PER_STEP) {
      if (findNotFinite(matrix.subarray(start, start + FLOATS_PER_STEP)) !== -1)
        return "it has vectors that are not finite";
      await pace();
    }
  return undefined;
}

/** Whether the pools of noise words, laid out as kernels/assembly/noise.ts says, have words of the vocabulary only. */
function arePoolsSound({ noisePools, layout }: TrainingMemory): boolean {
  const length = layout.noisePoolBytes / 4;
  for (let first = 0; first < noisePools.length; first += length) {
    const words = noisePools.subarray(first + POOL_HEAD, first + length);
    const [, oldest = 0, next = 0] = noisePools.subarray(first, first + POOL_HEAD);
    if (oldest < 0 || oldest >= POOL_WORDS) return false;
    if (next < 0 || next >= words.length - POOL_WORDS) return false;
    if (findWrongId(words, layout.shape.wordCount) !== undefined || words.includes(SENTENCE_END))
      return false;
  }
  return true;
}

/** Composes what comes before the parts. */
export function composeStateHeader(header: StateHeader): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(STATE_PREFIX_BYTES + json.length);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, json.length, true);
  bytes.set(json, STATE_PREFIX_BYTES);
  return bytes;
}

/** Reads the length of the header. Errors: `bad-format`, with `path`. */
export function parseStatePrefix(bytes: Uint8Array, path: string): number {
  const magic = new TextDecoder("latin1").decode(bytes.subarray(0, MAGIC.length));
  if (bytes.length < STATE_PREFIX_BYTES || magic !== MAGIC)
    throw damagedCheckpoint(path, "it does not begin as a checkpoint does");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  if (length > MAXIMUM_HEADER_BYTES) throw damagedCheckpoint(path, "its header is too long");
  return length;
}

/** Parses the header. Errors: `bad-format`, with `path`. */
export function parseStateHeader(json: Uint8Array, path: string): StateHeader {
  const parsed = v.safeParse(schema, parseJson(json));
  if (!parsed.success) throw damagedCheckpoint(path, "its header is damaged");
  return parsed.output;
}

function parseJson(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(json));
  } catch {
    return undefined; // the schema says what is wrong with it
  }
}

/** The error for a checkpoint that nothing can go on from. */
export function damagedCheckpoint(path: string, what: string): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `The checkpoint ${path} is damaged: ${what}. Discard it and train again.`,
  );
}
