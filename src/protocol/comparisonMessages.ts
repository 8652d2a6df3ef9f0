/** What the engine is asked of the words of a selection, static beside contextual; part of the engine's contract. */
import type { Balance } from "./groundingMessages.ts";
import type { EncodedToken } from "./encoderMessages.ts";
import type { EncoderChoice, RunningEncoder } from "./encodingMessages.ts";

interface ScoredWord {
  readonly word: string;
  readonly cosine: number;
}

/** A word of the selection. Places in UTF-16 units. */
export interface ComparedWord {
  readonly surface: string;
  readonly start: number;
  readonly end: number;
  /** Its pieces: indexes of tokens. */
  readonly pieces: readonly number[];
  /** As the model has it; null where it does not. */
  readonly staticWord: string | null;
  readonly staticNeighbors: readonly ScoredWord[];
  /** Words of the model whose vector, alone through the encoder, is nearest to this word in its place. */
  readonly contextualNeighbors: readonly ScoredWord[];
  /** Share of the neighbors that both lists have, 0 to 1; null without static ones. */
  readonly sharedNeighbors: number | null;
  /** Cosine with the encoder's vector of the word alone. */
  readonly toWordAlone: number;
  /** Cosine with the mean of the word's places in the model's text; null where there are none. */
  readonly toUsual: number | null;
  /** The places of the word in the model's text whose vectors are nearest to this one. */
  readonly occurrences: readonly {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly text: string;
    readonly cosine: number;
  }[];
}

/** How contextual the vectors of one layer are, 0 being that of the embeddings; null where it cannot be said. */
export interface LayerContextualization {
  readonly layer: number;
  /** Of the words of the selection at their places in the model's text. */
  readonly selfSimilarity: number | null;
  readonly intraSentenceSimilarity: number | null;
  /** Mean cosine of different words; the adjusted numbers have it taken away. */
  readonly anisotropy: number | null;
  readonly adjustedSelfSimilarity: number | null;
  readonly adjustedIntraSentenceSimilarity: number | null;
}

/** Requests about a selection. */
export interface ComparisonRequests {
  /** Compares each word of a text, as its neighbors are in a static model, with what it means where it stands. */
  compareContexts: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly modelPath: string;
      /** Neighbors of each word. */
      readonly count: number;
      /** Which meaning the model's neighbors are near in; what was trained alone where absent. */
      readonly balance?: Balance;
      /** Words of the model, the most frequent ones, that contextual neighbors are taken from. */
      readonly vocabulary: number;
      /** Places of each word in the model's text that are encoded; 0 for none. */
      readonly occurrences: number;
      /** Folder where vectors of words are kept between calls; null for none. */
      readonly cacheFolder: string | null;
    };
    result: RunningEncoder & {
      readonly tokens: readonly EncodedToken[];
      readonly isTruncated: boolean;
      readonly words: readonly ComparedWord[];
      readonly layers: readonly LayerContextualization[];
      /** Cosines of the tokens at the last layer, shape [tokens, tokens]. */
      readonly similarities: Float32Array<ArrayBuffer>;
    };
  };
}
