// The state of a training as bytes: how far each lane is, the loss curve, and both matrices as they are in memory.
import * as v from "valibot";
import { WordfieldError } from "../errors.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import type { CheckpointProgress } from "./progress.ts";

/** What is written before the numbers. */
export interface StateHeader extends CheckpointProgress {
  /** ISO 8601. */
  readonly savedAt: string;
  /** Bytes of each part, in order: they must be those of the training that goes on. */
  readonly parts: readonly number[];
}

const count = v.pipe(v.number(), v.minValue(0));
const schema = v.object({
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
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
/** A header holds four measurements an epoch, of a hundred bytes or two. */
const MAXIMUM_HEADER_BYTES = 16_000_000;

/** The parts of the shared memory that make up the state, in their order in the file. */
export function stateParts(training: TrainingMemory): Uint8Array<SharedArrayBuffer>[] {
  const { laneStates, losses, outputVectors, inputVectors } = training;
  return [laneStates, losses, outputVectors, inputVectors].map(
    (part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  );
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
