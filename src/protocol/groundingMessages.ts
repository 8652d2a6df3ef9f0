/** What the engine is asked about general meaning beside the meaning here; part of the engine's contract. */
import type { EncoderChoice, EncoderDescription } from "./encodingMessages.ts";
import type { ModelDescription, Neighbor } from "./modelMessages.ts";

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
