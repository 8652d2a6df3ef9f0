// Weights of the words of documents: how often a word stands in one, against in how many it stands.

import type { BagOfWords } from "./bagOfWords.ts";

/**
 * A formula of the family TF-IDF, for a word that stands t times in a document and in f of n documents.
 *
 * `termFrequency`: t (`count`), 1 + ln t (`natural-log`), 1 + log2 t (`binary-log`).
 * `inverseDocumentFrequency`: ln((1 + n) / (1 + f)) + 1 (`smooth`), ln(n / f) + 1 (`plain`), log2(n / f) (`binary-log`),
 * log2((n + 1) / f) (`corrected-binary-log`).
 * `norm`: of each document's weights, which are divided by it.
 *
 * Source: Manning, Raghavan & Schütze 2008, "Introduction to Information Retrieval", figure 6.15, and the documentation of
 * the two libraries.
 */
export interface TfidfFormula {
  readonly termFrequency: "count" | "natural-log" | "binary-log";
  readonly inverseDocumentFrequency: "smooth" | "plain" | "binary-log" | "corrected-binary-log";
  readonly norm: "l1" | "l2" | "none";
}

/** What scikit-learn's `TfidfTransformer` computes with its options of these names, by default smooth and l2. */
export function scikitLearnFormula({
  smoothIdf = true,
  sublinearTf = false,
  norm = "l2",
}: {
  readonly smoothIdf?: boolean;
  readonly sublinearTf?: boolean;
  readonly norm?: TfidfFormula["norm"];
} = {}): TfidfFormula {
  return {
    termFrequency: sublinearTf ? "natural-log" : "count",
    inverseDocumentFrequency: smoothIdf ? "smooth" : "plain",
    norm,
  };
}

/** What gensim's `TfidfModel` computes by default: "nfc" in its notation. */
export const GENSIM_FORMULA: TfidfFormula = {
  termFrequency: "count",
  inverseDocumentFrequency: "binary-log",
  norm: "l2",
};

/**
 * What suits keywords, gensim's "ltc": words of every document hardly count however often they stand there, and a single
 * document still has weights.
 */
export const KEYWORD_FORMULA: TfidfFormula = {
  termFrequency: "binary-log",
  inverseDocumentFrequency: "corrected-binary-log",
  norm: "l2",
};

/** The weights of a bag of words; computed for one document at a time, so that they take no memory. */
export interface Tfidf {
  /** Shapes: [words]; 0 for a word that stands in no document. */
  readonly inverseDocumentFrequencies: Float64Array;
  /**
   * Gives the weights of a document's entries, in their order, good until the next call. Shapes: [entries of the document].
   */
  weighDocument(document: number): Float64Array;
}

/** Prepares the weights of documents. */
export function createTfidf(bag: BagOfWords, formula: TfidfFormula): Tfidf {
  const { rowStarts, wordIds, counts, documentFrequencies } = bag;
  const documents = rowStarts.length - 1;
  const inverse = inverseOf(formula.inverseDocumentFrequency, documents);
  const idf = Float64Array.from(documentFrequencies, (frequency) =>
    frequency === 0 ? 0 : inverse(frequency),
  );
  const local = LOCAL_WEIGHTS[formula.termFrequency];
  let longest = 0;
  for (let document = 0; document < documents; document++)
    longest = Math.max(longest, rowStarts[document + 1]! - rowStarts[document]!);
  const buffer = new Float64Array(longest);
  return {
    inverseDocumentFrequencies: idf,
    weighDocument: (document) => {
      const first = rowStarts[document]!;
      const weights = buffer.subarray(0, rowStarts[document + 1]! - first);
      for (let index = 0; index < weights.length; index++)
        weights[index] = local(counts[first + index]!) * idf[wordIds[first + index]!]!;
      divideByNorm(weights, formula.norm);
      return weights;
    },
  };
}

/** Gives the weights of all entries of a bag of words. Shapes: [entries]. */
export function weighBagOfWords(bag: BagOfWords, formula: TfidfFormula): Float64Array {
  const tfidf = createTfidf(bag, formula);
  const weights = new Float64Array(bag.wordIds.length);
  for (let document = 0; document + 1 < bag.rowStarts.length; document++)
    weights.set(tfidf.weighDocument(document), bag.rowStarts[document]);
  return weights;
}

const LOCAL_WEIGHTS: Readonly<Record<TfidfFormula["termFrequency"], (count: number) => number>> = {
  count: (count) => count,
  "natural-log": (count) => 1 + Math.log(count),
  "binary-log": (count) => 1 + Math.log2(count),
};

function inverseOf(
  name: TfidfFormula["inverseDocumentFrequency"],
  documents: number,
): (frequency: number) => number {
  switch (name) {
    case "smooth":
      return (frequency) => Math.log((1 + documents) / (1 + frequency)) + 1;
    case "plain":
      return (frequency) => Math.log(documents / frequency) + 1;
    case "binary-log":
      return (frequency) => Math.log2(documents / frequency);
    case "corrected-binary-log":
      return (frequency) => Math.log2((documents + 1) / frequency);
  }
}

/** Weights that are all zero stay so. */
function divideByNorm(weights: Float64Array, norm: TfidfFormula["norm"]): void {
  if (norm === "none") return;
  let sum = 0;
  for (const weight of weights) sum += norm === "l1" ? Math.abs(weight) : weight * weight;
  const length = norm === "l1" ? sum : Math.sqrt(sum);
  if (length === 0) return;
  for (let index = 0; index < weights.length; index++) weights[index]! /= length;
}
