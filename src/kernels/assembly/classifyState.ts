// What one instance of the classification kernels works on: addresses in the memory and options. Every thread has its own.

/** [words + buckets, d] f32. */
export let inputVectors: usize = 0;
/** [labels, d] f32; with hierarchical softmax one row for each inner node of the tree. */
export let outputVectors: usize = 0;
/** Bytes from one row to the next: the dimension rounded up to four floats; the lanes past it stay zero. */
export let rowBytes: usize = 0;
export let labelCount: i32 = 0;

/** i32 tokens of all examples; one below `wordCount` is a word and has an input row of its own. */
export let tokens: usize = 0;
/** [examples + 1] u32: where each example starts in `tokens`. */
export let exampleOffsets: usize = 0;
/** i32 labels of all examples. */
export let exampleLabels: usize = 0;
/** [examples + 1] u32: where each example starts in `exampleLabels`. */
export let labelOffsets: usize = 0;
/** [examples] i32: the order in which examples are trained. */
export let exampleOrder: usize = 0;

export let wordCount: i32 = 0;
export let bucketCount: u64 = 0;
/** Words of the longest word n-gram; 1 for none. */
export let wordNgrams: i32 = 1;
/** [tokens + 1] u32 and [..] i32: the input rows of each token, itself and its character n-grams. Zero without. */
export let rowOffsets: usize = 0;
export let rowLists: usize = 0;
/** [tokens] i32: hash of each token's UTF-8, for word n-grams. */
export let tokenHashes: usize = 0;

/** [labels + 1] u32 and [..] u32: inner nodes from each label to the root, times two, plus 1 where it goes to the right. */
export let pathOffsets: usize = 0;
export let pathNodes: usize = 0;
/** [labels, 2] u32: threshold and alias of the noise distribution. */
export let aliasTable: usize = 0;
export let negativeCount: i32 = 0;

/** Scratch of this thread; the sizes are in classifyMemory.ts. */
export let hidden: usize = 0;
/** What the step adds to the hidden vector. */
export let hiddenChange: usize = 0;
export let zeroRow: usize = 0;
/** [labels, rounded up to four] f32. */
export let outputs: usize = 0;
/** Four output rows that are trained together; classifyLosses.ts has the layout. */
export let targetBlock: usize = 0;
/** [rows of the longest example] u32: addresses of the example's input rows. */
export let exampleRows: usize = 0;

export function useVectors(inputs: usize, outputs: usize, bytesPerRow: usize, labels: i32): void {
  inputVectors = inputs;
  outputVectors = outputs;
  rowBytes = bytesPerRow;
  labelCount = labels;
}

export function useExamples(
  tokenIds: usize,
  offsets: usize,
  labels: usize,
  offsetsOfLabels: usize,
  order: usize,
): void {
  tokens = tokenIds;
  exampleOffsets = offsets;
  exampleLabels = labels;
  labelOffsets = offsetsOfLabels;
  exampleOrder = order;
}

export function useFeatures(
  words: i32,
  buckets: i32,
  longestWordNgram: i32,
  offsets: usize,
  rows: usize,
  hashes: usize,
): void {
  wordCount = words;
  bucketCount = <u64>(<u32>buckets);
  wordNgrams = longestWordNgram;
  rowOffsets = offsets;
  rowLists = rows;
  tokenHashes = hashes;
}

export function useTree(offsets: usize, nodes: usize): void {
  pathOffsets = offsets;
  pathNodes = nodes;
}

export function useNoise(aliases: usize, negatives: i32): void {
  aliasTable = aliases;
  negativeCount = negatives;
}

export function useScratch(
  hiddenVector: usize,
  change: usize,
  zeros: usize,
  logits: usize,
  block: usize,
  rows: usize,
): void {
  hidden = hiddenVector;
  hiddenChange = change;
  zeroRow = zeros;
  outputs = logits;
  targetBlock = block;
  exampleRows = rows;
}

// @ts-ignore: decorator
@inline
export function inputRow(row: i32): usize {
  return inputVectors + <usize>row * rowBytes;
}

// @ts-ignore: decorator
@inline
export function outputRow(row: i32): usize {
  return outputVectors + <usize>row * rowBytes;
}

// @ts-ignore: decorator
@inline
export function entry(table: usize, index: i32): i32 {
  return load<i32>(table + (<usize>index << 2));
}
