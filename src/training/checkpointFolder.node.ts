// The folder of a checkpoint: where it is, what lies in it, and whose it is.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { WordfieldError } from "../errors.ts";
import { disownCheckpoint, isOwned, ownCheckpoint } from "./checkpointOwner.node.ts";

const ENDING = ".checkpoint";

/** What lies in the folder. */
export const CHECKPOINT_FILES = {
  training: "training.json",
  vocabulary: "vocabulary.txt",
  ids: "ids.int32",
  state: "state.bin",
} as const;

/** Of the form of these files. */
export const CHECKPOINT_VERSION = 1;

/** The folder of the checkpoint of a model's training. */
export function checkpointFolder(modelPath: string): string {
  return modelPath + ENDING;
}

/** The models of a folder that have a checkpoint's folder beside them; none where the folder is not there yet. */
export async function listCheckpointFolders(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(ENDING))
    .map((name) => join(folder, name.slice(0, -ENDING.length)));
}

/**
 * Makes a checkpoint this process's own, before it is resumed.
 *
 * Errors: `model-missing` where there is none; `bad-input` where it is being written.
 */
export async function claimCheckpoint(modelPath: string): Promise<void> {
  const folder = checkpointFolder(modelPath);
  if (!(await hasCheckpoint(modelPath))) throw noCheckpoint(modelPath);
  if (await isOwned(folder))
    throw new WordfieldError(
      "bad-input",
      `${modelPath} is being trained right now. Wait for the end, or pause it and close its window.`,
    );
  await ownCheckpoint(folder);
}

/** Gives a checkpoint back, for others to resume; there may be none. */
export async function releaseCheckpoint(modelPath: string): Promise<void> {
  await disownCheckpoint(checkpointFolder(modelPath));
}

/** The error for a training that cannot be resumed. */
export function noCheckpoint(modelPath: string): WordfieldError {
  return new WordfieldError(
    "model-missing",
    `There is no checkpoint of ${modelPath}. Train it from the beginning.`,
  );
}

/** Removes the checkpoint of a model's training; there may be none. */
export async function removeCheckpoint(modelPath: string): Promise<void> {
  await rm(checkpointFolder(modelPath), { recursive: true, force: true });
}

/** Says whether there is a checkpoint of a model's training. */
export async function hasCheckpoint(modelPath: string): Promise<boolean> {
  const found = await stat(join(checkpointFolder(modelPath), CHECKPOINT_FILES.state)).catch(
    () => undefined,
  );
  return found?.isFile() ?? false;
}
