import type { NewModel } from "../../src/embeddings/modelFile.node.ts";
import { randomVector } from "./seededRandom.ts";

/** A model of seven words in several scripts, with all tensors but the passport. */
export function smallModel(): Required<Omit<NewModel, "passport">> {
  const words = ["the", "king", "ﬁ\u0301", "北京", "😀🏽", "a b", "\ufeffmark"];
  const dimension = 5;
  return {
    words,
    counts: Uint32Array.of(4_000_000_000, 70, 60, 50, 4, 3, 2),
    dimension,
    inputVectors: randomVector(words.length * dimension, 1),
    outputVectors: randomVector(words.length * dimension, 2),
    ngrams: {
      buckets: Uint32Array.of(3, 1, 4, 15, 9, 2, 6, 5, 35, 8, 97),
      vectors: randomVector(11 * dimension, 3),
    },
    hyperparameters: { algorithm: "skip-gram", dimension, lossPerEpoch: [2.5, 1.5] },
    corpus: { tokens: 123, files: ["/a/b.txt"] },
    createdAt: "2026-11-22T10:11:12.000Z",
  };
}
