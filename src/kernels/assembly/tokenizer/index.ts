// What the module tokenizer.wasm offers; src/corpus/tokenizerModule.ts has the types.
// It has a memory of its own, which grows: one instance makes one vocabulary.
export { giveBytes, IDS, takeBytes, WORD } from "./memory";
export { configure } from "./options";
export { readSpacedWords } from "./spaced";
export {
  numberWords,
  recordsAddress,
  replaceNumbers,
  sortWords,
  writeWords,
} from "./vocabulary";
export {
  addWord,
  endSentence,
  flushIds,
  limitWords,
  sentenceCount,
  tokenCount,
  wordCount,
} from "./wordTable";
export { addAbbreviation, configureSentences, endDocument } from "./sentences";
export { readWords } from "./words";
