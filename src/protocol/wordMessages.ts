/** The part of the contracts that asks for words by their vectors. */
import type { Balance } from "./groundingMessages.ts";
import type { MissingWords, NeighborList, WordEntry } from "./modelMessages.ts";

/** How near vectors are: by their angle, their dot product, or their distance; the last two for vectors as they were trained. */
export type Metric = "cosine" | "dot" | "euclidean";

/** Which words may be in a list; what is absent does not matter. */
export interface WordFilter {
  readonly minimumCount?: number;
  readonly maximumCount?: number;
  /** A regular expression in RE2's syntax, found anywhere in the word. */
  readonly pattern?: string;
  /** Only names of code, such as `readFile` and `max_size`, or only others. */
  readonly kind?: "names" | "words";
  /** A script's Unicode name, as `listParts` gives it. */
  readonly script?: string;
}

/** What a list of neighbors can be asked with. */
export interface NeighborOptions {
  /** Absent for "auto". */
  readonly balance?: Balance;
  /** Absent for the cosine; others ask the trained vectors, whatever the balance. */
  readonly metric?: Metric;
  readonly filter?: WordFilter;
}

/** 3CosAdd adds vectors of unit length; 3CosMul multiplies similarities, so that none outweighs the others. */
export type FormulaMethod = "3CosAdd" | "3CosMul";

/** A word that a formula comes to. */
export interface FormulaCandidate {
  readonly word: string;
  /** The cosine with the sum, or the product of similarities. */
  readonly score: number;
  readonly count: number | null;
  /** Its place near the formula's last added word alone, counted from 1 without the formula's words; null beyond the first 4,000. */
  readonly alone: number | null;
}

/** What a formula of words comes to. */
export interface FormulaAnswer {
  /** As it was understood: a : b :: c has become b - a + c. */
  readonly formula: string;
  readonly method: FormulaMethod;
  readonly terms: readonly { readonly entry: WordEntry; readonly weight: number }[];
  /** The last word that is added; null where all are taken away. */
  readonly last: string | null;
  /** Best first. */
  readonly candidates: readonly FormulaCandidate[];
  /** The formula's own words, which are no candidates, with the scores that they would have. */
  readonly inputs: readonly {
    readonly word: string;
    readonly score: number;
    readonly count: number | null;
  }[];
}

/** How some words go together. */
export interface WordComparison {
  readonly words: readonly WordEntry[];
  /** Shape [n, n]. */
  readonly cosines: Float32Array<ArrayBuffer>;
  /** Shape [n]: the mean cosine with the others. */
  readonly fit: readonly number[];
  /** The position of the word that goes worst with the others; null for fewer than three words. */
  readonly oddOneOut: number | null;
}

/** An n-gram that a vector was made of. */
export interface NgramPart {
  /** With < and > where the word begins and ends. */
  readonly ngram: string;
  /** Whether a word of the training had it; others count as zeros. */
  readonly known: boolean;
  /** What it adds along the word's vector; those of all n-grams sum to 1. */
  readonly share: number;
}

/** Host → engine. */
export interface WordRequests {
  findNeighbors: {
    params: {
      readonly modelPath: string;
      readonly word: string;
      readonly count: number;
    } & NeighborOptions;
    result: NeighborList | MissingWords;
  };
  /** Which parts a vocabulary has, to filter by. */
  listParts: {
    params: { readonly modelPath: string };
    result: {
      /** Words that look like names of code. */
      readonly names: number;
      /** The most frequent first. */
      readonly scripts: readonly { readonly script: string; readonly words: number }[];
    };
  };
  /** Finds the words that a formula such as `king - man + woman` comes to. */
  solveFormula: {
    params: {
      readonly modelPath: string;
      readonly formula: string;
      readonly method: FormulaMethod;
      readonly count: number;
      readonly balance?: Balance;
    };
    result: FormulaAnswer | MissingWords;
  };
  /** Compares each of some words with each; at most 50. */
  compareWordList: {
    params: {
      readonly modelPath: string;
      readonly words: readonly string[];
      readonly balance?: Balance;
    };
    result: WordComparison | MissingWords;
  };
  /** Says which n-grams the vector of an unknown word was made of; none for a word of the vocabulary. */
  explainParts: {
    params: { readonly modelPath: string; readonly word: string };
    result: { readonly parts: readonly NgramPart[] };
  };
}

/** The methods of the contract's part. */
export const WORD_METHODS = [
  "findNeighbors",
  "listParts",
  "solveFormula",
  "compareWordList",
  "explainParts",
] as const satisfies readonly (keyof WordRequests)[];

/** What the page asks of the active model: the same, but for the model. */
export type WordPageRequests = {
  [M in keyof WordRequests]: {
    params: Omit<WordRequests[M]["params"], "modelPath">;
    result: WordRequests[M]["result"];
  };
} & {
  /** Puts a text into the clipboard. */
  copyText: { params: { readonly text: string }; result: object };
};
