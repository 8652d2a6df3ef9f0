import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readModel } from "../../../src/embeddings/modelFile.node.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import type { TrainingOptions } from "../../../src/protocol/engineMessages.ts";
import { SMALL_OPTIONS, startEngine, trainingOf } from "../../support/engine.ts";
import { cosine } from "../../support/plantedCorpus.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText, topicWords } from "../../support/topicText.ts";

const [MONEY, WATER] = topicWords() as [readonly string[], readonly string[]];

/** A model of two topics, and text where new words stand among those of water. */
async function trainedModel(options: TrainingOptions = {}) {
  const text = topicText(1500, 2)
    .split("\n")
    .filter((line) => line.includes("river"));
  const june = text.map((line) => line.replace("shore", "canoe").replace("flood", "paddle"));
  const folder = await temporaryFolder({
    "may/text.txt": topicText(1500),
    "june/text.txt": june.join("\n"),
  });
  const { engine } = await startEngine();
  const may = join(folder, "may.safetensors");
  await engine.calls.trainModel(
    trainingOf(join(folder, "may"), may, { options: { ...SMALL_OPTIONS, epochs: 8, ...options } }),
  );
  return { engine, folder, may, june: join(folder, "june") };
}

function trainFurther(
  { engine, folder, may, june }: Awaited<ReturnType<typeof trainedModel>>,
  options: TrainingOptions,
) {
  return engine.calls.trainModel(
    trainingOf(june, join(folder, "june.safetensors"), { options, warmStartPath: may }),
  );
}

async function neighborsOf(engine: Engine, modelPath: string, word: string): Promise<string[]> {
  const found = await engine.calls.findNeighbors({ modelPath, word, count: 5 });
  if (!("neighbors" in found)) throw new Error(`${word} is missing.`);
  return found.neighbors.map((neighbor) => neighbor.word);
}

describe("trainModel with a model to start from", () => {
  it("keeps its words, adds new ones where they belong, and adds the counts", async () => {
    const started = await trainedModel();
    const { model } = await trainFurther(started, {
      epochs: 4,
      threads: 1,
      sample: 0,
      learningRate: 0.02,
    });
    const before = await readModel(started.may, {});
    const after = await readModel(model.path, {});
    expect([...after.words].sort()).toEqual([...before.words, "canoe", "paddle"].sort());
    for (const [wordId, word] of before.words.entries()) {
      const now = after.words.indexOf(word);
      const row = (m: typeof after, at: number) =>
        m.inputVectors.subarray(at * m.dimension, (at + 1) * m.dimension);
      expect(cosine(row(before, wordId), row(after, now))).toBeGreaterThan(0.8);
      if (MONEY.includes(word)) expect(after.counts![now]).toBe(before.counts![wordId]);
      else expect(after.counts![now]).toBeGreaterThanOrEqual(before.counts![wordId]!);
    }
    const near = [...WATER, "canoe", "paddle"];
    expect(near).toEqual(
      expect.arrayContaining(await neighborsOf(started.engine, model.path, "canoe")),
    );
    expect(MONEY).toEqual(
      expect.arrayContaining(await neighborsOf(started.engine, model.path, "bank")),
    );
    expect(model.hyperparameters).toMatchObject({ warmStart: "may.safetensors", dimension: 16 });
  });

  it("goes on as the model was trained, where nothing else is said", async () => {
    const how = {
      algorithm: "fasttext",
      window: 3,
      negatives: 7,
      minimumNgram: 2,
      buckets: 999,
    } as const;
    const { model } = await trainFurther(await trainedModel(how), { epochs: 1, threads: 1 });
    expect(model).toMatchObject({ algorithm: "fasttext", dimension: 16, hyperparameters: how });
  });

  it.each<[string, TrainingOptions, TrainingOptions]>([
    ["skip-gram to FastText", {}, { algorithm: "fasttext" }],
    ["FastText to other n-grams", { algorithm: "fasttext" }, { minimumNgram: 2, maximumNgram: 3 }],
    ["FastText to fewer buckets", { algorithm: "fasttext" }, { buckets: 50 }],
    ["FastText to skip-gram", { algorithm: "fasttext" }, { algorithm: "skip-gram" }],
    ["hierarchical softmax to negative sampling", { loss: "hs" }, { loss: "ns" }],
    ["negative sampling to hierarchical softmax", {}, { loss: "hs" }],
    ["hierarchical softmax again, on another tree", { loss: "hs" }, {}],
    // At CBOW's own first rate, .25, words that this text has only as negatives may be moved to its words.
    ["skip-gram to CBOW", {}, { algorithm: "cbow", epochs: 5, learningRate: 0.05 }],
  ])("also goes on otherwise: %s", async (_, before, now) => {
    const started = await trainedModel(before);
    const { model } = await trainFurther(started, { threads: 1, sample: 0, epochs: 10, ...now });
    expect(model.words).toBe(18);
    expect([...WATER, "canoe", "paddle"]).toEqual(
      expect.arrayContaining(await neighborsOf(started.engine, model.path, "canoe")),
    );
    expect(MONEY).toEqual(
      expect.arrayContaining(await neighborsOf(started.engine, model.path, "bank")),
    );
  });

  it("goes on from a model that has no output vectors", async () => {
    const bare = fileURLToPath(
      new URL("../../fixtures/models/python.safetensors", import.meta.url),
    );
    const stored = await readModel(bare, { withOutputVectors: true });
    expect(stored.outputVectors).toBeNull();
    const { model } = await trainFurther(
      { ...(await trainedModel()), may: bare },
      { epochs: 4, threads: 1 },
    );
    expect(model).toMatchObject({ dimension: stored.dimension });
    expect(model.words).toBeGreaterThan(stored.words.length);
  });

  it("refuses another dimension, and says which one it must be", async () => {
    await expect(trainFurther(await trainedModel(), { dimension: 20 })).rejects.toMatchObject({
      code: "bad-input",
      message:
        "may.safetensors has vectors of 16 numbers, which cannot become 20. Leave the dimension out.",
    });
  });

  it("says that the model is missing or damaged before it reads the text", async () => {
    const started = await trainedModel();
    for (const [may, code] of [
      [join(started.folder, "absent.safetensors"), "model-missing"],
      [join(started.june, "text.txt"), "bad-format"],
    ] as const)
      await expect(trainFurther({ ...started, may }, {})).rejects.toMatchObject({ code });
  });

  it("is resumed like any other, on the words of both", async () => {
    const started = await trainedModel();
    const { engine, snapshots, until } = await startEngine();
    const modelPath = join(started.folder, "june.safetensors");
    const controller = new AbortController();
    const run = engine.calls.trainModel(
      trainingOf(started.june, modelPath, {
        options: { epochs: 300, threads: 1 },
        warmStartPath: started.may,
        checkpoints: { everyMinutes: 0, everyEpoch: false, keepWhenCanceled: true },
      }),
      controller.signal,
    );
    run.catch(() => undefined);
    await until(({ epoch }) => epoch > 0);
    await engine.calls.pauseTraining({ runId: "run", paused: true });
    await until(({ paused }) => paused);
    expect(snapshots.find(({ paused }) => paused)).toMatchObject({ words: 18 });
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: "canceled" });
    const { model } = await engine.calls.resumeTraining({ runId: "r", modelPath });
    expect(model.words).toBe(18);
    expect(model.hyperparameters).toMatchObject({ warmStart: "may.safetensors" });
  });
});
