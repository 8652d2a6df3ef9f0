// What the modules kernels.simd.wasm and kernels.relaxed.wasm offer; kernels.ts has the types.
// The memory is imported and shared, so no module may bring data of its own: no strings, no static arrays.
export { randomState, restoreRandom, seedRandom } from "./random";
export {
  useLoss,
  useNoisePool,
  useScratch,
  useSentences,
  useSubwords,
  useTree,
  useVectors,
  useVocabulary,
  useWindow,
} from "./state";
export { closeOverlay, mergeOverlays, openOverlay, useOverlays } from "./overlay";
export { initializeRows } from "./initialize";
export { train } from "./train";
export { touched } from "./touch";
export { vectorOfWord } from "./hidden";
export { probeLogits } from "./probe";
export { findTopRows, normalizeRows, sketchRows } from "./search";
export { describeWords, findBeginnings, findSimilar } from "./spelling";
export { multiplyRows } from "./products";
export { matchPhrase } from "./phrases";
