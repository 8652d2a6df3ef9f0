// Which input rows a token has, and the hashes that its word n-grams are made of.
import { ngramBuckets } from "../embeddings/subwords.ts";

/** fastText's word for the end of a line: every example ends with it. It has no n-grams of characters. */
export const END_OF_LINE = "</s>";

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

const encoder = new TextEncoder();
const HASH_START = 2166136261;
const HASH_FACTOR = 16777619;

/**
 * Lists rows and hashes of tokens, of which the first `wordCount` are the words of the dictionary; a token that is
 * undefined stands nowhere in the text, and nothing is asked about it.
 *
 * Source: fastText 0.9.2, `Dictionary::initNgrams` and `addSubwords`: words have their own row, unknown ones only those
 * of their n-grams.
 */
export function featuresOfTokens(
  tokens: readonly (string | undefined)[],
  wordCount: number,
  options: FeatureOptions,
): TokenFeatures {
  const tokenHashes =
    options.wordNgrams > 1
      ? Int32Array.from(tokens, (text) => (text === undefined ? 0 : hashOfWord(text)))
      : new Int32Array();
  if (options.maximumNgram === 0)
    return { rowOffsets: new Uint32Array(), rowLists: new Int32Array(), tokenHashes };
  const rowOffsets = new Uint32Array(tokens.length + 1);
  let rowLists = new Int32Array(20 * tokens.length);
  let length = 0;
  for (const [token, text] of tokens.entries()) {
    const isPlain = text === undefined || text === END_OF_LINE;
    const buckets = isPlain ? [] : ngramBuckets(text, options);
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

/**
 * Hashes a word: FNV-1a over its UTF-8, with bytes as signed numbers.
 *
 * Source: fastText 0.9.2, `Dictionary::hash`, whose result it keeps as a signed number.
 */
export function hashOfWord(word: string): number {
  let hash = HASH_START;
  for (const byte of encoder.encode(word))
    hash = Math.imul(hash ^ ((byte << 24) >> 24), HASH_FACTOR);
  return hash | 0;
}
