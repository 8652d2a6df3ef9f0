// How much more often words stand near each other than by chance.

import { countContexts, sumCooccurrences, type CooccurrenceOptions } from "./cooccurrence.ts";
import type { WordContextMatrix } from "./cooccurrenceMatrix.ts";
import { Strongest } from "./strongest.ts";

/**
 * How mutual information is computed.
 *
 * Source: Levy, Goldberg & Dagan 2015, "Improving Distributional Similarity with Lessons Learned from Word Embeddings".
 */
export interface MutualInformationOptions {
  /** The power that the counts of contexts are raised to, so that rare ones count less; 1 for none, 0.75 as a rule. */
  readonly contextSmoothing: number;
  /** Whose logarithm is subtracted, as if there were so many negative samples; 1 for none. */
  readonly shift: number;
  /** Whether what is below zero becomes zero. */
  readonly positive: boolean;
}

/** What is common: positive, smoothed, not shifted. */
export const PPMI: MutualInformationOptions = { contextSmoothing: 0.75, shift: 1, positive: true };

/**
 * Computes ln(P(w, c) / (P(w) P(c)^a)) - ln k for a count of a word and a context.
 *
 * The sums are those of all pairs, so that the result does not depend on which pairs were kept. Shapes: `ofWords`,
 * `ofContexts` [words].
 */
function createMutualInformation(
  { ofWords, ofContexts }: { readonly ofWords: Float64Array; readonly ofContexts: Float64Array },
  { contextSmoothing, shift, positive }: MutualInformationOptions,
): (word: number, context: number, count: number) => number {
  const smoothed = ofContexts.map((sum) => sum ** contextSmoothing);
  // P(w, c) / P(w) is count / ofWords: what all pairs are together cancels out.
  const logTotal = Math.log(smoothed.reduce((sum, value) => sum + value, 0));
  const logWord = ofWords.map((sum) => Math.log(sum));
  const logContext = smoothed.map((sum) => Math.log(sum) - logTotal);
  const logShift = Math.log(shift);
  return (word, context, count) => {
    const information = Math.log(count) - logWord[word]! - logContext[context]! - logShift;
    return positive ? Math.max(0, information) : information;
  };
}

/**
 * Replaces counts by mutual information; entries that become zero are left out where `positive` holds.
 *
 * `sums` are those of `sumCooccurrences` for the same text. Takes time linear in the entries.
 */
export function toMutualInformation(
  { rowStarts, contexts, values }: WordContextMatrix,
  sums: { readonly ofWords: Float64Array; readonly ofContexts: Float64Array },
  options: MutualInformationOptions,
): WordContextMatrix {
  const informationOf = createMutualInformation(sums, options);
  const newStarts = new Uint32Array(rowStarts.length);
  const newContexts = new Uint32Array(contexts.length);
  const newValues = new Float32Array(values.length);
  let length = 0;
  for (let word = 0; word + 1 < rowStarts.length; word++) {
    for (let entry = rowStarts[word]!; entry < rowStarts[word + 1]!; entry++) {
      const information = informationOf(word, contexts[entry]!, values[entry]!);
      if (options.positive && information === 0) continue;
      newContexts[length] = contexts[entry]!;
      newValues[length++] = information;
    }
    newStarts[word + 1] = length;
  }
  return {
    rowStarts: newStarts,
    contexts: newContexts.subarray(0, length),
    values: newValues.subarray(0, length),
  };
}

/** A context of a word. */
export interface Context {
  readonly wordId: number;
  /** In nats. */
  readonly information: number;
  /** How often the two stand near each other, weighted as the options say. */
  readonly count: number;
}

/**
 * Lists the contexts of a word with the greatest mutual information above zero, of those that count `minimumCount` or more.
 *
 * Reads the ids twice and counts no other pairs.
 */
export function strongestContexts(
  ids: Int32Array,
  vocabularySize: number,
  word: number,
  cooccurrence: CooccurrenceOptions,
  information: MutualInformationOptions,
  { count, minimumCount = 0 }: { readonly count: number; readonly minimumCount?: number },
): Context[] {
  const sums = sumCooccurrences(ids, vocabularySize, cooccurrence);
  const informationOf = createMutualInformation(sums, information);
  const { contexts, counts } = countContexts(ids, vocabularySize, word, cooccurrence);
  const strongest = new Strongest(count);
  for (const context of contexts) {
    if (counts[context]! < minimumCount) continue;
    const score = informationOf(word, context, counts[context]!);
    if (score > 0) strongest.offer(context, score);
  }
  return strongest
    .list()
    .map(({ id, score }) => ({ wordId: id, information: score, count: counts[id]! }));
}
