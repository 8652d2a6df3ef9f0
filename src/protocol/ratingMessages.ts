/** The part of the contract that rates the words of a text, to color them in the editor. */
import type { Balance } from "./groundingMessages.ts";
import type { MissingWords } from "./modelMessages.ts";

/** What words are rated by. */
export type Rating =
  /** Cosine with a word, -1 to 1. */
  | { readonly by: "similarity"; readonly word: string; readonly balance?: Balance }
  /** How differently a word is used here, in standard deviations from what words of its frequency show; 0 where unknown. */
  | { readonly by: "departure"; readonly minimumUses: number }
  /** The group of the most frequent words that a word belongs to, counted from 1, the largest first; 0 for none. */
  | { readonly by: "cluster" };

/** Words of a text and their ratings. */
interface RatedText {
  /** Shape [n]; rising. Units: UTF-16 units from the beginning of the text. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Shape [n]. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Shape [n]. */
  readonly ratings: Float32Array<ArrayBuffer>;
}

/** Host → engine. */
export interface RatingRequests {
  /** Rates those words of a text that the model has. */
  rateText: {
    params: { readonly modelPath: string; readonly text: string; readonly rating: Rating };
    result: RatedText | MissingWords;
  };
}
