// What the modules kernels.simd.wasm and kernels.relaxed.wasm offer; kernels.ts has the types.
// The memory is imported and shared, so no module may bring data of its own: no strings, no static arrays.
export { seedRandom } from "./random";
export {
  useScratch,
  useSentences,
  useSubwords,
  useVectors,
  useVocabulary,
  useWindow,
} from "./state";
export { initializeRows } from "./initialize";
export { trainSkipGram } from "./skipGram";
export { trainCbow } from "./cbow";
export { trainSubwords } from "./subwords";
export { vectorOfWord } from "./hidden";
export { probeLogits } from "./probe";
export { findTopRows, normalizeRows, sketchRows } from "./search";
