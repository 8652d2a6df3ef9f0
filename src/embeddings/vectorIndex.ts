import type { SearchResult } from "./searchIndex.ts";

/** Unit vectors, one a word id, that can be searched. */
export interface VectorIndex {
  readonly size: number;
  readonly dimension: number;
  /** Shape [dimension]. */
  unitVector(wordId: number): Float32Array;
  /** The k rows with the highest dot product with a query of shape [dimension], best first. */
  findTopRows(query: Float32Array, k: number, signal?: AbortSignal): Promise<SearchResult>;
}
