// A training as TensorBoard follows it: a folder for the run, and in it a file that grows while the training goes on.
import { mkdir, open, readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { toWritingError } from "../embeddings/writeAside.node.ts";
import { scalarsOf, type TrainingMark } from "./runRecord.ts";
import { encodeFirstEvent, encodeRestartEvent, encodeScalarEvent } from "./tensorboardEvents.ts";

/** What names a run and its files. */
export interface TensorboardRunOptions {
  /** What TensorBoard is started on; each run has a folder in it. */
  readonly folder: string;
  /** The model's name. */
  readonly name: string;
  /** When the training began, also where it goes on now; milliseconds since 1970. */
  readonly startedMs: number;
  /** Ids that had been trained where a resumed training goes on; what was measured later is dropped. */
  readonly resumedAtIds?: number;
}

/** A file of events that is being written. */
export interface TensorboardRun {
  readonly path: string;
  /** Adds a measurement, after those added before. Errors: `file-unwritable`. */
  append(mark: TrainingMark): Promise<void>;
  /** Waits for what was added and closes the file. */
  close(): Promise<void>;
  /** Closes and removes the file, and the run's folder where nothing else is in it. */
  discard(): Promise<void>;
}

/**
 * Starts the file of a run: `FOLDER/NAME-20260430-101112/events.out.tfevents…`.
 *
 * It is not written aside: TensorBoard reads along, and takes a record only when it is whole.
 * Errors: `file-unwritable`.
 */
export async function startTensorboardRun(options: TensorboardRunOptions): Promise<TensorboardRun> {
  const { folder, name, startedMs, resumedAtIds } = options;
  const nowMs = Date.now();
  const runFolder = join(folder, `${name}-${timeName(startedMs)}`);
  await explained(runFolder, () => mkdir(runFolder, { recursive: true }));
  // TensorBoard reads the files of a folder in the order of their names.
  const part = (await readdir(runFolder)).length.toString().padStart(4, "0");
  const path = join(runFolder, `events.out.tfevents.${Math.floor(nowMs / 1000)}.wordfield.${part}`);
  const file = await explained(path, () => open(path, "wx"));
  let last: Promise<void> = Promise.resolve();
  const write = (bytes: Uint8Array): Promise<void> => {
    const written = last.then(() => explained(path, () => file.appendFile(bytes)));
    last = written.catch(() => undefined); // whoever added it is told
    return written;
  };
  const close = async (): Promise<void> => {
    await last;
    await file.close();
  };
  const discard = async (): Promise<void> => {
    await close();
    await rm(path, { force: true });
    await rmdir(runFolder).catch(() => undefined); // an earlier part of the run may be in it
  };
  // A file that cannot even be begun must not stay.
  try {
    await write(encodeFirstEvent(nowMs / 1000));
    if (resumedAtIds !== undefined) await write(encodeRestartEvent(nowMs / 1000, resumedAtIds + 1));
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    path,
    append: (mark) =>
      write(
        encodeScalarEvent({
          wallTimeSeconds: Date.now() / 1000,
          step: mark.idsDone,
          scalars: scalarsOf(mark),
        }),
      ),
    close,
    discard,
  };
}

/** Makes a sentence for the user of what the file system refuses. */
async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toWritingError(error, path);
  }
}

/** 2026-04-30T10:11:12.345Z → 20260430-101112 */
function timeName(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
}
