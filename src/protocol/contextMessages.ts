/** What the engine is asked of words where they stand in a selection, one thing at a time; part of the engine's contract. */
import type { EncodedToken } from "./encoderMessages.ts";
import type { EncoderChoice, RunningEncoder } from "./encodingMessages.ts";
import type { Occurrence } from "./placeMessages.ts";

/** A word of a selection. Places in UTF-16 units. */
export interface ContextWord {
  readonly surface: string;
  readonly start: number;
  readonly end: number;
  /** Its pieces: indexes of tokens. */
  readonly pieces: readonly number[];
  /** As the model has it; null where it does not, or where there is no model. */
  readonly staticWord: string | null;
}

/** The words of a text at one layer of the encoder. */
export interface ContextReading {
  readonly tokens: readonly EncodedToken[];
  /** Whether there is more text than the encoder takes. */
  readonly isTruncated: boolean;
  readonly words: readonly ContextWord[];
  /** The layer that was read; 0 is that of the embeddings. */
  readonly layer: number;
  /** Cosines of the words with each other at that layer, shape [words, words]. */
  readonly similarities: Float32Array<ArrayBuffer>;
  /** How long the encoder took for the text, its start left out. */
  readonly milliseconds: number;
}

/** What a word means where it stands, beside all its places. */
export interface UsageReading {
  /** The word's places in the model's text, also those that were not encoded. */
  readonly total: number;
  /** 1 - cosine of the word here with the mean of its places; null without places. */
  readonly distance: number | null;
  /** For each place that was encoded 1 - cosine with the mean of the others, shape [places]. */
  readonly distances: Float32Array<ArrayBuffer>;
  /** The places whose vectors are nearest to the word here, nearest first. */
  readonly nearest: readonly (Occurrence & { readonly cosine: number })[];
}

/** How contextual each layer is, for the words of a selection; nulls where there is nothing to compare. */
export interface LayerCurves {
  /** The number of each layer; 0 is that of the embeddings. */
  readonly layers: readonly number[];
  /** For each layer and word the mean cosine of the word's places with each other, without that of different words. */
  readonly selfSimilarity: readonly (readonly (number | null)[])[];
  /** For each layer the mean cosine of the words of the selection with each other, without that of different words' places. */
  readonly betweenWords: readonly (number | null)[];
}

interface ScoredWord {
  readonly word: string;
  readonly cosine: number;
}

/** Requests about words of a selection. */
export interface ContextRequests {
  /** Reads the words of a text and how alike they are at a layer; null for the last. */
  readContext: {
    params: {
      readonly choice: EncoderChoice;
      readonly text: string;
      /** Null for no static words. */
      readonly modelPath: string | null;
      readonly layer: number | null;
    };
    result: RunningEncoder & ContextReading;
  };
  /** Compares a word where it stands with its places in the model's text. */
  placeInUsage: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly modelPath: string;
      /** As the model has it. */
      readonly staticWord: string;
      readonly layer: number | null;
      /** At most so many places are encoded, evenly taken. */
      readonly places: number;
      readonly nearest: number;
    };
    result: UsageReading;
  };
  /** The neighbors of a word as a static vector, and where it stands, at a layer; null for the last. */
  neighborsInContext: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly layer: number | null;
      readonly modelPath: string;
      readonly count: number;
      /** Words of the model, the most frequent ones, that contextual neighbors are taken from. */
      readonly vocabulary: number;
      /** Folder where vectors of words are kept between calls; null for none. */
      readonly cacheFolder: string | null;
    };
    result: {
      /** The layer that was read. */
      readonly layer: number;
      readonly staticNeighbors: readonly ScoredWord[];
      readonly contextualNeighbors: readonly ScoredWord[];
    };
  };
  /** Measures all layers with some places of each word. */
  measureLayers: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly modelPath: string;
      /** Places of each word that are encoded. */
      readonly places: number;
    };
    result: LayerCurves;
  };
}
