/** Two models side by side: which words mean something else in the other. */
import { findNeighbors } from "../embeddings/neighbors.ts";
import type { Embeddings } from "../embeddings/embeddings.ts";
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { DriftRequests } from "../protocol/driftMessages.ts";
import type { Jobs } from "./jobs.ts";
import type { OpenModels } from "./openModels.ts";

type Request = DriftRequests["compareModels"];

/** More words would turn the one model no nearer to the other. */
const MOST_COMPARED = 20_000;
/** Fewer can be turned onto anything: two words for each dimension, and so many at least. */
const LEAST_SHARED = 20;
const LEAST_SHARED_BY_DIMENSION = 2;

/** Errors: `bad-input` where too few words are in both; those of opening the models; `canceled`. */
export async function compareModels(
  { models, jobs }: { readonly models: OpenModels; readonly jobs: Jobs },
  { firstPath, secondPath, count, minimumCount, neighbors }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const [one, other] = [await models.open(firstPath), await models.open(secondPath)];
  const [first, second] = [one.embeddings, other.embeddings];
  const pause = createPacer(signal);
  const isFrequent = ({ counts }: Embeddings, wordId: number) =>
    counts === null || (counts[wordId] ?? 0) >= minimumCount;
  const pairs: { readonly firstId: number; readonly secondId: number }[] = [];
  let shared = 0;
  for (const [firstId, word] of first.words.entries()) {
    if (firstId % 1000 === 0) await pause();
    const secondId = second.wordId(word);
    if (secondId === undefined) continue;
    shared++;
    const isCompared = isFrequent(first, firstId) && isFrequent(second, secondId);
    if (isCompared && pairs.length < MOST_COMPARED) pairs.push({ firstId, secondId });
  }
  const dimension = Math.min(first.dimension, second.dimension);
  const least = Math.max(LEAST_SHARED, LEAST_SHARED_BY_DIMENSION * dimension);
  if (pairs.length < least)
    throw new WordfieldError(
      "bad-input",
      `${one.description.name} and ${other.description.name} have ${pairs.length} words in common that stand ${minimumCount} times or more in both; to compare vectors of ${dimension} dimensions takes ${least}. Lower the least count, or compare models of like text.`,
    );
  const { distances, beyond } = await jobs.run(
    "alignVectors",
    {
      n: pairs.length,
      first: rowsOf(
        first,
        pairs.map(({ firstId }) => firstId),
      ),
      firstDimension: first.dimension,
      second: rowsOf(
        second,
        pairs.map(({ secondId }) => secondId),
      ),
      secondDimension: second.dimension,
    },
    () => undefined,
    signal,
  );
  const order = [...pairs.keys()].sort((a, b) => beyond[b]! - beyond[a]! || a - b).slice(0, count);
  const moved: Request["result"]["moved"][number][] = [];
  for (const row of order) {
    const { firstId, secondId } = pairs[row]!;
    moved.push({
      word: first.words[firstId]!,
      firstCount: first.counts?.[firstId] ?? null,
      secondCount: second.counts?.[secondId] ?? null,
      distance: distances[row]!,
      beyond: beyond[row]!,
      firstNeighbors: await neighborsOf(first, firstId, neighbors, signal),
      secondNeighbors: await neighborsOf(second, secondId, neighbors, signal),
    });
  }
  return {
    first: one.description,
    second: other.description,
    shared,
    compared: pairs.length,
    medianDistance: distances.slice().sort()[Math.floor(pairs.length / 2)]!,
    moved,
  };
}

async function neighborsOf(
  { index, words }: Embeddings,
  wordId: number,
  count: number,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const found = await findNeighbors(index, wordId, count, [], signal);
  return found.map((neighbor) => words[neighbor.wordId]!);
}

function rowsOf({ index, dimension }: Embeddings, wordIds: readonly number[]): Float32Array {
  const rows = new Float32Array(wordIds.length * dimension);
  for (const [place, wordId] of wordIds.entries())
    rows.set(index.unitVector(wordId), place * dimension);
  return rows;
}
