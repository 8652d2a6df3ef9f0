// What a corpus is once its words are numbers.

/** Stands between two sentences, and after the last, in a stream of word ids. */
export const SENTENCE_END = -1;

/**
 * Words by falling count, equal counts by UTF-16 code units, and the text as ids of these words.
 *
 * Shapes: `words`, `counts` [n], by word id.
 */
export type EncodedText = IdStream & {
  readonly words: string[];
  readonly counts: Uint32Array<ArrayBuffer>;
};

/**
 * The text as word ids, in memory or, where it is too long for that, in a file.
 *
 * Shapes: `ids` [tokens kept + sentences], in shared memory for the training threads; every sentence holds a word and
 * ends with `SENTENCE_END`.
 */
export type IdStream =
  | { readonly ids: Int32Array<SharedArrayBuffer>; readonly idsFile?: undefined }
  | { readonly ids?: undefined; readonly idsFile: IdsFile };

/**
 * A file of word ids, each a little-endian int32. Whoever receives it deletes it.
 *
 * Units: `length` counts ids.
 */
export interface IdsFile {
  readonly path: string;
  readonly length: number;
}

/** Which words are kept: those that occur `minimumCount` times, of these the `maximumWords` most frequent. */
export interface VocabularyLimits {
  readonly minimumCount: number;
  readonly maximumWords?: number | undefined;
}
