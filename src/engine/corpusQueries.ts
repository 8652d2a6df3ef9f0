/** Questions to the text itself: what would be read, and where a word stands. */
import { isAbsolute } from "node:path";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { Jobs } from "./jobs.ts";
import type { OpenModels } from "./openModels.ts";

/** Counts files and bytes that a training would read. */
export async function surveySources(
  jobs: Jobs,
  { sources }: EngineRequests["surveySources"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["surveySources"]["result"]> {
  const { documents, ...selection } = sources;
  const found = await jobs.run("findFiles", selection, () => undefined, signal);
  // An unsaved editor stands for its file, which has been counted; only a virtual file adds to the number.
  const virtual = documents.filter(({ path }) => !isAbsolute(path));
  return {
    files: found.files + virtual.length,
    bytes: found.bytes + virtual.reduce((sum, { text }) => sum + text.length, 0),
    skipped: found.skipped,
  };
}

/** Finds the places of a word in the files that its model was trained on. */
export async function findOccurrences(
  models: OpenModels,
  jobs: Jobs,
  { modelPath, word, limit, documents }: EngineRequests["findOccurrences"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["findOccurrences"]["result"]> {
  const { metadata, tokenizer } = await models.open(modelPath);
  return jobs.run(
    "findOccurrences",
    { files: metadata.files, documents, word, tokenizer, limit },
    () => undefined,
    signal,
  );
}
