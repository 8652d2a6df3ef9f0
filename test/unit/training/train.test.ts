import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NgramTable } from "../../../src/embeddings/ngramTable.ts";
import { vectorOfUnknownWord } from "../../../src/embeddings/subwords.ts";
import type { TrainingCorpus } from "../../../src/training/corpus.ts";
import {
  ALGORITHMS,
  completeHyperparameters,
  type HyperparameterOptions,
} from "../../../src/training/hyperparameters.ts";
import type { TrainingProgress } from "../../../src/training/progress.ts";
import { train } from "../../../src/training/train.node.ts";
import { BUILD_TIMEOUT_MS, builtPaths, type BuiltPaths } from "../../support/builtEntries.ts";
import { kernelModule } from "../../support/trainingMemory.ts";
import { cosine, nearestWords, plantedCorpus, TOPICS } from "../../support/plantedCorpus.ts";

let paths: BuiltPaths;
let kernels: WebAssembly.Module;
beforeAll(async () => {
  paths = await builtPaths();
  kernels = await kernelModule("simd");
}, BUILD_TIMEOUT_MS);

const ONE_OF_MANY_WORDS = { dimension: 20, sample: 0, buckets: 2000, epochs: 10 };

function run(
  corpus: TrainingCorpus,
  options: HyperparameterOptions = {},
  context: {
    workerPath?: string;
    signal?: AbortSignal;
    onProgress?: (p: TrainingProgress) => void;
  } = {},
) {
  return train(
    corpus,
    completeHyperparameters({ ...ONE_OF_MANY_WORDS, threads: 1, ...options }, 1),
    {
      workerPath: paths.trainerWorker,
      kernels,
      onProgress: () => undefined,
      ...context,
    },
  );
}

function corpusOf(words: string[], ids: ArrayLike<number>) {
  const shared = new Int32Array(new SharedArrayBuffer(4 * ids.length));
  shared.set(ids);
  const counts = new Uint32Array(words.length);
  for (const id of shared) if (id >= 0) counts[id]!++;
  return { words, counts, ids: shared };
}

describe.each(ALGORITHMS)("train, %s", (algorithm) => {
  test("finds the words of a topic as each other's neighbors", async () => {
    const vectors = await run(plantedCorpus(), { algorithm });
    for (const topic of TOPICS)
      for (const word of topic)
        expect(topic).toEqual(expect.arrayContaining(nearestWords(vectors, word, 5)));
  });

  test("lowers the loss from epoch to epoch", async () => {
    const { lossPerEpoch } = await run(plantedCorpus(), { algorithm });
    expect(lossPerEpoch).toHaveLength(10);
    expect(lossPerEpoch.every(Number.isFinite)).toBe(true);
    expect(lossPerEpoch.at(-1)).toBeLessThan(lossPerEpoch[0]!);
    expect(lossPerEpoch.at(-1)).toBeLessThan(6 * Math.log(2));
  });

  test("gives the same bytes for the same seed on one thread, and others for another", async () => {
    const bytes = async (seed: number) => {
      const vectors = await run(plantedCorpus(100), { algorithm, seed, epochs: 2 });
      return Buffer.concat([
        Buffer.from(vectors.inputVectors.buffer),
        Buffer.from(vectors.outputVectors.buffer),
      ]);
    };
    const first = await bytes(1);
    expect(first.equals(await bytes(1))).toBe(true);
    expect(first.equals(await bytes(2))).toBe(false);
  });

  test("trains as well on several threads", async () => {
    const corpus = plantedCorpus(3000);
    const one = await run(corpus, { algorithm, epochs: 2 });
    const three = await run(corpus, { algorithm, epochs: 2, threads: 3 });
    expect(Math.abs(one.lossPerEpoch[1]! - three.lossPerEpoch[1]!)).toBeLessThan(0.3);
    expect(nearestWords(three, "anchor", 5)).toEqual(
      nearestWords(three, "anchor", 5).filter((word) =>
        (TOPICS[0] as readonly string[]).includes(word),
      ),
    );
  });

  test("stays finite on one endless sentence of two words", async () => {
    const ids = Int32Array.from({ length: 1_000_000 }, (_, position) =>
      position % 100 === 7 ? 1 : 0,
    );
    const { inputVectors } = await run(corpusOf(["a", "b"], ids), {
      algorithm,
      epochs: 1,
      dimension: 4,
    });
    expect(inputVectors.every(Number.isFinite)).toBe(true);
  });
});

describe("train, fasttext", () => {
  test("keeps what the vectors of unknown words are made of", async () => {
    const options = { algorithm: "fasttext", minimumNgram: 3, maximumNgram: 6 } as const;
    const vectors = await run(plantedCorpus(), options);
    const { ngrams, inputVectors } = vectors;
    expect(ngrams!.vectors.length).toBe(ngrams!.buckets.length * 20);
    const table = new NgramTable(ngrams!);
    const hashing = { ...options, buckets: 2000 };
    const sailing = vectorOfUnknownWord("sails", table, hashing)!;
    const similarity = (word: string) => {
      const wordId = vectors.words.indexOf(word);
      return cosine(sailing, inputVectors.subarray(wordId * 20, wordId * 20 + 20));
    };
    expect(similarity("sail")).toBeGreaterThan(0.5);
    expect(similarity("sail")).toBeGreaterThan(similarity("oven") + 0.5);
  });
});

describe("train", () => {
  test("returns rows without padding, with words and counts", async () => {
    const corpus = plantedCorpus(50);
    const vectors = await run(corpus, { dimension: 5, epochs: 1 });
    expect(vectors.words).toBe(corpus.words);
    expect(vectors.counts).toEqual(corpus.counts);
    expect(vectors.inputVectors.length).toBe(20 * 5);
    expect(vectors.outputVectors.length).toBe(20 * 5);
    expect(vectors.inputVectors.every((value) => value !== 0)).toBe(true);
  });

  test("refuses vectors that are not finite, with the remedy", async () => {
    await expect(run(plantedCorpus(100), { learningRate: 1 })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("lower learning rate") as string,
    });
  });

  test("reports progress that only rises and ends at one", async () => {
    const reports: TrainingProgress[] = [];
    await run(plantedCorpus(6000), { epochs: 20 }, { onProgress: (each) => reports.push(each) });
    const fractions = reports.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(reports.at(-1)).toMatchObject({ fraction: 1, epoch: 20, epochs: 20, secondsLeft: 0 });
    expect(reports.at(-1).marks.at(-1)!.loss).toBeLessThan(6 * Math.log(2));
    expect(reports.at(-1).wordsPerSecond).toBeGreaterThan(0);
  });

  test.each([
    ["no words", [], []],
    ["one word", ["a"], [0, 0, 0]],
    ["no ids", ["a", "b"], []],
    ["ends of sentences only", ["a", "b"], [-1, -1, -1]],
    ["sentences of one word", ["a", "b"], [0, -1, 1, -1, 0]],
  ])("refuses a corpus with %s", async (_, words, ids) => {
    const corpus = { ...corpusOf(words, ids), counts: new Uint32Array(words.length).fill(5) };
    await expect(run(corpus)).rejects.toMatchObject({ code: "corpus-too-small" });
  });

  test("refuses an id that no word has", async () => {
    const corpus = { ...corpusOf(["a", "b"], [0, 1]), ids: plantedCorpus(1).ids };
    await expect(run(corpus)).rejects.toThrow(/Word id \d+ in a corpus of 2 words/);
  });

  test("refuses what does not fit into memory before anything starts", async () => {
    const words = Array.from({ length: 400_000 }, (_, wordId) => `w${wordId}`);
    const corpus = { ...corpusOf(words, [0, 1]), counts: new Uint32Array(words.length).fill(1) };
    await expect(run(corpus, { dimension: 2000 })).rejects.toMatchObject({ code: "out-of-memory" });
  });
});

describe("train, interrupted", () => {
  const written: string[] = [];
  afterAll(() => Promise.all(written.map((path) => rm(path))));

  async function workerOf(name: string, code: string): Promise<string> {
    const path = join(paths.folder, `${name}-${process.pid}.js`);
    written.push(path);
    await writeFile(path, code);
    return path;
  }

  test("rejects with canceled as soon as the signal is aborted in mid-training", async () => {
    const controller = new AbortController();
    const long = run(
      plantedCorpus(3000),
      { epochs: 1000, threads: 2 },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(long).rejects.toMatchObject({ code: "canceled" });
  });

  test("rejects with canceled where the signal was aborted before", async () => {
    await expect(run(plantedCorpus(), {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "canceled",
    });
  });

  test("rejects where a thread ends before it is ready", async () => {
    const workerPath = await workerOf("ends", "process.exit(3)");
    await expect(run(plantedCorpus(), {}, { workerPath })).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining("exit code 3") as string,
    });
  });

  test("rejects where a thread dies after it said that it is ready", async () => {
    const workerPath = await workerOf(
      "dies",
      `const { parentPort, workerData } = require("node:worker_threads");
       parentPort.postMessage({ kind: "ready" });
       const control = new Int32Array(workerData.memory.buffer, workerData.layout.control, 1);
       Atomics.wait(control, 0, 0);
       throw new Error("out of luck");`,
    );
    await expect(run(plantedCorpus(), {}, { workerPath })).rejects.toThrow("out of luck");
  });

  test("rejects where there is no such worker", async () => {
    const workerPath = join(paths.folder, "absent.js");
    await expect(run(plantedCorpus(), {}, { workerPath })).rejects.toThrow(/absent\.js/);
  });
});
