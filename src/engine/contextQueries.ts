/** Questions about the words of a selection, each small enough to be answered while one looks. */
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { Calls } from "../protocol/channel.ts";
import type { ContextRequests, LayerCurves } from "../protocol/contextMessages.ts";
import type { EncodedToken, LayerChoice } from "../protocol/encoderMessages.ts";
import type { EncoderChoice } from "../protocol/encodingMessages.ts";
import type { Occurrence } from "../protocol/placeMessages.ts";
import {
  anisotropy,
  cosine,
  meanVector,
  selfSimilarity,
  similarityMatrix,
} from "../senses/contextualization.ts";
import { findOccurrences } from "./corpusQueries.ts";
import type { ChosenEncoder } from "./encoders.ts";
import { encodePlaces } from "./encodingPortions.ts";
import {
  encodeVocabulary,
  LONGEST_TEXT,
  selectWords,
  textAround,
  type SelectionContext,
} from "./selectionWords.ts";

/** Places of a word, encoded. */
interface EncodedPlaces {
  readonly total: number;
  readonly places: readonly Occurrence[];
  /** For each layer that can be read the vectors of the places. */
  readonly layers: readonly (readonly Float32Array[])[];
  readonly bytes: number;
}

/** Which places. */
interface PlacesRequest {
  readonly runId: string;
  readonly modelPath: string;
  /** As the model has it. */
  readonly staticWord: string;
  readonly places: number;
}

/** Of these, evenly taken ones are encoded. */
const MOST_PLACES = 100_000;
/** Kept between questions: walking over the words and layers of a selection encodes nothing twice. */
const MOST_KEPT_BYTES = 128 * 2 ** 20;
/** The places of so many different words are encoded to measure the layers: those of one sentence. */
const MOST_WORDS_MEASURED = 24;

/** Makes the calls about words of a selection. */
export function createContextQueries(context: SelectionContext): Calls<ContextRequests> {
  const kept = new Map<string, EncodedPlaces>(); // least recently used first

  const open = async (choice: EncoderChoice, asked: string, signal?: AbortSignal) => {
    const text = asked.slice(0, LONGEST_TEXT);
    if (text.trim() === "")
      throw new WordfieldError("bad-input", "There is no text to read. Select a word or a line.");
    const chosen = await context.encoders.choose(choice, text);
    return { text, chosen, opened: await chosen.process.open(signal) };
  };

  const placesOf = async (
    chosen: ChosenEncoder,
    request: PlacesRequest,
    signal: AbortSignal | undefined,
  ): Promise<EncodedPlaces> => {
    const { modelPath, staticWord, places: most } = request;
    const { createdAt } = (await context.models.open(modelPath)).description;
    const { fingerprint } = chosen.description;
    const key = JSON.stringify([fingerprint, modelPath, createdAt, staticWord, most]);
    const places = kept.get(key) ?? (await encodeSample(context, chosen, request, signal));
    kept.delete(key);
    kept.set(key, places);
    let bytes = 0;
    for (const each of kept.values()) bytes += each.bytes;
    for (const [oldest, each] of kept) {
      if (bytes <= MOST_KEPT_BYTES || oldest === key) break;
      kept.delete(oldest);
      bytes -= each.bytes;
    }
    return places;
  };

  return {
    readContext: async ({ choice, text: asked, modelPath, layer: wanted }, signal) => {
      const { text, chosen, opened } = await open(choice, asked, signal);
      const { layer, number } = layerOf(wanted, opened.hiddenStates, chosen);
      const started = performance.now();
      const encoded = await chosen.process.ask("encodeTokens", { text, layers: [layer] }, signal);
      const milliseconds = performance.now() - started;
      const { tokens, hidden, isTruncated } = encoded;
      const words = await selectWords(
        context,
        { modelPath, count: 1, occurrences: 0 },
        text,
        tokens,
        signal,
      );
      const { dimension: d } = chosen.description;
      const vectors = new Float32Array(words.length * d);
      for (const [index, { pieces }] of words.entries())
        vectors.set(vectorAt(hidden[0], pieces, d), index * d);
      return {
        ...opened,
        encoder: chosen.description,
        tokens,
        isTruncated: isTruncated || text.length < asked.length,
        words: words.map(({ surface, start, end, pieces, staticWord }) => ({
          ...{ surface, start, end, pieces, staticWord },
        })),
        layer: number,
        similarities: await similarityMatrix(vectors, d, createPacer(signal)),
        milliseconds,
      };
    },
    placeInUsage: async (params, signal) => {
      const { text, chosen, opened } = await open(params.choice, params.text, signal);
      const { layer, number } = layerOf(params.layer, opened.hiddenStates, chosen);
      const { dimension: d } = chosen.description;
      const { tokens, hidden } = await chosen.process.ask(
        "encodeTokens",
        { text, layers: [layer] },
        signal,
      );
      const vector = vectorAt(hidden[0], piecesOf(tokens, params), d);
      const { total, places, layers } = await placesOf(chosen, params, signal);
      const vectors = layers[Math.min(number, layers.length - 1)] ?? [];
      const usual = meanVector(vectors);
      const nearest = vectors
        .map((other, index) => ({ place: places[index], cosine: cosine(vector, other) }))
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, params.nearest);
      return {
        total,
        distance: usual ? 1 - cosine(vector, usual) : null,
        distances: distancesToOthers(vectors, usual),
        nearest: nearest.flatMap(({ place, cosine: nearness }) =>
          place ? { ...place, cosine: nearness } : [],
        ),
      };
    },
    neighborsInContext: async (params, signal) => {
      const { text, chosen, opened } = await open(params.choice, params.text, signal);
      const { layer, number } = layerOf(params.layer, opened.hiddenStates, chosen);
      const { dimension: d } = chosen.description;
      const { tokens, hidden } = await chosen.process.ask(
        "encodeTokens",
        { text, layers: [layer] },
        signal,
      );
      const request = { modelPath: params.modelPath, count: params.count, occurrences: 0 };
      const words = await selectWords(context, request, text, tokens, signal);
      const word = words.find(({ start, end }) => start < params.end && end > params.start);
      if (!word) return { layer: number, staticNeighbors: [], contextualNeighbors: [] };
      const asked = { ...params, text, layer };
      const vocabulary = await encodeVocabulary(context, asked, [word], signal);
      return {
        layer: number,
        staticNeighbors: word.staticNeighbors,
        contextualNeighbors: vocabulary.nearest(
          vectorAt(hidden[0], word.pieces, d),
          params.count,
          word.staticWord,
        ),
      };
    },
    measureLayers: async ({ runId, choice, text: asked, modelPath, places }, signal) => {
      const { text, chosen, opened } = await open(choice, asked, signal);
      const layers: LayerChoice[] =
        opened.hiddenStates > 0 ? [...Array(opened.hiddenStates).keys()] : ["last"];
      const { tokens, hidden } = await chosen.process.ask("encodeTokens", { text, layers }, signal);
      const request = { modelPath, count: 1, occurrences: 0 };
      const words = await selectWords(context, request, text, tokens, signal);
      const { dimension: d } = chosen.description;
      const encoded = new Map<string, EncodedPlaces>();
      for (const { staticWord } of words) {
        if (encoded.size >= MOST_WORDS_MEASURED) break;
        if (staticWord === null || encoded.has(staticWord)) continue;
        const wanted = { runId, modelPath, staticWord, places };
        encoded.set(staticWord, await placesOf(chosen, wanted, signal));
      }
      const curves = layers.map((_, layer) => {
        const ofLayer = words.map(
          ({ staticWord }) => encoded.get(staticWord ?? "")?.layers[layer] ?? [],
        );
        const baseline = anisotropy(firstOfEach(words, ofLayer));
        const adjust = (value: number | null) =>
          value === null || baseline === null ? null : value - baseline;
        const sentence = words.map(({ pieces }) => vectorAt(hidden[layer], pieces, d));
        return {
          selves: ofLayer.map((group) => adjust(selfSimilarity(group))),
          between: adjust(selfSimilarity(sentence)),
        };
      });
      return {
        layers: layers.map((layer) =>
          typeof layer === "number" ? layer : chosen.description.layers,
        ),
        selfSimilarity: curves.map(({ selves }) => selves),
        betweenWords: curves.map(({ between }) => between),
      } satisfies LayerCurves;
    },
  };
}

/** The distance of each place from the mean of the others, which it does not pull to itself. */
function distancesToOthers(
  vectors: readonly Float32Array[],
  mean: Float32Array | undefined,
): Float32Array<ArrayBuffer> {
  const n = vectors.length;
  return Float32Array.from(vectors, (vector) => {
    if (!mean || n < 2) return 0;
    const others = mean.map((value, at) => (value * n - (vector[at] ?? 0)) / (n - 1));
    return 1 - cosine(vector, others);
  });
}

/** Encodes evenly taken places of a word at all layers. */
async function encodeSample(
  context: SelectionContext,
  chosen: ChosenEncoder,
  { runId, modelPath, staticWord, places: most }: PlacesRequest,
  signal: AbortSignal | undefined,
): Promise<EncodedPlaces> {
  const { total, occurrences } = await findOccurrences(
    context,
    { modelPath, word: staticWord, limit: MOST_PLACES, documents: [] },
    signal,
  );
  const step = Math.max(1, occurrences.length / most);
  const sample = Array.from(
    { length: Math.min(most, occurrences.length) },
    (_, index) => occurrences[Math.floor(index * step)],
  ).filter((place) => place !== undefined);
  const { dimension: d } = chosen.description;
  const { vectors, found } = await encodePlaces(
    context,
    chosen,
    {
      ...{ runId, occurrences: sample.map(textAround), parts: ["word"], window: 0 },
      ...{ pooling: "mean", layer: "each" },
    },
    signal,
  );
  const rows = [...sample.keys()].filter((row) => found[row] === 1);
  return {
    total,
    places: rows.flatMap((row) => sample[row] ?? []),
    layers: vectors.map((values) => rows.map((row) => values.subarray(row * d, (row + 1) * d))),
    bytes: vectors.reduce((sum, { byteLength }) => sum + byteLength, 0),
  };
}

/** The layer to ask for, and its number; an encoder that gives only its last layer has no other. */
function layerOf(
  wanted: number | null,
  hiddenStates: number,
  { description }: ChosenEncoder,
): { readonly layer: LayerChoice; readonly number: number } {
  const last = hiddenStates > 0 ? hiddenStates - 1 : description.layers;
  if (wanted === null || wanted === last || hiddenStates === 0)
    return { layer: "last", number: last };
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > last)
    throw new WordfieldError(
      "bad-input",
      `${description.name} has no layer ${wanted}: choose one from 0 to ${last}.`,
    );
  return { layer: wanted, number: wanted };
}

function piecesOf(
  tokens: readonly EncodedToken[],
  { start, end }: { readonly start: number; readonly end: number },
): number[] {
  return [...tokens.keys()].filter((index) => {
    const token = tokens[index];
    return token !== undefined && token.start >= 0 && token.start < end && token.end > start;
  });
}

/** The mean of the rows of a word's pieces; zero where it has none. Shapes: `states` is [tokens, d]. */
function vectorAt(
  states: Float32Array = new Float32Array(),
  pieces: readonly number[],
  d: number,
): Float32Array {
  return (
    meanVector(pieces.map((row) => states.subarray(row * d, (row + 1) * d))) ?? new Float32Array(d)
  );
}

/** The places of different words: a word that stands twice in the selection counts once. */
function firstOfEach(
  words: readonly { readonly staticWord: string | null }[],
  groups: readonly (readonly Float32Array[])[],
): readonly (readonly Float32Array[])[] {
  return groups.filter(
    (group, index) =>
      group.length > 0 &&
      words.findIndex(({ staticWord }) => staticWord === words[index]?.staticWord) === index,
  );
}
