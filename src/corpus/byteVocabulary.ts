// Many documents to one vocabulary and one stream of word ids, from bytes, in WebAssembly. The result is that of
// vocabulary.ts, word for word and id for id.

import { ByteTokenizer } from "./byteTokenizer.ts";
import type { EncodedText, VocabularyLimits } from "./encodedText.ts";
import { IdMemory, type IdSink } from "./idStream.ts";
import type { Segmenter } from "./segmenter.ts";
import type { LineBreaks } from "./sentences.ts";
import type { TokenizerChoice } from "./tokenizerOptions.ts";
import type { DocumentCounter } from "./vocabulary.ts";

/** Of a sorted word: its count and three more. Units: u32. */
const RECORD_LENGTH = 4;

/** Collects documents and turns them into a vocabulary and word ids. */
export class ByteVocabularyBuilder implements DocumentCounter {
  readonly #ids: IdSink;
  readonly #words: ByteTokenizer;

  /** Shapes: `module` is tokenizer.wasm. `segmenter` finds the words of scripts without spaces. */
  constructor(
    module: WebAssembly.Module,
    tokenizer: TokenizerChoice,
    ids: IdSink = new IdMemory(),
    maximumDistinctWords?: number,
    segmenter?: Segmenter,
  ) {
    this.#ids = ids;
    this.#words = new ByteTokenizer({
      ...{ module, tokenizer, take: (numbers) => ids.append(numbers) },
      ...(maximumDistinctWords === undefined ? {} : { maximumDistinctWords }),
      ...(segmenter ? { segmenter } : {}),
    });
  }

  get tokens(): number {
    return this.#words.kernel.tokenCount();
  }

  get sentences(): number {
    return this.#words.kernel.sentenceCount();
  }

  addDocument(text: string, lineBreaks?: LineBreaks): void {
    this.#words.addDocument(text, lineBreaks);
  }

  addBytes(utf8: Uint8Array): void {
    this.#words.addBytes(utf8);
  }

  endDocument(): void {
    this.#words.endDocument();
  }

  finish({ minimumCount, maximumWords = Infinity }: VocabularyLimits): EncodedText {
    const { kernel } = this.#words;
    const least = Math.min(Math.max(Math.ceil(minimumCount), 1), 2 ** 32 - 1);
    this.endDocument();
    this.#words.flush();
    const count = Math.min(kernel.sortWords(least, false) >>> 0, maximumWords);
    const words = this.#words.sortedWords(count);
    const address = kernel.recordsAddress() >>> 0;
    const records = new Uint32Array(kernel.memory.buffer, address, RECORD_LENGTH * count);
    const counts = new Uint32Array(count);
    for (let wordId = 0; wordId < count; wordId++)
      counts[wordId] = records[RECORD_LENGTH * wordId]!;
    kernel.numberWords(count);
    const ids = this.#ids.finish((part) => this.#replace(part));
    return { words, counts, ...ids };
  }

  #replace(part: Int32Array): Int32Array {
    const { kernel } = this.#words;
    const address = kernel.IDS.value as number;
    const numbers = new Int32Array(kernel.memory.buffer, address, part.length);
    numbers.set(part);
    return numbers.subarray(0, kernel.replaceNumbers(part.length));
  }
}
