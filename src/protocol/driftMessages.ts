/** The part of the contract that compares two models. */
import type { ModelDescription } from "./modelMessages.ts";

/** Two models, the one of before first. */
export interface ModelPair {
  readonly firstPath: string;
  readonly secondPath: string;
}

/** A word that both models have, and how differently. */
export interface MovedWord {
  readonly word: string;
  /** Occurrences in each corpus; null where the model does not know. */
  readonly firstCount: number | null;
  readonly secondCount: number | null;
  /** 1 - cosine after alignment, 0 to 2. */
  readonly distance: number;
  /** The same, less what chance does: the median of words of about the same counts in both. */
  readonly beyond: number;
  /** The nearest words in each model, the nearest first. */
  readonly firstNeighbors: readonly string[];
  readonly secondNeighbors: readonly string[];
}

export interface DriftRequests {
  /** Turns one model onto the other and lists the words that moved most. */
  compareModels: {
    params: ModelPair & {
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
      /** Those that are beyond the median of words like them by more than three deviations. */
      readonly clear: number;
      /** Those that moved most beyond chance first. */
      readonly moved: readonly MovedWord[];
    };
  };
  /**
   * Places the words of both models on one plane, the first's turned onto the second's; kept beside the second model.
   * Snapshots of the same run come as `projectionChanged`.
   */
  projectModels: {
    params: ModelPair & {
      readonly runId: string;
      /** Words that stand less often in one of the corpora are left out, where the models have counts. */
      readonly minimumCount: number;
      /** So many words at most: those that moved most, and the most frequent. */
      readonly count: number;
      readonly seed: number;
    };
    result: ModelPairMap;
  };
}

/** The words of two models on one plane. */
export interface ModelPairMap {
  /** The most frequent in the second model first. */
  readonly words: readonly string[];
  /** Shape [n]: in the second model; empty where it has no counts. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Shape [2 n, 2]: where the words are in the second model, then where they were in the first. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** How far the picture is true. */
  readonly trustworthiness: number | null;
}
