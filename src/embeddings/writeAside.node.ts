// Files appear under their name only when they are complete: they are written aside, then renamed.

import { randomBytes } from "node:crypto";
import { open, readdir, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { throwIfCanceled, WordfieldError } from "../errors.ts";

const SLICE_BYTES = 4 * 1024 * 1024;
/** A dot, the file's name, the process and a random number. */
const TEMPORARY_NAME = /^\..+\.(\d+)\.[0-9a-f]{12}\.tmp$/s;
/** On Windows a virus scanner or an indexer may hold the old file for a moment. */
const RENAME_DELAYS_MS = [50, 100, 200, 400];

/** Writes bytes at the end of the file, in slices. Errors: `canceled`, and those of the file system. */
export type Append = (bytes: Uint8Array) => Promise<void>;

/**
 * Writes a file aside and renames it when it is complete and on disk; an error or a cancel removes what was written,
 * and a file of that name stays as it was.
 *
 * Errors: `file-unwritable`, `canceled`, and what `write` throws.
 */
export async function writeAside(
  path: string,
  write: (append: Append) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  throwIfCanceled(signal);
  const temporary = temporaryPath(path);
  try {
    const file = await open(temporary, "wx");
    try {
      await write((bytes) => appendSlices(file, bytes, signal));
      throwIfCanceled(signal);
      await file.sync();
    } finally {
      await file.close();
    }
    throwIfCanceled(signal);
    await renameOver(temporary, path);
  } catch (error) {
    // What is half written must not stay, whatever went wrong.
    await rm(temporary, { force: true });
    throw toWritingError(error, path);
  }
}

/** Makes a name of its own for a file that is not complete, or needed for a while; a killed process leaves it behind. */
export function temporaryPath(path: string): string {
  const random = randomBytes(6).toString("hex");
  return join(dirname(path), `.${basename(path)}.${process.pid}.${random}.tmp`);
}

/** Says whether a name is one that files have until they are complete. */
export function isTemporary(name: string): boolean {
  return TEMPORARY_NAME.test(name);
}

/** Removes files that a process began to write and that it can no longer end, because it is gone. */
export async function removeStaleTemporaryFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const processId = TEMPORARY_NAME.exec(name)?.[1];
    if (processId !== undefined && !isRunning(Number(processId)))
      await rm(join(folder, name), { force: true });
  }
}

async function appendSlices(
  file: FileHandle,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let start = 0; start < bytes.length;) {
    throwIfCanceled(signal);
    const length = Math.min(SLICE_BYTES, bytes.length - start);
    const { bytesWritten } = await file.write(bytes, start, length);
    start += bytesWritten;
  }
}

async function renameOver(from: string, to: string): Promise<void> {
  for (const delayMs of RENAME_DELAYS_MS) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      // Another program may let go of the file; on other systems these errors do not pass.
      if (process.platform !== "win32" || !isBusy(error)) throw error;
      await wait(delayMs);
    }
  }
  await rename(from, to);
}

function isBusy(error: unknown): boolean {
  return ["EPERM", "EACCES", "EBUSY"].includes(systemCode(error) ?? "");
}

/** Says whether there is a process of this number. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0); // asks only
    return true;
  } catch (error) {
    // EPERM: it runs and belongs to somebody else.
    return systemCode(error) === "EPERM";
  }
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** Says in a sentence what the file system said by a code when `path` was written; other errors stay as they are. */
export function toWritingError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof WordfieldError || !/^E[A-Z]+$/.test(code))
    return error;
  const reasons: Record<string, string> = {
    ENOSPC: "The disk is full. Free some space and try again.",
    EDQUOT: "Your share of the disk is full. Free some space and try again.",
    EROFS: "The disk cannot be written. Choose another place.",
    EACCES: "You may not write there. Choose another place.",
    EPERM: "You may not write there. Choose another place.",
    ENOENT: "The folder does not exist. Choose another place.",
    ENOTDIR: "The folder does not exist. Choose another place.",
    EISDIR: "A folder has this name. Choose another name.",
    ENAMETOOLONG: "The name is too long. Choose a shorter one.",
  };
  return new WordfieldError(
    "file-unwritable",
    `${path} could not be written. ${reasons[code] ?? `The system says ${code}.`}`,
    { cause: error },
  );
}
