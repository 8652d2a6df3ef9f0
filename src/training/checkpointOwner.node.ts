// Which process a checkpoint belongs to: one that is being written is nobody else's to resume or to remove.
import { readFile, rm, writeFile } from "node:fs/promises";
import { uptime } from "node:os";
import { join } from "node:path";
import { isRunning, toWritingError } from "../embeddings/writeAside.node.ts";

const OWNER = "process.txt";
/** The number of the process, and when its machine was started. */
const OWNER_TEXT = /^([1-9]\d{0,9}) (\d{1,12})$/;
/** Clocks are set now and then. */
const BOOT_TOLERANCE_SECONDS = 60;

/** The folders that this process writes: after a restart another one may have its number, in a container mostly. */
const ownFolders = new Set<string>();

/** Says that this process writes a checkpoint's folder. Errors: `file-unwritable`. */
export async function ownCheckpoint(folder: string): Promise<void> {
  const path = join(folder, OWNER);
  try {
    await writeFile(path, `${process.pid} ${bootSeconds()}`);
  } catch (error) {
    throw toWritingError(error, path);
  }
  ownFolders.add(folder);
}

/** Says that no process writes it any more; the folder may be gone. */
export async function disownCheckpoint(folder: string): Promise<void> {
  ownFolders.delete(folder);
  await rm(join(folder, OWNER), { force: true });
}

/** Says whether some process has begun to write a checkpoint into a folder, whether or not it still runs. */
export async function hasOwner(folder: string): Promise<boolean> {
  return OWNER_TEXT.test(await readOwner(folder));
}

/** Says whether a process that runs, this one or another, writes a checkpoint's folder. */
export async function isOwned(folder: string): Promise<boolean> {
  const [, processId, boot] = OWNER_TEXT.exec(await readOwner(folder))?.map(Number) ?? [];
  if (processId === undefined || boot === undefined) return false;
  if (processId === process.pid) return ownFolders.has(folder);
  return Math.abs(boot - bootSeconds()) <= BOOT_TOLERANCE_SECONDS && isRunning(processId);
}

async function readOwner(folder: string): Promise<string> {
  // Without the file there is no owner.
  return readFile(join(folder, OWNER), "utf8").catch(() => "");
}

/** When this machine was started, in seconds since 1970: numbers of processes begin anew then. */
function bootSeconds(): number {
  return Math.round(Date.now() / 1000 - uptime());
}
