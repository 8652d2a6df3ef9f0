/** The contract between the engine and the encoder process, the only one that loads ONNX Runtime. */

/** How one execution provider did when it was tried. */
export interface ProviderTrial {
  /** ONNX Runtime's name: "cuda", "dml", "coreml", "webgpu", "cpu". */
  readonly provider: string;
  readonly works: boolean;
  /** Why not, in the runtime's words; null where it works. */
  readonly reason: string | null;
  /** Time of the probe run; null where it did not run. */
  readonly milliseconds: number | null;
}

/** What ONNX Runtime can do on this machine. */
export interface RuntimeDescription {
  readonly version: string;
  readonly providers: readonly ProviderTrial[];
}

/** Numbers in an ONNX file, as its name says. */
export type WeightType = "fp32" | "fp16" | "int8" | "uint8";

/** Which hidden state: its number (0 is that of the embeddings), the last one, or the mean of the last four. */
export type LayerChoice = number | "last" | "last-four";

/** What makes one vector of a text: the mean over its tokens, special ones included, or the first token's. */
export type SentencePooling = "mean" | "cls";

/** What makes one vector of the pieces of a word. */
export type PiecePooling = "mean" | "first" | "last";

/** A part of an occurrence in context that a vector can be made of. */
export type OccurrencePart = "word" | "window" | "sentence" | "cls";

/** A model, loaded, and what it can do. */
export interface EncoderAbilities {
  readonly dimension: number;
  /** Hidden states that can be read: 0 where only the last one is known. */
  readonly hiddenStates: number;
  /** Layers whose attention can be read. */
  readonly attentionLayers: number;
  readonly heads: number;
  readonly maximumTokens: number;
  readonly hasMaskedWords: boolean;
  readonly hasNextSentence: boolean;
  /** Sentences on what this model cannot show. */
  readonly missing: readonly string[];
}

/** A token of a text. */
export interface EncodedToken {
  readonly id: number;
  /** As the vocabulary has it: "##ing". */
  readonly token: string;
  /** Place in the text in UTF-16 units; -1 for special tokens, and where the place is not known. */
  readonly start: number;
  /** Behind the last unit; -1 as `start`. */
  readonly end: number;
  /** Number of the word that it is a piece of, from 0; -1 for special tokens. */
  readonly word: number;
}

/** A word that fits in the place of a masked one. */
export interface MaskedWord {
  /** As the vocabulary has it. */
  readonly token: string;
  readonly probability: number;
}

/** A place whose word was masked. */
export interface MaskedPlace {
  /** Place in the text in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** By falling probability. */
  readonly words: readonly MaskedWord[];
  /** What stands there and its probability; null where the text itself has a mask there. */
  readonly actual: MaskedWord | null;
}

/** A text with the place of a word in it, in UTF-16 units. */
export interface OccurrenceText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Engine → encoder. A process has one model; all but `probeRuntime` are about it. */
export interface EncoderRequests {
  /** Loads ONNX Runtime and runs a small graph on each of the given providers in turn. */
  probeRuntime: { params: { readonly providers: readonly string[] }; result: RuntimeDescription };
  /** Loads a model and runs it once; a provider's refusal is an answer. */
  openModel: {
    params: {
      readonly folder: string;
      /** ONNX Runtime's name: "cuda", "dml", "coreml", "webgpu", "cpu". */
      readonly provider: string;
      readonly threads: number;
    };
    result: EncoderAbilities | { readonly refused: string };
  };
  /** One vector for each text. */
  encodeTexts: {
    params: {
      readonly texts: readonly string[];
      readonly pooling: SentencePooling;
      readonly layer: LayerChoice;
      /** Whether vectors get length 1. */
      readonly normalize: boolean;
    };
    result: {
      /** Shape [texts, dimension]. */
      readonly vectors: Float32Array<ArrayBuffer>;
      /** Tokens of each text that were read, special ones included, shape [texts]. */
      readonly tokens: Uint32Array<ArrayBuffer>;
      /** How many of these the vocabulary does not know, shape [texts]. */
      readonly unknown: Uint32Array<ArrayBuffer>;
      /** How many texts were longer than the model takes. */
      readonly truncated: number;
    };
  };
  /** Vectors of words where they stand: of the word, of its neighborhood, of the whole text. */
  encodeOccurrences: {
    params: {
      readonly occurrences: readonly OccurrenceText[];
      readonly parts: readonly OccurrencePart[];
      /** Tokens on each side for the part "window". */
      readonly window: number;
      /** One mask stands for the word, whatever the number of its pieces: what the vector tells is the place's alone. */
      readonly masked?: boolean;
      readonly pooling: PiecePooling;
      /** "each" for every hidden state that can be read, one run for all. */
      readonly layer: LayerChoice | "each";
    };
    result: {
      /**
       * One for each part, shape [occurrences, dimension]; rows that were not found are zero. With the layer "each" one for each
       * part and layer, the layers of a part side by side.
       */
      readonly vectors: readonly Float32Array<ArrayBuffer>[];
      /** Whether the word lies within what the model reads: 1 or 0, shape [occurrences]. */
      readonly found: Uint8Array<ArrayBuffer>;
    };
  };
  /** The tokens of a text and their hidden states. */
  encodeTokens: {
    params: { readonly text: string; readonly layers: readonly LayerChoice[] };
    result: {
      readonly tokens: readonly EncodedToken[];
      readonly isTruncated: boolean;
      /** One for each layer that was asked for, shape [tokens, dimension]. */
      readonly hidden: readonly Float32Array<ArrayBuffer>[];
    };
  };
  /** Attention among the tokens of a text, in slices: `head` null is the mean of the heads, `rollout` that of Abnar 2020. */
  readAttention: {
    params: {
      readonly text: string;
      readonly slices: readonly {
        readonly kind: "head" | "rollout";
        readonly layer: number;
        readonly head: number | null;
      }[];
    };
    result: {
      readonly tokens: number;
      /** One for each slice, shape [tokens, tokens]: row = the token that attends. */
      readonly slices: readonly Float32Array<ArrayBuffer>[];
    };
  };
  /** What the model expects in the places of a text; a mask in the text, else the words that overlap the given stretch. */
  fillMask: {
    params: {
      readonly text: string;
      readonly stretch: { readonly start: number; readonly end: number } | null;
      readonly count: number;
    };
    result: { readonly places: readonly MaskedPlace[] };
  };
  /** Masks each token in turn. Source: Salazar et al. 2020. */
  scoreSentence: {
    params: { readonly text: string };
    result: {
      readonly tokens: readonly EncodedToken[];
      /** Natural logarithm of the probability of each token, shape [tokens]; 0 for special ones. */
      readonly logProbabilities: Float32Array<ArrayBuffer>;
      /** exp of minus the mean; NaN where there is no token. */
      readonly pseudoPerplexity: number;
    };
  };
  /** The probability that `second` follows `first`. */
  scoreNextSentence: {
    params: { readonly first: string; readonly second: string };
    /** Null where the model has no such head. */
    result: { readonly probability: number | null };
  };
}

/** The methods of the contract, for the engine. */
export const ENCODER_METHODS = [
  "probeRuntime",
  "openModel",
  "encodeTexts",
  "encodeOccurrences",
  "encodeTokens",
  "readAttention",
  "fillMask",
  "scoreSentence",
  "scoreNextSentence",
] as const satisfies readonly (keyof EncoderRequests)[];
