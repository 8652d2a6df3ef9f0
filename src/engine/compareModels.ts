/** Two models side by side: which words mean something else in the other. */
import { findNeighbors } from "../embeddings/neighbors.ts";
import type { Embeddings } from "../embeddings/embeddings.ts";
import type { DriftRequests } from "../protocol/driftMessages.ts";
import { alignModels, mostMoved, type AlignmentContext } from "./alignModels.ts";

type Request = DriftRequests["compareModels"];

/** Errors: those of `alignModels`. */
export async function compareModels(
  context: AlignmentContext,
  { count, neighbors, ...pair }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const aligned = await alignModels(context, { ...pair, keepsVectors: false }, signal);
  const { pairs, shared, distances, beyond, clear } = aligned;
  const [first, second] = [aligned.first.embeddings, aligned.second.embeddings];
  const moved: Request["result"]["moved"][number][] = [];
  for (const row of mostMoved(aligned, count)) {
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
    first: aligned.first.description,
    second: aligned.second.description,
    shared,
    compared: pairs.length,
    medianDistance: distances.slice().sort()[Math.floor(pairs.length / 2)]!,
    clear,
    moved,
  };
}

async function neighborsOf(
  { index, words }: Embeddings,
  wordId: number,
  count: number,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (count === 0) return [];
  const found = await findNeighbors(index, wordId, count, [], signal);
  return found.map((neighbor) => words[neighbor.wordId]!);
}
