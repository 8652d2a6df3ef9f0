import type { HuffmanPaths } from "../training/huffman.ts";

/**
 * Computes the probabilities of labels from those of going to the right at each inner node of their tree.
 *
 * Shapes: `right` is [labels - 1], the result [labels].
 */
export function labelProbabilities(
  { offsets, nodes }: HuffmanPaths,
  right: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const probabilities = new Float64Array(offsets.length - 1).fill(1);
  for (let label = 0; label < probabilities.length; label++)
    for (let at = offsets[label]!; at < offsets[label + 1]!; at++) {
      const node = nodes[at]!;
      const probability = right[node >> 1]!;
      probabilities[label]! *= node & 1 ? probability : 1 - probability;
    }
  return probabilities;
}
