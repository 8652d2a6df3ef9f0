// Neighbors of words in one model, what speaks for them, and whether they return in models of other seeds.
import { describeEvidence, type NeighborEvidence } from "../../../src/embeddings/confidence.ts";
import type { Balance } from "../../../src/embeddings/groundedIndex.ts";
import { cosineSimilarity, findNeighbors } from "../../../src/embeddings/neighbors.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import type { GroundedModel } from "./trainer.ts";

/** One neighbor of one word in one model. */
export interface Returning {
  readonly balance: Balance;
  /** 0 for the nearest. */
  readonly place: number;
  /** Uses of the word that was asked. */
  readonly count: number;
  readonly evidence: NeighborEvidence;
  readonly values: readonly number[];
  /** The share of the other models that have it among the first, 0 to 1. */
  readonly returned: number;
}

/** The balances that confidence is measured under: trained vectors alone, and two ways to join them. */
export const BALANCES: readonly Balance[] = [0, 0.5, "auto"];
/** Of the words, a part are drawn from the whole vocabulary, most of which is rare, and a part by the logarithm of rank. */
const ANY_WORDS = 160;
const WORDS_BY_RANK = 80;
/** Beyond the list some places are looked at, too: what is below its end is as telling as what is above. */
const PLACES_BEYOND = [1.25, 1.5, 2];

/** Compares the lists of models of the same text, each with all others. */
export async function collectReturning(
  models: readonly GroundedModel[],
  balance: Balance,
  among: number,
): Promise<Returning[]> {
  const found: Returning[] = [];
  const queries = drawWords(models[0]!.embeddings.words.length);
  const lists = await Promise.all(models.map((model) => listsOf(model, queries, balance, among)));
  for (const [at, model] of models.entries())
    for (const [place, wordId] of queries.entries()) {
      const list = lists[at]![place]!;
      const others = lists
        .filter((_, other) => other !== at)
        .map((all) => new Set(all[place]!.slice(0, among).map(({ word }) => word)));
      const edge = (list[among - 1]!.cosine + list[among]!.cosine) / 2;
      const places = [
        ...Array.from({ length: among }, (_, i) => i),
        ...PLACES_BEYOND.map((times) => Math.round(times * among) - 1),
      ];
      for (const rank of places) {
        const { wordId: neighbor, word, cosine } = list[rank]!;
        const evidence: NeighborEvidence = {
          margin: cosine - edge,
          counts: [model.counts[wordId]!, model.counts[neighbor]!],
          epochs: model.epochs,
          here: cosineSimilarity(model.embeddings.index, wordId, neighbor),
          general:
            balance === 0
              ? null
              : {
                  trainedShare: model.grounded.trainedShare(balance),
                  cosine: model.grounded.generalCosine(wordId, neighbor),
                },
        };
        found.push({
          balance,
          place: rank,
          count: model.counts[wordId]!,
          evidence,
          values: describeEvidence(evidence),
          returned: others.filter((words) => words.has(word)).length / others.length,
        });
      }
    }
  return found;
}

async function listsOf(
  { embeddings, grounded }: GroundedModel,
  queries: readonly number[],
  balance: Balance,
  among: number,
) {
  const index = balance === 0 ? embeddings.index : grounded.under(balance);
  const lists: { wordId: number; word: string; cosine: number }[][] = [];
  for (const wordId of queries) {
    const found = await findNeighbors(index, wordId, 2 * among);
    lists.push(
      found.map((neighbor) => ({ ...neighbor, word: embeddings.words[neighbor.wordId]! })),
    );
  }
  return lists;
}

/** The same words in every model: the same text has the same vocabulary in the same order. */
function drawWords(size: number): number[] {
  const random = seededRandom(5);
  const drawn = new Set<number>();
  while (drawn.size < ANY_WORDS) drawn.add(Math.floor(random() * size));
  while (drawn.size < ANY_WORDS + WORDS_BY_RANK)
    drawn.add(Math.floor(Math.exp(random() * Math.log(size))) - 1);
  return [...drawn];
}
