// How often each word stands in each document.

import type { DocumentIds } from "../corpus/documentRanges.ts";

/**
 * Counts of words by document, sparse.
 *
 * Document d has the entries from `rowStarts[d]` to before `rowStarts[d + 1]`, by rising word id. Shapes: `rowStarts`
 * [documents + 1]; `wordIds`, `counts` [entries]; `documentFrequencies` [words], in how many documents a word stands.
 */
export interface BagOfWords {
  readonly rowStarts: Uint32Array;
  readonly wordIds: Uint32Array;
  readonly counts: Uint32Array;
  readonly documentFrequencies: Uint32Array;
}

/**
 * Counts the words of documents. Takes time linear in the ids, besides sorting each document's different words, and memory
 * for its result and one number a word.
 */
export function countBagOfWords(
  { ids, starts, ends }: DocumentIds,
  vocabularySize: number,
): BagOfWords {
  const documents = starts.length;
  const rowStarts = new Uint32Array(documents + 1);
  const documentFrequencies = new Uint32Array(vocabularySize);
  const seenIn = new Uint32Array(vocabularySize); // the last document that has the word, from 1
  for (let document = 0; document < documents; document++) {
    let different = 0;
    const end = ends[document]!;
    for (let position = starts[document]!; position < end; position++) {
      const id = ids[position]!;
      if (id < 0 || seenIn[id] === document + 1) continue;
      seenIn[id] = document + 1;
      documentFrequencies[id]!++;
      different++;
    }
    rowStarts[document + 1] = rowStarts[document]! + different;
  }

  const entries = rowStarts[documents]!;
  const wordIds = new Uint32Array(entries);
  const counts = new Uint32Array(entries);
  const countOf = seenIn.fill(0);
  for (let document = 0; document < documents; document++) {
    const row = wordIds.subarray(rowStarts[document], rowStarts[document + 1]);
    let different = 0;
    const end = ends[document]!;
    for (let position = starts[document]!; position < end; position++) {
      const id = ids[position]!;
      if (id < 0) continue;
      if (countOf[id]!++ === 0) row[different++] = id;
    }
    row.sort();
    let entry = rowStarts[document]!;
    for (const id of row) {
      counts[entry++] = countOf[id]!;
      countOf[id] = 0;
    }
  }
  return { rowStarts, wordIds, counts, documentFrequencies };
}
