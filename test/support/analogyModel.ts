import { writeModel } from "../../src/embeddings/modelFile.node.ts";
import { randomVector } from "./seededRandom.ts";

const COUNTRIES = ["france", "italy", "spain", "egypt", "norway", "peru"];
const CAPITALS = ["paris", "rome", "madrid", "cairo", "oslo", "lima"];
const ADJECTIVES = ["calm", "quick", "rare"];
const ADVERBS = ["calmly", "quickly", "rarely"];

/**
 * Writes a model in which a capital is its country plus one direction, and an adverb its adjective plus another, so that
 * analogies come out; the words of a pair are near each other, and those of different kinds far apart.
 */
export async function writeAnalogyModel(path: string): Promise<void> {
  const dimension = 40;
  const words: string[] = [];
  const vectors: number[] = [];
  const add = (word: string, vector: Float32Array) => {
    words.push(word);
    vectors.push(...vector);
  };
  for (const [kind, bases, derived] of [
    [1, COUNTRIES, CAPITALS],
    [2, ADJECTIVES, ADVERBS],
  ] as const) {
    const direction = randomVector(dimension, 100 * kind);
    for (const [i, base] of bases.entries()) {
      const vector = randomVector(dimension, 100 * kind + 1 + i);
      add(base, vector);
      add(
        derived[i]!,
        vector.map((value, j) => value + 0.7 * direction[j]!),
      );
    }
  }
  await writeModel(path, {
    words,
    dimension,
    inputVectors: Float32Array.from(vectors),
    hyperparameters: { algorithm: "skip-gram" },
    corpus: {},
    createdAt: "2026-04-30T10:11:12.000Z",
  });
}

/** Google's form: sections of meaning and of grammar, a question with an unknown word, one that is answered wrong. */
export const QUESTIONS = `: capital-common-countries
France Paris Italy Rome
france paris norway oslo
Egypt Cairo Atlantis Poseidonis
: gram1-adjective-to-adverb
calm calmly quick quickly
calm calmly rare oslo
`;

/** Pairs of words of which those that belong together have the higher scores, and one with an unknown word. */
export const PAIRS = `france\tparis\t9.1
calm\tcalmly\t8.5
peru\tcalm\t1.5
Egypt\tquickly\t0.5
atlantis\tparis\t5
`;
