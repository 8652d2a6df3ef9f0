// Writes and removes the record of a training beside its model.
import { rm } from "node:fs/promises";
import { writeAside } from "../embeddings/writeAside.node.ts";
import { composeRunJson, composeRunLines, type RunRecord } from "./runRecord.ts";

const MODEL_ENDING = ".safetensors";

/** The files that a training leaves beside its model: `notes.run.json` and `notes.run.jsonl` for `notes.safetensors`. */
export function runRecordPaths(modelPath: string): {
  readonly json: string;
  readonly lines: string;
} {
  const stem = modelPath.endsWith(MODEL_ENDING)
    ? modelPath.slice(0, -MODEL_ENDING.length)
    : modelPath;
  return { json: `${stem}.run.json`, lines: `${stem}.run.jsonl` };
}

/**
 * Writes the record of a training as one JSON document and as JSON lines, each aside and renamed.
 *
 * Errors: `file-unwritable`, `canceled`.
 */
export async function writeRunRecord(
  modelPath: string,
  record: RunRecord,
  signal?: AbortSignal,
): Promise<void> {
  const { json, lines } = runRecordPaths(modelPath);
  const write = (path: string, text: string) =>
    writeAside(path, (append) => append(new TextEncoder().encode(text)), signal);
  await write(json, composeRunJson(record));
  await write(lines, composeRunLines(record));
}

/** Removes the record of an earlier training; there may be none. */
export async function removeRunRecord(modelPath: string): Promise<void> {
  const { json, lines } = runRecordPaths(modelPath);
  await Promise.all([json, lines].map((path) => rm(path, { force: true })));
}
