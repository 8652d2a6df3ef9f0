// The WebAssembly kernels as typed functions. Addresses are bytes in the one memory that the module shares.

/** What trains: state of one thread first, then the loops over it (assembly/state.ts says what the addresses mean). */
interface TrainingKernels {
  seedRandom(seed: bigint): void;
  useVectors(inputVectors: number, outputVectors: number, rowBytes: number): void;
  useVocabulary(size: number, keepThresholds: number, aliasTable: number): void;
  useSubwords(ngramOffsets: number, ngramRows: number): void;
  useSentences(ids: number): void;
  useWindow(size: number, negatives: number, sharesNegatives: boolean): void;
  useScratch(
    targetBlocks: number,
    contextRows: number,
    keptIds: number,
    keptRows: number,
    zeroRow: number,
    hiddenRows: number,
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
  trainSkipGram(position: number, end: number, budget: number, learningRate: number): number;
  trainCbow(position: number, end: number, budget: number, learningRate: number): number;
  /** Skip-gram on words made of n-grams; needs `useSubwords`. */
  trainSubwords(position: number, end: number, budget: number, learningRate: number): number;
  /** Writes the mean of a word's row and its n-grams' rows; needs `useSubwords`. */
  vectorOfWord(wordId: number, target: number): void;
  /** Writes the dot products of `count` probe examples, `1 + negatives` each, the true word's first. */
  probeLogits(examples: number, count: number, logits: number): void;
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

/** Everything that a module of kernels offers. */
export type Kernels = TrainingKernels & SearchKernels;

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
 * Compiles one of the two builds.
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

/** Says whether this engine runs the relaxed build (Node 22 and later do, Node 20 only with a flag). */
export function supportsRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_MODULE);
}
