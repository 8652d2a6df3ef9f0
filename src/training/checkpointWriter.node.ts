// Writes checkpoints of a running training.
import { copyFile, link, mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type Append,
  removeStaleTemporaryFiles,
  toWritingError,
  writeAside,
} from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import type { CheckpointHeader } from "./checkpoint.node.ts";
import {
  CHECKPOINT_FILES,
  CHECKPOINT_VERSION,
  checkpointFolder,
  clearFolder,
} from "./checkpointFolder.node.ts";
import { ownCheckpoint } from "./checkpointOwner.node.ts";
import { composeStateHeader, type StateHeader, stateParts } from "./checkpointState.ts";
import type { TrainingCorpus } from "./corpus.ts";
import type { CheckpointProgress } from "./progress.ts";

/** The clock is looked at after so many words: a few milliseconds. */
const WORDS_PER_STEP = 20_000;

/** What every checkpoint of a training says of it. */
export type CheckpointOrigin = Pick<CheckpointHeader, "hyperparameters" | "recipe" | "startedAt"> &
  Pick<StateHeader, "resumedAt">;

/** Writes checkpoints of one training; what does not change is written with the first one. */
export class Checkpoints {
  readonly #folder: string;
  readonly #corpus: TrainingCorpus;
  readonly #origin: CheckpointOrigin;
  #hasFolder: boolean;
  #hasText: boolean;

  /** A training that was resumed goes on in the folder that it was resumed from. */
  constructor(modelPath: string, corpus: TrainingCorpus, origin: CheckpointOrigin) {
    this.#folder = checkpointFolder(modelPath);
    this.#corpus = corpus;
    this.#origin = origin;
    this.#hasFolder = this.#hasText = origin.resumedAt.length > 0;
  }

  /** Whether what lies in the folder, if anything, is of this very training and not of an earlier one. */
  get hasFolder(): boolean {
    return this.#hasFolder;
  }

  /**
   * Writes how far the training is; the one before stays until this one is complete.
   *
   * Errors: `file-unwritable`, `canceled`.
   */
  async write(
    training: TrainingMemory,
    progress: CheckpointProgress,
    signal?: AbortSignal,
  ): Promise<void> {
    if (!this.#hasText) await this.#begin(signal);
    // A process that was killed may have left a state behind that it had half written.
    else await removeStaleTemporaryFiles(this.#folder);
    const parts = stateParts(training);
    const header = composeStateHeader({
      ...progress,
      savedAt: new Date().toISOString(),
      resumedAt: this.#origin.resumedAt,
      parts: parts.map((part) => part.length),
    });
    const write = async (append: Append): Promise<void> => {
      for (const part of [header, ...parts]) await append(part);
    };
    await writeAside(join(this.#folder, CHECKPOINT_FILES.state), write, signal);
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    const { words, counts, ids, idsFile } = this.#corpus;
    // Whatever lay there belongs to another training: without its state, nothing of it can be taken for ours.
    try {
      await clearFolder(this.#folder);
      this.#hasFolder = true;
      await mkdir(this.#folder, { recursive: true });
      await ownCheckpoint(this.#folder);
    } catch (cause) {
      throw new WordfieldError(
        "file-unwritable",
        `${this.#folder} cannot be written: ${(cause as Error).message}. Choose another folder, or train without checkpoints.`,
        { cause },
      );
    }
    const write = (
      name: keyof typeof CHECKPOINT_FILES,
      content: (append: Append) => Promise<void>,
    ) => writeAside(join(this.#folder, CHECKPOINT_FILES[name]), content, signal);
    await write("vocabulary", async (append) => {
      for (let first = 0; first < words.length; first += WORDS_PER_STEP) {
        const lines = words
          .slice(first, first + WORDS_PER_STEP)
          .map((word, index) => `${counts[first + index]} ${word}\n`);
        await append(new TextEncoder().encode(lines.join("")));
      }
    });
    if (ids)
      await write("ids", (append) =>
        append(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength)),
      );
    else await linkOrCopy(idsFile.path, join(this.#folder, CHECKPOINT_FILES.ids));
    const { hyperparameters, recipe, startedAt } = this.#origin;
    const about = { version: CHECKPOINT_VERSION, startedAt, hyperparameters, recipe };
    await write("training", (append) => append(new TextEncoder().encode(JSON.stringify(about))));
    this.#hasText = true;
  }
}

/** On another disk, or where a file system knows no links, it is a copy. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch {
    await copyFile(source, target).catch((error: unknown) => {
      throw toWritingError(error, target);
    });
  }
}
