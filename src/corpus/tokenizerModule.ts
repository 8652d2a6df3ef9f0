// tokenizer.wasm as typed functions; assembly/tokenizer/ says what they do. Addresses are bytes in the module's memory.

/** What an instance asks of TypeScript. */
export interface TokenizerImports {
  /** Writes u32 [256], the descriptions of a page of characters. */
  describeCharacters(page: number, address: number): void;
  /** Adds the words of a stretch of text by the plain path. */
  readPlainly(address: number, length: number): void;
  /** Takes i32 [count] of the stream. */
  takeIds(address: number, count: number): void;
  /** Throws: there are too many different words. */
  refuseWord(): void;
  /** Throws: the memory cannot have so many bytes. */
  refuseMemory(bytes: number): void;
}

/** One vocabulary in the making. */
export interface Tokenizer {
  readonly memory: WebAssembly.Memory;
  /** Address of what `addWordAt` reads. */
  readonly WORD: WebAssembly.Global;
  /** Address of what `replaceNumbers` replaces. */
  readonly IDS: WebAssembly.Global;
  /** Address of u32 [count, 2], beginning and end of each word of `takeIds`, where `tellPlaces` was called. */
  readonly PLACES: WebAssembly.Global;
  /** Different words so far. */
  readonly wordCount: WebAssembly.Global;
  configure(
    letterCase: number,
    numbers: number,
    joinsAtHyphens: boolean,
    joinsAtUnderscores: boolean,
    addresses: boolean,
  ): void;
  configureSentences(sentences: number, hardBreaks: boolean): void;
  addAbbreviation(letters: number): void;
  limitWords(maximum: number): void;
  takeBytes(bytes: number): number;
  giveBytes(address: number, bytes: number): void;
  readWords(text: number, length: number): void;
  readSpacedWords(text: number, length: number): void;
  tellPlaces(): void;
  unitsTo(address: number): number;
  addWordAt(length: number, start: number, end: number): void;
  endSentence(): void;
  endDocument(): void;
  flushIds(): void;
  tokenCount(): number;
  sentenceCount(): number;
  sortWords(minimumCount: number, byText: boolean): number;
  recordsAddress(): number;
  shapeOfWord(number: number): number;
  numberWords(kept: number): void;
  replaceNumbers(count: number): number;
  writeWords(first: number, end: number, target: number, space: number): number;
}

/** Starts an instance, which has a memory of its own. */
export function createTokenizer(module: WebAssembly.Module, imports: TokenizerImports): Tokenizer {
  const instance = new WebAssembly.Instance(module, { env: { ...imports } });
  return instance.exports as unknown as Tokenizer;
}
