/** Questions to the words of a model: neighbors, analogies, similarity, completion, map. */
import { normalizeWord, wordAt } from "../corpus/tokenize.ts";
import { solveAnalogy as solve } from "../embeddings/analogy.ts";
import { closeInSpelling, completeWord as complete } from "../embeddings/spelling.ts";
import { cosineSimilarity, findNeighbors as findNearest } from "../embeddings/neighbors.ts";
import type {
  EngineRequests,
  MissingWords,
  Neighbor,
  NeighborList,
  WordEntry,
  WordMap,
} from "../protocol/engineMessages.ts";
import type { Jobs } from "./jobs.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";

type Params<M extends keyof EngineRequests> = EngineRequests[M]["params"];
type Result<M extends keyof EngineRequests> = EngineRequests[M]["result"];

const SIMILAR_SPELLINGS = 6;

/** Lists the words nearest to a word. */
export async function findNeighbors(
  models: OpenModels,
  { modelPath, word, count }: Params<"findNeighbors">,
  signal?: AbortSignal,
): Promise<Result<"findNeighbors">> {
  const model = await models.open(modelPath);
  const [wordId] = lookUp(model, [word]);
  return wordId === undefined
    ? await nameMissing(model, [word])
    : neighborList(model, wordId, count, signal);
}

/** Lists the words nearest to the word at an offset of a text. */
export async function findNeighborsAt(
  models: OpenModels,
  { modelPath, text, offset, count }: Params<"findNeighborsAt">,
  signal?: AbortSignal,
): Promise<Result<"findNeighborsAt">> {
  const model = await models.open(modelPath);
  const token = wordAt(text, offset, model.tokenizer);
  const wordId = token && model.embeddings.wordId(token.word);
  if (token === undefined || wordId === undefined) return { absent: true };
  return {
    ...(await neighborList(model, wordId, count, signal)),
    start: token.start,
    end: token.end,
  };
}

/** Solves a : b = c : ? */
export async function solveAnalogy(
  models: OpenModels,
  { modelPath, a, b, c, count }: Params<"solveAnalogy">,
  signal?: AbortSignal,
): Promise<Result<"solveAnalogy">> {
  const model = await models.open(modelPath);
  const [aId, bId, cId] = lookUp(model, [a, b, c]);
  if (aId === undefined || bId === undefined || cId === undefined)
    return nameMissing(model, [a, b, c]);
  const { answers } = await solve(model.embeddings.index, aId, bId, cId, count, signal);
  return { neighbors: answers.map((found) => toNeighbor(model, found)) };
}

/** Gives the cosine of two words. */
export async function compareWords(
  models: OpenModels,
  { modelPath, a, b }: Params<"compareWords">,
): Promise<Result<"compareWords">> {
  const model = await models.open(modelPath);
  const [aId, bId] = lookUp(model, [a, b]);
  if (aId === undefined || bId === undefined) return nameMissing(model, [a, b]);
  return { cosine: cosineSimilarity(model.embeddings.index, aId, bId) };
}

/** Completes the beginning of a word, most frequent first. */
export async function completeWord(
  models: OpenModels,
  { modelPath, text, count }: Params<"completeWord">,
): Promise<Result<"completeWord">> {
  const model = await models.open(modelPath);
  const wordIds = await complete(model.embeddings, text, count);
  return { words: wordIds.map((wordId) => wordEntry(model, wordId)) };
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
  wordId: number,
  count: number,
  signal?: AbortSignal,
): Promise<NeighborList> {
  const found = await findNearest(model.embeddings.index, wordId, count, [], signal);
  return {
    entry: wordEntry(model, wordId),
    neighbors: found.map((neighbor) => toNeighbor(model, neighbor)),
  };
}

/** Ids of words as a person writes them: as it stands, else in the form of the vocabulary. */
function lookUp(model: OpenModel, words: readonly string[]): (number | undefined)[] {
  return words.map(
    (word) =>
      model.embeddings.wordId(word) ??
      model.embeddings.wordId(normalizeWord(word, model.tokenizer)),
  );
}

async function nameMissing(model: OpenModel, words: readonly string[]): Promise<MissingWords> {
  const missing: { word: string; similar: string[] }[] = [];
  for (const word of new Set(words)) {
    if (lookUp(model, [word])[0] !== undefined) continue;
    const normalized = normalizeWord(word, model.tokenizer);
    const similar = await closeInSpelling(model.embeddings, normalized, SIMILAR_SPELLINGS);
    missing.push({ word, similar: similar.map((wordId) => model.embeddings.words[wordId]!) });
  }
  return { missing };
}

function wordEntry({ embeddings }: OpenModel, wordId: number): WordEntry {
  return {
    word: embeddings.words[wordId]!,
    count: embeddings.counts?.[wordId] ?? null,
    rank: wordId + 1,
  };
}

function toNeighbor(
  { embeddings }: OpenModel,
  { wordId, cosine }: { readonly wordId: number; readonly cosine: number },
): Neighbor {
  return {
    word: embeddings.words[wordId]!,
    cosine,
    count: embeddings.counts?.[wordId] ?? null,
  };
}
