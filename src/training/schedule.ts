// How the learning rate falls.
import type { Schedule } from "./hyperparameters.ts";

/** It never falls below this part of the first one, as in gensim and word2vec.c. */
const LAST_SHARE = 1e-4;

/** Computes the learning rate where `fraction` of all epochs is done. */
export function learningRateAt(schedule: Schedule, first: number, fraction: number): number {
  return first * Math.max(SHARES[schedule](Math.min(fraction, 1)), LAST_SHARE);
}

const SHARES: Record<Schedule, (fraction: number) => number> = {
  linear: (fraction) => 1 - fraction,
  cosine: (fraction) => (1 + Math.cos(Math.PI * fraction)) / 2,
  constant: () => 1,
};
