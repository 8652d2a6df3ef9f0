/** Which n-grams the vector of an unknown word is made of, and what each of them adds. */
import { meanOfRows, type NgramOptions } from "./subwords.ts";

/** A word's n-grams with their vectors; rows of zeros were never trained. */
export interface NgramRowsOfWord {
  /** In the order of the rows. */
  readonly ngrams: readonly string[];
  /** Shape [n-grams, dimension]. */
  readonly rows: Float32Array;
  readonly dimension: number;
}

/** Lists the n-grams of a word in the order of `ngramBuckets`, with < and > where it begins and ends. */
export function listNgrams(
  word: string,
  { minimumNgram, maximumNgram }: NgramOptions,
): readonly string[] {
  const characters = ["<", ...word, ">"];
  const ngrams: string[] = [];
  for (let first = 0; first < characters.length; first++)
    for (let length = 1; length <= maximumNgram && first + length <= characters.length; length++) {
      const isBracket = length === 1 && (first === 0 || first === characters.length - 1);
      if (length >= minimumNgram && !isBracket)
        ngrams.push(characters.slice(first, first + length).join(""));
    }
  return ngrams;
}

/**
 * Says what each n-gram adds to a word's vector, which is their mean: the part of it that points along the vector, as a share
 * of the vector's length. The shares sum to 1. The greatest come first.
 */
export function shareOut({ ngrams, rows, dimension }: NgramRowsOfWord) {
  const vector = meanOfRows(rows, dimension);
  const squares = vector.reduce((sum, value) => sum + value * value, 0);
  const parts = ngrams.map((ngram, place) => {
    const row = rows.subarray(place * dimension, (place + 1) * dimension);
    const along = row.reduce((sum, value, i) => sum + value * vector[i]!, 0) / ngrams.length;
    return {
      ngram,
      known: row.some((value) => value !== 0),
      share: squares === 0 ? 0 : along / squares,
    };
  });
  return parts.sort((a, b) => b.share - a.share);
}
