/** The words of a selection: what they are near as static vectors, and what they are near where they stand. */
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import type {
  ComparedWord,
  ComparisonRequests,
  LayerContextualization,
} from "../protocol/comparisonMessages.ts";
import type { LayerChoice } from "../protocol/encoderMessages.ts";
import type { Occurrence } from "../protocol/placeMessages.ts";
import {
  anisotropy,
  cosine,
  intraSentenceSimilarity,
  meanVector,
  selfSimilarity,
  similarityMatrix,
} from "../senses/contextualization.ts";
import { vectorsUnder } from "./balance.ts";
import {
  encodePlacesOf,
  encodeVocabulary,
  LONGEST_TEXT,
  selectWords,
  type SelectionContext,
} from "./selectionWords.ts";

type Request = ComparisonRequests["compareContexts"];
type Params = Request["params"];

const NEAREST_PLACES = 3;

/**
 * Compares the words of a text. The encoder's vectors have the mean of the vocabulary's taken away before neighbors are sought: what
 * all have in common says nothing of one.
 *
 * Errors: `bad-input` for an empty text; those of the model and of the encoder; `canceled`.
 */
export async function compareContexts(
  context: SelectionContext,
  params: Params,
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const text = params.text.slice(0, LONGEST_TEXT);
  if (text.trim() === "")
    throw new WordfieldError(
      "bad-input",
      "There is no text to compare. Select a word or a sentence.",
    );
  // A model without general vectors is told before anything is encoded.
  await vectorsUnder(await context.models.open(params.modelPath), params.balance ?? 0);
  const chosen = await context.encoders.choose(params.choice, text);
  const opened = await chosen.process.open(signal);
  const layers: LayerChoice[] =
    opened.hiddenStates > 0 ? [...Array(opened.hiddenStates).keys()] : ["last"];
  const encoded = await chosen.process.ask("encodeTokens", { text, layers }, signal);
  const { tokens, hidden, isTruncated } = encoded;
  const { dimension: d } = chosen.description;
  const last = hidden.at(-1) ?? new Float32Array();
  const words = await selectWords(context, params, text, tokens, signal);
  const vectorsAt = (states: Float32Array) =>
    words.map(
      ({ pieces }) =>
        meanVector(pieces.map((row) => states.subarray(row * d, (row + 1) * d))) ??
        new Float32Array(d),
    );
  const placesByLayer = await encodePlacesOf(context, params.runId, chosen, layers, words, signal);
  const vocabulary = await encodeVocabulary(context, params, words, signal);
  const here = vectorsAt(last);
  const placesAtLast = placesByLayer.at(-1) ?? [];
  const pause = createPacer(signal);
  const compared: ComparedWord[] = [];
  for (const [index, { places, ...word }] of words.entries()) {
    await pause();
    const vector = here[index] ?? new Float32Array(d);
    const contextualNeighbors = vocabulary.nearest(vector, params.count, word.staticWord);
    const ofPlaces = placesAtLast[index] ?? [];
    const usual = meanVector(ofPlaces);
    const names = new Set(contextualNeighbors.map((neighbor) => neighbor.word));
    const shared = word.staticNeighbors.filter((neighbor) => names.has(neighbor.word)).length;
    compared.push({
      ...word,
      contextualNeighbors,
      sharedNeighbors:
        word.staticNeighbors.length === 0 ? null : shared / word.staticNeighbors.length,
      toWordAlone: vocabulary.similarity(vector, word.staticWord ?? word.surface),
      toUsual: usual ? cosine(vector, usual) : null,
      occurrences: nearestPlaces(vector, ofPlaces, places),
    });
  }
  return {
    ...opened,
    encoder: chosen.description,
    tokens,
    isTruncated,
    words: compared,
    layers: layers.map((layer, index) =>
      measureLayer(
        typeof layer === "number" ? layer : chosen.description.layers,
        vectorsAt(hidden[index] ?? new Float32Array()),
        (placesByLayer[index] ?? []).filter((group) => group.length > 0),
      ),
    ),
    similarities: await similarityMatrix(last, d, pause),
  };
}

/** The places of a word whose vectors are nearest to the one here. */
function nearestPlaces(
  vector: Float32Array,
  vectors: readonly Float32Array[],
  places: readonly Occurrence[],
): ComparedWord["occurrences"] {
  return vectors
    .map((other, index) => ({ place: places[index], cosine: cosine(vector, other) }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, NEAREST_PLACES)
    .flatMap(({ place, cosine: nearness }) =>
      place
        ? {
            path: place.path,
            line: place.line,
            column: place.column,
            text: `${place.before}${place.match}${place.after}`,
            cosine: nearness,
          }
        : [],
    );
}

/** Measures one layer. Shapes: `sentence` has a vector for each word, `groups[w]` those of the places of word w. */
function measureLayer(
  layer: number,
  sentence: readonly Float32Array[],
  groups: readonly (readonly Float32Array[])[],
): LayerContextualization {
  const selfs = groups.flatMap((group) => selfSimilarity(group) ?? []);
  const self =
    selfs.length === 0 ? null : selfs.reduce((sum, value) => sum + value, 0) / selfs.length;
  const intra = intraSentenceSimilarity(sentence);
  const baseline = anisotropy(groups);
  const adjust = (value: number | null) =>
    value === null || baseline === null ? null : value - baseline;
  return {
    layer,
    selfSimilarity: self,
    intraSentenceSimilarity: intra,
    anisotropy: baseline,
    adjustedSelfSimilarity: adjust(self),
    adjustedIntraSentenceSimilarity: adjust(intra),
  };
}
