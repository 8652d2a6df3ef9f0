/** The part of the contract that says why two words are near: what both stand near in the text. */
import type { Occurrence } from "./placeMessages.ts";

/** A word that two others both stand near. */
export interface SharedContext {
  readonly word: string;
  /** In how many of the places that were read it stands near each of the two. */
  readonly nearA: number;
  readonly nearB: number;
  /** Positive pointwise mutual information with each of the two, in nats. */
  readonly informationA: number;
  readonly informationB: number;
}

/** A line of one of the two words with words that both stand near. */
export interface SharedContextLine extends Occurrence {
  readonly of: "a" | "b";
  /** Where these stand. Units: UTF-16 units, within `before` or `after`. */
  readonly contexts: readonly {
    readonly word: string;
    readonly side: "before" | "after";
    readonly start: number;
    readonly end: number;
  }[];
}

/** What was looked through of one of the two words. */
interface ReadPlaces {
  readonly word: string;
  /** All its places in the text. */
  readonly total: number;
  /** So many of them, the first ones, were read. */
  readonly read: number;
}

export interface SharedContexts {
  readonly a: ReadPlaces;
  readonly b: ReadPlaces;
  /** The most telling first. */
  readonly contexts: readonly SharedContext[];
  /** Those with the most telling contexts first, of both words in turn. */
  readonly lines: readonly SharedContextLine[];
}

/** Host → engine. */
export interface SharedContextRequests {
  findSharedContexts: {
    params: {
      readonly modelPath: string;
      readonly a: string;
      readonly b: string;
      /** The most contexts. */
      readonly count: number;
      /** The most lines. */
      readonly lines: number;
      /** Unsaved editors, and files that are not on disk. */
      readonly documents: readonly { readonly path: string; readonly text: string }[];
    };
    result: SharedContexts;
  };
}
