// The words that tell a document from the others.

import type { BagOfWords } from "./bagOfWords.ts";
import { Strongest } from "./strongest.ts";
import type { Tfidf } from "./tfidf.ts";

/** A word of a document; `documentFrequency` is in how many documents it stands. */
export interface Term {
  readonly wordId: number;
  readonly weight: number;
  readonly count: number;
  readonly documentFrequency: number;
}

/** Lists the words of a document with the greatest weights above zero, without those that `isLeftOut` names. */
export function topTerms(
  bag: BagOfWords,
  tfidf: Tfidf,
  document: number,
  count: number,
  isLeftOut: (wordId: number) => boolean = () => false,
): Term[] {
  const first = bag.rowStarts[document]!;
  const weights = tfidf.weighDocument(document);
  const strongest = new Strongest(count);
  // Entries are by rising word id, so of equal weights the more frequent words are kept.
  for (let index = 0; index < weights.length; index++)
    if (weights[index]! > 0 && !isLeftOut(bag.wordIds[first + index]!))
      strongest.offer(index, weights[index]!);
  return strongest.list().map(({ id, score }) => {
    const wordId = bag.wordIds[first + id]!;
    return {
      wordId,
      weight: score,
      count: bag.counts[first + id]!,
      documentFrequency: bag.documentFrequencies[wordId]!,
    };
  });
}
