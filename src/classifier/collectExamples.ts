// Collects labeled texts, before anything is known of their vocabulary.
import { ByteVocabularyBuilder } from "../corpus/byteVocabulary.ts";
import { IdMemory } from "../corpus/idStream.ts";
import { recordedTokenizer, type TokenizerName } from "../corpus/tokenizerOptions.ts";
import { IntegerList } from "./integerList.ts";
import { findLabel, isSpace } from "./labels.ts";

/** How text is read. */
export interface TextReading {
  readonly tokenizer: TokenizerName;
  /** What labels begin with. */
  readonly labelPrefix: string;
}

/** Labeled texts as numbers. */
export interface CollectedExamples {
  /** By falling count, equal counts by UTF-16 code units. */
  readonly words: readonly string[];
  readonly wordCounts: Uint32Array;
  /** By order of first occurrence, with their prefix. */
  readonly labels: readonly string[];
  readonly labelCounts: readonly number[];
  /** Words of all examples; `SENTENCE_END` ends each part of an example that has words. */
  readonly wordStream: Int32Array;
  /** [examples] how many such parts each example has: none where it has no word. */
  readonly partCounts: Int32Array;
  /** Labels of all examples. */
  readonly labelStream: Int32Array;
  /** [examples] where the labels of each example end. */
  readonly labelEnds: Int32Array;
}

const LINE_FEED = 0x0a;
const NOTHING = new Uint8Array(0);

/** Collects examples one by one. Texts are UTF-8. */
export class ExampleCollector {
  readonly #builder: ByteVocabularyBuilder;
  readonly #prefix: Uint8Array;
  readonly #labelNumbers = new Map<string, number>();
  readonly #labelCounts: number[] = [];
  readonly #partCounts = new IntegerList();
  readonly #labelStream = new IntegerList();
  readonly #labelEnds = new IntegerList();
  /** The beginning of a word whose rest has not come yet. */
  #cutWord: Uint8Array = NOTHING;
  #isInLine = false;
  #sentences = 0;

  /** Shapes: `tokenizerModule` is tokenizer.wasm. */
  constructor(tokenizerModule: WebAssembly.Module, { tokenizer, labelPrefix }: TextReading) {
    // The options that there were when classifiers began: a model and its questions must agree.
    const options = recordedTokenizer(tokenizer, undefined);
    this.#builder = new ByteVocabularyBuilder(tokenizerModule, options, new IdMemory());
    this.#prefix = encoder.encode(labelPrefix);
  }

  get exampleCount(): number {
    return this.#partCounts.length;
  }

  /** Words and ends of examples so far. */
  get tokenCount(): number {
    return this.#builder.tokens + this.exampleCount;
  }

  /** Adds a part of a text of which each line is an example, with its labels in it. Errors: `out-of-memory`. */
  addLines(utf8: Uint8Array): void {
    this.#add(utf8, true, true);
  }

  /** Ends the last line, unless a line break has. */
  endLines(): void {
    this.#readCutWord(true);
    if (this.#isInLine) this.#endExample();
  }

  /** Adds a part of a text that is one example and has its label from elsewhere. Errors: `out-of-memory`. */
  addDocument(utf8: Uint8Array): void {
    this.#add(utf8, false, false);
  }

  /** Ends an example and gives it a label, if there is one. */
  endDocument(label?: string): void {
    this.#readCutWord(false);
    if (label !== undefined) this.#addLabel(label);
    this.#endExample();
  }

  /** Adds a text as one example; labels are looked for in it. Errors: `out-of-memory`. */
  addExample(text: string): void {
    this.#add(encoder.encode(text), false, true);
    this.#readCutWord(true);
    this.#endExample();
  }

  /** Everything so far. The collector is of no further use. */
  finish(): CollectedExamples {
    const { words, counts, ids } = this.#builder.finish({ minimumCount: 1 });
    return {
      words,
      wordCounts: counts,
      labels: [...this.#labelNumbers.keys()],
      labelCounts: this.#labelCounts,
      wordStream: ids!,
      partCounts: this.#partCounts.view(),
      labelStream: this.#labelStream.view(),
      labelEnds: this.#labelEnds.view(),
    };
  }

  /** Reads up to the last white space, so that neither words nor labels are cut. */
  #add(utf8: Uint8Array, hasLines: boolean, hasLabels: boolean): void {
    const text = this.#cutWord.length === 0 ? utf8 : joined(this.#cutWord, utf8);
    let end = text.length;
    while (end > 0 && !isSpace(text[end - 1])) end--;
    this.#cutWord = text.slice(end);
    this.#read(text.subarray(0, end), hasLines, hasLabels);
    if (this.#cutWord.length > 0) this.#isInLine = true;
  }

  #readCutWord(hasLabels: boolean): void {
    this.#read(this.#cutWord, false, hasLabels);
    this.#cutWord = NOTHING;
  }

  #read(text: Uint8Array, hasLines: boolean, hasLabels: boolean): void {
    let start = 0;
    let label = hasLabels ? findLabel(text, 0, this.#prefix) : undefined;
    while (start < text.length) {
      const lineEnd = hasLines ? text.indexOf(LINE_FEED, start) : -1;
      if (label && (lineEnd < 0 || label.start < lineEnd)) {
        this.#builder.addBytes(text.subarray(start, label.start));
        this.#addLabel(decoder.decode(text.subarray(label.start, label.end)));
        start = label.end;
        this.#isInLine = true;
        label = findLabel(text, start, this.#prefix);
        continue;
      }
      const end = lineEnd < 0 ? text.length : lineEnd;
      this.#builder.addBytes(text.subarray(start, end));
      this.#isInLine ||= end > start;
      start = end + 1;
      if (lineEnd >= 0) this.#endExample();
    }
  }

  #addLabel(label: string): void {
    let number = this.#labelNumbers.get(label);
    if (number === undefined) {
      number = this.#labelCounts.push(0) - 1;
      this.#labelNumbers.set(label, number);
    }
    this.#labelCounts[number]!++;
    this.#labelStream.push(number);
  }

  #endExample(): void {
    this.#builder.endDocument();
    const { sentences } = this.#builder;
    this.#partCounts.push(sentences - this.#sentences);
    this.#sentences = sentences;
    this.#labelEnds.push(this.#labelStream.length);
    this.#isInLine = false;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
