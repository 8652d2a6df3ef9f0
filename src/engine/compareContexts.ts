/** The words of a selection: what they are near as static vectors, and what they are near where they stand. */
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { Emit } from "../protocol/channel.ts";
import type {
  ComparedWord,
  ComparisonRequests,
  LayerContextualization,
} from "../protocol/comparisonMessages.ts";
import type { EncodedToken, LayerChoice } from "../protocol/encoderMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { Occurrence } from "../protocol/placeMessages.ts";
import {
  anisotropy,
  cosine,
  intraSentenceSimilarity,
  meanVector,
  selfSimilarity,
  similarityMatrix,
} from "../senses/contextualization.ts";
import { findOccurrences, type CorpusContext } from "./corpusQueries.ts";
import { encodePlaces } from "./encodingPortions.ts";
import type { ChosenEncoder, Encoders } from "./encoders.ts";
import { findNeighborsAt } from "./wordQueries.ts";
import { encodeWords } from "./wordVectors.ts";

type Request = ComparisonRequests["compareContexts"];
type Params = Request["params"];

/** What a comparison needs from the engine. */
interface ComparisonContext extends CorpusContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
}

/** A word of the selection and its places in the model's text. */
interface SelectedWord {
  readonly surface: string;
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly number[];
  readonly staticWord: string | null;
  readonly staticNeighbors: ComparedWord["staticNeighbors"];
  readonly places: readonly Occurrence[];
}

/** Longer selections are cut to the encoder's tokens anyway. Units: UTF-16 units. */
const LONGEST_TEXT = 20_000;
/** The places of so many different words are encoded: those of one sentence. */
const MOST_WORDS_WITH_PLACES = 24;
const NEAREST_PLACES = 3;

/**
 * Compares the words of a text. The encoder's vectors have the mean of the vocabulary's taken away before neighbors are sought: what
 * all have in common says nothing of one.
 *
 * Errors: `bad-input` for an empty text; those of the model and of the encoder; `canceled`.
 */
export async function compareContexts(
  context: ComparisonContext,
  params: Params,
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const text = params.text.slice(0, LONGEST_TEXT);
  if (text.trim() === "")
    throw new WordfieldError(
      "bad-input",
      "There is no text to compare. Select a word or a sentence.",
    );
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
  const placesByLayer = await encodePlacesOf(context, params, chosen, layers, words, signal);
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

/** The words of a text as the model has them, else as the encoder's tokenizer cuts them. */
async function selectWords(
  context: ComparisonContext,
  { modelPath, count, occurrences }: Params,
  text: string,
  tokens: readonly EncodedToken[],
  signal: AbortSignal | undefined,
): Promise<SelectedWord[]> {
  const words: SelectedWord[] = [];
  const placesOf = new Map<string, readonly Occurrence[]>();
  let covered = 0;
  for (const token of tokens) {
    if (token.word < 0 || token.start < covered) continue;
    if (!/[\p{L}\p{N}]/u.test(text.slice(token.start, token.end))) continue;
    const found = await findNeighborsAt(
      context.models,
      { modelPath, text, offset: token.start, count, balance: 0 }, // what training found, alone
      signal,
    );
    const sameWord = tokens.filter(({ word }) => word === token.word);
    const isKnown = !("absent" in found) && found.start <= token.start && found.end > token.start;
    const start = isKnown ? found.start : token.start;
    const end = isKnown ? found.end : (sameWord.at(-1)?.end ?? token.end);
    covered = Math.max(end, token.end);
    const staticWord = isKnown ? found.entry.word : null;
    if (staticWord !== null && !placesOf.has(staticWord) && placesOf.size < MOST_WORDS_WITH_PLACES)
      placesOf.set(
        staticWord,
        occurrences === 0
          ? []
          : (
              await findOccurrences(
                context,
                { modelPath, word: staticWord, limit: occurrences, documents: [] },
                signal,
              )
            ).occurrences,
      );
    words.push({
      surface: text.slice(start, end),
      start,
      end,
      pieces: [...tokens.keys()].filter((index) => {
        const piece = tokens[index];
        return piece && piece.start >= 0 && piece.start < end && piece.end > start;
      }),
      staticWord,
      staticNeighbors: isKnown
        ? found.neighbors.map(({ word, cosine: nearness }) => ({ word, cosine: nearness }))
        : [],
      places: placesOf.get(staticWord ?? "") ?? [],
    });
  }
  return words;
}

/** For each layer and word the vectors of the word at its places in the model's text. */
async function encodePlacesOf(
  { emit }: ComparisonContext,
  { runId }: Params,
  chosen: ChosenEncoder,
  layers: readonly LayerChoice[],
  words: readonly SelectedWord[],
  signal: AbortSignal | undefined,
): Promise<Float32Array[][][]> {
  const all = words.flatMap(({ places }, word) => places.map((place) => ({ place, word })));
  const { dimension: d } = chosen.description;
  const byLayer: Float32Array[][][] = [];
  for (const layer of layers) {
    const groups = words.map((): Float32Array[] => []);
    byLayer.push(groups);
    if (all.length === 0) continue;
    const { vectors, found } = await encodePlaces(
      { emit },
      chosen,
      {
        runId,
        occurrences: all.map(({ place: { before, match, after } }) => ({
          text: `${before}${match}${after}`,
          start: before.length,
          end: before.length + match.length,
        })),
        parts: ["word"],
        window: 0,
        pooling: "mean",
        layer,
      },
      signal,
    );
    for (const [index, { word }] of all.entries())
      if (found[index] === 1)
        groups[word]?.push(vectors[0]?.subarray(index * d, (index + 1) * d) ?? new Float32Array(d));
  }
  return byLayer;
}

/** The most frequent words of the model, and those of the selection, alone through the encoder. */
async function encodeVocabulary(
  context: ComparisonContext,
  { runId, choice, text, modelPath, vocabulary, cacheFolder }: Params,
  selected: readonly SelectedWord[],
  signal: AbortSignal | undefined,
) {
  const { embeddings } = await context.models.open(modelPath);
  const frequent = embeddings.words.slice(0, vocabulary);
  const words = [
    ...new Set([...frequent, ...selected.map((word) => word.staticWord ?? word.surface)]),
  ];
  // The text's encoder, not that of the vocabulary's language.
  const { description } = await context.encoders.choose(choice, text);
  const { vectors } = await encodeWords(
    context,
    { runId, choice: { ...choice, folder: description.folder }, words, cacheFolder },
    signal,
  );
  const { dimension: d } = description;
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const vectorOf = (row: number) => vectors.subarray(row * d, (row + 1) * d);
  const mean = meanVector(frequent.map((_, row) => vectorOf(row))) ?? new Float32Array(d);
  const centered = (vector: Float32Array) =>
    vector.map((value, element) => value - (mean[element] ?? 0));
  const rows = frequent.map((_, row) => centered(vectorOf(row)));
  return {
    nearest: (vector: Float32Array, count: number, without: string | null) => {
      const query = centered(vector);
      return rows
        .map((row, index) => ({ word: frequent[index] ?? "", cosine: cosine(query, row) }))
        .filter(({ word }) => word !== without)
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, count);
    },
    similarity: (vector: Float32Array, word: string) =>
      cosine(centered(vector), centered(vectorOf(rowOf.get(word) ?? 0))),
  };
}

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
