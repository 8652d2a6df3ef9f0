// The words of documents as numbers, with their places.

import { ByteTokenizer } from "../corpus/byteTokenizer.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import type { TokenizerChoice } from "../corpus/tokenizerOptions.ts";
import type { PlaceShape } from "./places.ts";
import type { NumberedWords } from "./segmentBuilder.ts";

/** How words are found. */
export interface WordFinding {
  /** Shapes: tokenizer.wasm. */
  readonly module: WebAssembly.Module;
  readonly tokenizer: TokenizerChoice;
  /** Finds the words of scripts without spaces. */
  readonly segmenter: Segmenter;
}

/** Receives the next words. Shapes: `numbers` [n], `places` [n, 2]. Units: UTF-16 units of their document. */
export type TakeWords = (numbers: Int32Array, places: Uint32Array) => void;

/** Of a sorted word: a count of no use, its number and two more. Units: u32. */
const RECORD_LENGTH = 4;

/** Finds the words of documents, one after the other, and numbers them by their first occurrence. */
export class PlacedWords implements NumberedWords {
  readonly #tokenizer: ByteTokenizer;

  /** `take` receives all words of a document before `endDocument` returns. */
  constructor(finding: WordFinding, take: TakeWords) {
    this.#tokenizer = new ByteTokenizer({ ...finding, take, tellsPlaces: true });
  }

  get count(): number {
    return (this.#tokenizer.kernel.wordCount.value as number) >>> 0;
  }

  /** Adds a part of a document that ends between two characters. Shapes: `utf8` is valid UTF-8. */
  addBytes(utf8: Uint8Array): void {
    this.#tokenizer.addBytes(utf8);
  }

  /** Ends the document whose bytes were added; its text follows them where it is given. */
  endDocument(text = ""): void {
    this.#tokenizer.addDocument(text);
    this.#tokenizer.flush();
  }

  shapeOf(number: number): PlaceShape {
    const shape = this.#tokenizer.kernel.shapeOfWord(number);
    return { length: shape >>> 1, gap: shape & 1 ? 0 : 1 };
  }

  sorted(): { words: string[]; numbers: Uint32Array } {
    const { kernel } = this.#tokenizer;
    const count = kernel.sortWords(1, true) >>> 0;
    const words = this.#tokenizer.sortedWords(count);
    const address = kernel.recordsAddress() >>> 0;
    const records = new Uint32Array(kernel.memory.buffer, address, RECORD_LENGTH * count);
    const numbers = Uint32Array.from(
      { length: count },
      (_, rank) => records[RECORD_LENGTH * rank + 1]!,
    );
    return { words, numbers };
  }
}
