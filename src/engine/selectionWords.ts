/** The words of a selection as a model has them, their places in the model's text, and the words that they may be near. */
import type { Emit } from "../protocol/channel.ts";
import type { ComparedWord } from "../protocol/comparisonMessages.ts";
import type { EncodedToken, LayerChoice, OccurrenceText } from "../protocol/encoderMessages.ts";
import type { Balance } from "../protocol/groundingMessages.ts";
import type { EncoderChoice } from "../protocol/encodingMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { Occurrence } from "../protocol/placeMessages.ts";
import { cosine, meanVector } from "../senses/contextualization.ts";
import { findOccurrences, type CorpusContext } from "./corpusQueries.ts";
import type { ChosenEncoder, Encoders } from "./encoders.ts";
import { encodePlaces } from "./encodingPortions.ts";
import { findNeighborsAt } from "./wordQueries.ts";
import { encodeWords } from "./wordVectors.ts";

/** What questions about a selection need from the engine. */
export interface SelectionContext extends CorpusContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
}

/** A word of the selection and its places in the model's text. */
export interface SelectedWord {
  readonly surface: string;
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly number[];
  readonly staticWord: string | null;
  readonly staticNeighbors: ComparedWord["staticNeighbors"];
  readonly places: readonly Occurrence[];
}

/** Which words, and how many neighbors and places of each. */
interface WordsRequest {
  /** Null without a model: then words are what the encoder's tokenizer cuts. */
  readonly modelPath: string | null;
  readonly count: number;
  /** What training found, alone, where absent. */
  readonly balance?: Balance;
  readonly occurrences: number;
}

/** Which vocabulary is encoded by whom. */
interface VocabularyRequest {
  readonly runId: string;
  readonly choice: EncoderChoice;
  readonly text: string;
  readonly modelPath: string;
  readonly vocabulary: number;
  /** Without it the last. */
  readonly layer?: LayerChoice;
  readonly cacheFolder: string | null;
}

/** Longer selections are cut to the encoder's tokens anyway. Units: UTF-16 units. */
export const LONGEST_TEXT = 20_000;
/** The places of so many different words are encoded: those of one sentence. */
const MOST_WORDS_WITH_PLACES = 24;
/** What stands farther from a word says little of its meaning, and takes most of the time. Units: UTF-16 units. */
const SIDE_UNITS = 120;

/** The words of a text as the model has them, else as the encoder's tokenizer cuts them. */
export async function selectWords(
  context: SelectionContext,
  { modelPath, count, balance = 0, occurrences }: WordsRequest,
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
    const found =
      modelPath === null
        ? ({ absent: true } as const)
        : await findNeighborsAt(
            context.models,
            { modelPath, text, offset: token.start, count, balance },
            signal,
          );
    const sameWord = tokens.filter(({ word }) => word === token.word);
    const isKnown = !("absent" in found) && found.start <= token.start && found.end > token.start;
    const start = isKnown ? found.start : token.start;
    const end = isKnown ? found.end : (sameWord.at(-1)?.end ?? token.end);
    covered = Math.max(end, token.end);
    const staticWord = isKnown ? found.entry.word : null;
    if (
      modelPath !== null &&
      staticWord !== null &&
      !placesOf.has(staticWord) &&
      placesOf.size < MOST_WORDS_WITH_PLACES
    )
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
export async function encodePlacesOf(
  { emit }: SelectionContext,
  runId: string,
  chosen: ChosenEncoder,
  layers: readonly LayerChoice[],
  words: readonly SelectedWord[],
  signal: AbortSignal | undefined,
): Promise<Float32Array[][][]> {
  const all = words.flatMap(({ places }, word) => places.map((place) => ({ place, word })));
  const { dimension: d } = chosen.description;
  const byLayer = layers.map(() => words.map((): Float32Array[] => []));
  if (all.length === 0) return byLayer;
  const { vectors, found } = await encodePlaces(
    { emit },
    chosen,
    {
      runId,
      occurrences: all.map(({ place }) => textAround(place)),
      parts: ["word"],
      window: 0,
      pooling: "mean",
      layer: "each",
    },
    signal,
  );
  for (const [layer, groups] of byLayer.entries())
    for (const [index, { word }] of all.entries())
      if (found[index] === 1)
        groups[word]?.push(
          vectors[layer]?.subarray(index * d, (index + 1) * d) ?? new Float32Array(d),
        );
  return byLayer;
}

/** A place as the encoder reads it: the word with what stands near it in its line. */
export function textAround({ before, match, after }: Occurrence): OccurrenceText {
  const start = before.slice(-SIDE_UNITS);
  return {
    text: `${start}${match}${after.slice(0, SIDE_UNITS)}`,
    start: start.length,
    end: start.length + match.length,
  };
}

/** The most frequent words of the model, and those of the selection, alone through the encoder. */
export async function encodeVocabulary(
  context: SelectionContext,
  { runId, choice, text, modelPath, vocabulary, layer = "last", cacheFolder }: VocabularyRequest,
  selected: readonly Pick<SelectedWord, "staticWord" | "surface">[],
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
    { runId, choice: { ...choice, folder: description.folder }, words, layer, cacheFolder },
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
