// Trains in this process, with the real threads and kernels.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { compileKernels } from "../../src/kernels/kernels.ts";
import type { TrainingCorpus } from "../../src/training/corpus.ts";
import {
  completeHyperparameters,
  type HyperparameterOptions,
} from "../../src/training/hyperparameters.ts";
import type { TrainedVectors } from "../../src/training/result.ts";
import {
  train,
  type TrainingContext,
  type TrainingOutcome,
} from "../../src/training/train.node.ts";
import { builtPaths } from "./builtEntries.ts";

/** What suits a corpus of a few words. */
export const PLANTED_OPTIONS = { dimension: 20, sample: 0, buckets: 500, epochs: 4, threads: 1 };

/** Trains vectors with the kernels that every machine has. */
export async function trainPlanted(
  corpus: TrainingCorpus,
  options: HyperparameterOptions = {},
  context: Partial<TrainingContext> = {},
): Promise<TrainingOutcome> {
  const paths = await builtPaths();
  return train(corpus, completeHyperparameters({ ...PLANTED_OPTIONS, ...options }, 1), {
    workerPath: paths.trainerWorker,
    kernels: await compileKernels(await readFile(paths.kernelsSimd)),
    onProgress: () => undefined,
    ...context,
  });
}

/** Tells apart what two trainings have learned, to the last bit. */
export function hashVectors({ inputVectors, outputVectors, ngrams }: TrainedVectors): string {
  const hash = createHash("sha256");
  for (const matrix of [inputVectors, outputVectors, ngrams?.vectors])
    if (matrix) hash.update(new Uint8Array(matrix.buffer));
  return hash.digest("hex");
}
