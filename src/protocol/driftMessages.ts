/** The part of the contract that compares two models. */
import type { ModelDescription } from "./modelMessages.ts";

/** A word that both models have, and how differently. */
export interface MovedWord {
  readonly word: string;
  /** Occurrences in each corpus; null where the model does not know. */
  readonly firstCount: number | null;
  readonly secondCount: number | null;
  /** 1 - cosine after alignment, 0 to 2. */
  readonly distance: number;
  /** The same, less the median of words of like frequency. */
  readonly beyond: number;
  /** The nearest words in each model, the nearest first. */
  readonly firstNeighbors: readonly string[];
  readonly secondNeighbors: readonly string[];
}

export interface DriftRequests {
  /** Turns one model onto the other and lists the words that moved most. */
  compareModels: {
    params: {
      readonly firstPath: string;
      readonly secondPath: string;
      /** How many words to list. */
      readonly count: number;
      /** Words that stand less often in one of the corpora are left out, where the models have counts. */
      readonly minimumCount: number;
      /** Of each word, on each side. */
      readonly neighbors: number;
    };
    result: {
      readonly first: ModelDescription;
      readonly second: ModelDescription;
      /** Words that both models have. */
      readonly shared: number;
      /** Those that were compared: frequent enough in both, at most 20,000. */
      readonly compared: number;
      /** Of the words compared. */
      readonly medianDistance: number;
      /** Those that moved most beyond chance first. */
      readonly moved: readonly MovedWord[];
    };
  };
}
