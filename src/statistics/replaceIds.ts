// Changes a stream of word ids and keeps its form: every sentence holds a word, documents are where they were.

import type { DocumentRanges } from "../corpus/documentRanges.ts";
import { SENTENCE_END } from "../corpus/encodedText.ts";

/**
 * A text as word ids in memory, as a corpus has it: every sentence holds a word and ends with `SENTENCE_END`.
 *
 * Shapes: `words`, `counts` [words], by word id; `ids` [tokens + sentences].
 */
export interface TextIds<B extends ArrayBufferLike = ArrayBufferLike> {
  readonly words: string[];
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly ids: Int32Array<B>;
  readonly documents: DocumentRanges;
}

/** A stream and its documents. */
type Stream<B extends ArrayBufferLike> = Pick<TextIds<B>, "ids" | "documents">;

/** In place of an id: the word goes. */
export const DROPPED = -2;

/**
 * Rewrites a stream in place, one stretch between two bounds of documents after the other.
 *
 * `rewrite` writes the ids that stand for those from `start` to before `end`, from `target` on, which is never behind what
 * it has read; it returns where they end.
 */
export function rewriteIds<B extends ArrayBufferLike>(
  { ids, documents }: Stream<B>,
  rewrite: (start: number, end: number, target: number) => number,
): Stream<B> {
  const starts = new Uint32Array(documents.starts.length);
  const ends = new Uint32Array(documents.ends.length);
  let read = 0;
  let written = 0;
  const rewriteUpTo = (end: number) => {
    written = rewrite(read, end, written);
    read = end;
    return written;
  };
  for (let document = 0; document < starts.length; document++) {
    starts[document] = rewriteUpTo(documents.starts[document]!);
    ends[document] = rewriteUpTo(documents.ends[document]!);
  }
  rewriteUpTo(ids.length);
  return { ids: ids.subarray(0, written), documents: { starts, ends } };
}

/**
 * Replaces ids in place; ends of sentences that have become empty go with their words.
 *
 * Shapes: `newIds` has for each id the new one or `DROPPED`.
 */
export function replaceIds<B extends ArrayBufferLike>(
  stream: Stream<B>,
  newIds: Int32Array,
): Stream<B> {
  const { ids } = stream;
  let last = SENTENCE_END;
  return rewriteIds(stream, (start, end, target) => {
    for (let position = start; position < end; position++) {
      const old = ids[position]!;
      const id = old < 0 ? SENTENCE_END : newIds[old]!;
      if (id === DROPPED || (id === SENTENCE_END && last === SENTENCE_END)) continue;
      ids[target++] = id;
      last = id;
    }
    return target;
  });
}
