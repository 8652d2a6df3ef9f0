// word2vec.c's binary format, which gensim writes too: a line "n d", then each word, a space, d single-precision numbers
// (little-endian); word2vec.c ends each with a line break, gensim does not.
// Source: word2vec.c, TrainModel; gensim 4, KeyedVectors.save_word2vec_format.

import { createPacer } from "../../kernels/pacing.ts";
import { findNotFinite } from "../finite.ts";
import { damagedFile } from "./faults.ts";
import { chooseWords, type ComposedWords, type VectorSource } from "./vectorSource.ts";
import { WordList } from "./wordList.ts";

const SPACE = 0x20;
const LINE_BREAK = 0x0a;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const CHUNK_BYTES = 1 << 20;

/** Reads words with their numbers from slices of the file. */
export class Word2vecBinaryReader {
  readonly list = new WordList();
  readonly #size: { readonly words: number; readonly dimension: number };
  readonly #vectors: Float32Array;
  readonly #fileName: string;
  #records = 0;

  /** Shapes: `vectors`, which is filled, is [words, dimension]; its rows are those of the words in `list`. */
  constructor(
    size: { readonly words: number; readonly dimension: number },
    vectors: Float32Array,
    fileName: string,
  ) {
    this.#size = size;
    this.#vectors = vectors;
    this.#fileName = fileName;
  }

  get isComplete(): boolean {
    return this.#records === this.#size.words;
  }

  /**
   * Reads whole records from the beginning of a slice; what remains is to stand at the beginning of the next one.
   *
   * Returns how many bytes were read. Errors: `bad-format`.
   */
  read(slice: Uint8Array): number {
    const { dimension } = this.#size;
    const { buffer, byteOffset } = this.#vectors;
    let end = 0;
    while (!this.isComplete) {
      let start = end;
      while (slice[start] === LINE_BREAK) start++;
      const wordEnd = slice.indexOf(SPACE, start);
      const next = wordEnd + 1 + dimension * FLOAT_BYTES;
      if (wordEnd < 0 || next > slice.length) break;
      const row = this.list.words.length;
      const place = byteOffset + row * dimension * FLOAT_BYTES;
      new Uint8Array(buffer, place, dimension * FLOAT_BYTES).set(slice.subarray(wordEnd + 1, next));
      const numbers = this.#vectors.subarray(row * dimension, (row + 1) * dimension);
      const wrong = findNotFinite(numbers);
      if (wrong >= 0)
        throw damagedFile(
          this.#fileName,
          `number ${wrong + 1} of word ${this.#records + 1} is not finite`,
        );
      this.list.add(slice.subarray(start, wordEnd));
      this.#records++;
      end = next;
    }
    return end;
  }
}

/**
 * Composes a file in the binary format, as word2vec.c does. Words with white space are left out, with a warning.
 *
 * Errors: `bad-input` where no word is left; `canceled`, also while the chunks are made.
 */
export async function composeWord2vecBinary(
  source: VectorSource,
  signal?: AbortSignal,
): Promise<ComposedWords> {
  const { kept, warnings } = await chooseWords(source.words, signal);
  return { words: kept.length, warnings, chunks: composeChunks(source, kept, signal) };
}

async function* composeChunks(
  { words, dimension, readRow }: VectorSource,
  kept: readonly number[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const pause = createPacer(signal);
  const encoder = new TextEncoder();
  let chunk = new Uint8Array(CHUNK_BYTES);
  let end = encoder.encodeInto(`${kept.length} ${dimension}\n`, chunk).written;
  for (const wordId of kept) {
    const word = words[wordId] ?? "";
    const space = word.length * 3 + dimension * FLOAT_BYTES + 2;
    if (chunk.length - end < space) {
      yield chunk.subarray(0, end);
      await pause();
      chunk = new Uint8Array(Math.max(CHUNK_BYTES, space));
      end = 0;
    }
    end += encoder.encodeInto(word, chunk.subarray(end)).written;
    chunk[end++] = SPACE;
    const row = readRow(wordId);
    chunk.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength), end);
    end += row.byteLength;
    chunk[end++] = LINE_BREAK;
  }
  yield chunk.subarray(0, end);
}
