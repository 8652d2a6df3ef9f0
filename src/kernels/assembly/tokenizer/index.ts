// What the module tokenizer.wasm offers; src/corpus/tokenizerModule.ts has the types.
// It has a memory of its own, which grows: one instance makes one vocabulary.
export { flushIds, endSentence, sentenceCount, tokenCount } from "./ids";
export { giveBytes, takeBytes, WORD } from "./memory";
export { readSpacedWords } from "./spaced";
export { recordsAddress, sortWords, wordsWritten, writeWords } from "./vocabulary";
export { addWord, limitWords, wordCount } from "./wordTable";
export { readWords } from "./words";
