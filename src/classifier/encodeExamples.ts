// Collected examples to what the kernels take: with a dictionary of their own for training, or with a model's.
import { WordfieldError } from "../errors.ts";
import type { CollectedExamples, CountedWords } from "./collectExamples.ts";
import {
  countRows,
  featuresOfTokens,
  type FeatureOptions,
  type TokenFeatures,
} from "./features.ts";

/** The words and labels of a classifier, as a fastText file has them. */
export interface ClassifierDictionary {
  /** By falling count. */
  readonly words: readonly string[];
  /** By falling count, with their prefix. */
  readonly labels: readonly string[];
  /** Shape [words + labels]. */
  readonly counts: Float64Array;
  /** All words, ends of lines and labels of the text, also those that are not in the dictionary. */
  readonly tokens: number;
}

/** Examples as the kernels take them. */
export interface EncodedExamples extends TokenFeatures {
  /** Tokens of all examples, in shared memory; the numbers below that of the dictionary's words are words. */
  readonly tokens: Int32Array<SharedArrayBuffer>;
  /** [examples + 1] */
  readonly exampleOffsets: Uint32Array<ArrayBuffer>;
  /** Labels of all examples, as numbers of the dictionary. */
  readonly labels: Int32Array<ArrayBuffer>;
  /** [examples + 1] */
  readonly labelOffsets: Uint32Array<ArrayBuffer>;
  readonly distinctTokens: number;
  /** Input rows of the example that has most. */
  readonly longestExample: number;
}

/** What training takes of collected examples. */
export interface TrainingExamples {
  readonly dictionary: ClassifierDictionary;
  readonly encoded: EncodedExamples;
}

/** Stands for a word that is not in the text or not in the dictionary. */
const ABSENT = -1;

/**
 * Makes the dictionary of collected examples, equal counts by UTF-16 code units, and encodes them for training: those
 * without a label or a known word are left out. Overwrites what was collected.
 *
 * Errors: `corpus-too-small` where fewer than two labels have examples.
 */
export function encodeForTraining(
  collected: CollectedExamples,
  options: FeatureOptions & { readonly minimumCount: number; readonly minimumLabelCount: number },
): TrainingExamples {
  const { tokens, labels } = collected;
  const words = mostFrequent(tokens, options.minimumCount);
  const keptLabels = mostFrequent(labels, options.minimumLabelCount);
  const dictionary: ClassifierDictionary = {
    words: words.map((order) => tokens.words[order]!),
    labels: keptLabels.map((order) => labels.words[order]!),
    counts: Float64Array.from([
      ...words.map((order) => tokens.counts[order]!),
      ...keptLabels.map((order) => labels.counts[order]!),
    ]),
    tokens: sum(tokens.counts) + sum(labels.counts),
  };
  const encoded = encode(collected, words, keptLabels, options, true);
  const examples = encoded.exampleOffsets.length - 1;
  if (keptLabels.length < 2 || examples === 0)
    throw new WordfieldError("corpus-too-small", tooFew(dictionary, options));
  return { dictionary, encoded };
}

/**
 * Encodes collected examples, all of them, for a model's dictionary; labels that it does not have are left out. Overwrites
 * what was collected.
 */
export function encodeForModel(
  collected: CollectedExamples,
  dictionary: Pick<ClassifierDictionary, "words" | "labels">,
  options: FeatureOptions,
): EncodedExamples {
  const ordersOf = (known: readonly string[], { words }: CountedWords): number[] => {
    const orders = new Map(words.map((word, order) => [word, order]));
    return known.map((word) => orders.get(word) ?? ABSENT);
  };
  return encode(
    collected,
    ordersOf(dictionary.words, collected.tokens),
    ordersOf(dictionary.labels, collected.labels),
    options,
    false,
  );
}

/** Lists the words that occur so often, the most frequent first. */
function mostFrequent({ words, counts }: CountedWords, minimumCount: number): number[] {
  return [...counts.keys()]
    .filter((order) => counts[order]! >= minimumCount)
    .sort((a, b) => counts[b]! - counts[a]! || (words[a]! < words[b]! ? -1 : 1));
}

/** `words` and `labels` give for each entry of the dictionary its number in `collected`, or `ABSENT`. */
function encode(
  collected: CollectedExamples,
  words: readonly number[],
  labels: readonly number[],
  options: FeatureOptions,
  forTraining: boolean,
): EncodedExamples {
  const wordCount = words.length;
  const tokenOfOrder = invert(words, collected.tokens.words.length);
  const labelOfOrder = invert(labels, collected.labels.words.length);
  const orders = [...words];
  // Words that the dictionary does not have count only where their characters or their neighbors do.
  if (options.wordNgrams > 1 || options.maximumNgram > 0)
    for (const [order, token] of tokenOfOrder.entries())
      if (token === ABSENT) tokenOfOrder[order] = orders.push(order) - 1;
  const features = featuresOfTokens(collected.tokens, orders, wordCount, options);
  // What is kept never stands behind where it was read, so it is written into the same arrays.
  const { tokenStream, tokenEnds, labelStream, labelEnds } = collected;
  const exampleOffsets = new Uint32Array(tokenEnds.length + 1);
  const labelOffsets = new Uint32Array(tokenEnds.length + 1);
  let examples = 0;
  let longestExample = 0;
  for (let example = 0; example < tokenEnds.length; example++) {
    const start = exampleOffsets[examples]!;
    const end = keep(tokenStream, spanOf(tokenEnds, example), tokenOfOrder, start);
    const firstLabel = labelOffsets[examples]!;
    const labelEnd = keep(labelStream, spanOf(labelEnds, example), labelOfOrder, firstLabel);
    const rows = countRows(tokenStream, start, end, features, wordCount, options);
    if (forTraining && (rows === 0 || labelEnd === firstLabel)) continue;
    longestExample = Math.max(longestExample, rows);
    examples++;
    exampleOffsets[examples] = end;
    labelOffsets[examples] = labelEnd;
  }
  const tokens = new Int32Array(new SharedArrayBuffer(4 * exampleOffsets[examples]!));
  tokens.set(tokenStream.subarray(0, tokens.length));
  return {
    ...features,
    tokens,
    exampleOffsets: exampleOffsets.slice(0, examples + 1),
    labels: labelStream.slice(0, labelOffsets[examples]),
    labelOffsets: labelOffsets.slice(0, examples + 1),
    distinctTokens: orders.length,
    longestExample,
  };
}

/** For each word of the text its number in the dictionary, or `ABSENT`. */
function invert(orders: readonly number[], words: number): Int32Array {
  const numbers = new Int32Array(words).fill(ABSENT);
  for (const [number, order] of orders.entries()) if (order !== ABSENT) numbers[order] = number;
  return numbers;
}

function spanOf(ends: Int32Array, example: number): readonly [start: number, end: number] {
  return [ends[example - 1] ?? 0, ends[example]!];
}

/** Writes what stands for the numbers of a span to a place at or before it; returns where that ends. */
function keep(
  numbers: Int32Array,
  [start, end]: readonly [start: number, end: number],
  replacements: Int32Array,
  target: number,
): number {
  let next = target;
  for (let position = start; position < end; position++) {
    const replacement = replacements[numbers[position]!]!;
    if (replacement !== ABSENT) numbers[next++] = replacement;
  }
  return next;
}

function sum(counts: Int32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

function tooFew(
  { labels }: ClassifierDictionary,
  { minimumCount, minimumLabelCount }: { minimumCount: number; minimumLabelCount: number },
): string {
  const limits =
    minimumLabelCount > 1 ? `, or lower the minimum count of labels (${minimumLabelCount})` : "";
  if (labels.length === 0) return `The text has no labels. Give labeled text${limits}.`;
  if (labels.length === 1)
    return `The text has one label, ${labels[0]}, and a classifier needs two at least. Add text with another${limits}.`;
  return `No labeled text has a word that occurs ${minimumCount} times or more. Add text, or lower the minimum count.`;
}
