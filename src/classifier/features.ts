// Which input rows a token has, and the hashes that its word n-grams are made of.
import { ngramBuckets } from "../embeddings/subwords.ts";
import type { CountedWords } from "./collectExamples.ts";
import { END_OF_LINE } from "./labeledText.ts";

/** Which n-grams a classifier knows. */
export interface FeatureOptions {
  readonly wordNgrams: number;
  readonly minimumNgram: number;
  readonly maximumNgram: number;
  readonly buckets: number;
}

/** What the kernels need to know of tokens. */
export interface TokenFeatures {
  /** [tokens + 1] where each token's list starts in `rowLists`; empty without character n-grams. */
  readonly rowOffsets: Uint32Array<ArrayBuffer>;
  /** Input rows: a word's own, then its n-grams'. */
  readonly rowLists: Int32Array<ArrayBuffer>;
  /** [tokens]; empty without word n-grams. */
  readonly tokenHashes: Int32Array<ArrayBuffer>;
}

/**
 * Lists rows and hashes of tokens.
 *
 * Shapes: `orders` gives for each token its number in `found`, or a negative one where it is not there and nothing is
 * asked about it; the first `wordCount` are the words of the dictionary.
 * Source: fastText 0.9.2, `Dictionary::initNgrams` and `addSubwords`: words have their own row, unknown ones only those
 * of their n-grams.
 */
export function featuresOfTokens(
  found: CountedWords,
  orders: readonly number[],
  wordCount: number,
  options: FeatureOptions,
): TokenFeatures {
  const tokenHashes =
    options.wordNgrams > 1
      ? Int32Array.from(orders, (order) => found.hashes[order] ?? 0)
      : new Int32Array();
  if (options.maximumNgram === 0)
    return { rowOffsets: new Uint32Array(), rowLists: new Int32Array(), tokenHashes };
  const rowOffsets = new Uint32Array(orders.length + 1);
  let rowLists = new Int32Array(20 * orders.length);
  let length = 0;
  for (const [token, order] of orders.entries()) {
    const word = found.words[order];
    const isPlain = word === undefined || word === END_OF_LINE;
    const buckets = isPlain ? [] : ngramBuckets(word, options);
    if (length + 1 + buckets.length > rowLists.length) {
      const larger = new Int32Array(2 * rowLists.length + buckets.length + 1);
      larger.set(rowLists);
      rowLists = larger;
    }
    if (token < wordCount) rowLists[length++] = token;
    for (const bucket of buckets) rowLists[length++] = wordCount + bucket;
    rowOffsets[token + 1] = length;
  }
  return { rowOffsets, rowLists: rowLists.slice(0, length), tokenHashes };
}

/**
 * Counts the input rows of an example of the tokens from `start` to before `end`.
 *
 * Shapes: `tokens` is the stream that `features` are of; `wordCount` as there.
 */
export function countRows(
  tokens: Int32Array,
  start: number,
  end: number,
  { rowOffsets }: TokenFeatures,
  wordCount: number,
  { wordNgrams }: FeatureOptions,
): number {
  let count = 0;
  for (let position = start; position < end; position++) {
    const token = tokens[position]!;
    if (rowOffsets.length > 0) count += rowOffsets[token + 1]! - rowOffsets[token]!;
    else if (token < wordCount) count++;
  }
  const length = end - start;
  for (let words = 2; words <= Math.min(wordNgrams, length); words++) count += length - words + 1;
  return count;
}
