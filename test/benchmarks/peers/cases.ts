// What is trained, and the ratios that the engine is to hold.
import type { Trainer, TrainingSettings } from "./trainers.ts";

/** One kind of training. */
export interface TrainingCase {
  readonly title: string;
  readonly settings: Pick<TrainingSettings, "algorithm" | "loss" | "dimension"> &
    Partial<TrainingSettings>;
  /** How many times a peer's tokens per CPU-second are aimed at. */
  readonly aims: Partial<Record<Trainer["family"], number>>;
}

const NGRAMS = { minimumNgram: 3, maximumNgram: 6, buckets: 2_000_000 };

/** All kinds, by the names that the command line takes. */
export const CASES = {
  skipgram: {
    title: "skip-gram, negative sampling",
    settings: { algorithm: "skip-gram", loss: "ns", dimension: 100 },
    aims: { fastText: 10, gensim: 8 },
  },
  cbow: {
    title: "CBOW, negative sampling",
    settings: { algorithm: "cbow", loss: "ns", dimension: 100 },
    aims: { fastText: 5, gensim: 4 },
  },
  subwords: {
    title: "subwords 3 to 6, 2 M buckets, negative sampling",
    settings: { algorithm: "subwords", loss: "ns", dimension: 100, ...NGRAMS },
    aims: { fastText: 6 },
  },
  hs: {
    title: "skip-gram, hierarchical softmax",
    settings: { algorithm: "skip-gram", loss: "hs", dimension: 100 },
    aims: { gensim: 5, "word2vec.c": 3 },
  },
  dim300: {
    title: "skip-gram, negative sampling, dimension 300",
    settings: { algorithm: "skip-gram", loss: "ns", dimension: 300 },
    aims: { fastText: 8 },
  },
} as const satisfies Record<string, TrainingCase>;

/** The name of one of the kinds. */
export type CaseName = keyof typeof CASES;

/** Takes names of cases from the command line. */
export function caseNames(names: readonly string[]): CaseName[] {
  return names.map((name) => {
    if (!Object.hasOwn(CASES, name))
      throw new Error(`Case ${name} is unknown: choose ${Object.keys(CASES).join(", ")}.`);
    return name as CaseName;
  });
}

/** What all trainers are told alike; gensim's and fastText's defaults but for sample and learning rate. */
export const EQUAL_SETTINGS = {
  window: 5,
  negatives: 5,
  minimumCount: 5,
  sample: 1e-4,
} as const;
