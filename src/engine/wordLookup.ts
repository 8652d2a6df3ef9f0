/** Finds what a model has for a word that a person wrote. */
import type { Embeddings } from "../embeddings/embeddings.ts";
import type { WordVector } from "../embeddings/neighbors.ts";
import { closeInSpelling } from "../embeddings/spelling.ts";
import type { VectorIndex } from "../embeddings/vectorIndex.ts";
import type { Balance } from "../protocol/groundingMessages.ts";
import type { MissingWords, WordEntry } from "../protocol/modelMessages.ts";
import { vectorsUnder } from "./balance.ts";
import type { OpenModel } from "./openModels.ts";

const SIMILAR_SPELLINGS = 6;

/** A word that a person wrote and what the model has for it: a row of its vectors, or one made of n-grams. */
export interface FoundWord {
  readonly entry: WordEntry;
  readonly vector: WordVector;
}

/** Finds a word as it stands, else in a form of the vocabulary, else made of its n-grams where the model has them. */
export async function lookUp(model: OpenModel, word: string): Promise<FoundWord | undefined> {
  const { forms, unknown } = await model.forms.ofWord(word);
  return findForm(model, forms, unknown);
}

/** Finds the first form that the vocabulary has, else makes a vector of the n-grams of `unknown`. */
export async function findForm(
  model: OpenModel,
  forms: readonly string[],
  unknown: string,
): Promise<FoundWord | undefined> {
  const { embeddings } = model;
  for (const form of forms) {
    const wordId = embeddings.wordId(form);
    if (wordId !== undefined) return { entry: wordEntry(embeddings, wordId), vector: wordId };
  }
  const vector = await model.vectorOfUnknownWord(unknown);
  return vector && { entry: { word: unknown, count: null, rank: null }, vector };
}

/** Names those of some words that a model does not have, with words spelled like them. */
export async function nameMissing(
  model: OpenModel,
  words: readonly string[],
): Promise<MissingWords> {
  const missing: { word: string; similar: string[] }[] = [];
  for (const word of new Set(words)) {
    if ((await lookUp(model, word)) !== undefined) continue;
    const { unknown } = await model.forms.ofWord(word);
    const similar = await closeInSpelling(model.embeddings, unknown, SIMILAR_SPELLINGS);
    missing.push({ word, similar: similar.map((wordId) => model.embeddings.words[wordId]!) });
  }
  return { missing };
}

/** A vector that was made of n-grams has no general part: it is compared with those that were trained. */
export async function indexFor(
  model: OpenModel,
  words: readonly FoundWord[],
  balance: Balance | undefined,
): Promise<VectorIndex> {
  const areKnown = words.every(({ vector }) => typeof vector === "number");
  return areKnown ? vectorsUnder(model, balance) : model.embeddings.index;
}

/** Says in the contract's words what a vocabulary has at a place. */
export function wordEntry({ words, counts }: Embeddings, wordId: number): WordEntry {
  return { word: words[wordId]!, count: counts?.[wordId] ?? null, rank: wordId + 1 };
}
