// The WebAssembly kernels as typed functions. Addresses are bytes in the one memory that the module shares.

/** Builds of the kernels, slowest first: for SIMD, for relaxed SIMD, for relaxed SIMD and registers of eight numbers. */
export type KernelBuild = "simd128" | "relaxed-simd" | "wide-simd";

/** Values of the first argument of `useLoss`. */
export const LOSS_KINDS = { ns: 0, hs: 1, softmax: 2 } as const;

/** What trains: state of one thread first, then the loops over it (assembly/state.ts says what the addresses mean). */
interface TrainingKernels {
  seedRandom(seed: bigint): void;
  randomState(): bigint;
  restoreRandom(state: bigint): void;
  useVectors(
    inputVectors: number,
    outputVectors: number,
    rowBytes: number,
    dimension: number,
  ): void;
  useVocabulary(size: number, keepThresholds: number, aliasTable: number): void;
  useSubwords(ngramOffsets: number, ngramRows: number): void;
  useTree(pathOffsets: number, pathNodes: number): void;
  useSentences(ids: number): void;
  useWindow(size: number, fixed: boolean, usesMean: boolean, givesWholeGradient: boolean): void;
  useLoss(kind: number, negatives: number, sharesNegatives: boolean): void;
  /** Must be that of the lane that is trained next. */
  useNoisePool(address: number): void;
  useScratch(
    targetBlocks: number,
    contextRows: number,
    keptIds: number,
    keptRows: number,
    sentenceEnds: number,
    zeroRow: number,
    slotRows: number,
    slotTable: number,
    hiddenRows: number,
    partRows: number,
    logits: number,
    logisticConstants: number,
    sums: number,
  ): void;
  /** Says how large overlays are; `openOverlay` and `mergeOverlays` need it. */
  useOverlays(rows: number, rowsOfSentence: number): void;
  openOverlay(address: number): void;
  closeOverlay(): void;
  /** Adds what lanes changed in their overlays to the shared rows of this part. */
  mergeOverlays(
    first: number,
    bytesPerOverlay: number,
    lanes: number,
    part: number,
    parts: number,
  ): void;
  /** Fills rows with uniform numbers in [-bound, bound) that depend on seed, row and column alone. */
  initializeRows(
    first: number,
    count: number,
    dimension: number,
    bound: number,
    seed: bigint,
  ): void;
  /** Trains sentences from `position` until `budget` ids are passed or `end` is reached; returns where it stopped. */
  train(position: number, end: number, budget: number, learningRate: number): number;
  /** Writes the mean of a word's row and its n-grams' rows; needs `useSubwords`. */
  vectorOfWord(wordId: number, target: number): void;
  /** Writes the dot products of a probe example to the scratch for logits and returns their number. */
  probeLogits(example: number): number;
}

/** What answers queries: assembly/search.ts says what the addresses mean, searchReference.ts what comes out. */
export interface SearchKernels {
  normalizeRows(
    raw: number,
    rows: number,
    norms: number,
    first: number,
    end: number,
    dimension: number,
    stride: number,
  ): void;
  /** Makes the sketches of normalized rows. */
  sketchRows(state: number, first: number, end: number): void;
  /** Offers rows to a heap that holds `found` of k; returns how many it holds afterwards. */
  findTopRows(state: number, first: number, end: number, found: number): number;
}

/** What finds words by their letters: assembly/spelling.ts says what the addresses mean, spellingReference.ts what comes out. */
export interface SpellingKernels {
  /** Precomputes of words what tells most of them apart from a pattern. */
  describeWords(state: number, first: number, end: number): void;
  /** Finds words that begin with the pattern, or equal it; returns how many. */
  findBeginnings(state: number, first: number, end: number, isWhole: boolean): number;
  /** Finds words that have the pattern inside or begin almost like it, or as a whole are almost like it; returns how many. */
  findSimilar(state: number, first: number, end: number, limit: number, isWhole: boolean): number;
}

/** What finds phrases: assembly/phrases.ts says what the address means and what is returned. */
export interface PhraseKernels {
  /** Goes on to the files in which words stand one behind the other; returns why it stopped. */
  matchPhrase(state: number): number;
}

/** What compares many rows with many: assembly/products.ts says what the addresses mean. */
interface ProductKernels {
  multiplyRows(a: number, m: number, b: number, n: number, stride: number, products: number): void;
}

/** Everything that a module of kernels offers. */
export type Kernels = TrainingKernels &
  SearchKernels &
  SpellingKernels &
  PhraseKernels &
  ProductKernels;

/**
 * Makes the kernels work on a memory, at once: for worker threads, which receive the compiled module.
 *
 * Errors: `WebAssembly.LinkError` where the memory is not shared or has more than 65536 pages.
 */
export function bindKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}

/**
 * Compiles one of the builds.
 *
 * Errors: `WebAssembly.CompileError` for the relaxed build where `supportsRelaxedSimd` says no.
 */
export async function compileKernels(bytes: Uint8Array): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
}

/** A module of one function that multiplies and adds with `f32x4.relaxed_madd`. */
const RELAXED_MODULE = new Uint8Array([
  0x00,
  0x61,
  0x73,
  0x6d,
  0x01,
  0x00,
  0x00,
  0x00, // magic number and version
  0x01,
  0x05,
  0x01,
  0x60,
  0x00,
  0x01,
  0x7b, // type: () → v128
  0x03,
  0x02,
  0x01,
  0x00, // one function of that type
  0x0a,
  0x13,
  0x01,
  0x11,
  0x00, // its code: no locals,
  0x41,
  0x00,
  0xfd,
  0x0f,
  0x41,
  0x00,
  0xfd,
  0x0f,
  0x41,
  0x00,
  0xfd,
  0x0f, // three times i8x16.splat(0),
  0xfd,
  0x85,
  0x02,
  0x0b, // f32x4.relaxed_madd, end
]);

/** Says whether this V8 runs the relaxed builds (Node 22 and later do, Node 20 with a flag). */
export function supportsRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_MODULE);
}
