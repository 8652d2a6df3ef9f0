import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import {
  ALGORITHMS,
  completeHyperparameters,
  type HyperparameterOptions,
  LOSSES,
} from "../../../src/training/hyperparameters.ts";
import { train, type TrainingOutcome } from "../../../src/training/train.node.ts";
import { BUILD_TIMEOUT_MS, builtPaths, type BuiltPaths } from "../../support/builtEntries.ts";
import { kernelModule } from "../../support/trainingMemory.ts";
import { nearestWords, plantedCorpus, TOPICS } from "../../support/plantedCorpus.ts";

let paths: BuiltPaths;
let kernels: WebAssembly.Module;
beforeAll(async () => {
  paths = await builtPaths();
  kernels = await kernelModule("simd");
}, BUILD_TIMEOUT_MS);

const OPTIONS = { dimension: 20, sample: 0, buckets: 2000, epochs: 10, threads: 1 };

function run(sentences: number, options: HyperparameterOptions): Promise<TrainingOutcome> {
  return train(plantedCorpus(sentences), completeHyperparameters({ ...OPTIONS, ...options }, 1), {
    workerPath: paths.trainerWorker,
    kernels,
    onProgress: () => undefined,
  });
}

function hashOf({ inputVectors, outputVectors, ngrams }: TrainingOutcome): string {
  const hash = createHash("sha256");
  for (const matrix of [inputVectors, outputVectors, ngrams?.vectors])
    if (matrix) hash.update(new Uint8Array(matrix.buffer));
  return hash.digest("hex");
}

function checkTopics(vectors: TrainingOutcome): void {
  for (const topic of TOPICS)
    for (const word of topic)
      expect(topic).toEqual(expect.arrayContaining(nearestWords(vectors, word, 5)));
}

const variants = ALGORITHMS.flatMap((algorithm) =>
  LOSSES.map((loss) => [algorithm, loss] as const),
);

describe.each(variants)("train, %s with %s", (algorithm, loss) => {
  test("finds the words of a topic as each other's neighbors, and lowers the loss", async () => {
    const vectors = await run(1000, { algorithm, loss });
    checkTopics(vectors);
    const { lossPerEpoch } = vectors;
    expect(lossPerEpoch.every(Number.isFinite)).toBe(true);
    expect(lossPerEpoch.at(-1)).toBeLessThan(lossPerEpoch[0]!);
  });

  test("gives the same bytes for 1, 2 and 4 threads in the deterministic mode", async () => {
    const options = { algorithm, loss, deterministic: true, epochs: 2 };
    const one = await run(3000, { ...options, threads: 1 });
    for (const threads of [2, 4])
      expect(hashOf(await run(3000, { ...options, threads }))).toBe(hashOf(one));
    expect(hashOf(await run(3000, { ...options, threads: 2, seed: 2 }))).not.toBe(hashOf(one));
  });
});

describe("train, options", () => {
  const cases: [string, HyperparameterOptions][] = [
    ["a fixed window", { dynamicWindow: false }],
    ["negatives of each pair's own", { sharedNegatives: false }],
    ["the whole gradient of CBOW", { algorithm: "cbow", cbowGradient: "whole" }],
    ["a cosine schedule", { schedule: "cosine" }],
    ["a constant learning rate", { schedule: "constant" }],
    ["another exponent of sampling", { samplingExponent: 0 }],
    ["the deterministic mode", { deterministic: true }],
  ];

  test.each(cases)(
    "finds the topics with %s, and other vectors than without",
    async (_, options) => {
      const { algorithm } = options;
      const vectors = await run(4000, options);
      checkTopics(vectors);
      const plain = await run(4000, algorithm ? { algorithm } : {});
      expect(hashOf(vectors)).not.toBe(hashOf(plain));
    },
  );

  test("refuses full softmax for a vocabulary that it would take for ever for", async () => {
    const words = Array.from({ length: 10_001 }, (_, wordId) => `w${wordId}`);
    const corpus = { ...plantedCorpus(1), words, counts: new Uint32Array(words.length).fill(1) };
    const hyperparameters = completeHyperparameters({ loss: "softmax" }, 1);
    await expect(
      train(corpus, hyperparameters, {
        workerPath: paths.trainerWorker,
        kernels,
        onProgress: () => undefined,
      }),
    ).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(
        "10000 words at most, and the vocabulary has 10001",
      ) as string,
    });
  });
});
