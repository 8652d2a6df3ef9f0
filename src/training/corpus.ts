// The corpus as training takes it: words are numbers already.
import { type IdStream, SENTENCE_END } from "../corpus/encodedText.ts";

/** Words by falling count, and the text as their ids; -1 ends a sentence. */
export type TrainingCorpus = IdStream & {
  readonly words: readonly string[];
  /** [n] how often each word stands in the ids, or stood in the text they come from. */
  readonly counts: Uint32Array;
};

/** The first id of a part of a stream that neither ends a sentence nor has a word; undefined where there is none. */
export function findWrongId(ids: Int32Array, words: number): number | undefined {
  // An id without a row would make the kernels write elsewhere.
  for (let at = 0; at < ids.length; at++)
    if (ids[at]! >= words || ids[at]! < SENTENCE_END) return ids[at];
  return undefined;
}

/** Counts the ids of a corpus, ends of sentences included. */
export function idCountOf(corpus: TrainingCorpus): number {
  return corpus.ids ? corpus.ids.length : corpus.idsFile.length;
}
