// What one instance trains on: addresses in the shared memory and options. Every thread has its own instance.

/** [rows, d] f32: one row a word, after them one row a bucket of n-grams. */
export let inputVectors: usize = 0;
/** [words, d] f32; with hierarchical softmax [words - 1, d], one row an inner node. */
export let outputVectors: usize = 0;
/** Bytes from one row to the next: the dimension rounded up to eight floats; the lanes past it stay zero. */
export let rowBytes: usize = 0;
/** Bytes of a row that steps go over: the dimension rounded up to as many floats as they take at once. */
export let columnBytes: usize = 0;
export let vocabularySize: i32 = 0;
/** [words] u32: a word stays in its sentence if 32 random bits are not above its threshold. */
export let keepThresholds: usize = 0;
/** [words, 2] u32: threshold and alias of the noise distribution. */
export let aliasTable: usize = 0;
/** [words + 1] u32 and [..] i32: the rows that make up a word, itself first. Zero without subwords. */
export let ngramOffsets: usize = 0;
export let ngramRows: usize = 0;
/** [words + 1] u32 and [..] u32: a word's path down the Huffman tree, nodes * 2 + code. Zero without it. */
export let pathOffsets: usize = 0;
export let pathNodes: usize = 0;
/** i32 word ids; a negative one ends a sentence. */
export let sentenceIds: usize = 0;
export let windowSize: i32 = 0;
export let windowIsFixed: bool = false;

/** Values of `loss`. */
export const NEGATIVE_SAMPLING: i32 = 0;
export const HIERARCHICAL_SOFTMAX: i32 = 1;
export const FULL_SOFTMAX: i32 = 2;
export let loss: i32 = NEGATIVE_SAMPLING;
export let negativeCount: i32 = 0;
/** Whether the pairs of a window share their negatives. */
export let sharesNegatives: bool = false;
/** Whether the mean of a window is the input (CBOW), and whether each of its words gets the whole gradient. */
export let usesWindowMean: bool = false;
export let givesWholeGradient: bool = false;

/** Scratch of this thread; the sizes are fixed in memory.ts. */
export let targetBlocks: usize = 0;
/** Nine v128 that logistic.ts reads. */
export let logisticConstants: usize = 0;
/** Twelve pairs of v128: the sums of eight columns each. */
export let sums: usize = 0;
export let contextRows: usize = 0;
export let keptIds: usize = 0;
export let keptRows: usize = 0;
/** i32 where each sentence that was read ends among the kept words. */
export let sentenceEnds: usize = 0;
/** A row of zeros, which unused slots point at. */
export let zeroRow: usize = 0;
/** Pairs of rows, after and before a block of sentences: words made of n-grams. */
export let slotRows: usize = 0;
/** A hash table of these slots by word, and the word of each: subwords.ts. */
export let slotTable: usize = 0;
/** A pair of rows, after and before a step: the mean of a window, or the sum of changes in full softmax. */
export let hiddenRows: usize = 0;
/** Addresses of the rows that make up one word. */
export let partRows: usize = 0;
/** Words to pick negatives from: noise.ts. Unlike scratch it belongs to the lane's state. */
export let noisePool: usize = 0;
/** f32 logits: of one example's targets, of a path, of all words. */
export let logits: usize = 0;

export function useVectors(
  inputs: usize,
  outputs: usize,
  bytesPerRow: usize,
  dimension: i32,
): void {
  inputVectors = inputs;
  outputVectors = outputs;
  rowBytes = bytesPerRow;
  columnBytes = <usize>(4 * ((dimension + COLUMNS - 1) & -COLUMNS));
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

export function useTree(offsets: usize, nodes: usize): void {
  pathOffsets = offsets;
  pathNodes = nodes;
}

export function useSentences(ids: usize): void {
  sentenceIds = ids;
}

export function useWindow(size: i32, fixed: bool, mean: bool, wholeGradient: bool): void {
  windowSize = size;
  windowIsFixed = fixed;
  usesWindowMean = mean;
  givesWholeGradient = wholeGradient;
}

export function useLoss(kind: i32, negatives: i32, shared: bool): void {
  loss = kind;
  negativeCount = negatives;
  sharesNegatives = shared;
}

export function useNoisePool(pool: usize): void {
  noisePool = pool;
}

export function useScratch(
  blocks: usize,
  contexts: usize,
  ids: usize,
  rows: usize,
  ends: usize,
  zeros: usize,
  slots: usize,
  table: usize,
  hidden: usize,
  parts: usize,
  logitRow: usize,
  constants: usize,
  sumsOfPairs: usize,
): void {
  targetBlocks = blocks;
  contextRows = contexts;
  keptIds = ids;
  keptRows = rows;
  sentenceEnds = ends;
  zeroRow = zeros;
  slotRows = slots;
  slotTable = table;
  hiddenRows = hidden;
  partRows = parts;
  logits = logitRow;
  logisticConstants = constants;
  sums = sumsOfPairs;
}
