// What one instance trains on: addresses in the shared memory and options. Every thread has its own instance.

/** [rows, d] f32: one row a word, after them one row a bucket of n-grams. */
export let inputVectors: usize = 0;
/** [words, d] f32. */
export let outputVectors: usize = 0;
/** Bytes from one row to the next: the dimension rounded up to four floats; the lanes past it stay zero. */
export let rowBytes: usize = 0;
export let vocabularySize: i32 = 0;
/** [words] u32: a word stays in its sentence if 32 random bits are not above its threshold. */
export let keepThresholds: usize = 0;
/** [words, 2] u32: threshold and alias of the noise distribution. */
export let aliasTable: usize = 0;
/** [words + 1] u32 and [..] i32: the rows that make up a word, itself first. Zero without subwords. */
export let ngramOffsets: usize = 0;
export let ngramRows: usize = 0;
/** i32 word ids; a negative one ends a sentence. */
export let sentenceIds: usize = 0;
export let windowSize: i32 = 0;
export let negativeCount: i32 = 0;
/** Whether the pairs of a window share their negatives. */
export let sharesNegatives: bool = false;
/** Scratch of this thread; the sizes are fixed in memory.ts. */
export let targetBlocks: usize = 0;
export let contextRows: usize = 0;
export let keptIds: usize = 0;
export let keptRows: usize = 0;
export let zeroRow: usize = 0;
export let hiddenRows: usize = 0;

export function useVectors(inputs: usize, outputs: usize, bytesPerRow: usize): void {
  inputVectors = inputs;
  outputVectors = outputs;
  rowBytes = bytesPerRow;
}

export function useVocabulary(size: i32, thresholds: usize, aliases: usize): void {
  vocabularySize = size;
  keepThresholds = thresholds;
  aliasTable = aliases;
}

export function useSubwords(offsets: usize, rows: usize): void {
  ngramOffsets = offsets;
  ngramRows = rows;
}

export function useSentences(ids: usize): void {
  sentenceIds = ids;
}

export function useWindow(size: i32, negatives: i32, shared: bool): void {
  windowSize = size;
  negativeCount = negatives;
  sharesNegatives = shared;
}

export function useScratch(
  blocks: usize,
  contexts: usize,
  ids: usize,
  rows: usize,
  zeros: usize,
  hidden: usize,
): void {
  targetBlocks = blocks;
  contextRows = contexts;
  keptIds = ids;
  keptRows = rows;
  zeroRow = zeros;
  hiddenRows = hidden;
}

// @ts-ignore: decorator
@inline
export function inputRow(row: i32): usize {
  return inputVectors + <usize>row * rowBytes;
}

// @ts-ignore: decorator
@inline
export function outputRow(wordId: i32): usize {
  return outputVectors + <usize>wordId * rowBytes;
}
