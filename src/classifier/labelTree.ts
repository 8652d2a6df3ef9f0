// The tree of hierarchical softmax over labels.

/** A binary tree whose leaves are the labels; its root is the last inner node, its first has 0. */
export interface LabelTree {
  /** [labels - 1, 2] left and right below each inner node: labels, then inner nodes, counted on. */
  readonly children: Int32Array<ArrayBuffer>;
  /** [labels + 1] where each label's path starts in the two below. */
  readonly pathOffsets: Uint32Array<ArrayBuffer>;
  /** Inner nodes from the label to the root. */
  readonly pathNodes: Int32Array<ArrayBuffer>;
  /** 1 where the path goes to the right at the node. */
  readonly pathCodes: Float32Array<ArrayBuffer>;
}

/**
 * Builds the Huffman tree of labels exactly as fastText does, which stores none and builds it again.
 *
 * Shapes: `counts` is [labels], by falling count.
 * Source: fastText 0.9.2, `HierarchicalSoftmaxLoss::buildTree`; Huffman 1952.
 */
export function buildLabelTree(counts: ArrayLike<number>): LabelTree {
  const labels = counts.length;
  const nodes = 2 * labels - 1;
  const sums = new Float64Array(nodes).fill(1e15); // more than any count: such nodes are not there yet
  for (let label = 0; label < labels; label++) sums[label] = counts[label]!;
  const parents = new Int32Array(nodes).fill(-1);
  const children = new Int32Array(2 * (labels - 1));
  let leaf = labels - 1;
  let inner = labels;
  for (let node = labels; node < nodes; node++) {
    let sum = 0;
    for (let side = 0; side < 2; side++) {
      const child = leaf >= 0 && sums[leaf]! < sums[inner]! ? leaf-- : inner++;
      children[2 * (node - labels) + side] = child;
      parents[child] = node;
      sum += sums[child]!;
    }
    sums[node] = sum;
  }
  const pathOffsets = new Uint32Array(labels + 1);
  const pathNodes: number[] = [];
  const pathCodes: number[] = [];
  for (let label = 0; label < labels; label++) {
    for (let node = label; parents[node]! >= 0; node = parents[node]!) {
      const parent = parents[node]! - labels;
      pathNodes.push(parent);
      pathCodes.push(children[2 * parent + 1] === node ? 1 : 0);
    }
    pathOffsets[label + 1] = pathNodes.length;
  }
  return {
    children,
    pathOffsets,
    pathNodes: Int32Array.from(pathNodes),
    pathCodes: Float32Array.from(pathCodes),
  };
}

/**
 * Computes the probabilities of the labels from those of going to the right at each inner node.
 *
 * Shapes: `rightProbabilities` is [labels - 1], the result [labels].
 */
export function labelProbabilities(
  { children, pathOffsets }: LabelTree,
  rightProbabilities: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const labels = pathOffsets.length - 1;
  const reached = new Float64Array(2 * labels - 1);
  reached[reached.length - 1] = 1;
  // A node stands behind those below it.
  for (let node = labels - 2; node >= 0; node--) {
    const right = rightProbabilities[node]!;
    reached[children[2 * node]!] = reached[labels + node]! * (1 - right);
    reached[children[2 * node + 1]!] = reached[labels + node]! * right;
  }
  return reached.slice(0, labels);
}
