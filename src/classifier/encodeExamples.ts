// Collected examples to what the kernels take: with a dictionary of their own for training, or with a model's.
import { SENTENCE_END } from "../corpus/encodedText.ts";
import { WordfieldError } from "../errors.ts";
import type { CollectedExamples } from "./collectExamples.ts";
import {
  countRows,
  END_OF_LINE,
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

/** Stands for a word or label that is not in the dictionary. */
const ABSENT = -1;

/**
 * Makes the dictionary of collected examples, equal counts by UTF-16 code units, and encodes them for training: those
 * without a label or a known word are left out.
 *
 * Errors: `corpus-too-small` where fewer than two labels have examples.
 */
export function encodeForTraining(
  collected: CollectedExamples,
  options: FeatureOptions & { readonly minimumCount: number; readonly minimumLabelCount: number },
): TrainingExamples {
  const { words, counts, places } = withEnds(collected);
  const kept = countFrequent(counts, options.minimumCount);
  const labels = frequentLabels(collected, options.minimumLabelCount);
  const labelCounts = labels.map((label) => collected.labelCounts[label]!);
  const dictionary: ClassifierDictionary = {
    words: words.slice(0, kept),
    labels: labels.map((label) => collected.labels[label]!),
    counts: Float64Array.from([...counts.slice(0, kept), ...labelCounts]),
    tokens: sum(counts) + sum(collected.labelCounts),
  };
  const keepsRare = usesUnknownWords(options);
  const numbering: Numbering = {
    tokens: keepsRare ? words : dictionary.words,
    tokenOfWord: keepsRare ? places : places.map((place) => (place < kept ? place : ABSENT)),
    labelOfLabel: numbersIn(dictionary.labels, collected.labels),
  };
  const encoded = encode(collected, kept, numbering, options, true);
  if (labels.length < 2 || encoded.exampleOffsets.length === 1)
    throw new WordfieldError("corpus-too-small", tooFew(dictionary, options));
  return { dictionary, encoded };
}

/** Encodes collected examples, all of them, for a model's dictionary; labels that it does not have are left out. */
export function encodeForModel(
  collected: CollectedExamples,
  dictionary: Pick<ClassifierDictionary, "words" | "labels">,
  options: FeatureOptions,
): EncodedExamples {
  const { words, places } = withEnds(collected);
  const known = numbersIn(dictionary.words, words);
  const tokens: (string | undefined)[] = Array.from(dictionary.words, () => undefined);
  const keepsUnknown = usesUnknownWords(options);
  for (const [place, token] of known.entries()) {
    if (token !== ABSENT) tokens[token] = words[place];
    else if (keepsUnknown) known[place] = tokens.push(words[place]) - 1;
  }
  const numbering: Numbering = {
    tokens,
    tokenOfWord: places.map((place) => known[place]!),
    labelOfLabel: numbersIn(dictionary.labels, collected.labels),
  };
  return encode(collected, dictionary.words.length, numbering, options, false);
}

/** What stands for the words and labels of a text. */
interface Numbering {
  /** By their numbers, those of the dictionary first; undefined for words of the dictionary that the text does not have. */
  readonly tokens: readonly (string | undefined)[];
  /** For each word of the text, and last for the end of an example, its token, or `ABSENT`. */
  readonly tokenOfWord: Int32Array;
  /** For each label of the text that of the dictionary, or `ABSENT`. */
  readonly labelOfLabel: Int32Array;
}

/** Tells whether words that the dictionary does not have count, for their characters or for their neighbors. */
function usesUnknownWords({ wordNgrams, maximumNgram }: FeatureOptions): boolean {
  return wordNgrams > 1 || maximumNgram > 0;
}

/**
 * All words by falling count, the ends of examples among them.
 *
 * Shapes: `places` tells for each collected word, and last for the ends, where it stands.
 */
function withEnds(collected: CollectedExamples): {
  words: string[];
  counts: number[];
  places: Int32Array;
} {
  const words = [...collected.words];
  const counts = [...collected.wordCounts];
  let endCount = collected.partCounts.length;
  // The text may have the word itself.
  const literal = words.indexOf(END_OF_LINE);
  if (literal >= 0) {
    endCount += counts[literal]!;
    words.splice(literal, 1);
    counts.splice(literal, 1);
  }
  const found = counts.findIndex(
    (count, index) => count < endCount || (count === endCount && words[index]! > END_OF_LINE),
  );
  const end = found < 0 ? words.length : found;
  words.splice(end, 0, END_OF_LINE);
  counts.splice(end, 0, endCount);
  const places = Int32Array.from({ length: collected.words.length + 1 }, (_, word) => {
    const place = literal >= 0 && word > literal ? word - 1 : word;
    return place >= end ? place + 1 : place;
  });
  places[collected.words.length] = end;
  if (literal >= 0) places[literal] = end;
  return { words, counts, places };
}

function countFrequent(counts: readonly number[], minimumCount: number): number {
  const first = counts.findIndex((count) => count < minimumCount);
  return first < 0 ? counts.length : first;
}

function frequentLabels(
  { labels, labelCounts }: CollectedExamples,
  minimumCount: number,
): number[] {
  return [...labelCounts.keys()]
    .filter((label) => labelCounts[label]! >= minimumCount)
    .sort((a, b) => labelCounts[b]! - labelCounts[a]! || (labels[a]! < labels[b]! ? -1 : 1));
}

function encode(
  collected: CollectedExamples,
  wordCount: number,
  numbering: Numbering,
  options: FeatureOptions,
  forTraining: boolean,
): EncodedExamples {
  const { partCounts, labelEnds, wordStream } = collected;
  const { tokenOfWord, labelOfLabel } = numbering;
  const endToken = tokenOfWord[collected.words.length]!;
  const features = featuresOfTokens(numbering.tokens, wordCount, options);
  const tokens = new Int32Array(new SharedArrayBuffer(4 * (wordStream.length + partCounts.length)));
  const labels = new Int32Array(collected.labelStream.length);
  const exampleOffsets = new Uint32Array(partCounts.length + 1);
  const labelOffsets = new Uint32Array(partCounts.length + 1);
  let examples = 0;
  let longestExample = 0;
  let position = 0;
  for (const [example, parts] of partCounts.entries()) {
    const start = exampleOffsets[examples]!;
    let end = start;
    for (let part = 0; part < parts; part++)
      for (;;) {
        const word = wordStream[position++]!;
        if (word === SENTENCE_END) break;
        const token = tokenOfWord[word]!;
        if (token !== ABSENT) tokens[end++] = token;
      }
    if (endToken !== ABSENT) tokens[end++] = endToken;
    const firstLabel = labelOffsets[examples]!;
    let labelEnd = firstLabel;
    for (let at = labelEnds[example - 1] ?? 0; at < labelEnds[example]!; at++) {
      const label = labelOfLabel[collected.labelStream[at]!]!;
      if (label !== ABSENT) labels[labelEnd++] = label;
    }
    const rows = countRows(tokens, start, end, features, wordCount, options);
    if (forTraining && (rows === 0 || labelEnd === firstLabel)) continue;
    longestExample = Math.max(longestExample, rows);
    examples++;
    exampleOffsets[examples] = end;
    labelOffsets[examples] = labelEnd;
  }
  return {
    ...features,
    tokens: tokens.subarray(0, exampleOffsets[examples]),
    exampleOffsets: exampleOffsets.slice(0, examples + 1),
    labels: labels.slice(0, labelOffsets[examples]),
    labelOffsets: labelOffsets.slice(0, examples + 1),
    distinctTokens: numbering.tokens.length,
    longestExample,
  };
}

/** For each text its place in `known`, or `ABSENT`. */
function numbersIn(known: readonly string[], texts: readonly string[]): Int32Array {
  const orders = new Map(texts.map((text, order) => [text, order]));
  const numbers = new Int32Array(texts.length).fill(ABSENT);
  for (const [number, text] of known.entries()) {
    const order = orders.get(text);
    if (order !== undefined) numbers[order] = number;
  }
  return numbers;
}

function sum(counts: readonly number[]): number {
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
