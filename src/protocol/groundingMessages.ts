/** What the engine is asked about general meaning beside the meaning here; part of the engine's contract. */
import type { EncoderChoice, EncoderDescription } from "./encodingMessages.ts";
import type { ModelDescription, Neighbor } from "./modelMessages.ts";
import type { CountedText } from "./statisticsMessages.ts";

/**
 * Between what words mean here, 0, and in general, 1; "auto" takes the general meaning as far as a word's uses here do not
 * contradict it. Models without general vectors have 0 alone.
 */
export type Balance = number | "auto";

/** A word whose uses here do not fit its general meaning. */
export interface UnusualWord {
  readonly word: string;
  readonly count: number;
  /** How far it departs, in standard deviations from what words of its frequency show. */
  readonly departure: number;
  /** What its uses here put near it. */
  readonly here: readonly Neighbor[];
  /** What is near it in general, among the words of the model. */
  readonly general: readonly Neighbor[];
}

/** Host → engine. */
export interface GroundingRequests {
  /**
   * Makes a model without training: the most frequent words of a text with what an encoder knows of them. It is marked as not
   * trained, and told of by `trainingChanged`. Of many words the most
   * frequent ones are written first, and told of; a cancel before that, or a failure, leaves nothing behind.
   */
  makeGeneralModel: {
    params: CountedText & {
      /** Absent for 1. */
      readonly minimumCount?: number;
      /** Absent for 20,000. */
      readonly maximumWords?: number;
      readonly choice: EncoderChoice;
      /** Folder where an encoder's vectors of words are kept; null for none. */
      readonly cacheFolder: string | null;
      /** Where the model is written; an existing file is replaced at the end. */
      readonly modelPath: string;
    };
    result: {
      readonly model: ModelDescription;
      readonly encoder: EncoderDescription;
      /** Words that were asked about, the most frequent ones of the text. */
      readonly words: number;
      /** Those that the encoder knows, which are in the model. */
      readonly known: number;
      readonly fromCache: number;
      readonly seconds: number;
      /** Files that were not read, and why. */
      readonly skipped: readonly { readonly path: string; readonly reason: string }[];
      /** Sentences for the user on what was not done as asked. */
      readonly notes?: readonly string[];
    };
  };
  /** Adds an encoder's knowledge of its words to a model's file; words that were encoded before cost nothing. */
  groundModel: {
    params: {
      readonly runId: string;
      readonly modelPath: string;
      readonly choice: EncoderChoice;
      /** Folder where an encoder's vectors of words are kept; null for none. */
      readonly cacheFolder: string | null;
    };
    result: {
      readonly model: ModelDescription;
      readonly encoder: EncoderDescription;
      readonly words: number;
      /** Words that the encoder knows. */
      readonly known: number;
      readonly fromCache: number;
    };
  };
  /** Lists the words that are used most differently from their general meaning. */
  findUnusualWords: {
    params: {
      readonly modelPath: string;
      readonly count: number;
      /** Words with fewer uses are left out; at least 50, below which uses tell nothing. */
      readonly minimumUses: number;
      readonly neighbors: number;
    };
    result: {
      readonly words: readonly UnusualWord[];
      /** How many words were judged. */
      readonly judged: number;
      readonly encoder: string;
    };
  };
}
