// What the modules classifyKernels.simd.wasm and classifyKernels.relaxed.wasm offer; classifyKernels.ts has the types.
// The memory is imported and shared, so no module may bring data of its own: no strings, no static arrays.
export { seedRandom } from "./random";
export {
  useExamples,
  useFeatures,
  useNoise,
  useScratch,
  useTree,
  useVectors,
} from "./classifyState";
export {
  initializeRows,
  scoreExample,
  shuffleExamples,
  takeLoss,
  trainExamples,
} from "./classify";
