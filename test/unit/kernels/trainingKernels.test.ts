import { beforeAll, describe, expect, test } from "vitest";
import { supportsRelaxedSimd } from "../../../src/kernels/kernels.ts";
import { type ReferenceModel, train } from "../../../src/kernels/reference.ts";
import { mergeLanes } from "../../../src/kernels/referenceOverlay.ts";
import { ReferenceNoise } from "../../../src/kernels/referenceNoise.ts";
import { initialValue, ReferenceRandom } from "../../../src/kernels/referenceRandom.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import type { TrainingMemory } from "../../../src/kernels/memory.ts";
import {
  kernelModule,
  largestDifference,
  smallTraining,
  type SmallTraining,
} from "../../support/trainingMemory.ts";

/** Sixty ids make about 300 pairs; each rounds a few times to 2^-24 of values below one. */
const BOUND = 2e-5;
const RATE = 0.05;

/** Rows of three shared n-grams for each word, one of them twice. */
const NGRAM_ROWS = Array.from({ length: 30 }, (_, wordId) => [
  wordId,
  30 + (wordId % 7),
  30 + (wordId % 7),
  37 + (wordId % 5),
  ...(wordId % 2 === 0 ? [42] : []),
]);

const builds = ["simd", "relaxed", "wide"] as const;

describe.each(builds)("training kernels, %s build", (build) => {
  const runs = build === "simd" || supportsRelaxedSimd();
  const kernelTest = (name: string, check: () => Promise<void>): void =>
    test(name, async (context) => {
      if (!runs) context.skip("this engine has no relaxed SIMD");
      await check();
    });
  let module: WebAssembly.Module;
  beforeAll(async () => {
    if (runs) module = await kernelModule(build);
  }, BUILD_TIMEOUT_MS);

  /** Trains the same ids with both and compares all vectors. */
  async function checkTraining(options: SmallTraining, bound = BOUND): Promise<void> {
    const { training, kernels, reference } = await smallTraining(module, options);
    kernels.seedRandom(5n);
    const end = training.ids.length;
    const stopped = kernels.train(0, end, end, RATE);
    expect(stopped).toBe(train(reference, new ReferenceRandom(5n), 0, end, end, RATE));
    compareVectors(training, reference, bound);
  }

  function compareVectors(training: TrainingMemory, reference: ReferenceModel, bound: number) {
    const stride = training.layout.rowBytes / 4;
    for (const [matrix, twin] of [
      [training.inputVectors, reference.inputVectors],
      [training.outputVectors, reference.outputVectors],
    ] as const)
      expect(largestDifference(matrix, stride, twin, reference.dimension)).toBeLessThan(bound);
  }

  kernelTest("train as the reference does for dimensions 1 to 67", async () => {
    for (let dimension = 1; dimension <= 67; dimension++)
      await checkTraining({ dimension, negatives: 5 });
  });

  kernelTest("train as the reference does for dimensions of several unrolled rounds", async () => {
    for (const dimension of [80, 100, 161, 300]) await checkTraining({ dimension, negatives: 5 });
  });

  kernelTest("train as the reference does for any number of negatives", async () => {
    for (const negatives of [1, 2, 4, 5, 6, 10, 11, 12, 20])
      for (const sharesNegatives of [true, false])
        await checkTraining({ dimension: 21, negatives, sharesNegatives });
  });

  kernelTest("train as the reference does for windows of any size, drawn or fixed", async () => {
    for (const window of [1, 2, 10, 100])
      for (const windowIsFixed of [false, true])
        await checkTraining({ dimension: 12, negatives: 5, window, windowIsFixed }, 5 * BOUND);
  });

  kernelTest("lose no update where the same word stands in a window several times", async () => {
    const ids = [0, 1, 1, 1, 2, 1, 1, 0, 0, 0, 0, 1, 2, 2, 1, 1, 1, 1];
    await checkTraining({ dimension: 10, negatives: 5, wordCount: 3, ids, sample: 0 });
  });

  kernelTest("train a vocabulary of two, where the only negative is the other word", async () => {
    const ids = Array.from({ length: 40 }, (_, position) => position % 2);
    await checkTraining({ dimension: 8, negatives: 5, wordCount: 2, ids, sample: 0 });
  });

  kernelTest("take the logistic function of any logit to a hundred-thousandth", async () => {
    const options = { dimension: 4, negatives: 1, window: 1, wordCount: 2, ids: [0, 1], sample: 0 };
    const { training, kernels } = await smallTraining(module, options);
    for (let logit = -30; logit <= 30; logit += 0.125) {
      // Word 1 predicts word 0 along the first axis; the other pair has an axis of its own.
      const stride = training.layout.rowBytes / 4;
      training.inputVectors.fill(0).set([0, 1]);
      training.inputVectors[stride] = 1;
      training.outputVectors.fill(0)[0] = logit;
      kernels.train(0, 2, 2, 1);
      const gradient = training.outputVectors[0]! - logit;
      const roundedBy = 2 ** -24 * Math.max(1, Math.abs(logit));
      const error = Math.abs(gradient - 1 / (1 + Math.exp(logit)));
      expect(error, `at ${logit}`).toBeLessThan(1e-5 + roundedBy);
    }
  });

  for (const loss of ["ns", "hs", "softmax"] as const)
    for (const usesWindowMean of [false, true])
      for (const subwords of [false, true]) {
        const name = `${subwords ? "words of n-grams" : "words"}, ${usesWindowMean ? "CBOW" : "skip-gram"}, ${loss}`;
        kernelTest(`train ${name} as the reference does for dimensions 1 to 67`, async () => {
          const shape = subwords ? { ngramRows: NGRAM_ROWS, buckets: 13 } : {};
          for (let dimension = 1; dimension <= 67; dimension += usesWindowMean ? 3 : 1)
            await checkTraining(
              { dimension, negatives: 5, loss, usesWindowMean, ...shape },
              subwords ? 1e-4 : BOUND,
            );
        });
      }

  kernelTest("give each word of a CBOW window the whole gradient where asked to", async () => {
    for (const loss of ["ns", "hs", "softmax"] as const)
      await checkTraining({
        dimension: 21,
        negatives: 4,
        loss,
        usesWindowMean: true,
        givesWholeGradient: true,
      });
  });

  kernelTest("train CBOW as the reference does with any number of negatives", async () => {
    for (const negatives of [1, 4, 6, 11, 12])
      await checkTraining({ dimension: 21, negatives, window: 2, usesWindowMean: true });
  });

  kernelTest("train CBOW as the reference does for dimensions of several rounds", async () => {
    for (const dimension of [80, 100, 161, 300])
      await checkTraining({ dimension, negatives: 5, usesWindowMean: true });
  });

  kernelTest("train CBOW with negatives of each window's own", async () => {
    const own = { usesWindowMean: true, sharesNegatives: false };
    await checkTraining({ dimension: 21, negatives: 5, ...own });
  });

  kernelTest("train CBOW where a word stands in a window several times", async () => {
    const ids = [0, 1, 1, 1, 2, 1, 1, -1, 0, -1, 0, 0, 0, 1, 2, 2, 1, 1, 1, 1];
    const shape = { dimension: 10, negatives: 5, wordCount: 3, ids, sample: 0 };
    await checkTraining({ ...shape, usesWindowMean: true });
  });

  kernelTest("train CBOW where two words in a row are all words there are", async () => {
    const ids = Array.from({ length: 41 }, (_, position) => (position % 3 === 0 ? 0 : 1));
    const shape = { dimension: 8, negatives: 5, wordCount: 2, ids, sample: 0 };
    await checkTraining({ ...shape, usesWindowMean: true });
  });

  kernelTest("train words of n-grams with negatives of each pair's own", async () => {
    const shape = { ngramRows: NGRAM_ROWS, buckets: 13, sharesNegatives: false };
    await checkTraining({ dimension: 12, negatives: 5, ...shape }, 1e-4);
  });

  kernelTest("merge what lanes changed in overlays as the reference does", async () => {
    for (const options of [
      { dimension: 10, negatives: 5 },
      { dimension: 7, negatives: 5, loss: "hs" },
      { dimension: 9, negatives: 5, usesWindowMean: true },
      { dimension: 5, negatives: 5, ngramRows: NGRAM_ROWS, buckets: 13 },
    ] as const)
      await checkLanes({ ...options, lanes: 3, overlayRows: 128 });
  });

  /** Each of three lanes trains twenty ids in an overlay; two threads merge. */
  async function checkLanes(options: SmallTraining): Promise<void> {
    const { training, kernels, reference } = await smallTraining(module, options);
    const { layout } = training;
    const lanes = [0, 1, 2].map((lane) => {
      const uses = {
        inputs: reference.inputVectors.map(() => 0) as unknown as number[],
        outputs: reference.outputVectors.map(() => 0) as unknown as number[],
      };
      const copy = {
        ...reference,
        inputVectors: reference.inputVectors.slice(),
        outputVectors: reference.outputVectors.slice(),
        uses,
        noise: new ReferenceNoise(training.aliasTable, options.dimension),
      };
      kernels.openOverlay(layout.overlays + lane * layout.overlayBytes);
      kernels.useNoisePool(layout.noisePools + lane * layout.noisePoolBytes);
      kernels.seedRandom(BigInt(lane));
      const [first, end] = [20 * lane, 20 * lane + 20];
      kernels.train(first, end, 1000, 10 * RATE);
      train(copy, new ReferenceRandom(BigInt(lane)), first, end, 1000, 10 * RATE);
      return copy;
    });
    kernels.closeOverlay();
    compareVectors(training, reference, 1e-7); // nothing has changed yet
    for (const part of [1, 0])
      kernels.mergeOverlays(layout.overlays, layout.overlayBytes, 3, part, 2);
    for (const [name, uses] of [
      ["inputVectors", "inputs"],
      ["outputVectors", "outputs"],
    ] as const)
      mergeLanes(
        reference[name],
        lanes.map((lane) => lane[name]),
        lanes.map((lane) => lane.uses[uses]),
        options.dimension,
      );
    compareVectors(training, reference, 2e-4);
  }

  kernelTest("write the mean of a word's own row and its n-grams' rows", async () => {
    const { training, kernels, reference } = await smallTraining(module, {
      dimension: 5,
      negatives: 5,
      ngramRows: NGRAM_ROWS,
      buckets: 13,
    });
    const { hiddenRows } = training.layout.scratch[0]!;
    kernels.vectorOfWord(8, hiddenRows);
    const found = new Float32Array(training.ids.buffer, hiddenRows, 8);
    for (let column = 0; column < 5; column++) {
      const values = NGRAM_ROWS[8]!.map((row) => reference.inputVectors[row * 5 + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(found[column]).toBeCloseTo(mean, 6);
    }
  });

  kernelTest("cut sentences of more than a thousand words as the reference does", async () => {
    const ids = Array.from({ length: 2100 }, (_, position) => (position * 7) % 11);
    const options = { dimension: 4, negatives: 2, window: 1, wordCount: 11, ids, sample: 0 };
    const { training, kernels } = await smallTraining(module, options);
    expect(kernels.train(0, 2100, 1, RATE)).toBe(1000);
    expect(training.inputVectors.every(Number.isFinite)).toBe(true);
  });

  kernelTest(
    "train blocks of many sentences of words of n-grams as the reference does",
    async () => {
      // No block is full at the end of a sentence, and some are full but for one place.
      const ids = Array.from({ length: 1800 }, (_, at) => (at % 8 === 7 ? -1 : (at * at) % 30));
      const shape = { ngramRows: NGRAM_ROWS, buckets: 13, ids, sample: 0 };
      await checkTraining({ dimension: 6, negatives: 5, ...shape }, 2e-3);
    },
  );

  kernelTest("stop after the sentence in which the budget ends", async () => {
    const ids = [0, 1, 2, -1, 3, 4, 5, -1, 6, 7, -1];
    const { kernels } = await smallTraining(module, { dimension: 4, negatives: 5, ids });
    expect(kernels.train(0, 11, 3, RATE)).toBe(4);
    expect(kernels.train(0, 11, 5, RATE)).toBe(8);
    expect(kernels.train(4, 6, 100, RATE)).toBe(6);
  });

  kernelTest("start from the same values as the reference, zero in the padding", async () => {
    const { training, kernels } = await smallTraining(module, { dimension: 6, negatives: 5 });
    training.inputVectors.fill(0);
    kernels.initializeRows(2, 5, 6, 0.25, 9n);
    for (let row = 0; row < 8; row++)
      for (let column = 0; column < 8; column++) {
        const inside = row >= 2 && row < 7 && column < 6;
        const expected = inside ? initialValue(row, column, 6, 0.25, 9n) : 0;
        expect(training.inputVectors[row * 8 + column]).toBeCloseTo(expected, 7);
      }
  });

  kernelTest("write the dot products of probe examples", async () => {
    const { training, kernels, reference } = await smallTraining(module, {
      dimension: 7,
      negatives: 1,
    });
    const row = (matrix: Float64Array, wordId: number) =>
      matrix.subarray(wordId * 7, wordId * 7 + 7);
    const mean = row(reference.inputVectors, 3).map(
      (value, column) => (value + row(reference.inputVectors, 4)[column]!) / 2,
    );
    training.probes.set([2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 8, 9]);
    const { logits } = training.layout.scratch[0]!;
    expect(kernels.probeLogits(training.layout.probes)).toBe(2);
    const found = new Float32Array(training.ids.buffer, logits, 2);
    for (const [index, wordId] of [8, 9].entries()) {
      const output = row(reference.outputVectors, wordId);
      const expected = mean.reduce((sum, value, column) => sum + value * output[column]!, 0);
      expect(found[index]).toBeCloseTo(expected, 6);
    }
  });
});

describe("ReferenceNoise", () => {
  test("draws words in proportion to the table", async () => {
    const { reference, training } = await smallTraining(await kernelModule("simd"), {
      dimension: 4,
      negatives: 5,
      wordCount: 10,
    });
    const random = new ReferenceRandom(1n);
    const drawn = new Float64Array(10);
    for (let draw = 0; draw < 50_000; draw++) drawn[reference.noise.drawAny(random)]! += 1 / 50_000;
    const weights = [...training.counts].map((count) => count ** 0.75);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [wordId, weight] of weights.entries())
      expect(Math.abs(drawn[wordId]! - weight / sum)).toBeLessThan(0.006);
  });
});
