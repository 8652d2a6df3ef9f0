/** Questions to the words of a model: neighbors, analogies, similarity, completion, map. */
import { solveAnalogy as solve } from "../embeddings/analogy.ts";
import { closeInSpelling, completeWord as complete } from "../embeddings/spelling.ts";
import type { Embeddings } from "../embeddings/embeddings.ts";
import type { VectorIndex } from "../embeddings/vectorIndex.ts";
import {
  cosineSimilarity,
  dotProduct,
  findNeighbors as findNearest,
  unitVectorOf,
  type ScoredWord,
  type WordVector,
} from "../embeddings/neighbors.ts";
import { WordfieldError } from "../errors.ts";
import type { EngineRequests, WordMap } from "../protocol/engineMessages.ts";
import type { MissingWords, Neighbor, NeighborList, WordEntry } from "../protocol/modelMessages.ts";
import type { Balance } from "../protocol/groundingMessages.ts";
import { autoOf, vectorsUnder } from "./balance.ts";
import type { Jobs } from "./jobs.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";

type Params<M extends keyof EngineRequests> = EngineRequests[M]["params"];
type Result<M extends keyof EngineRequests> = EngineRequests[M]["result"];

const SIMILAR_SPELLINGS = 6;
const ROWS_AT_A_TIME = 10_000;

/** Lists the words nearest to a word. */
export async function findNeighbors(
  models: OpenModels,
  { modelPath, word, count, balance }: Params<"findNeighbors">,
  signal?: AbortSignal,
): Promise<Result<"findNeighbors">> {
  const model = await models.open(modelPath);
  const found = await lookUp(model, word);
  return found === undefined
    ? await nameMissing(model, [word])
    : neighborList(model, found, count, balance, signal);
}

/** Lists the words nearest to the word at an offset of a text. */
export async function findNeighborsAt(
  models: OpenModels,
  { modelPath, text, offset, count, balance, twoLists }: Params<"findNeighborsAt">,
  signal?: AbortSignal,
): Promise<Result<"findNeighborsAt">> {
  const model = await models.open(modelPath);
  const placed = await model.forms.at(text, offset);
  if (!placed) return { absent: true };
  const known = placed.forms.find(({ form }) => model.embeddings.wordId(form) !== undefined);
  const { form, start, end } = known ?? placed.unknown;
  const found = await findForm(model, [form], form);
  if (!found) return { absent: true };
  const place = { start, end };
  if (!(await model.grounding()))
    return { ...(await neighborList(model, found, count, undefined, signal)), ...place };
  if (twoLists !== true)
    return { ...(await neighborList(model, found, count, balance, signal)), ...place };
  const here = await neighborList(model, found, count, 0, signal);
  const general = await neighborList(model, found, count, 1, signal);
  return { ...here, ...place, inGeneral: general.neighbors };
}

/** Solves a : b = c : ? */
export async function solveAnalogy(
  models: OpenModels,
  { modelPath, a, b, c, count, balance }: Params<"solveAnalogy">,
  signal?: AbortSignal,
): Promise<Result<"solveAnalogy">> {
  const model = await models.open(modelPath);
  const [first, second, third] = await Promise.all([a, b, c].map((word) => lookUp(model, word)));
  if (!first || !second || !third) return nameMissing(model, [a, b, c]);
  const { answers } = await solve(
    await indexFor(model, [first, second, third], balance),
    first.vector,
    second.vector,
    third.vector,
    count,
    signal,
  );
  return { neighbors: answers.map((found) => toNeighbor(model.embeddings, found)) };
}

/** Gives the cosine of two words. */
export async function compareWords(
  models: OpenModels,
  { modelPath, a, b, balance }: Params<"compareWords">,
): Promise<Result<"compareWords">> {
  const model = await models.open(modelPath);
  const [first, second] = await Promise.all([a, b].map((word) => lookUp(model, word)));
  if (!first || !second) return nameMissing(model, [a, b]);
  const index = await indexFor(model, [first, second], balance);
  return { cosine: cosineSimilarity(index, first.vector, second.vector) };
}

/** Compares a word with the most frequent ones, in slices, so that others are answered in between. */
export async function findSimilarities(
  models: OpenModels,
  { modelPath, word, count }: Params<"findSimilarities">,
  signal?: AbortSignal,
): Promise<Result<"findSimilarities">> {
  const model = await models.open(modelPath);
  const found = await lookUp(model, word);
  if (!found) return nameMissing(model, [word]);
  const { index } = model.embeddings;
  const query = unitVectorOf(index, found.vector);
  const cosines = new Float32Array(Math.min(count, index.size));
  for (let row = 0; row < cosines.length; row++) {
    if (row % ROWS_AT_A_TIME === ROWS_AT_A_TIME - 1) {
      await new Promise(setImmediate);
      if (signal?.aborted) throw new WordfieldError("canceled", "Canceled.");
    }
    cosines[row] = dotProduct(query, index.unitVector(row));
  }
  return { cosines };
}

/** Completes the beginning of a word, most frequent first. */
export async function completeWord(
  models: OpenModels,
  { modelPath, text, count }: Params<"completeWord">,
): Promise<Result<"completeWord">> {
  const model = await models.open(modelPath);
  const wordIds = await complete(model.embeddings, text, count);
  return { words: wordIds.map((wordId) => wordEntry(model.embeddings, wordId)) };
}

/** Projects the most frequent words; a map is computed once for each model and number of words. */
export async function readMap(
  models: OpenModels,
  jobs: Jobs,
  { modelPath, count }: Params<"readMap">,
): Promise<Result<"readMap">> {
  const model = await models.open(modelPath);
  const n = Math.min(count, model.embeddings.words.length);
  let map = model.maps.get(n);
  if (!map) {
    map = projectWords(model, jobs, n); // shared by all who ask: one who cancels must not cancel for the others
    model.maps.set(n, map);
    map.catch(() => model.maps.delete(n)); // the next question tries again
  }
  return map;
}

async function projectWords(model: OpenModel, jobs: Jobs, n: number): Promise<WordMap> {
  const { words, counts } = model.embeddings;
  const { index } = model.embeddings;
  const d = index.dimension;
  const { xy, explained } = await jobs.run(
    "projectPca",
    { vectors: index.unitVectors(0, n), n, d },
    () => undefined,
  );
  return {
    words: words.slice(0, n),
    counts: new Uint32Array(counts?.subarray(0, n) ?? []),
    xy,
    explained,
  };
}

async function neighborList(
  model: OpenModel,
  word: FoundWord,
  count: number,
  balance: Balance | undefined,
  signal?: AbortSignal,
): Promise<NeighborList> {
  const { embeddings } = model;
  const { entry, vector } = word;
  const index = await indexFor(model, [word], balance);
  const found = await findNearest(index, vector, count, [], signal);
  const auto = typeof vector === "number" ? await autoOf(model, vector) : undefined;
  return {
    entry,
    neighbors: found.map((neighbor) => toNeighbor(embeddings, neighbor)),
    ...(auto ? { auto } : {}),
  };
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

async function findForm(
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

/** Names the words that a model does not have, with words spelled like them. */
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

function wordEntry({ words, counts }: Embeddings, wordId: number): WordEntry {
  return { word: words[wordId]!, count: counts?.[wordId] ?? null, rank: wordId + 1 };
}

/** Says in the contract's words which word was found. */
export function toNeighbor(
  { words, counts }: Embeddings,
  { wordId, cosine }: ScoredWord,
): Neighbor {
  return { word: words[wordId]!, cosine, count: counts?.[wordId] ?? null };
}
