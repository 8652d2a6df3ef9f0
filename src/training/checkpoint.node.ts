// A training on disk, from which it can be resumed: a folder beside the model that it is to become.
import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import { CONTROL, type TrainingMemory } from "../kernels/memory.ts";
import type { IdStream } from "../corpus/encodedText.ts";
import { createPacer } from "../kernels/pacing.ts";
import {
  countMarks,
  damagedCheckpoint,
  findStateFault,
  parseStateHeader,
  parseStatePrefix,
  STATE_PREFIX_BYTES,
  type StateHeader,
  stateParts,
} from "./checkpointState.ts";
import {
  CHECKPOINT_FILES,
  CHECKPOINT_VERSION,
  checkpointFolder,
  hasCheckpoint,
  listCheckpointFolders,
  noCheckpoint,
  removeUnfinishedCheckpoint,
} from "./checkpointFolder.node.ts";
import { isOwned } from "./checkpointOwner.node.ts";
import { findWrongId, type TrainingCorpus } from "./corpus.ts";
import {
  completeHyperparameters,
  type HyperparameterOptions,
  type Hyperparameters,
} from "./hyperparameters.ts";
import type { EarlierProgress } from "./progress.ts";

/** What a checkpoint says of its training, without its vectors and its text. */
export interface CheckpointHeader {
  readonly modelPath: string;
  readonly hyperparameters: Hyperparameters;
  /** Whatever the engine needs to write the model at the end. */
  readonly recipe: unknown;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly state: StateHeader;
  /** Size on disk. */
  readonly bytes: number;
}

/** A training that can go on. */
export interface ResumableTraining extends CheckpointHeader {
  readonly corpus: TrainingCorpus;
  /** Puts the vectors and the lanes' states where they were. Errors: `bad-format`. */
  restore(training: TrainingMemory): Promise<EarlierProgress>;
}

/** Longer texts are trained from the file. Units: ids. */
const MAXIMUM_IDS_IN_MEMORY = 2 ** 28;
const SLICE_BYTES = 4 * 1024 * 1024;
/** The clock is looked at after so much work: a few milliseconds. */
const VOCABULARY_BYTES = 200_000;
const IDS_PER_STEP = 1_000_000;
const MAXIMUM_COUNT = 0xffffffff;
const LINE_END = 0x0a;

/** What a training is resumed from. */
const TRAINING_FILES = ["training", "vocabulary", "ids", "state"] as const;

const trainingSchema = v.object({
  version: v.literal(CHECKPOINT_VERSION),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  hyperparameters: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  recipe: v.unknown(),
});

/**
 * Lists the checkpoints in a folder that can be resumed, newest first; what is damaged is left out, and what a process
 * began to write and will not complete is removed.
 */
export async function listCheckpoints(folder: string): Promise<CheckpointHeader[]> {
  const headers: CheckpointHeader[] = [];
  for (const modelPath of await listCheckpointFolders(folder)) {
    if (await isOwned(checkpointFolder(modelPath))) continue;
    if (!(await hasCheckpoint(modelPath))) {
      await removeUnfinishedCheckpoint(modelPath);
      continue;
    }
    // A damaged one says so when it is to be resumed.
    const header = await readCheckpointHeader(modelPath).catch(() => undefined);
    if (header) headers.push(header);
  }
  return headers.sort((a, b) => b.state.savedAt.localeCompare(a.state.savedAt));
}

/** Reads what a checkpoint says of its training. Errors: `bad-format`, `model-missing`. */
export async function readCheckpointHeader(modelPath: string): Promise<CheckpointHeader> {
  const folder = checkpointFolder(modelPath);
  if (!(await hasCheckpoint(modelPath))) throw noCheckpoint(modelPath);
  const parsed = v.safeParse(
    trainingSchema,
    await readJson(join(folder, CHECKPOINT_FILES.training)),
  );
  if (!parsed.success)
    throw damagedCheckpoint(folder, `${CHECKPOINT_FILES.training} is damaged or missing`);
  const { hyperparameters, recipe, startedAt } = parsed.output;
  return explained(folder, undefined, async () => {
    const sizes = await Promise.all(
      TRAINING_FILES.map(async (name) => (await stat(join(folder, CHECKPOINT_FILES[name]))).size),
    );
    return {
      modelPath,
      hyperparameters: checkHyperparameters(hyperparameters, folder),
      recipe,
      startedAt,
      state: (await readState(join(folder, CHECKPOINT_FILES.state))).header,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
    };
  });
}

function checkHyperparameters(stored: HyperparameterOptions, folder: string): Hyperparameters {
  try {
    return completeHyperparameters(stored, 1); // which checks them
  } catch (error) {
    throw damagedCheckpoint(folder, `in ${CHECKPOINT_FILES.training}, ${(error as Error).message}`);
  }
}

/** Reads a checkpoint, all but its vectors, which `restore` reads. Errors: `bad-format`, `canceled`. */
export async function readCheckpoint(
  modelPath: string,
  signal?: AbortSignal,
): Promise<ResumableTraining> {
  const folder = checkpointFolder(modelPath);
  const header = await readCheckpointHeader(modelPath);
  const corpus = await explained(folder, signal, async () => {
    const vocabulary = await readVocabulary(join(folder, CHECKPOINT_FILES.vocabulary), signal);
    const idStream = await readIds(
      join(folder, CHECKPOINT_FILES.ids),
      vocabulary.words.length,
      signal,
    );
    return { ...vocabulary, ...idStream };
  });
  return {
    ...header,
    corpus,
    restore: (training) =>
      explained(folder, signal, () =>
        restoreState(
          join(folder, CHECKPOINT_FILES.state),
          training,
          header.hyperparameters.epochs,
          signal,
        ),
      ),
  };
}

/** What the file system says is wrong becomes what is wrong with the checkpoint. */
async function explained<T>(
  folder: string,
  signal: AbortSignal | undefined,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throwIfCanceled(signal);
    if (error instanceof WordfieldError) throw error;
    if (error instanceof RangeError)
      throw new WordfieldError(
        "out-of-memory",
        `There is no memory for the text of the checkpoint ${folder}. Close other programs and resume again.`,
        { cause: error },
      );
    throw damagedCheckpoint(folder, (error as Error).message);
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined; // the schema says what is wrong
  }
}

async function readVocabulary(
  path: string,
  signal: AbortSignal | undefined,
): Promise<Pick<TrainingCorpus, "words" | "counts">> {
  const pace = createPacer(signal);
  const bytes = await readFile(path, { signal });
  if (bytes.at(-1) !== LINE_END) throw damagedCheckpoint(path, "its last line is cut off");
  const words: string[] = [];
  const counts: number[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(LINE_END, Math.min(start + VOCABULARY_BYTES, bytes.length - 1));
    for (const line of decoder.decode(bytes.subarray(start, end)).split("\n")) {
      const space = line.indexOf(" ");
      const count = /^[1-9]\d{0,9}$/.test(line.slice(0, space)) ? Number(line.slice(0, space)) : 0;
      if (count === 0 || count > MAXIMUM_COUNT)
        throw damagedCheckpoint(path, `line ${words.length + 1} has no count that can be`);
      words.push(line.slice(space + 1));
      counts.push(count);
    }
    start = end + 1;
    await pace();
  }
  return { words, counts: Uint32Array.from(counts) };
}

async function readIds(
  path: string,
  words: number,
  signal: AbortSignal | undefined,
): Promise<IdStream> {
  const { size } = await stat(path);
  if (size % 4 !== 0) throw damagedCheckpoint(path, "it ends within a number");
  const length = size / 4;
  if (length > MAXIMUM_IDS_IN_MEMORY) return { idsFile: { path, length } };
  const ids = new Int32Array(new SharedArrayBuffer(size));
  await readInto(path, 0, [new Uint8Array(ids.buffer)]);
  const pace = createPacer(signal);
  for (let first = 0; first < length; first += IDS_PER_STEP) {
    const wrong = findWrongId(ids.subarray(first, first + IDS_PER_STEP), words);
    if (wrong !== undefined)
      throw damagedCheckpoint(path, `it has the id ${wrong}, and there are ${words} words`);
    await pace();
  }
  return { ids };
}

async function readState(path: string): Promise<{ header: StateHeader; dataStart: number }> {
  const file = await open(path);
  try {
    const prefix = new Uint8Array(STATE_PREFIX_BYTES);
    await file.read(prefix, 0, prefix.length, 0);
    const json = new Uint8Array(parseStatePrefix(prefix, path));
    await file.read(json, 0, json.length, STATE_PREFIX_BYTES);
    const header = parseStateHeader(json, path);
    const dataStart = STATE_PREFIX_BYTES + json.length;
    const { size } = await file.stat();
    const expected = header.parts.reduce((sum, bytes) => sum + bytes, dataStart);
    if (size !== expected)
      throw damagedCheckpoint(path, `it has ${size} bytes, expected ${expected}`);
    return { header, dataStart };
  } finally {
    await file.close();
  }
}

async function restoreState(
  path: string,
  training: TrainingMemory,
  epochs: number,
  signal: AbortSignal | undefined,
): Promise<EarlierProgress> {
  const { header, dataStart } = await readState(path);
  const parts = stateParts(training);
  const expected = parts.map((part) => part.length);
  if (header.parts.join() !== expected.join())
    throw damagedCheckpoint(
      path,
      `its parts have ${header.parts.join(", ")} bytes, expected ${expected.join(", ")}`,
    );
  await readInto(path, dataStart, parts);
  const fault = await findStateFault(training, epochs, header.fraction, createPacer(signal));
  if (fault !== undefined) throw damagedCheckpoint(path, fault);
  Atomics.store(training.control, CONTROL.marksTaken, countMarks(training));
  const { marks, seconds } = header;
  return { marks, seconds };
}

/** Fills arrays, one after the other, from a place in a file on. */
async function readInto(path: string, start: number, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path);
  try {
    const slice = new Uint8Array(SLICE_BYTES);
    let position = start;
    for (const part of parts)
      for (let filled = 0; filled < part.length;) {
        const wanted = Math.min(slice.length, part.length - filled);
        const { bytesRead } = await file.read(slice, 0, wanted, position);
        if (bytesRead === 0) throw damagedCheckpoint(path, "it ends too early");
        part.set(slice.subarray(0, bytesRead), filled);
        filled += bytesRead;
        position += bytesRead;
      }
  } finally {
    await file.close();
  }
}
