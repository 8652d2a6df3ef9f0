/** Questions to the text itself: what would be read, and where a word stands. */
import { isAbsolute } from "node:path";
import { tokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { readModelHeader } from "../embeddings/modelHeader.node.ts";
import { rewriteModel } from "../embeddings/rewriteModel.node.ts";
import { comparePassport, composePassport, withoutFiles } from "../occurrences/passport.node.ts";
import { WordfieldError } from "../errors.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import { joinedForm } from "../statistics/chooseWords.ts";
import type { Jobs } from "./jobs.ts";
import { parseMetadata } from "./modelMetadata.ts";
import { readPassport } from "./passports.ts";
import type { OccurrenceIndexes } from "./occurrenceIndexes.ts";
import type { OpenModels } from "./openModels.ts";

/** What questions to text need. */
export interface CorpusContext {
  readonly models: OpenModels;
  readonly jobs: Jobs;
  readonly indexes: OccurrenceIndexes;
}

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

/** Finds the places of a word in the files that its model was trained on: by its index, or else by reading them. */
export async function findOccurrences(
  { models, jobs, indexes }: CorpusContext,
  { modelPath, word: asked, limit, documents }: EngineRequests["findOccurrences"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["findOccurrences"]["result"]> {
  const word = await wordsOfForm(modelPath, asked);
  const found = await indexes.find(modelPath, { word, limit, documents }, signal);
  if (found) return found;
  const { metadata, tokenizer } = await models.open(modelPath);
  const files = (await indexes.filesOf(modelPath)) ?? metadata.files;
  return jobs.run(
    "findOccurrences",
    { files, documents, word, tokenizer, limit },
    () => undefined,
    signal,
  );
}

/** In the text a phrase that a training has made one word stands as it was: in its words. */
async function wordsOfForm(modelPath: string, form: string): Promise<string> {
  if (!form.includes("_") || !modelPath.endsWith(".safetensors")) return form;
  const { corpus } = parseMetadata(await readModelHeader(modelPath));
  return corpus?.phrases?.find((words) => joinedForm(words) === form)?.join(" ") ?? form;
}

/** Finds the places of a word or phrase in files. */
export async function findInSources(
  { jobs }: CorpusContext,
  {
    sources: selection,
    documents = [],
    text,
    tokenizer: name,
    tokenizerOptions: settings,
    limit,
  }: EngineRequests["findInSources"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["findInSources"]["result"]> {
  const tokenizer = tokenizerOptions(name, settings);
  const request = { selection, documents, text, tokenizer, limit };
  return jobs.run("findInSources", request, () => undefined, signal);
}

/** Lists the files that have a word or phrase of a model, by its index. */
export async function filesOfWord(
  { indexes }: CorpusContext,
  { modelPath, word: asked, limit }: EngineRequests["filesOfWord"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["filesOfWord"]["result"]> {
  const word = await wordsOfForm(modelPath, asked);
  const found = await indexes.withFresh(
    modelPath,
    async (index) => {
      const files = await index.countByFile(word.split(" "), new Set(), signal);
      return {
        total: files.reduce((sum, { count }) => sum + count, 0),
        inFiles: files.length,
        files: files.slice(0, limit),
      };
    },
    signal,
  );
  return found ?? null;
}

/** Compares a model's files with those that there are now. */
export async function corpusStaleness(
  { indexes }: CorpusContext,
  { modelPath, limit }: EngineRequests["corpusStaleness"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["corpusStaleness"]["result"]> {
  const found = await indexes.withFresh(
    modelPath,
    async (index, passport) => {
      const changes = comparePassport(passport, index.files());
      const count = (kind: string) => changes.filter(({ change }) => change === kind).length;
      return {
        filesChanged: count("changed"),
        filesAdded: count("added"),
        filesDeleted: count("deleted"),
        tokens: changes.reduce((sum, { tokens }) => sum + tokens, 0),
        files: changes.slice(0, limit),
      };
    },
    signal,
  );
  return found ?? null;
}

/** Says what a model was made of. */
export async function corpusOf({
  modelPath,
  limit,
}: EngineRequests["corpusOf"]["params"]): Promise<EngineRequests["corpusOf"]["result"]> {
  const passport = await readPassport(modelPath);
  if (!passport) return null;
  const { selection, files, forgotten } = passport;
  return {
    sources: selection,
    files: files.length,
    tokens: sumTokens(files),
    listed: files.slice(0, limit).map(({ path, kind, bytes, tokens, sha256, language = null }) => ({
      ...{ path, kind, language, bytes, tokens, sha256 },
    })),
    forgotten,
  };
}

/** Takes files out of a model's passport and index, and names those that remain, for a training without the others. */
export async function forgetFiles(
  { indexes }: CorpusContext,
  { modelPath, paths }: EngineRequests["forgetFiles"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["forgetFiles"]["result"]> {
  const passport = await readPassport(modelPath);
  if (!passport) return null;
  const left = withoutFiles(passport, paths);
  const remaining = new Set(left.files.map(({ path }) => path));
  const forgotten = passport.files.map(({ path }) => path).filter((path) => !remaining.has(path));
  if (forgotten.length > 0) {
    const { corpus } = await readModelHeader(modelPath);
    const sums = {
      fileCount: left.files.length,
      tokens: sumTokens(left.files),
      bytes: left.files.reduce((sum, { bytes }) => sum + bytes, 0),
    };
    const record = { ...(typeof corpus === "object" ? corpus : {}), ...sums };
    const data = composePassport(left);
    await rewriteModel(
      modelPath,
      [{ name: "corpus_passport", dtype: "U8", shape: [data.length], data }],
      { corpus: JSON.stringify(record) },
      signal,
    );
    await indexes.passportChanged(modelPath, signal);
  }
  return {
    forgotten,
    files: left.files.length,
    tokens: sumTokens(left.files),
    // Named one by one, they are read whatever patterns say.
    sources: {
      paths: left.files.map(({ path }) => path),
      exclude: [],
      useIgnoreFiles: false,
      maximumFileBytes: passport.selection.maximumFileBytes,
    },
  };
}

/** The error for a model that does not say what it was made of. */
export function withoutPassport(modelPath: string): WordfieldError {
  return new WordfieldError(
    "bad-input",
    `${modelPath} does not say which files it was made of. Train it again to know them.`,
  );
}

function sumTokens(files: readonly { readonly tokens: number }[]): number {
  return files.reduce((sum, { tokens }) => sum + tokens, 0);
}
