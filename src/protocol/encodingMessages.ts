/** What the engine is asked and says of encoders; part of the engine's contract. */
import type {
  EncodedToken,
  EncoderAbilities,
  LayerChoice,
  MaskedPlace,
  OccurrencePart,
  OccurrenceText,
  PiecePooling,
  ProviderTrial,
  SentencePooling,
  WeightType,
} from "./encoderMessages.ts";

/** Which encoder answers, and on what it runs. */
export interface EncoderChoice {
  /** Absolute path of a folder in Hugging Face layout; null for the one that comes with Wordfield and knows the text's script. */
  readonly folder: string | null;
  /** ONNX Runtime's name, or "auto"; absent for "auto". */
  readonly provider?: string;
  /** Absent for half of the processor's threads. */
  readonly threads?: number;
  /** Its process ends when it was not asked for so long; 0 for never; absent for two minutes. */
  readonly idleMs?: number;
}

/** What is known of an encoder without loading it. */
export interface EncoderDescription {
  /** Absolute path of its folder; it identifies the encoder everywhere. */
  readonly folder: string;
  readonly name: string;
  /** For example "bert". */
  readonly family: string;
  readonly layers: number;
  readonly heads: number;
  readonly dimension: number;
  readonly vocabularySize: number;
  readonly maximumTokens: number;
  readonly weightType: WeightType;
  /** Size of its weights on disk. */
  readonly bytes: number;
  /** What makes one vector of a text, where nothing else is asked for. */
  readonly sentencePooling: SentencePooling;
  readonly hasMaskedWords: boolean;
  /** Equal for encoders that give the same vectors. */
  readonly fingerprint: string;
  /** Whether it comes with Wordfield. */
  readonly isBundled: boolean;
  /** Known of those that come with Wordfield or were downloaded by it. */
  readonly license?: string;
  readonly language?: string;
  /** Id of one that was downloaded. */
  readonly hubId?: string;
}

/** A folder in the list of encoders: usable or not. */
export type EncoderListing =
  | {
      readonly kind: "encoder";
      readonly encoder: EncoderDescription;
      /** ONNX Runtime's name of what computes, where its process runs; null where it does not. */
      readonly runsOn: string | null;
      /** What was tried before, and why it was refused. */
      readonly refused: readonly ProviderTrial[];
    }
  | {
      readonly kind: "damaged";
      readonly folder: string;
      /** A sentence for the user. */
      readonly reason: string;
    };

/** An encoder that runs, and what it can do. */
export interface RunningEncoder extends EncoderAbilities {
  /** ONNX Runtime's name of what computes. */
  readonly provider: string;
  /** What was tried before, and why it was refused. */
  readonly trials: readonly ProviderTrial[];
  readonly encoder: EncoderDescription;
}

/** How far an encoding of many texts is. */
export interface EncodingSnapshot {
  readonly runId: string;
  /** 0 to 1. */
  readonly fraction: number;
  readonly encoded: number;
  readonly texts: number;
  readonly textsPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Which encoder has answered, with what it was. */
interface Answered {
  readonly encoder: EncoderDescription;
}

/** Host → engine. Encoders are named by folder and started when first asked. */
export interface EncodingRequests {
  /** Lists the encoders that come with Wordfield and those of the given folders. */
  listEncoders: {
    params: { readonly folders: readonly string[] };
    result: { readonly encoders: readonly EncoderListing[] };
  };
  /** Starts an encoder; `text` tells which one, where none is named. */
  openEncoder: {
    params: { readonly choice: EncoderChoice; readonly text: string };
    result: RunningEncoder;
  };
  /** Ends the processes of all encoders and gives their memory back. */
  closeEncoders: { params: object; result: object };
  /** One vector for each text, of length 1. */
  encodeTexts: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly texts: readonly string[];
      /** Null for the encoder's own. */
      readonly pooling: SentencePooling | null;
      readonly layer: LayerChoice;
    };
    result: Answered & {
      /** Shape [texts, dimension]. */
      readonly vectors: Float32Array<ArrayBuffer>;
      /** Tokens of each text that were read, special ones included, shape [texts]. */
      readonly tokens: Uint32Array<ArrayBuffer>;
      /** How many texts were longer than the encoder takes. */
      readonly truncated: number;
    };
  };
  /** One vector for each word alone, as the encoder pools it, not normalized; kept on disk. */
  encodeWords: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly words: readonly string[];
      /** Without it the last. */
      readonly layer?: LayerChoice;
      /** Folder where vectors are kept between calls; null for none. */
      readonly cacheFolder: string | null;
    };
    result: Answered & {
      /** Shape [words, dimension]; zero for a word that the encoder does not know: all its pieces are unknown. */
      readonly vectors: Float32Array<ArrayBuffer>;
      /** How many of them were taken from disk. */
      readonly fromCache: number;
    };
  };
  /** Vectors of words where they stand. */
  encodeOccurrences: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly occurrences: readonly OccurrenceText[];
      readonly parts: readonly OccurrencePart[];
      /** Tokens on each side for the part "window". */
      readonly window: number;
      /** One mask stands for the word; of encoders with a masked-word head. */
      readonly masked?: boolean;
      readonly pooling: PiecePooling;
      readonly layer: LayerChoice;
    };
    result: Answered & {
      /** One for each part, shape [occurrences, dimension]; rows that were not found are zero. */
      readonly vectors: readonly Float32Array<ArrayBuffer>[];
      /** Whether the word lies within what the encoder reads: 1 or 0, shape [occurrences]. */
      readonly found: Uint8Array<ArrayBuffer>;
    };
  };
  /** The tokens of a text, with their exact places, and their hidden states at some layers. */
  encodeSelection: {
    params: {
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly layers: readonly LayerChoice[];
    };
    result: RunningEncoder & {
      readonly tokens: readonly EncodedToken[];
      /** Whether there is more text than the encoder takes. */
      readonly isTruncated: boolean;
      /** One for each layer that was asked for, shape [tokens, dimension]. */
      readonly hidden: readonly Float32Array<ArrayBuffer>[];
    };
  };
  /** Attention among the tokens of a text, in slices: `head` null is the mean of the heads. */
  readAttention: {
    params: {
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly slices: readonly {
        readonly kind: "head" | "rollout";
        /** From 0. */
        readonly layer: number;
        readonly head: number | null;
      }[];
    };
    result: Answered & {
      readonly tokens: number;
      /** One for each slice, shape [tokens, tokens]: row = the token that attends. */
      readonly slices: readonly Float32Array<ArrayBuffer>[];
    };
  };
  /** Words that the encoder expects where a text has its mask or, with a stretch, in the place of each word there. */
  fillMask: {
    params: {
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly stretch: { readonly start: number; readonly end: number } | null;
      readonly count: number;
    };
    result: Answered & { readonly places: readonly MaskedPlace[] };
  };
  /** How likely each token of a sentence is to the encoder when it is masked. */
  scoreSentence: {
    params: { readonly choice: EncoderChoice; readonly text: string };
    result: Answered & {
      readonly tokens: readonly EncodedToken[];
      /** Natural logarithms, shape [tokens]; 0 for special ones. */
      readonly logProbabilities: Float32Array<ArrayBuffer>;
      readonly pseudoPerplexity: number;
    };
  };
  /** The probability that one sentence follows another; null where the encoder has no such head. */
  scoreNextSentence: {
    params: { readonly choice: EncoderChoice; readonly first: string; readonly second: string };
    result: Answered & { readonly probability: number | null };
  };
}
