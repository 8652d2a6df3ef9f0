import { stat } from "node:fs/promises";
import type { Embeddings } from "../embeddings/embeddings.ts";
import { FIRST_TOKENIZER, type TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { createGroundedIndex, type GroundedIndex } from "../embeddings/groundedIndex.ts";
import { readGrounding } from "../embeddings/groundingFile.node.ts";
import type { SearchIndex } from "../embeddings/searchIndex.ts";
import { readForeignHeader, type ForeignHeader } from "../embeddings/foreignHeader.node.ts";
import { openModel, readNgrams } from "../embeddings/modelFile.node.ts";
import { type ModelHeader } from "../embeddings/modelHeader.node.ts";
import { NgramTable } from "../embeddings/ngramTable.ts";
import { listNgrams, type NgramRowsOfWord } from "../embeddings/subwordParts.ts";
import { rowsOfNgrams, vectorOfUnknownWord } from "../embeddings/subwords.ts";
import { compileKernels } from "../kernels/kernels.ts";
import type { WordMap } from "../protocol/engineMessages.ts";
import type { ModelDescription } from "../protocol/modelMessages.ts";
import {
  createForeignEmbeddings,
  describeForeignHeader,
  foreignNgrams,
  foreignSubwordVectors,
} from "./foreignModels.ts";
import type { Jobs } from "./jobs.ts";
import { describeHeader } from "./modelListing.ts";
import { parseMetadata, type ParsedMetadata } from "./modelMetadata.ts";
import { readKernels } from "./kernelFiles.ts";
import { createSegmenterThreads } from "./segmenterThread.ts";
import { createVocabularyForms, type VocabularyForms } from "./vocabularyForms.ts";

/** A model in memory, ready for questions. */
export interface OpenModel {
  readonly description: ModelDescription;
  readonly metadata: ParsedMetadata;
  /** How the words of this model were told apart; a model that does not say is asked as if by words. */
  readonly tokenizer: TokenizerOptions;
  readonly forms: VocabularyForms;
  readonly embeddings: Embeddings;
  /** Maps that were asked for, by their number of words. */
  readonly maps: Map<number, Promise<WordMap>>;
  /** What an encoder knows of the words, read when first asked for; null where the model has nothing of it. */
  grounding(): Promise<OpenGrounding | null>;
  /** Makes a vector of a word's n-grams, shape [d]; undefined where the model has no n-grams, or the word has none. */
  vectorOfUnknownWord(word: string): Promise<Float32Array | undefined>;
  /** The n-grams that such a vector is made of; undefined where there are none. */
  ngramsOf(word: string): Promise<NgramRowsOfWord | undefined>;
}

/** General vectors of a model in memory. */
interface OpenGrounding {
  readonly index: GroundedIndex;
  /** How differently each word is used here, in standard deviations; 0 where it is not known. Shape [n]. */
  readonly departure: Float32Array;
}

/** The models in memory. */
export interface OpenModels {
  /**
   * Gives the model of a file, loading it at the first question and again when the file has changed.
   *
   * Errors: `model-missing`, `bad-format`, `out-of-memory`.
   */
  open(modelPath: string): Promise<OpenModel>;
  close(): void;
}

interface Entry {
  /** Changes with every replacement of the file. */
  readonly stamp: string;
  readonly model: Promise<OpenModel>;
}

// Two models are compared at most; a third one stays for going back.
const MAXIMUM_OPEN = 3;

/** What the store of open models needs: where the kernels lie, threads to read in, and who hears of odd files. */
interface OpenModelsContext {
  readonly folder: string;
  readonly jobs: Jobs;
  readonly log: (line: string) => void;
}

/** Creates the store of open models. */
export function createOpenModels({ folder, jobs, log }: OpenModelsContext): OpenModels {
  const entries = new Map<string, Entry>(); // least recently used first
  const segmenters = createSegmenterThreads(folder, log);
  let kernels: Promise<WebAssembly.Module> | undefined;

  const load = async (path: string): Promise<OpenModel> => {
    kernels ??= readKernels(folder).then(compileKernels);
    const foreign = await readForeignHeader(path);
    if (foreign !== "safetensors") return loadForeign(foreign, await kernels);
    const { header, embeddings } = await openModel(path, await kernels);
    const metadata = parseMetadata(header);
    return {
      description: describeHeader(header),
      metadata,
      tokenizer: metadata.tokenizer ?? FIRST_TOKENIZER,
      forms: createVocabularyForms(
        metadata.tokenizer ?? FIRST_TOKENIZER,
        segmenters.forTokenizer(metadata.tokenizer ?? FIRST_TOKENIZER),
        metadata.corpus?.phrases,
      ),
      embeddings,
      maps: new Map(),
      grounding: groundingOf(header, embeddings.index, embeddings.counts, await kernels),
      ...subwordVectors(header, metadata),
    };
  };

  const loadForeign = async (
    header: ForeignHeader,
    compiled: WebAssembly.Module,
  ): Promise<OpenModel> => {
    const { path } = header;
    const loaded = await jobs.run("loadVectors", { path }, () => undefined);
    for (const warning of loaded.warnings) log(warning);
    const embeddings = await createForeignEmbeddings(loaded, compiled);
    const { hyperparameters, ...description } = describeForeignHeader(header);
    return {
      description: {
        ...description,
        hyperparameters,
        words: embeddings.words.length,
        warnings: loaded.warnings,
      },
      metadata: { hyperparameters, lossPerEpoch: [], corpus: null, tokenizer: null, files: [] },
      tokenizer: FIRST_TOKENIZER,
      forms: createVocabularyForms(null, segmenters.forTokenizer(FIRST_TOKENIZER)),
      embeddings,
      maps: new Map(),
      grounding: async () => null,
      vectorOfUnknownWord: foreignSubwordVectors(path, loaded),
      ngramsOf: foreignNgrams(path, loaded),
    };
  };

  return {
    open: async (path) => {
      const stamp = await fileStamp(path);
      const known = entries.get(path);
      entries.delete(path);
      const entry = known?.stamp === stamp ? known : { stamp, model: load(path) };
      entries.set(path, entry);
      for (const oldest of entries.keys()) {
        if (entries.size <= MAXIMUM_OPEN) break;
        entries.delete(oldest);
      }
      try {
        return await entry.model;
      } catch (error) {
        if (entries.get(path) === entry) entries.delete(path); // the next question tries again
        throw error;
      }
    },
    close: () => {
      entries.clear();
      segmenters.close();
    },
  };
}

/** Puts general vectors beside those that were trained. */
function groundingOf(
  { path, encoder }: ModelHeader,
  trained: SearchIndex,
  counts: Uint32Array | null,
  kernels: WebAssembly.Module,
): () => Promise<OpenGrounding | null> {
  if (!encoder) return async () => null;
  const tokens = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  let opened: Promise<OpenGrounding | null> | undefined;
  return async () => {
    opened ??= readGrounding(path).then(
      async (stored) =>
        stored && {
          index: await createGroundedIndex(trained, { ...stored, tokens }, kernels),
          departure: stored.departure,
        },
    );
    opened.catch(() => (opened = undefined)); // the next question tries again
    return opened;
  };
}

/** Makes vectors of n-grams, and says of which; their matrix is read when the first unknown word is asked for. */
function subwordVectors(
  header: ModelHeader,
  { hyperparameters }: ParsedMetadata,
): Pick<OpenModel, "vectorOfUnknownWord" | "ngramsOf"> {
  const { minimumNgram, maximumNgram, buckets } = hyperparameters;
  if (
    header.ngrams === 0 ||
    typeof minimumNgram !== "number" ||
    typeof maximumNgram !== "number" ||
    typeof buckets !== "number"
  )
    return { vectorOfUnknownWord: async () => undefined, ngramsOf: async () => undefined };
  const options = { minimumNgram, maximumNgram, buckets };
  let table: Promise<NgramTable> | undefined;
  const open = async (): Promise<NgramTable> => {
    table ??= readNgrams(header.path).then(
      (ngrams) =>
        new NgramTable(ngrams ?? { buckets: new Uint32Array(), vectors: new Float32Array() }),
    );
    table.catch(() => (table = undefined)); // the next question tries again
    return table;
  };
  return {
    vectorOfUnknownWord: async (word) => vectorOfUnknownWord(word, await open(), options),
    ngramsOf: async (word) => {
      const ngrams = await open();
      const rows = rowsOfNgrams(word, ngrams, options);
      return rows && { ngrams: listNgrams(word, options), rows, dimension: ngrams.dimension };
    },
  };
}

/** Tells two states of a file apart; a missing file is left to the reader, whose message is the better one. */
async function fileStamp(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "missing";
  }
}
