import { WordfieldError } from "../../errors.ts";

/** JavaScript's largest table from word to word id, 2^24 entries, less one. */
export const MAXIMUM_WORDS = 16_777_215;

/** The error for a file of another program that is not what that program writes. */
export function damagedFile(fileName: string, what: string): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} is damaged: ${what}. Get the file again or choose another one.`,
  );
}

/** The error for a file that has fewer bytes than its beginning says. */
export function cutOffFile(fileName: string, bytes: number, expected: number): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} has ${bytes.toLocaleString("en-US")} of at least ${expected.toLocaleString("en-US")} bytes: the file is cut off. Get the file again or choose another one.`,
  );
}

/** The error for a file with more words than a table can have. */
export function tooManyWords(fileName: string, words: number): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} has ${words.toLocaleString("en-US")} words, at most ${MAXIMUM_WORDS.toLocaleString("en-US")} can be opened. Keep its most frequent words in another file.`,
  );
}

/** The error for a file that holds no vectors in a form that Wordfield knows. */
export function unknownFile(fileName: string, what: string): WordfieldError {
  return new WordfieldError(
    "bad-format",
    `${fileName} is no file of word vectors: ${what}. Choose a model of Wordfield (.safetensors), text of word2vec or GloVe (.vec, .txt), or a .bin file of fastText or word2vec.`,
  );
}
