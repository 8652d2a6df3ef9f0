/** Says of a list of neighbors how far each can be trusted. */
import { confidenceOf } from "../embeddings/confidence.ts";
import { cosineSimilarity, type ScoredWord, type WordVector } from "../embeddings/neighbors.ts";
import type { Balance } from "../protocol/groundingMessages.ts";
import type { Metric } from "../protocol/wordMessages.ts";
import type { OpenModel } from "./openModels.ts";

/** Confidence is about the first 20, which a list shows at a glance, or about the list where it is longer. */
const AMONG = [20, 1_000] as const;
/** In a smaller vocabulary most words are in any list. */
const LEAST_WORDS_PER_PLACE = 10;

/** What neighbors are asked for. */
interface Question {
  readonly vector: WordVector;
  readonly metric: Metric;
  /** So many neighbors. */
  readonly count: number;
}

/** The neighbors of a word that were found. */
interface FoundList {
  readonly wordId: number;
  readonly balance: Balance;
  readonly neighbors: readonly ScoredWord[];
  /** At least one more than the confidence is about, whatever a filter leaves out. */
  readonly nearest: readonly ScoredWord[];
  readonly among: number;
}

/**
 * The number of nearest words that the confidence of neighbors is about; null where nothing can be said: for vectors of
 * other programs and encoders, for those that are made of n-grams, for other trainings than skip-gram with negative sampling
 * and other measures than the cosine, whose lists were not measured or return less, and for vocabularies that are hardly longer than the list.
 */
export function amongHowMany(
  { embeddings, description }: OpenModel,
  { vector, metric, count }: Question,
): number | null {
  const { format, corpus, hyperparameters } = description;
  const isMeasured =
    format === undefined &&
    corpus !== null &&
    embeddings.counts !== null &&
    typeof hyperparameters["epochs"] === "number" &&
    hyperparameters["algorithm"] === "skip-gram" &&
    (hyperparameters["loss"] ?? "ns") === "ns";
  if (!isMeasured || metric !== "cosine" || typeof vector !== "number") return null;
  const [least, most] = AMONG;
  const among = Math.min(Math.max(least, count), most);
  return embeddings.words.length < LEAST_WORDS_PER_PLACE * among ? null : among;
}

/**
 * Tells how likely neighbors stand in the list again when the same text is trained with another seed, in their order; null
 * where vectors say nothing of the word.
 *
 * Errors: `out-of-memory`.
 */
export async function measureConfidence(
  model: OpenModel,
  { wordId, balance, neighbors, nearest, among }: FoundList,
): Promise<readonly number[] | null> {
  const { counts, index } = model.embeddings;
  const grounding = balance === 0 ? null : await model.grounding();
  // To a word that the encoder does not know, all words are equally far in general.
  if (grounding && balance === 1 && grounding.index.keptOf(wordId) === null) return null;
  const epochs = Number(model.description.hyperparameters["epochs"]);
  const edge = (nearest[among - 1]!.cosine + nearest[among]!.cosine) / 2;
  return neighbors.map((neighbor) =>
    confidenceOf({
      margin: neighbor.cosine - edge,
      counts: [counts?.[wordId] ?? 0, counts?.[neighbor.wordId] ?? 0],
      epochs,
      here: cosineSimilarity(index, wordId, neighbor.wordId),
      general: grounding && {
        trainedShare: grounding.index.trainedShare(balance),
        cosine: grounding.index.generalCosine(wordId, neighbor.wordId),
      },
    }),
  );
}
