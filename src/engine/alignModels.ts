/** Two models turned onto each other: the words that both have, and how far each is from itself. */
import { samplingNoise } from "../alignment/movedWords.ts";
import type { Embeddings } from "../embeddings/embeddings.ts";
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { ModelPair } from "../protocol/driftMessages.ts";
import type { Jobs } from "./jobs.ts";
import type { JobTable } from "./jobTable.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";

/** More words would turn the one model no nearer to the other. */
const MOST_COMPARED = 20_000;
/** Fewer can be turned onto anything: two words for each dimension, and so many at least. */
const LEAST_SHARED = 20;
const LEAST_SHARED_BY_DIMENSION = 2;

/** What aligning needs from the engine. */
export interface AlignmentContext {
  readonly models: OpenModels;
  readonly jobs: Jobs;
}

/** What is aligned. */
interface AlignmentRequest extends ModelPair {
  readonly minimumCount: number;
  readonly keepsVectors: boolean;
}

/** Two models, aligned; rows are positions in `pairs`, which the first model's frequency orders. */
export type AlignedModels = JobTable["alignVectors"]["result"] & {
  readonly first: OpenModel;
  readonly second: OpenModel;
  readonly pairs: readonly { readonly firstId: number; readonly secondId: number }[];
  /** Words that both models have. */
  readonly shared: number;
};

/** Errors: `bad-input` for one model twice, or where too few words are in both; those of opening the models; `canceled`. */
export async function alignModels(
  { models, jobs }: AlignmentContext,
  { firstPath, secondPath, minimumCount, keepsVectors }: AlignmentRequest,
  signal?: AbortSignal,
): Promise<AlignedModels> {
  if (firstPath === secondPath)
    throw new WordfieldError(
      "bad-input",
      `${firstPath} cannot be compared with itself. Choose two models.`,
    );
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
  const { counts: firstCounts } = first;
  const { counts: secondCounts } = second;
  const noise =
    firstCounts && secondCounts
      ? Float64Array.from(pairs, ({ firstId, secondId }) =>
          samplingNoise(firstCounts[firstId] ?? 0, secondCounts[secondId] ?? 0),
        )
      : null;
  const aligned = await jobs.run(
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
      noise,
      keepsVectors,
    },
    () => undefined,
    signal,
  );
  return { ...aligned, first: one, second: other, pairs, shared };
}

/** The rows that moved most beyond chance, in that order. */
export function mostMoved({ beyond }: Pick<AlignedModels, "beyond">, count: number): number[] {
  return [...beyond.keys()].sort((a, b) => beyond[b]! - beyond[a]! || a - b).slice(0, count);
}

function rowsOf({ index, dimension }: Embeddings, wordIds: readonly number[]): Float32Array {
  const rows = new Float32Array(wordIds.length * dimension);
  for (const [place, wordId] of wordIds.entries())
    rows.set(index.unitVector(wordId), place * dimension);
  return rows;
}
