// A training on disk, from which it can be resumed: a folder beside the model that it is to become.
import { copyFile, link, mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import { writeAside } from "../embeddings/writeAside.node.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import type { IdStream } from "../corpus/encodedText.ts";
import { createPacer } from "../kernels/pacing.ts";
import {
  composeStateHeader,
  damagedCheckpoint,
  parseStateHeader,
  parseStatePrefix,
  STATE_PREFIX_BYTES,
  type StateHeader,
  stateParts,
} from "./checkpointState.ts";
import type { TrainingCorpus } from "./corpus.ts";
import { completeHyperparameters, type Hyperparameters } from "./hyperparameters.ts";
import type { CheckpointProgress, EarlierProgress } from "./progress.ts";

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

const ENDING = ".checkpoint";
const FILES = {
  training: "training.json",
  vocabulary: "vocabulary.txt",
  ids: "ids.int32",
  state: "state.bin",
} as const;
const VERSION = 1;
/** Longer texts are trained from the file. Units: ids. */
const MAXIMUM_IDS_IN_MEMORY = 2 ** 28;
const SLICE_BYTES = 4 * 1024 * 1024;
const WORDS_PER_STEP = 20_000;

const trainingSchema = v.object({
  version: v.literal(VERSION),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  hyperparameters: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  recipe: v.unknown(),
});

/** The folder of the checkpoint of a model's training. */
export function checkpointFolder(modelPath: string): string {
  return modelPath + ENDING;
}

/** Writes checkpoints of one training; what does not change is written with the first one. */
export class Checkpoints {
  readonly #folder: string;
  readonly #corpus: TrainingCorpus;
  readonly #about: Pick<CheckpointHeader, "hyperparameters" | "recipe" | "startedAt">;
  #isBegun: boolean;

  /** `isBegun` where the training was resumed from this very folder. */
  constructor(
    modelPath: string,
    corpus: TrainingCorpus,
    about: Pick<CheckpointHeader, "hyperparameters" | "recipe" | "startedAt">,
    isBegun: boolean,
  ) {
    this.#folder = checkpointFolder(modelPath);
    this.#corpus = corpus;
    this.#about = about;
    this.#isBegun = isBegun;
  }

  /** Writes how far the training is; the one before stays until this one is complete. Errors: `file-unwritable`. */
  async write(training: TrainingMemory, progress: CheckpointProgress): Promise<void> {
    if (!this.#isBegun) await this.#begin();
    this.#isBegun = true;
    const parts = stateParts(training);
    const header = composeStateHeader({
      ...progress,
      savedAt: new Date().toISOString(),
      parts: parts.map((part) => part.length),
    });
    await writeAside(join(this.#folder, FILES.state), async (append) => {
      for (const part of [header, ...parts]) await append(part);
    });
  }

  async #begin(): Promise<void> {
    const { words, counts, ids, idsFile } = this.#corpus;
    // Whatever lay there belongs to another training: without its state, nothing of it can be taken for ours.
    try {
      await rm(this.#folder, { recursive: true, force: true });
      await mkdir(this.#folder, { recursive: true });
    } catch (cause) {
      throw new WordfieldError(
        "file-unwritable",
        `${this.#folder} cannot be written: ${(cause as Error).message}. Choose another folder, or train without checkpoints.`,
        { cause },
      );
    }
    const path = (name: keyof typeof FILES): string => join(this.#folder, FILES[name]);
    await writeAside(path("vocabulary"), async (append) => {
      for (let first = 0; first < words.length; first += WORDS_PER_STEP) {
        const lines = words
          .slice(first, first + WORDS_PER_STEP)
          .map((word, index) => `${counts[first + index]} ${word}\n`);
        await append(new TextEncoder().encode(lines.join("")));
      }
    });
    if (ids)
      await writeAside(path("ids"), (append) =>
        append(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength)),
      );
    else await linkOrCopy(idsFile.path, path("ids"));
    await writeAside(path("training"), (append) =>
      append(new TextEncoder().encode(JSON.stringify({ version: VERSION, ...this.#about }))),
    );
  }
}

/** On another disk, or where a file system knows no links, it is a copy. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch {
    await copyFile(source, target);
  }
}

/** Removes the checkpoint of a model's training; there may be none. */
export async function removeCheckpoint(modelPath: string): Promise<void> {
  await rm(checkpointFolder(modelPath), { recursive: true, force: true });
}

/** Says whether there is a checkpoint of a model's training. */
export async function hasCheckpoint(modelPath: string): Promise<boolean> {
  const found = await stat(join(checkpointFolder(modelPath), FILES.state)).catch(() => undefined);
  return found?.isFile() ?? false;
}

/** Lists the checkpoints in a folder, newest first; what was never completed and what is damaged is left out. */
export async function listCheckpoints(folder: string): Promise<CheckpointHeader[]> {
  // A folder that is not there yet has none.
  const names = await readdir(folder).catch(() => []);
  const headers: CheckpointHeader[] = [];
  for (const name of names.filter((each) => each.endsWith(ENDING))) {
    const modelPath = join(folder, name.slice(0, -ENDING.length));
    if (!(await hasCheckpoint(modelPath))) continue;
    // A damaged one says so when it is to be resumed.
    const header = await readCheckpointHeader(modelPath).catch(() => undefined);
    if (header) headers.push(header);
  }
  return headers.sort((a, b) => b.state.savedAt.localeCompare(a.state.savedAt));
}

/** Reads what a checkpoint says of its training. Errors: `bad-format`, `model-missing`. */
export async function readCheckpointHeader(modelPath: string): Promise<CheckpointHeader> {
  const folder = checkpointFolder(modelPath);
  if (!(await hasCheckpoint(modelPath)))
    throw new WordfieldError(
      "model-missing",
      `There is no checkpoint of ${modelPath}. Train it from the beginning.`,
    );
  const parsed = v.safeParse(trainingSchema, await readJson(join(folder, FILES.training)));
  if (!parsed.success) throw damagedCheckpoint(folder, `${FILES.training} is damaged or missing`);
  const { hyperparameters, recipe, startedAt } = parsed.output;
  const sizes = await explained(folder, undefined, () =>
    Promise.all(Object.values(FILES).map(async (name) => (await stat(join(folder, name))).size)),
  );
  return {
    modelPath,
    // Completing checks them, too.
    hyperparameters: completeHyperparameters(hyperparameters, 1),
    recipe,
    startedAt,
    state: (await readState(join(folder, FILES.state))).header,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Reads a checkpoint, all but its vectors, which `restore` reads. Errors: `bad-format`, `canceled`. */
export async function readCheckpoint(
  modelPath: string,
  signal?: AbortSignal,
): Promise<ResumableTraining> {
  const folder = checkpointFolder(modelPath);
  const header = await readCheckpointHeader(modelPath);
  const corpus = await explained(folder, signal, async () => ({
    ...(await readVocabulary(join(folder, FILES.vocabulary), signal)),
    ...(await readIds(join(folder, FILES.ids))),
  }));
  return {
    ...header,
    corpus,
    restore: async (training) => {
      await restoreState(join(folder, FILES.state), training);
      const { marks, seconds } = header.state;
      return { marks, seconds };
    },
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
  const lines = (await readFile(path, "utf8")).split("\n");
  if (lines.pop() !== "") throw damagedCheckpoint(path, "its last line is cut off");
  const words: string[] = [];
  const counts = new Uint32Array(lines.length);
  for (const [wordId, line] of lines.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pace();
    const space = line.indexOf(" ");
    counts[wordId] = Number(line.slice(0, space));
    words.push(line.slice(space + 1));
  }
  return { words, counts };
}

async function readIds(path: string): Promise<IdStream> {
  const { size } = await stat(path);
  if (size % 4 !== 0) throw damagedCheckpoint(path, "it ends within a number");
  const length = size / 4;
  if (length > MAXIMUM_IDS_IN_MEMORY) return { idsFile: { path, length } };
  const ids = new Int32Array(new SharedArrayBuffer(size));
  await readInto(path, 0, [new Uint8Array(ids.buffer)]);
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

async function restoreState(path: string, training: TrainingMemory): Promise<void> {
  const { header, dataStart } = await readState(path);
  const parts = stateParts(training);
  const expected = parts.map((part) => part.length);
  if (header.parts.join() !== expected.join())
    throw damagedCheckpoint(
      path,
      `its parts have ${header.parts.join(", ")} bytes, expected ${expected.join(", ")}`,
    );
  await readInto(path, dataStart, parts);
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
