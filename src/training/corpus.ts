// The corpus as training takes it: words are numbers already.

/** Words by falling count, and the text as their ids. */
export interface TrainingCorpus {
  readonly words: readonly string[];
  /** [n] how often each word stands in `ids`, or stood in the text they come from. */
  readonly counts: Uint32Array;
  /** Word ids in the order of the text; -1 ends a sentence. */
  readonly ids: Int32Array<SharedArrayBuffer>;
}
