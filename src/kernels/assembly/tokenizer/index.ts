// What the module tokenizer.wasm offers; src/corpus/tokenizerModule.ts has the types.
// It has a memory of its own, which grows: one instance makes one vocabulary.
export { giveBytes, IDS, PLACES, takeBytes, WORD } from "./memory";
export { configure } from "./options";
export { tellPlaces, unitsTo } from "./places";
export { readSpacedWords } from "./spaced";
export {
  numberWords,
  recordsAddress,
  replaceNumbers,
  shapeOfWord,
  sortWords,
  writeWords,
} from "./vocabulary";
export {
  addWordAt,
  endSentence,
  flushIds,
  limitWords,
  sentenceCount,
  tokenCount,
  wordCount,
} from "./wordTable";
export { addAbbreviation, configureSentences, endDocument } from "./sentences";
export { readWords } from "./words";
