/** Which parts of a model suit a training that goes on from it. */
import type { HyperparameterOptions, Hyperparameters } from "../training/hyperparameters.ts";

/** Says whether output vectors are of a tree's nodes, before or now: then they are not those of words. */
export function isTree(before: HyperparameterOptions, now: Hyperparameters): boolean {
  return before.loss === "hs" || now.loss === "hs";
}

/** Says whether the rows of n-grams are of the same n-grams. */
export function haveSameNgrams(before: HyperparameterOptions, now: Hyperparameters): boolean {
  return (
    before.minimumNgram === now.minimumNgram &&
    before.maximumNgram === now.maximumNgram &&
    before.buckets === now.buckets
  );
}
