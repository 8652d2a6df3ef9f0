// A made-up corpus with a known structure: words of a topic stand together and never with another topic's.
import { createRandom } from "../../src/training/sampling.ts";
import type { TrainingCorpus } from "../../src/training/corpus.ts";

/** The topics; a topic's words share nothing in spelling except the plural, so that only context tells them apart. */
export const TOPICS = [
  ["anchor", "harbor", "sail", "wave", "captain", "deck", "mast", "tide", "rope", "hull"],
  ["oven", "flour", "sugar", "butter", "recipe", "spoon", "yeast", "cake", "bread", "whisk"],
] as const;

/** Makes sentences of ten words, each of one topic. */
export function plantedCorpus(sentences = 600): TrainingCorpus & {
  readonly ids: Int32Array<SharedArrayBuffer>;
} {
  const random = createRandom(3);
  const words = TOPICS.flat();
  const counts = new Uint32Array(words.length);
  const ids = new Int32Array(new SharedArrayBuffer(4 * 11 * sentences));
  for (let position = 0; position < ids.length; position++) {
    const topic = Math.floor(position / 11) % TOPICS.length;
    const wordId = topic * TOPICS[0].length + Math.floor(random() * TOPICS[0].length);
    const isEnd = position % 11 === 10;
    ids[position] = isEnd ? -1 : wordId;
    if (!isEnd) counts[wordId]!++;
  }
  return { words, counts, ids };
}

/** The words nearest to one by cosine, without itself. */
export function nearestWords(
  vectors: { words: readonly string[]; dimension: number; inputVectors: Float32Array },
  word: string,
  count: number,
): string[] {
  const { words, dimension, inputVectors } = vectors;
  const row = (wordId: number) =>
    inputVectors.subarray(wordId * dimension, (wordId + 1) * dimension);
  const query = row(words.indexOf(word));
  return words
    .map((each, wordId) => ({ each, similarity: cosine(query, row(wordId)) }))
    .filter(({ each }) => each !== word)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, count)
    .map(({ each }) => each);
}

/** The cosine of the angle between two vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
