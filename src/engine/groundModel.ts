/** Adds an encoder's knowledge of words to a model, and asks what is used differently here. */
import { writeGrounding } from "../embeddings/groundingFile.node.ts";
import { readModel } from "../embeddings/modelFile.node.ts";
import { findNeighbors as findNearest } from "../embeddings/neighbors.ts";
import { splitIdentifier } from "../corpus/kinds/identifiers.ts";
import { WordfieldError } from "../errors.ts";
import { LEAST_USES } from "../grounding/usage.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { GroundingRequests } from "../protocol/groundingMessages.ts";
import type { ModelDescription } from "../protocol/modelMessages.ts";
import { withoutGeneralVectors } from "./balance.ts";
import type { Encoders } from "./encoders.ts";
import type { Jobs } from "./jobs.ts";
import { describeHeader, describeModel } from "./modelListing.ts";
import type { OpenModels } from "./openModels.ts";
import { toNeighbor } from "./wordQueries.ts";
import { encodeWords } from "./wordVectors.ts";

type Params<M extends keyof GroundingRequests> = GroundingRequests[M]["params"];
type Result<M extends keyof GroundingRequests> = GroundingRequests[M]["result"];

/** What grounding needs from the engine. */
interface GroundingContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
  readonly jobs: Jobs;
}

/**
 * Encodes the words of a model, joins both kinds of vectors, and writes them into its file.
 *
 * Errors: those of reading the model and of the encoder; `bad-input` where the model has no counts; `file-unwritable`;
 * `canceled`.
 */
export async function groundModel(
  context: GroundingContext,
  { runId, modelPath, choice, cacheFolder }: Params<"groundModel">,
  signal?: AbortSignal,
): Promise<Result<"groundModel">> {
  const { header, words, counts, dimension, inputVectors } = await readModel(modelPath, {}, signal);
  refuseUntrained(describeHeader(header));
  if (!counts)
    throw new WordfieldError(
      "bad-input",
      `${modelPath} does not say how often its words stand in the text, which their general meaning is weighed by. Ground a model that was trained here.`,
    );
  const encoded = await encodeWords(
    context,
    { runId, choice, words: words.map(toText), cacheFolder },
    signal,
  );
  const { encoder } = encoded;
  const { known, ...grounding } = await context.jobs.run(
    "groundVectors",
    {
      n: words.length,
      dimension,
      trained: inputVectors,
      counts,
      priorDimension: encoder.dimension,
      prior: encoded.vectors,
    },
    () => undefined,
    signal,
  );
  const { name, fingerprint } = encoder;
  await writeGrounding(modelPath, { ...grounding, encoder: { name, fingerprint } }, signal);
  const { model } = await describeModel(modelPath);
  return { model, encoder, words: words.length, known, fromCache: encoded.fromCache };
}

/** What is compared with general meaning has to be trained. Errors: `bad-input`. */
function refuseUntrained({ isUntrained, name }: ModelDescription): void {
  if (isUntrained)
    throw new WordfieldError(
      "bad-input",
      `${name} has general meaning alone: it was not trained, so it does not say how words are used here. Train on the text.`,
    );
}

/** An encoder reads text: snake_case, camelCase and well-known are several words to it. */
export function toText(word: string): string {
  if (!/[_\-./]|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u.test(word)) return word;
  return (
    splitIdentifier(word)
      .map(({ start, end }) => word.slice(start, end))
      .join(" ") || word
  );
}

/**
 * Ranks words by how little their uses here fit their general meaning.
 *
 * Errors: those of opening the model; `bad-input` where it has no general vectors.
 */
export async function findUnusualWords(
  models: OpenModels,
  { modelPath, count, minimumUses, neighbors }: Params<"findUnusualWords">,
  signal?: AbortSignal,
): Promise<Result<"findUnusualWords">> {
  const model = await models.open(modelPath);
  refuseUntrained(model.description);
  const { encoder } = model.description;
  const grounding = await model.grounding();
  if (!grounding || encoder === undefined) throw withoutGeneralVectors(modelPath);
  const { words, counts } = model.embeddings;
  const least = Math.max(minimumUses, LEAST_USES);
  const judged = Array.from(words.keys()).filter(
    (wordId) => (counts?.[wordId] ?? 0) >= least && grounding.departure[wordId] !== 0,
  );
  const departureOf = (wordId: number) => grounding.departure[wordId] ?? 0;
  judged.sort((a, b) => departureOf(b) - departureOf(a) || a - b);
  const nearest = async (wordId: number, balance: number) =>
    (await findNearest(grounding.index.under(balance), wordId, neighbors, [], signal)).map(
      (found) => toNeighbor(model.embeddings, found),
    );
  const unusual: Result<"findUnusualWords">["words"][number][] = [];
  for (const wordId of judged.slice(0, count))
    unusual.push({
      word: words[wordId]!,
      count: counts?.[wordId] ?? 0,
      departure: departureOf(wordId),
      here: await nearest(wordId, 0),
      general: await nearest(wordId, 1),
    });
  return { words: unusual, judged: judged.length, encoder };
}
