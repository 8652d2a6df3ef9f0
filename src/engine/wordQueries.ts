/** Questions to the words of a model: neighbors, analogies, similarity, completion, map. */
import { solveAnalogy as solve } from "../embeddings/analogy.ts";
import { searchWords } from "../embeddings/fuzzySearch.ts";
import type { Embeddings } from "../embeddings/embeddings.ts";
import { shareOut } from "../embeddings/subwordParts.ts";
import {
  cosineSimilarity,
  dotProduct,
  unitVectorOf,
  type ScoredWord,
} from "../embeddings/neighbors.ts";
import { rankWords } from "../embeddings/rankedWords.ts";
import { WordfieldError } from "../errors.ts";
import type { EngineRequests, WordMap } from "../protocol/engineMessages.ts";
import type { Neighbor, NeighborList } from "../protocol/modelMessages.ts";
import type { NeighborOptions } from "../protocol/wordMessages.ts";
import { autoOf } from "./balance.ts";
import type { Jobs } from "./jobs.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";
import {
  findForm,
  indexFor,
  lookUp,
  nameMissing,
  wordEntry,
  type FoundWord,
} from "./wordLookup.ts";

type Params<M extends keyof EngineRequests> = EngineRequests[M]["params"];
type Result<M extends keyof EngineRequests> = EngineRequests[M]["result"];

const ROWS_AT_A_TIME = 10_000;

/** Lists the words nearest to a word. */
export async function findNeighbors(
  models: OpenModels,
  { modelPath, word, count, ...options }: Params<"findNeighbors">,
  signal?: AbortSignal,
): Promise<Result<"findNeighbors">> {
  const model = await models.open(modelPath);
  const found = await lookUp(model, word);
  return found === undefined
    ? await nameMissing(model, [word])
    : neighborList(model, found, count, options, signal);
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
    return { ...(await neighborList(model, found, count, {}, signal)), ...place };
  if (twoLists !== true)
    return {
      ...(await neighborList(
        model,
        found,
        count,
        balance === undefined ? {} : { balance },
        signal,
      )),
      ...place,
    };
  const here = await neighborList(model, found, count, { balance: 0 }, signal);
  const general = await neighborList(model, found, count, { balance: 1 }, signal);
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

/** Says which parts a vocabulary has. */
export async function listParts(
  models: OpenModels,
  { modelPath }: Params<"listParts">,
): Promise<Result<"listParts">> {
  const { names, scripts } = await (await models.open(modelPath)).embeddings.parts();
  return { names, scripts };
}

/** Says which n-grams the vector of an unknown word was made of. */
export async function explainParts(
  models: OpenModels,
  { modelPath, word }: Params<"explainParts">,
): Promise<Result<"explainParts">> {
  const model = await models.open(modelPath);
  const { forms, unknown } = await model.forms.ofWord(word);
  if (forms.some((form) => model.embeddings.wordId(form) !== undefined)) return { parts: [] };
  const rows = await model.ngramsOf(unknown);
  return { parts: rows ? shareOut(rows) : [] };
}

/** Compares a word with the most frequent ones, in slices, so that others are answered in between. */
export async function findSimilarities(
  models: OpenModels,
  { modelPath, word, count, balance }: Params<"findSimilarities">,
  signal?: AbortSignal,
): Promise<Result<"findSimilarities">> {
  const model = await models.open(modelPath);
  const found = await lookUp(model, word);
  if (!found) return nameMissing(model, [word]);
  const index = await indexFor(model, [found], balance);
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

/** Finds words for what is being typed: those that begin like it, most frequent first, then similar ones. */
export async function completeWord(
  models: OpenModels,
  { modelPath, text, count }: Params<"completeWord">,
  signal?: AbortSignal,
): Promise<Result<"completeWord">> {
  const model = await models.open(modelPath);
  const wordIds = await searchWords(model.embeddings, text, count, signal);
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
  { balance, metric = "cosine", filter }: NeighborOptions,
  signal?: AbortSignal,
): Promise<NeighborList> {
  const { embeddings } = model;
  const { entry, vector } = word;
  const index =
    metric === "cosine" ? await indexFor(model, [word], balance) : model.embeddings.index;
  const marks = filter ? await embeddings.marksOf(filter, signal) : null;
  const found = await rankWords(index, { vector, k: count, metric, marks }, signal);
  const auto = typeof vector === "number" ? await autoOf(model, vector) : undefined;
  return {
    entry,
    neighbors: found.map((neighbor) => ({
      ...toNeighbor(embeddings, neighbor),
      ...(metric === "cosine" ? {} : { score: neighbor.score }),
    })),
    ...(auto ? { auto } : {}),
  };
}

/** Says in the contract's words which word was found. */
export function toNeighbor(
  { words, counts }: Embeddings,
  { wordId, cosine }: ScoredWord,
): Neighbor {
  return { word: words[wordId]!, cosine, count: counts?.[wordId] ?? null };
}
