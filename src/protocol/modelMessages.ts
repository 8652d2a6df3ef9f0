/** What the contracts say of models and their words. */
import type { TokenizerSettings } from "./tokenizerSettings.ts";

/** What is known of a model without loading its vectors. */
export interface ModelDescription {
  /** Absolute path of the model's file; it identifies the model everywhere. */
  readonly path: string;
  /** The file's name without its ending. */
  readonly name: string;
  /** Absent for models of Wordfield. */
  readonly format?: ForeignFormat;
  /** For example "skip-gram"; "vectors" where the file says nothing. */
  readonly algorithm: string;
  /** True where nobody has trained: the vectors are what an encoder knows of the words in general. */
  readonly isUntrained?: boolean;
  readonly words: number;
  readonly dimension: number;
  /** Name of the encoder whose knowledge of the words the model has; absent for none. */
  readonly encoder?: string;
  /** Size on disk. */
  readonly bytes: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly corpus: CorpusDescription | null;
  /** As recorded when it was trained, for display. */
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  /** Mean loss per pair of the probe set at the end of each epoch, in nats; empty where unknown. */
  readonly lossPerEpoch: readonly number[];
  /** Sentences on what is odd in the file of another program; known when it has been opened. */
  readonly warnings?: readonly string[];
}

/** Formats of other programs, told apart by what is in a file. */
export type ForeignFormat = "fasttext" | "word2vec-binary" | "word2vec-text";

/** What a model was trained on. */
export interface CorpusDescription {
  readonly files: number;
  readonly bytes: number;
  readonly tokens: number;
  readonly tokenizer: TokenizerName;
  /** All options of the tokenizer `words`; absent in models of before it had any. */
  readonly tokenizerOptions?: TokenizerSettings;
  readonly minimumCount: number;
  readonly skipped: number;
  /** Phrases that are one word each; absent for none. */
  readonly phrases?: readonly (readonly string[])[];
  /** Absent for none. */
  readonly stopWords?: StopWords;
}

/** A file in the list of models: readable or not. */
export type ModelListing =
  | { readonly kind: "model"; readonly model: ModelDescription }
  | {
      readonly kind: "damaged";
      readonly path: string;
      readonly name: string;
      /** A sentence for the user. */
      readonly reason: string;
    };

export type TokenizerName = "words" | "whitespace";

/** Words that a training leaves out: those of a language's list, and others, as the vocabulary has them. */
export interface StopWords {
  readonly languages: readonly ("en" | "zh")[];
  readonly words: readonly string[];
}

export interface Neighbor {
  readonly word: string;
  readonly cosine: number;
  /** The dot product or the distance, where that was asked for. */
  readonly score?: number;
  /** Occurrences in the corpus; null where the model does not know. */
  readonly count: number | null;
  /**
   * How likely it stands among the first of the list again, see `NeighborList.among`, when the same text is trained with
   * another seed: 0 to 1; absent where that is not known.
   */
  readonly confidence?: number;
}

/** A word that the model has a vector for. */
export interface WordEntry {
  readonly word: string;
  readonly count: number | null;
  /** 1 is the most frequent word; null for a word outside the vocabulary, whose vector is made of its n-grams. */
  readonly rank: number | null;
}

/** A word that the model does not have is no error; the answer names it, with words spelled like it. */
export interface MissingWords {
  readonly missing: readonly { readonly word: string; readonly similar: readonly string[] }[];
}

export interface NeighborList {
  readonly entry: WordEntry;
  readonly neighbors: readonly Neighbor[];
  /** The neighbors' confidence is about standing among so many nearest words; absent where none has one. */
  readonly among?: number;
  /** What the balance "auto" makes of the word; absent where the model has no general vectors, or none for the word. */
  readonly auto?: AutoBalance;
}

/** How "auto" weighs what a word means here against what it means in general. */
export interface AutoBalance {
  /** The balance that it comes to, from 0, here, to 2/3, where the uses here do not contradict the general meaning. */
  readonly balance: number;
  /** How much of the general meaning the uses here leave, as the cosine of what is left with it; null where the encoder does not know the word. */
  readonly kept: number | null;
}
