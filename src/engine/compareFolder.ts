/** A folder beside the rest of a model's text: which words it uses differently. */
import { isAbsolute } from "node:path";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import { isBelow, type FolderRequests } from "../protocol/folderMessages.ts";
import { withoutPassport } from "./corpusQueries.ts";
import type { Jobs } from "./jobs.ts";
import type { OpenModels } from "./openModels.ts";
import { readPassport } from "./passports.ts";
import { countingTeller } from "./statistics.ts";

type Request = FolderRequests["compareFolder"];

/** More words than a person would look through; a bound on the memory of the sums, 32 MB each at 200 dimensions. */
const MOST_WORDS = 40_000;
/** Of the work; what is read in a second is compared in one. */
const READING_SHARE = 0.5;

/**
 * Reads the files of a model, and those of the folders, as the model reads text, and compares.
 *
 * Errors: those of opening the model and of reading text; `bad-input` where the model does not say what it was made of,
 * where a side has no text, or where too few words are in both.
 */
export async function compareFolder(
  {
    models,
    jobs,
    emit,
  }: { readonly models: OpenModels; readonly jobs: Jobs; readonly emit: Emit<EngineEvents> },
  { runId, modelPath, folders, documents, ...question }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const { embeddings, tokenizer } = await models.open(modelPath);
  const passport = await readPassport(modelPath);
  if (!passport) throw withoutPassport(modelPath);
  const { selection, forgotten } = passport;
  const { index } = embeddings;
  const others = folders.filter((path) => isAbsolute(path) && !isBelow(path, selection.paths));
  const n = Math.min(embeddings.words.length, MOST_WORDS);
  return jobs.run(
    "compareFolder",
    {
      selection: { ...selection, paths: [...selection.paths, ...others] },
      documents,
      without: forgotten,
      tokenizer,
      words: embeddings.words.slice(0, n),
      vectors: index.unitVectors(0, n),
      dimension: index.dimension,
      folders,
      ...question,
    },
    countingTeller(emit, runId, READING_SHARE),
    signal,
  );
}
