// Which process a checkpoint belongs to: one that is being written is nobody else's to resume or to remove.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "../embeddings/writeAside.node.ts";

const OWNER = "process.txt";

/** Says that this process writes a checkpoint's folder. */
export async function ownCheckpoint(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER), String(process.pid));
}

/** Says that no process writes it any more; the folder may be gone. */
export async function disownCheckpoint(folder: string): Promise<void> {
  await rm(join(folder, OWNER), { force: true });
}

/** Says whether a process that runs, this one or another, writes a checkpoint's folder. */
export async function isOwned(folder: string): Promise<boolean> {
  // Without the file, or with something else in it, there is no owner.
  const text = await readFile(join(folder, OWNER), "utf8").catch(() => "");
  return /^[1-9]\d{0,9}$/.test(text) && isRunning(Number(text));
}
