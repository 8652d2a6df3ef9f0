// The text of test/fixtures/statistics, and what scikit-learn, gensim and numpy compute from it.
import { readFileSync } from "node:fs";
import { SENTENCE_END } from "../../../src/corpus/encodedText.ts";
import type { CooccurrenceOptions } from "../../../src/statistics/cooccurrence.ts";
import type { PhraseOptions } from "../../../src/statistics/phrases.ts";
import type { MutualInformationOptions } from "../../../src/statistics/ppmi.ts";
import type { TextIds } from "../../../src/statistics/replaceIds.ts";
import type { scikitLearnFormula } from "../../../src/statistics/tfidf.ts";

/** What `make.py` writes. */
interface Golden {
  /** Words by sentence by document. */
  readonly documents: readonly (readonly (readonly string[])[])[];
  /** Document, word, count. */
  readonly entries: readonly (readonly [number, string, number])[];
  readonly scikitLearn: readonly {
    readonly options: Parameters<typeof scikitLearnFormula>[0];
    readonly weights: readonly number[];
  }[];
  readonly gensim: { readonly default: readonly number[]; readonly ltc: readonly number[] };
  readonly phrases: readonly {
    readonly options: PhraseOptions;
    readonly passes: readonly {
      /** First word, second word, count, score. */
      readonly scores: readonly (readonly [string, string, number, number])[];
      readonly joined: readonly (readonly string[])[];
    }[];
  }[];
  readonly cooccurrences: readonly {
    readonly options: CooccurrenceOptions;
    readonly pairs: readonly (readonly [string, string])[];
    readonly counts: readonly number[];
    readonly ppmi: readonly {
      readonly options: MutualInformationOptions;
      readonly values: readonly number[];
    }[];
  }[];
}

export const golden = JSON.parse(
  readFileSync("test/fixtures/statistics/statistics.json", "utf8"),
) as Golden;

/** Encodes documents as a corpus is: words by falling count, equal counts by UTF-16 units. */
export function encodeDocuments(
  documents: readonly (readonly (readonly string[])[])[],
): TextIds<ArrayBuffer> {
  const countOf = new Map<string, number>();
  for (const word of documents.flat(2)) countOf.set(word, (countOf.get(word) ?? 0) + 1);
  const entries = [...countOf].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const words = entries.map(([word]) => word);
  const idOf = new Map(words.map((word, id) => [word, id]));
  const ids: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const sentences of documents) {
    starts.push(ids.length);
    for (const sentence of sentences)
      if (sentence.length > 0) ids.push(...sentence.map((word) => idOf.get(word)!), SENTENCE_END);
    ends.push(ids.length);
  }
  return {
    words,
    counts: Uint32Array.from(entries, ([, count]) => count),
    ids: Int32Array.from(ids),
    documents: { starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) },
  };
}

/** The words of a text again, by sentence. */
export function sentencesOf(words: readonly string[], ids: Int32Array): string[][] {
  const sentences: string[][] = [[]];
  for (const id of ids)
    if (id === SENTENCE_END) sentences.push([]);
    else sentences.at(-1).push(words[id]!);
  return sentences.slice(0, -1);
}

/** Makes documents of words that are frequent in very different degrees; some are empty. */
export function randomDocuments(
  random: () => number,
  { documents = 20, words = 30 }: { readonly documents?: number; readonly words?: number } = {},
): string[][][] {
  const upTo = (end: number) => Math.floor(random() * end);
  return Array.from({ length: documents }, () =>
    Array.from({ length: upTo(12) }, () =>
      Array.from({ length: 1 + upTo(10) }, () => `v${Math.floor(random() ** 3 * words)}`),
    ),
  );
}
