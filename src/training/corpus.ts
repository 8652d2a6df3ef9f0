// The corpus as training takes it: words are numbers already.
import type { IdStream } from "../corpus/encodedText.ts";

/** Words by falling count, and the text as their ids; -1 ends a sentence. */
export type TrainingCorpus = IdStream & {
  readonly words: readonly string[];
  /** [n] how often each word stands in the ids, or stood in the text they come from. */
  readonly counts: Uint32Array;
};

/** Counts the ids of a corpus, ends of sentences included. */
export function idCountOf(corpus: TrainingCorpus): number {
  return corpus.ids ? corpus.ids.length : corpus.idsFile.length;
}
