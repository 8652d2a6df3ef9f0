/** The part of the contract that places words on a map. */
import type { ModelPairMap } from "./driftMessages.ts";
import type { Balance } from "./groundingMessages.ts";

/** How words are placed; what the settings do not say is the method's default. */
export type ProjectionMethod = "pca" | "umap" | "t-sne" | "axes";

/** What a map is made with; recorded with it, so that the same map can be made again. */
export interface ProjectionSettings {
  /** Which meaning brings words near each other; "auto" where it is not said. */
  readonly balance?: Balance;
  readonly method: ProjectionMethod;
  readonly dimensions: 2 | 3;
  /** So many of the most frequent words. */
  readonly count: number;
  readonly seed: number;
  /** UMAP: neighbors of each point. */
  readonly neighbors?: number;
  /** UMAP: the least distance of points on the map. */
  readonly minimumDistance?: number;
  /** UMAP and t-SNE: rounds of refinement. */
  readonly epochs?: number;
  /** t-SNE: the effective number of neighbors. */
  readonly perplexity?: number;
  /** Axes: one formula for each dimension, as `she - he`. */
  readonly axes?: readonly string[];
}

/** A group of words that stand near each other in the full space. */
export interface WordCluster {
  /** Characteristic words, the most telling first. */
  readonly words: readonly string[];
  readonly size: number;
}

/** How far a map tells the truth about the vectors. */
export interface MapFidelity {
  /** Of Venna and Kaski; 0 to 1. */
  readonly trustworthiness: number;
  readonly continuity: number;
  /** So many neighbors were looked at. */
  readonly neighbors: number;
  /** Shape [n]: the share of each point's neighbors on the map that are neighbors in the full space, 0 to 1. */
  readonly perPoint: Float32Array<ArrayBuffer>;
}

/** A model's most frequent words on a plane or in space. */
export interface ProjectedMap {
  /** Complete: defaults are filled in. The balance of a model without general vectors is 0. */
  readonly settings: Required<Omit<ProjectionSettings, "axes">> & Pick<ProjectionSettings, "axes">;
  readonly words: readonly string[];
  /** Shape [n]; empty where the model has no counts. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Shape [n, settings.dimensions]. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Share of the variance that each axis keeps, 0 to 1; empty where the method does not say. */
  readonly explained: readonly number[];
  /** Shape [n]: the cluster of each word, as a position in `clusters`; empty where there are none. */
  readonly clusterOfWord: Uint16Array<ArrayBuffer>;
  /** The largest first. */
  readonly clusters: readonly WordCluster[];
  /** Null where it was not measured. */
  readonly fidelity: MapFidelity | null;
  readonly seconds: number;
}

/** How far a projection is; a complete snapshot. */
export interface ProjectionSnapshot {
  readonly runId: string;
  readonly phase: "neighbors" | "layout" | "fidelity";
  /** 0 to 1 over all phases. */
  readonly fraction: number;
  readonly round: number;
  readonly rounds: number;
  readonly secondsLeft: number | null;
  /** Shape [n, dimensions]: where the points are by now, for the words of the final map; null before the first. */
  readonly positions: Float32Array<ArrayBuffer> | null;
  /** The words of a map of two models, which nobody knows before; absent where the model’s own order tells. */
  readonly words?: Pick<ModelPairMap, "words" | "counts">;
}

export interface MapRequests {
  /** Places words; kept beside the model, so that the same settings answer at once. Cancellable at any moment. */
  projectMap: {
    params: {
      readonly runId: string;
      readonly modelPath: string;
      readonly settings: ProjectionSettings;
    };
    result: ProjectedMap;
  };
}
