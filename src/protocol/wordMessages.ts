/** The part of the contracts that asks for words by their vectors. */
import type { Balance } from "./groundingMessages.ts";
import type { MissingWords, Neighbor, NeighborList } from "./modelMessages.ts";

/** Page → host, about the active model. */
export interface WordPageRequests {
  findNeighbors: {
    params: { readonly word: string; readonly count: number; readonly balance?: Balance };
    result: NeighborList | MissingWords;
  };
  solveAnalogy: {
    params: {
      readonly a: string;
      readonly b: string;
      readonly c: string;
      readonly count: number;
      readonly balance?: Balance;
    };
    result: { readonly neighbors: readonly Neighbor[] } | MissingWords;
  };
  compareWords: {
    params: { readonly a: string; readonly b: string; readonly balance?: Balance };
    result: { readonly cosine: number } | MissingWords;
  };
}
