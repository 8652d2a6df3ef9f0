/** Makes an index of passages and keeps it up to date: only texts that it does not have are encoded. */
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { toWritingError } from "../embeddings/writeAside.node.ts";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import { GrowingIndex } from "../passages/growingIndex.node.ts";
import {
  PLACE_NUMBERS,
  readPassageIndex,
  writePassageIndex,
  type IndexedFile,
  type IndexOrigin,
  type PassageIndex,
} from "../passages/passageIndexFile.node.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { PassageRequests } from "../protocol/passageMessages.ts";
import type { Encoders } from "./encoders.ts";
import { encodeMany } from "./encodingPortions.ts";
import type { Jobs } from "./jobs.ts";
import type { CutFile, StampedFile } from "./passageJobs.ts";

type Request = PassageRequests["indexPassages"];

interface IndexingContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
  readonly jobs: Jobs;
}

/** Files that are read together, and texts that are encoded together. */
const BATCH_BYTES = 1_000_000;
const BATCH_FILES = 200;
const PORTION_TEXTS = 512;
/** What a killed process loses at most, unless writing takes long: then it is done less often. */
const WRITE_MS = 20_000;
const WRITING_SHARE = 20;
/** Texts that tell which encoder knows their language. */
const SAMPLE_TEXTS = 200;

/**
 * Indexes the passages of files.
 *
 * Errors: `bad-input`, `file-unwritable`, those of the encoder; `canceled`, when what is done has been written.
 */
export async function indexPassages(
  { emit, encoders, jobs }: IndexingContext,
  { runId, choice, sources, unit, indexPath }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const startedMs = performance.now();
  await mkdir(dirname(indexPath), { recursive: true }).catch((error: unknown) => {
    throw toWritingError(error, indexPath);
  });
  const notes: string[] = [];
  const { files, skipped } = await jobs.run("stampFiles", sources, () => undefined, signal);
  const old = await readOld(indexPath, notes, signal);
  const sample = await sampleText(files);
  const chosen = await encoders.choose(
    choice.folder === null && old ? { ...choice, folder: old.origin.encoderFolder } : choice,
    sample,
  );
  const { folder, name, fingerprint, dimension } = chosen.description;
  const origin: IndexOrigin = { encoderFolder: folder, encoderName: name, fingerprint, unit };
  const isUsable = old?.origin.fingerprint === fingerprint && old.dimension === dimension;
  if (old && !isUsable)
    notes.push(
      `The index was made by another encoder, ${old.origin.encoderName}: all is encoded anew.`,
    );
  const growing = new GrowingIndex(origin, dimension, isUsable ? old : undefined);
  const known =
    isUsable && old.origin.unit === unit
      ? new Map(old.files.map((file) => [file.path, file]))
      : new Map<string, IndexedFile>();
  const allSkipped = [...skipped];
  const allBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let bytesDone = 0;
  let bytesRead = 0;
  let encoded = 0;
  let filesRead = 0;
  let filesDone = 0;
  let writtenMs = performance.now();
  let writingMs = 0;
  const tell = (bytesOfBatch: number) => {
    const seconds = (performance.now() - startedMs) / 1_000;
    const perSecond = (bytesRead + bytesOfBatch) / seconds;
    const left = allBytes - bytesDone - bytesOfBatch;
    emit("passagesChanged", {
      runId,
      fraction: allBytes === 0 ? 1 : Math.min(1, (bytesDone + bytesOfBatch) / allBytes),
      filesDone,
      files: files.length,
      encoded,
      filesPerSecond: filesRead === 0 ? null : filesRead / seconds,
      textsPerSecond: encoded === 0 ? null : encoded / seconds,
      secondsLeft: perSecond > 0 ? left / perSecond : null,
    });
  };
  const write = async (isWhole: boolean): Promise<PassageIndex> => {
    const began = performance.now();
    const index = growing.toIndex(isWhole);
    await writePassageIndex(indexPath, index);
    writtenMs = performance.now();
    writingMs = writtenMs - began;
    return index;
  };
  const writeNowAndThen = async () => {
    const pauseMs = Math.max(WRITE_MS, WRITING_SHARE * writingMs);
    if (performance.now() - writtenMs > pauseMs) await write(false);
  };
  const encodeBatch = async (cut: readonly CutFile[], bytes: number) => {
    const missing = new Map<string, string>();
    for (const { passages } of cut)
      for (const { hash, text } of passages)
        if (growing.rowOf(hash) === undefined) missing.set(hash, text);
    const entries = [...missing];
    for (let first = 0; first < entries.length; first += PORTION_TEXTS) {
      throwIfCanceled(signal);
      const portion = entries.slice(first, first + PORTION_TEXTS);
      const { vectors } = await encodeMany(
        { emit: () => undefined }, // how far the whole is, is told below
        chosen,
        {
          runId,
          texts: portion.map(([, text]) => text),
          pooling: null,
          layer: "last",
          normalize: true,
        },
        signal,
      );
      growing.addTexts(
        portion.map(([hash]) => hash),
        vectors,
      );
      encoded += portion.length;
      tell((bytes * Math.min(entries.length, first + PORTION_TEXTS)) / entries.length);
      await writeNowAndThen();
    }
  };
  try {
    let batch: StampedFile[] = [];
    let batchBytes = 0;
    const flush = async () => {
      if (batch.length === 0) return;
      const { cut, skipped: unreadable } = await jobs.run(
        "cutFiles",
        { files: batch, unit, maximumFileBytes: sources.maximumFileBytes },
        () => undefined,
        signal,
      );
      allSkipped.push(...unreadable);
      await encodeBatch(cut, batchBytes);
      for (const file of cut) growing.addFile(file);
      bytesDone += batchBytes;
      bytesRead += batchBytes;
      filesRead += batch.length;
      filesDone += batch.length;
      batch = [];
      batchBytes = 0;
      tell(0);
      await writeNowAndThen();
    };
    for (const file of files) {
      throwIfCanceled(signal);
      const same = known.get(file.path);
      if (same?.bytes === file.bytes && same.mtimeMs === file.mtimeMs) {
        growing.keepFile(same);
        bytesDone += file.bytes;
        filesDone++;
        continue;
      }
      batch.push(file);
      batchBytes += file.bytes;
      if (batchBytes >= BATCH_BYTES || batch.length >= BATCH_FILES) await flush();
    }
    await flush();
  } catch (error) {
    // What is encoded is not lost: the next call finds it. Where it cannot be written, the first error is the one to tell.
    if (encoded > 0) await write(false).catch(() => undefined);
    throw error;
  }
  throwIfCanceled(signal);
  const index = await write(true);
  return {
    encoder: chosen.description,
    files: index.files.length,
    passages: index.places.length / PLACE_NUMBERS,
    texts: index.scales.length,
    encoded,
    seconds: (performance.now() - startedMs) / 1_000,
    bytes: (await stat(indexPath)).size,
    notes,
    skipped: allSkipped,
  };

  /** The beginnings of some files, which tell which encoder knows their language. */
  async function sampleText(all: readonly StampedFile[]): Promise<string> {
    const few = all.slice(0, 20).filter(({ bytes }) => bytes < BATCH_BYTES);
    const some = few.length > 0 ? few : all.slice(0, 1);
    const { cut } = await jobs.run(
      "cutFiles",
      { files: some, unit, maximumFileBytes: sources.maximumFileBytes },
      () => undefined,
      signal,
    );
    return cut
      .flatMap(({ passages }) => passages.map(({ text }) => text))
      .slice(0, SAMPLE_TEXTS)
      .join("\n");
  }
}

/** The index that there is; a damaged one is built anew. */
async function readOld(
  path: string,
  notes: string[],
  signal: AbortSignal | undefined,
): Promise<PassageIndex | undefined> {
  try {
    return await readPassageIndex(path, signal);
  } catch (error) {
    if (!(error instanceof WordfieldError)) throw error;
    if (error.code === "model-missing") return undefined;
    if (error.code !== "bad-format") throw error;
    // A file that was never an index is somebody's: it is not replaced.
    if (!(await mayBeReplaced(path))) throw error;
    notes.push("The index was damaged and is built anew.");
    return undefined;
  }
}

/** Only what has the ending of an index may be one that was damaged. */
async function mayBeReplaced(path: string): Promise<boolean> {
  return path.endsWith(".passages") && (await stat(path)).isFile();
}
