/** Rates the words of a text that a model has, so that an editor can color them. */
import { WordfieldError } from "../errors.ts";
import { cosineSimilarity } from "../embeddings/neighbors.ts";
import type { ProjectionSettings } from "../protocol/mapMessages.ts";
import type { Rating, RatingRequests } from "../protocol/ratingMessages.ts";
import { withoutGeneralVectors } from "./balance.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";
import type { Projections } from "./projectMap.ts";
import { indexFor, lookUp, nameMissing } from "./wordLookup.ts";

/** What rating needs from the engine. */
interface RatingContext {
  readonly models: OpenModels;
  readonly projections: Projections;
}

/** The map that the panel shows first: its groups have the same colors there and in the editor, and it is made once. */
const CLUSTERED_MAP: ProjectionSettings = { method: "umap", dimensions: 2, count: 4_000, seed: 1 };
const CLUSTER_RUN = "clusters of a text";

type Request = RatingRequests["rateText"];

/** Much more than an editor shows; more would hold up other questions. Units: UTF-16 units. */
export const LONGEST_RATED_TEXT = 200_000;

/**
 * Rates the words of a text. A word to compare with that the model does not have is named in the answer.
 *
 * Errors: `bad-input` where the text is longer than `LONGEST_RATED_TEXT`, or the model has no general vectors to say how
 * differently words are used; those of opening the model.
 */
export async function rateText(
  { models, projections }: RatingContext,
  { modelPath, text, rating }: Request["params"],
): Promise<Request["result"]> {
  if (text.length > LONGEST_RATED_TEXT)
    throw new WordfieldError(
      "bad-input",
      `The text has ${text.length} characters, ${LONGEST_RATED_TEXT} at most are rated. Give less of it.`,
    );
  const model = await models.open(modelPath);
  const rate = await ratingOf(model, rating, projections);
  if ("missing" in rate) return rate;
  const known = new Map<number, number>();
  const starts: number[] = [];
  const ends: number[] = [];
  const ratings: number[] = [];
  for (const { forms, start, end } of await model.forms.inText(text)) {
    const wordId = forms
      .map((form) => model.embeddings.wordId(form))
      .find((found) => found !== undefined);
    if (wordId === undefined) continue;
    const value = known.get(wordId) ?? rate.of(wordId);
    known.set(wordId, value);
    starts.push(start);
    ends.push(end);
    ratings.push(value);
  }
  return {
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    ratings: Float32Array.from(ratings),
  };
}

/** Every scroll asks for them: they are remembered for as long as the model is. */
const groups = new WeakMap<OpenModel, Promise<Uint16Array>>();

function groupsOf(model: OpenModel, projections: Projections): Promise<Uint16Array> {
  let found = groups.get(model);
  if (!found) {
    const { path: modelPath } = model.description;
    found = projections
      .project({ runId: CLUSTER_RUN, modelPath, settings: CLUSTERED_MAP })
      .then(({ clusterOfWord }) => clusterOfWord);
    groups.set(model, found);
    found.catch(() => groups.delete(model)); // the next question tries again
  }
  return found;
}

async function ratingOf(model: OpenModel, rating: Rating, projections: Projections) {
  switch (rating.by) {
    case "similarity": {
      const found = await lookUp(model, rating.word);
      if (!found) return nameMissing(model, [rating.word]);
      const index = await indexFor(model, [found], rating.balance);
      return { of: (wordId: number) => cosineSimilarity(index, found.vector, wordId) };
    }
    case "cluster": {
      const clusterOfWord = await groupsOf(model, projections);
      return { of: (wordId: number) => (clusterOfWord[wordId] ?? -1) + 1 };
    }
    case "departure": {
      const grounding = await model.grounding();
      if (!grounding) throw withoutGeneralVectors(model.description.path);
      const { counts } = model.embeddings;
      return {
        of: (wordId: number) =>
          (counts?.[wordId] ?? 0) < rating.minimumUses ? 0 : (grounding.departure[wordId] ?? 0),
      };
    }
  }
}
