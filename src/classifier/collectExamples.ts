// Collects labeled texts, before anything is known of their vocabulary.
import { forEachToken, type TokenizerName } from "../corpus/tokenize.ts";
import { IntegerList } from "./integerList.ts";
import { END_OF_LINE, forEachLine, isSpace, visitLabeledText } from "./labeledText.ts";
import { hashByte, HASH_START, WordTable } from "./wordTable.ts";

/** Words by order of first occurrence. */
export interface CountedWords {
  readonly words: readonly string[];
  readonly counts: Int32Array;
  /** fastText's hashes. */
  readonly hashes: Int32Array;
}

/** Labeled texts as numbers: each stands for a word of `tokens` or `labels`. */
export interface CollectedExamples {
  readonly tokens: CountedWords;
  readonly labels: CountedWords;
  /** Tokens of all examples, and where each example ends. */
  readonly tokenStream: Int32Array;
  readonly tokenEnds: Int32Array;
  /** Labels of all examples, and where each example ends. */
  readonly labelStream: Int32Array;
  readonly labelEnds: Int32Array;
}

/** Text is turned into UTF-8 in pieces of about so many UTF-16 units. */
const PIECE_LENGTH = 1 << 20;
const LINE_FEED = 0x0a;
/** 1 for each byte that is white space. */
const SPACES = Uint8Array.from({ length: 256 }, (_, byte) => (isSpace(byte) ? 1 : 0));

const encoder = new TextEncoder();

/** Collects examples one by one. */
export class ExampleCollector {
  readonly #tokenizer: TokenizerName;
  readonly #labelPrefix: string;
  readonly #prefixBytes: Uint8Array;
  readonly #tokens = new WordTable();
  readonly #labels = new WordTable();
  readonly #tokenStream = new IntegerList();
  readonly #tokenEnds = new IntegerList();
  readonly #labelStream = new IntegerList();
  readonly #labelEnds = new IntegerList();
  #piece = new Uint8Array(0);

  constructor(tokenizer: TokenizerName, labelPrefix: string) {
    this.#tokenizer = tokenizer;
    this.#labelPrefix = labelPrefix;
    this.#prefixBytes = encoder.encode(labelPrefix);
  }

  /** Words and ends of examples so far. */
  get tokenCount(): number {
    return this.#tokenStream.length;
  }

  get exampleCount(): number {
    return this.#tokenEnds.length;
  }

  /** Adds each line as an example, with its labels in it. Errors: `out-of-memory`. */
  addLines(text: string): void {
    if (this.#tokenizer === "words") forEachLine(text, (line) => this.addExample(line));
    else {
      this.#addBytes(text, true, true);
      if (text !== "" && !text.endsWith("\n")) this.#endExample();
    }
  }

  /** Adds a text as one example; where no label is given, labels are looked for in it. Errors: `out-of-memory`. */
  addExample(text: string, label?: string): void {
    if (label !== undefined) this.#labelStream.push(this.#labels.addText(label));
    const word = (text: string) => this.#tokenStream.push(this.#tokens.addText(text));
    if (this.#tokenizer === "whitespace") this.#addBytes(text, false, label === undefined);
    else if (label !== undefined) forEachToken(text, "words", word);
    else
      visitLabeledText(text, this.#labelPrefix, {
        label: (found) => this.#labelStream.push(this.#labels.addText(found)),
        word,
      });
    this.#endExample();
  }

  /** Everything so far. */
  finish(): CollectedExamples {
    return {
      tokens: this.#tokens.content(),
      labels: this.#labels.content(),
      tokenStream: this.#tokenStream.view(),
      tokenEnds: this.#tokenEnds.view(),
      labelStream: this.#labelStream.view(),
      labelEnds: this.#labelEnds.view(),
    };
  }

  /** Adds what stands between white space; a line ends an example where `hasLines`. */
  #addBytes(text: string, hasLines: boolean, findsLabels: boolean): void {
    for (let start = 0; start < text.length;) {
      let end = Math.min(text.length, start + PIECE_LENGTH);
      while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
      const { written } = encoder.encodeInto(text.slice(start, end), this.#pieceOf(end - start));
      this.#addPiece(written, hasLines, findsLabels);
      start = end;
    }
  }

  #addPiece(length: number, hasLines: boolean, findsLabels: boolean): void {
    const bytes = this.#piece;
    const tokens = this.#tokens;
    const stream = this.#tokenStream;
    for (let at = 0; at < length;) {
      if (SPACES[bytes[at]!] === 1) {
        if (hasLines && bytes[at] === LINE_FEED) this.#endExample();
        at++;
        continue;
      }
      const start = at;
      let hash = HASH_START;
      for (; at < length && SPACES[bytes[at]!] === 0; at++) hash = hashByte(hash, bytes[at]!);
      if (findsLabels && this.#isLabel(start, at))
        this.#labelStream.push(this.#labels.add(bytes, start, at, hash));
      else stream.push(tokens.add(bytes, start, at, hash));
    }
  }

  #pieceOf(units: number): Uint8Array {
    if (this.#piece.length < 3 * units) this.#piece = new Uint8Array(3 * units);
    return this.#piece;
  }

  #isLabel(start: number, end: number): boolean {
    const prefix = this.#prefixBytes;
    if (this.#piece[start] !== prefix[0] || end - start < prefix.length) return false;
    return prefix.every((byte, index) => this.#piece[start + index] === byte);
  }

  #endExample(): void {
    this.#tokenStream.push(this.#tokens.addText(END_OF_LINE));
    this.#tokenEnds.push(this.#tokenStream.length);
    this.#labelEnds.push(this.#labelStream.length);
  }
}
