// The folder of a checkpoint: where it is, what lies in it, and whose it is.
import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isTemporary } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import { disownCheckpoint, hasOwner, isOwned, ownCheckpoint } from "./checkpointOwner.node.ts";

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
  if (!(await hasCheckpoint(modelPath))) throw noCheckpoint(modelPath);
  await refuseRunning(modelPath);
  await ownCheckpoint(checkpointFolder(modelPath));
}

/** Refuses to train what some process is training already, as far as its checkpoint tells. Errors: `bad-input`. */
export async function refuseRunning(modelPath: string): Promise<void> {
  if (await isOwned(checkpointFolder(modelPath)))
    throw new WordfieldError(
      "bad-input",
      `${modelPath} is being trained right now. Wait for the end, or pause it and close its window.`,
    );
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
  await clearFolder(checkpointFolder(modelPath));
}

/** Removes what belongs to a checkpoint; what somebody else has put into a folder of this name stays, with the folder. */
export async function clearFolder(folder: string): Promise<void> {
  const unless = (codes: readonly string[]) => (error: unknown) => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  };
  const names = await readdir(folder).catch(unless(["ENOENT", "ENOTDIR"]));
  if (!names) return;
  const isOurs = (name: string): boolean =>
    Object.values<string>(CHECKPOINT_FILES).includes(name) || isTemporary(name);
  // Without its state it is none any more; until its owner has gone, the rest is known to be ours.
  for (const name of [CHECKPOINT_FILES.state, ...names.filter(isOurs)])
    await rm(join(folder, name), { force: true });
  await disownCheckpoint(folder);
  await rmdir(folder).catch(unless(["ENOENT", "ENOTEMPTY", "EEXIST"]));
}

/** Removes what a process has begun to write and will not complete; a folder of somebody else stays as it is. */
export async function removeUnfinishedCheckpoint(modelPath: string): Promise<void> {
  const folder = checkpointFolder(modelPath);
  if (await hasOwner(folder)) await clearFolder(folder);
}

/** Says whether there is a checkpoint of a model's training. */
export async function hasCheckpoint(modelPath: string): Promise<boolean> {
  const found = await stat(join(checkpointFolder(modelPath), CHECKPOINT_FILES.state)).catch(
    () => undefined,
  );
  return found?.isFile() ?? false;
}
