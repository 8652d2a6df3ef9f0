// The Huffman tree of hierarchical softmax: frequent words have short paths.

/** The way from the root to each word, as the kernels read it. */
export interface HuffmanPaths {
  /** [n + 1] where each word's path starts. */
  readonly offsets: Uint32Array;
  /** Inner nodes, of which there are n - 1, times two, plus the code of the branch taken there. */
  readonly nodes: Uint32Array;
  /** Nodes of the longest path. */
  readonly longest: number;
}

/** The clock is looked at after so many words: a millisecond or two. */
const WORDS_PER_STEP = 20_000;

/**
 * Builds the paths to all words; `pace` is awaited now and then, so that an event loop has its turns.
 *
 * Shapes: `counts` is [n], falling. Paths are listed from the word upwards; the order means nothing to the loss.
 * Source: Mikolov et al. 2013; among equal counts it takes the same nodes as fastText, so that its trees are ours.
 */
export async function buildHuffmanPaths(
  counts: Uint32Array,
  pace: () => Promise<void>,
): Promise<HuffmanPaths> {
  const n = counts.length;
  const { parents, codes } = await joinNodes(counts, pace);
  const offsets = new Uint32Array(n + 1);
  let total = 0;
  let longest = 0;
  for (let wordId = 0; wordId < n; wordId++) {
    if (wordId % WORDS_PER_STEP === 0) await pace();
    let length = 0;
    for (let node = wordId; parents[node] !== 0; node = parents[node]!) length++;
    longest = Math.max(longest, length);
    offsets[wordId + 1] = total += length;
  }
  const nodes = new Uint32Array(total);
  for (let wordId = 0; wordId < n; wordId++) {
    if (wordId % WORDS_PER_STEP === 0) await pace();
    let at = offsets[wordId]!;
    for (let node = wordId; parents[node] !== 0; node = parents[node]!)
      nodes[at++] = (parents[node]! - n) * 2 + codes[node]!;
  }
  return { offsets, nodes, longest };
}

/** Joins the two rarest nodes until one is left. Leaves are 0 … n - 1, inner nodes follow; the root's parent is 0. */
async function joinNodes(
  counts: Uint32Array,
  pace: () => Promise<void>,
): Promise<{ parents: Uint32Array; codes: Uint8Array }> {
  const n = counts.length;
  const parents = new Uint32Array(2 * n - 1);
  const codes = new Uint8Array(2 * n - 1);
  const weights = new Float64Array(2 * n - 1).fill(Infinity);
  weights.set(counts);
  // Leaves are taken from the end, inner nodes in the order they are made: both come by rising weight.
  let leaf = n - 1;
  let inner = n;
  const takeRarest = (): number =>
    leaf >= 0 && weights[leaf]! < weights[inner]! ? leaf-- : inner++;
  for (let node = n; node < 2 * n - 1; node++) {
    if (node % WORDS_PER_STEP === 0) await pace();
    const first = takeRarest();
    const second = takeRarest();
    weights[node] = weights[first]! + weights[second]!;
    parents[first] = node;
    parents[second] = node;
    codes[second] = 1;
  }
  return { parents, codes };
}
