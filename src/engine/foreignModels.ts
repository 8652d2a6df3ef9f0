/** Files of vectors that other programs have written: what is said of them, and how they are opened. */
import { Embeddings } from "../embeddings/embeddings.ts";
import type { ForeignHeader } from "../embeddings/foreignHeader.node.ts";
import type { FastTextHead } from "../embeddings/formats/fastText.ts";
import { decodeVocabulary } from "../embeddings/formats/vocabularyTensors.ts";
import { listNgrams, type NgramRowsOfWord } from "../embeddings/subwordParts.ts";
import { readRowsOfNgrams, readVectorOfUnknownWord } from "../embeddings/loadFastText.node.ts";
import type { LoadedVectors } from "../embeddings/loadVectors.node.ts";
import { createSearchIndex } from "../embeddings/searchIndex.ts";
import { createWordIds } from "../embeddings/wordIds.ts";
import type { ModelDescription } from "../protocol/modelMessages.ts";

/** Says in the contract's words what the header of a foreign file says. */
export function describeForeignHeader(header: ForeignHeader): ModelDescription {
  const { path, name, format, words, dimension, bytes, modifiedMs, fastText } = header;
  return {
    path,
    name,
    format,
    algorithm: fastText ? algorithmOf(fastText) : "vectors",
    words,
    dimension,
    bytes,
    createdAt: new Date(modifiedMs).toISOString(),
    corpus: null,
    hyperparameters: fastText ? hyperparametersOf(fastText) : {},
    lossPerEpoch: [],
  };
}

/**
 * Makes what a thread has read of a foreign file ready for questions, in slices.
 *
 * Errors: plain `Error` where the thread's words are none.
 */
export async function createForeignEmbeddings(
  loaded: LoadedVectors,
  kernels: WebAssembly.Module,
): Promise<Embeddings> {
  const decoded = await decodeVocabulary(loaded.vocabulary);
  if ("fault" in decoded) throw new Error(decoded.fault);
  const { wordIds } = await createWordIds(decoded.words);
  const index = await createSearchIndex(loaded.rows, kernels);
  return new Embeddings(decoded.words, loaded.counts, wordIds, index, kernels);
}

/** Makes vectors of n-grams, whose rows are read from the file for each word. */
export function foreignSubwordVectors(
  path: string,
  { ngrams }: LoadedVectors,
): (word: string) => Promise<Float32Array | undefined> {
  return async (word) => (ngrams ? readVectorOfUnknownWord(path, word, ngrams) : undefined);
}

/** Reads the n-grams of a word, with their rows. */
export function foreignNgrams(
  path: string,
  { ngrams }: LoadedVectors,
): (word: string) => Promise<NgramRowsOfWord | undefined> {
  return async (word) => {
    if (!ngrams) return undefined;
    const rows = await readRowsOfNgrams(path, word, ngrams);
    return rows && { ngrams: listNgrams(word, ngrams.options), rows, dimension: ngrams.dimension };
  };
}

function algorithmOf({ arguments: { model, maximumNgram } }: FastTextHead): string {
  if (model === "supervised" || maximumNgram === 0) return model;
  return model === "cbow" ? "fasttext-cbow" : "fasttext";
}

function hyperparametersOf(head: FastTextHead): Record<string, string | number> {
  const { model, ...settings } = head.arguments;
  const { minimumNgram, maximumNgram, buckets, wordNgrams, negatives, ...others } = settings;
  return {
    algorithm: algorithmOf(head),
    ...others,
    ...(others.loss === "ns" ? { negatives } : {}),
    ...(maximumNgram > 0 ? { minimumNgram, maximumNgram } : {}),
    ...(buckets > 0 ? { buckets } : {}),
    ...(model === "supervised" ? { wordNgrams, labels: head.labels } : {}),
    tokens: head.tokens,
  };
}
