/** The part of the contract that compares one word with many. */
import type { Balance } from "./groundingMessages.ts";
import type { MissingWords } from "./modelMessages.ts";

export interface SimilarityRequests {
  /** The cosine of a word to each of the most frequent words, as many as there are up to `count`. */
  findSimilarities: {
    params: {
      readonly modelPath: string;
      readonly word: string;
      readonly count: number;
      readonly balance?: Balance;
    };
    /** Shape [n]: by word id, -1 to 1. */
    result: { readonly cosines: Float32Array<ArrayBuffer> } | MissingWords;
  };
}
