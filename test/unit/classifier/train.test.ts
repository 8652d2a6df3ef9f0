import { beforeAll, describe, expect, it } from "vitest";
import { ExampleCollector } from "../../../src/classifier/collectExamples.ts";
import {
  encodeForTraining,
  type TrainingExamples,
} from "../../../src/classifier/encodeExamples.ts";
import {
  completeClassifierOptions,
  type ClassifierOptions,
} from "../../../src/classifier/hyperparameters.ts";
import { trainClassifier, type ClassifierProgress } from "../../../src/classifier/train.node.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { classifierKernels } from "../../support/goldenClassifiers.ts";
import { labeledLines } from "../../support/labeledText.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

let kernelBytes: Uint8Array;
let workerPath: string;
let tokenizer: WebAssembly.Module;
beforeAll(async () => {
  kernelBytes = await classifierKernels();
  tokenizer = await tokenizerModule();
  workerPath = `${(await builtPaths()).folder}/classifierTrainer.worker.js`;
}, BUILD_TIMEOUT_MS);

const BASE: ClassifierOptions = { dimension: 10, epochs: 5, learningRate: 0.3, threads: 1 };

function examplesOf(text: string, options: ClassifierOptions): TrainingExamples {
  const reading = { tokenizer: "whitespace", labelPrefix: "__label__" } as const;
  const collector = new ExampleCollector(tokenizer, reading);
  collector.addLines(new TextEncoder().encode(text));
  collector.endLines();
  return encodeForTraining(collector.finish(), completeClassifierOptions(options, 1));
}

async function train(
  text: string,
  options: ClassifierOptions,
  onProgress: (progress: ClassifierProgress) => void = () => undefined,
  signal?: AbortSignal,
) {
  const all = { ...BASE, ...options };
  return trainClassifier(examplesOf(text, all), completeClassifierOptions(all, 1), {
    workerPath,
    kernelBytes,
    onMemory: () => undefined,
    onProgress,
    signal,
  });
}

describe("trainClassifier", () => {
  it.each(["softmax", "hs", "ns", "ova"] as const)(
    "learns labels that depend on words with %s",
    async (loss) => {
      const { lossPerEpoch } = await train(labeledLines(1_500), { loss, epochs: 6 });
      expect(lossPerEpoch).toHaveLength(6);
      expect(lossPerEpoch.at(-1)).toBeLessThan(0.2);
      expect(lossPerEpoch[0]).toBeGreaterThan(2 * lossPerEpoch.at(-1)!);
    },
  );

  it("learns order with word n-grams, and nothing without", async () => {
    const lines = Array.from({ length: 600 }, (_, line) =>
      line % 2 === 0 ? "__label__x dog bites man\n" : "__label__y man bites dog\n",
    ).join("");
    const options = { epochs: 10, learningRate: 0.5 };
    const without = await train(lines, options);
    expect(without.lossPerEpoch.at(-1)).toBeGreaterThan(0.65);
    const ordered = await train(lines, { ...options, wordNgrams: 2, buckets: 100 });
    expect(ordered.lossPerEpoch.at(-1)).toBeLessThan(0.1);
  });

  it("learns from parts of words that it has seen once only", async () => {
    const lines = Array.from(
      { length: 400 },
      (_, line) => `__label__${line % 2 ? "ing" : "ed"} w${line}x${line % 2 ? "ing" : "ed"}\n`,
    ).join("");
    const parts = { minimumNgram: 3, maximumNgram: 4, buckets: 2_000, epochs: 10 };
    expect((await train(lines, parts)).lossPerEpoch.at(-1)).toBeLessThan(0.2);
  });

  it("learns as well from text that is sorted by label", async () => {
    const sorted = labeledLines(1_500).split("\n").sort().join("\n").trim();
    expect((await train(sorted, { epochs: 6 })).lossPerEpoch.at(-1)).toBeLessThan(0.2);
  });

  it("gives the same numbers for one seed with one thread, others for another seed", async () => {
    const text = labeledLines(300);
    const [first, second, other] = await Promise.all([
      train(text, { loss: "ns" }),
      train(text, { loss: "ns" }),
      train(text, { loss: "ns", seed: 2 }),
    ]);
    expect(first.memory.inputVectors).toEqual(second.memory.inputVectors);
    expect(first.memory.outputVectors).toEqual(second.memory.outputVectors);
    expect(first.memory.outputVectors).not.toEqual(other.memory.outputVectors);
  });

  it("learns with several threads, and tells how far it is", async () => {
    const told: ClassifierProgress[] = [];
    const { lossPerEpoch, memory } = await train(labeledLines(6_000), { threads: 3 }, (progress) =>
      told.push(progress),
    );
    expect(memory.layout.shape.threads).toBe(3);
    expect(lossPerEpoch.at(-1)).toBeLessThan(0.2);
    expect(told.at(-1)).toMatchObject({ epoch: 5, fraction: 1, secondsLeft: 0, lossPerEpoch });
    expect(told.at(-1)?.wordsPerSecond).toBeGreaterThan(0);
  });

  it("stops when it is canceled", async () => {
    const controller = new AbortController();
    const training = train(
      labeledLines(2_000),
      { epochs: 1_000, threads: 2 },
      () => controller.abort(),
      controller.signal,
    );
    await expect(training).rejects.toMatchObject({ code: "canceled" });
  });

  it("says so where numbers grow out of all bounds", async () => {
    const contradictory = "__label__x a\n__label__y a\n".repeat(400);
    await expect(train(contradictory, { learningRate: 10, epochs: 20 })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("diverged at a learning rate of 10") as string,
    });
  });
});
