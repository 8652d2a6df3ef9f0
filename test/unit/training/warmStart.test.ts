import { beforeAll, describe, expect, it } from "vitest";
import { createPacer } from "../../../src/kernels/pacing.ts";
import type { TrainingMemory } from "../../../src/kernels/memory.ts";
import {
  completeHyperparameters,
  type HyperparameterOptions,
} from "../../../src/training/hyperparameters.ts";
import type { TrainedVectors } from "../../../src/training/result.ts";
import {
  copyVectors,
  mergeVocabularies,
  type StartingModel,
} from "../../../src/training/warmStart.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { cosine, nearestWords, plantedCorpus, TOPICS } from "../../support/plantedCorpus.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { PLANTED_OPTIONS, trainPlanted } from "../../support/trainPlanted.ts";

beforeAll(builtPaths, BUILD_TIMEOUT_MS);

/** A text where new words stand among those of the first topic. */
function newText(newWords: readonly string[], sentences = 800) {
  const random = seededRandom(5);
  const words = [...TOPICS[0], ...newWords];
  const ids = new Int32Array(new SharedArrayBuffer(4 * 11 * sentences));
  const counts = new Uint32Array(words.length);
  for (let at = 0; at < ids.length; at++) {
    ids[at] = at % 11 === 10 ? -1 : Math.floor(random() * words.length);
    if (ids[at]! >= 0) counts[ids[at]!]!++;
  }
  return { words, counts, ids };
}

function toStartingModel(trained: TrainedVectors): StartingModel {
  const { words, counts, inputVectors, outputVectors, ngrams } = trained;
  return { words, counts, inputVectors, outputVectors, ngrams: ngrams ?? null };
}

const rowOf = (matrix: Float32Array, row: number, dimension: number) =>
  matrix.subarray(row * dimension, (row + 1) * dimension);

/** Trains a model further; `look` sees the memory as training begins. */
async function trainFurther(
  model: StartingModel,
  corpus: ReturnType<typeof newText>,
  options: HyperparameterOptions = {},
  look: (training: TrainingMemory) => void = () => undefined,
) {
  const merged = await mergeVocabularies(corpus, model);
  const trained = await trainPlanted(merged.corpus, options, {
    start: async (training, plan) => {
      const buckets = plan.subwords?.buckets ?? new Uint32Array();
      await copyVectors(model, merged.wordIds, training, buckets, createPacer());
      look(training);
      return undefined;
    },
  });
  return { ...trained, merged };
}

/** The vector of a word as training begins: the mean of its rows. */
function firstVector(training: TrainingMemory, wordId: number): Float32Array {
  const { dimension } = training.layout.shape;
  const stride = training.layout.rowBytes / 4;
  const { ngramOffsets, ngramRows } = training;
  const rows =
    ngramRows.length > 0
      ? [...ngramRows.subarray(ngramOffsets[wordId], ngramOffsets[wordId + 1])]
      : [wordId];
  return Float32Array.from(
    { length: dimension },
    (_, column) =>
      rows.reduce((sum, row) => sum + training.inputVectors[row * stride + column]!, 0) /
      rows.length,
  );
}

describe("mergeVocabularies", () => {
  it("adds counts, keeps words that only one of them has, and sorts by count", async () => {
    const ids = Int32Array.of(0, 1, -1, 2, 0, -1);
    const text = {
      words: ["new", "both", "few"],
      counts: Uint32Array.of(7, 5, 1),
      ids: new Int32Array(new SharedArrayBuffer(24)),
    };
    text.ids.set(ids);
    const model = { words: ["both", "old", "rare"], counts: Uint32Array.of(4, 7, 1) };
    const { corpus, wordIds } = await mergeVocabularies(text, model);
    expect(corpus.words).toEqual(["both", "new", "old", "few", "rare"]);
    expect([...corpus.counts]).toEqual([9, 7, 7, 1, 1]);
    expect([...wordIds]).toEqual([0, 2, 4]);
    expect([...corpus.ids!].map((id) => corpus.words[id] ?? id)).toEqual([
      ...[...ids].map((id) => ["new", "both", "few"][id] ?? id),
    ]);
  });

  it("counts each word of a model without counts, or with none for a word, once", async () => {
    const text = newText([]);
    const bare = await mergeVocabularies(text, { words: ["old", "anchor"], counts: null });
    expect(bare.corpus.counts[bare.corpus.words.indexOf("old")]).toBe(1);
    const zero = await mergeVocabularies(newText([]), {
      words: ["old"],
      counts: Uint32Array.of(0),
    });
    expect(zero.corpus.counts[zero.wordIds[0]!]).toBe(1);
  });

  it("does not let a sum of counts overflow", async () => {
    const text = newText([]);
    const model = { words: ["anchor"], counts: Uint32Array.of(2 ** 32 - 1) };
    const { corpus } = await mergeVocabularies(text, model);
    expect(corpus.words[0]).toBe("anchor");
    expect(corpus.counts[0]).toBe(2 ** 32 - 1);
  });

  it("joins 200,000 words to 100,000 and gives each its own id", async () => {
    const words = Array.from({ length: 100_000 }, (_, index) => `w${index}`);
    const ids = Int32Array.from({ length: 100_000 }, (_, index) => index);
    const shared = new Int32Array(new SharedArrayBuffer(ids.byteLength));
    shared.set(ids);
    const text = { words, counts: new Uint32Array(words.length).fill(2), ids: shared };
    const model = {
      words: Array.from({ length: 200_000 }, (_, index) => `w${2 * index}`),
      counts: Uint32Array.from({ length: 200_000 }, (_, index) => 200_000 - index),
    };
    const { corpus, wordIds } = await mergeVocabularies(text, model);
    expect(corpus.words).toHaveLength(250_000);
    expect(corpus.ids!.every((id, at) => corpus.words[id] === words[at])).toBe(true);
    expect(wordIds.every((id, at) => corpus.words[id] === model.words[at])).toBe(true);
    expect(new Set(corpus.words).size).toBe(250_000);
  });
});

describe("copyVectors", () => {
  const cases: [string, HyperparameterOptions, HyperparameterOptions][] = [
    ["skip-gram", {}, {}],
    ["a dimension that fills no row", { dimension: 7 }, { dimension: 7 }],
    ["FastText", { algorithm: "fasttext" }, { algorithm: "fasttext" }],
    ["skip-gram to FastText", {}, { algorithm: "fasttext" }],
    ["FastText to CBOW", { algorithm: "fasttext" }, { algorithm: "cbow" }],
    ["hierarchical softmax to negative sampling", { loss: "hs" }, { loss: "ns" }],
  ];
  it.each(cases)("begins with the vectors that the model has: %s", async (_, before, now) => {
    const trained = await trainPlanted(plantedCorpus(), before);
    const { dimension } = trained;
    const sameNgrams = before.algorithm === now.algorithm && now.algorithm === "fasttext";
    const model: StartingModel = {
      ...toStartingModel(trained),
      ...(before.loss === "hs" ? { outputVectors: null } : {}),
      ...(sameNgrams ? {} : { ngrams: null }),
    };
    const { wordIds } = await mergeVocabularies(newText(["keel", "buoy"]), model);
    const further = await trainFurther(model, newText(["keel", "buoy"]), now, (training) => {
      expect(training.layout.shape.wordCount).toBe(22);
      for (const [index, wordId] of wordIds.entries()) {
        const vector = firstVector(training, wordId);
        const expected = rowOf(model.inputVectors, index, dimension);
        // Without n-grams it is a copy; with them the sum of the rows is rounded.
        if (now.algorithm === "fasttext")
          for (const [column, value] of vector.entries())
            expect(value).toBeCloseTo(expected[column]!, 5);
        else expect([...vector]).toEqual([...expected]);
        const stride = training.layout.rowBytes / 4;
        const output = training.outputVectors.subarray(
          wordId * stride,
          wordId * stride + dimension,
        );
        if (model.outputVectors)
          expect([...output]).toEqual([...rowOf(model.outputVectors, index, dimension)]);
        else expect(output.every((value) => value === 0)).toBe(true);
      }
    });
    expect(further.inputVectors.every(Number.isFinite)).toBe(true);
  });

  it("takes over the vectors of n-grams, so that unknown words stay where they were", async () => {
    const trained = await trainPlanted(plantedCorpus(), { algorithm: "fasttext" });
    const { buckets, vectors } = trained.ngrams!;
    await trainFurther(
      toStartingModel(trained),
      newText(["keelhauling"]),
      { algorithm: "fasttext" },
      (training) => {
        const stride = training.layout.rowBytes / 4;
        const { wordCount, dimension } = training.layout.shape;
        const rows = training.inputVectors;
        const found = [...buckets.keys()].filter((row) => {
          const expected = [...rowOf(vectors, row, dimension)].join();
          for (let at = wordCount; (at + 1) * stride <= rows.length; at++)
            if ([...rows.subarray(at * stride, at * stride + dimension)].join() === expected)
              return true;
          return false;
        });
        expect(found).toHaveLength(buckets.length);
      },
    );
  });
});

describe("a training that goes on from a model", () => {
  it("leaves old words near where they were, and puts new ones among those they stand with", async () => {
    const model = toStartingModel(await trainPlanted(plantedCorpus(), { epochs: 10 }));
    const newWords = ["keel", "buoy"];
    const further = await trainFurther(model, newText(newWords), { epochs: 4, learningRate: 0.02 });
    const { dimension } = PLANTED_OPTIONS;
    for (const [index, wordId] of further.merged.wordIds.entries())
      expect(
        cosine(
          rowOf(model.inputVectors, index, dimension),
          rowOf(further.inputVectors, wordId, dimension),
        ),
      ).toBeGreaterThan(0.85);
    for (const word of newWords)
      expect([...TOPICS[0], ...newWords]).toEqual(
        expect.arrayContaining(nearestWords(further, word, 5)),
      );
    // The text says nothing of ovens: those words stay exactly as they were.
    const oven = model.words.indexOf("oven");
    expect([...rowOf(further.inputVectors, further.merged.wordIds[oven]!, dimension)]).toEqual([
      ...rowOf(model.inputVectors, oven, dimension),
    ]);
  });

  it("begins with a lower loss than one that begins with random numbers", async () => {
    const model = toStartingModel(await trainPlanted(plantedCorpus(), { epochs: 10 }));
    const first = (marks: readonly { loss: number }[]) => marks[0]!.loss;
    const further = await trainFurther(model, newText(["keel"], 600), { epochs: 2 });
    const anew = await trainPlanted(newText(["keel"], 600), { epochs: 2 });
    expect(first(further.marks)).toBeLessThan(first(anew.marks));
  });

  it("is refused where a vector of the model is not finite, before it becomes a model", async () => {
    const trained = await trainPlanted(plantedCorpus());
    trained.inputVectors[3] = NaN;
    const hyperparameters = completeHyperparameters(PLANTED_OPTIONS, 1);
    await expect(
      trainFurther(toStartingModel(trained), newText(["keel"]), hyperparameters),
    ).rejects.toMatchObject({ code: "bad-input" });
  });
});
