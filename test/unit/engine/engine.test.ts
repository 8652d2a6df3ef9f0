import { readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import type {
  CorpusSources,
  TrainingOptions,
  TrainingSnapshot,
} from "../../../src/protocol/engineMessages.ts";
import type { NeighborList } from "../../../src/protocol/modelMessages.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText, topicWords } from "../../support/topicText.ts";

const OPTIONS: TrainingOptions = { dimension: 16, epochs: 5, threads: 1, seed: 3, sample: 0 };

async function startEngine(): Promise<{ engine: Engine; snapshots: TrainingSnapshot[] }> {
  const snapshots: TrainingSnapshot[] = [];
  const { folder } = await builtPaths();
  const engine = createEngine({
    folder,
    emit: (event, snapshot) => {
      if (event === "trainingChanged") snapshots.push(snapshot as TrainingSnapshot);
    },
    log: () => undefined,
  });
  return { engine, snapshots };
}

function sourcesOf(...paths: string[]): CorpusSources {
  return {
    paths,
    exclude: ["**/*.safetensors"],
    useIgnoreFiles: true,
    maximumFileBytes: 1e8,
    documents: [],
  };
}

/** An engine, a workspace of one file, and a model trained on it. */
async function trainedEngine() {
  const folder = await temporaryFolder({ "text/topics.txt": topicText(1_500) });
  const started = await startEngine();
  const modelPath = join(folder, "models", "topics.safetensors");
  const trained = await started.engine.calls.trainModel({
    runId: "run 1",
    sources: sourcesOf(join(folder, "text")),
    tokenizer: "words",
    options: OPTIONS,
    modelPath,
  });
  return { ...started, folder, modelPath, trained };
}

/** A model and the record of its training. */
const FILES_OF_MODEL = ["topics.run.json", "topics.run.jsonl", "topics.safetensors"];

describe("trainModel", () => {
  it("writes a model whose neighbors are the words of the same topic", async () => {
    const { engine, modelPath, trained } = await trainedEngine();
    expect(trained.model).toMatchObject({
      path: modelPath,
      name: "topics",
      algorithm: "skip-gram",
      words: 16,
      dimension: 16,
      corpus: { files: 1, tokens: 12_000, tokenizer: "words", minimumCount: 5, skipped: 0 },
    });
    expect(trained.model.lossPerEpoch).toHaveLength(5);
    const found = (await engine.calls.findNeighbors({
      modelPath,
      word: "Bank",
      count: 7,
    })) as NeighborList;
    expect(found.entry.word).toBe("bank");
    expect(found.neighbors.map(({ word }) => word).sort()).toEqual(
      topicWords()[0]!
        .filter((word) => word !== "bank")
        .sort(),
    );
  });

  it("tells each phase in order and ends at one", async () => {
    const { snapshots } = await trainedEngine();
    const phases = [...new Set(snapshots.map(({ phase }) => phase))];
    expect(phases).toEqual(["reading", "training", "saving"]);
    const fractions = snapshots.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(snapshots.at(-1)).toMatchObject({ fraction: 1, epoch: 5, epochs: 5, words: 16 });
  });

  it("keeps the earlier model and leaves nothing behind when it is canceled", async () => {
    const { engine, folder, modelPath, snapshots } = await trainedEngine();
    const before = await readFile(modelPath);
    const controller = new AbortController();
    snapshots.length = 0;
    const run = engine.calls.trainModel(
      {
        runId: "run 2",
        sources: sourcesOf(join(folder, "text")),
        tokenizer: "words",
        options: { ...OPTIONS, epochs: 1_000 },
        modelPath,
      },
      controller.signal,
    );
    const canceled = expect(run).rejects.toMatchObject({ code: "canceled" });
    while (!snapshots.some(({ epoch }) => epoch > 0))
      await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    await canceled;
    expect(await readdir(join(folder, "models"))).toEqual(FILES_OF_MODEL);
    expect(before.equals(await readFile(modelPath))).toBe(true);
  });

  it("reads an unsaved editor instead of its file", async () => {
    const folder = await temporaryFolder({ "note.txt": "saved words only" });
    const { engine } = await startEngine();
    const trained = await engine.calls.trainModel({
      runId: "run",
      sources: {
        ...sourcesOf(folder),
        documents: [{ path: join(folder, "note.txt"), text: topicText(200) }],
      },
      tokenizer: "words",
      options: OPTIONS,
      modelPath: join(folder, "note.safetensors"),
    });
    expect(trained.model.words).toBe(16);
  });

  it("says what to do where there is no text", async () => {
    const folder = await temporaryFolder();
    const { engine } = await startEngine();
    await expect(
      engine.calls.trainModel({
        runId: "run",
        sources: sourcesOf(folder),
        tokenizer: "words",
        options: {},
        modelPath: join(folder, "m.safetensors"),
      }),
    ).rejects.toMatchObject({ code: "corpus-too-small" });
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses a hyperparameter out of range before it reads anything", async () => {
    const { engine, snapshots } = await startEngine();
    await expect(
      engine.calls.trainModel({
        runId: "run",
        sources: sourcesOf("missing"),
        tokenizer: "words",
        options: { dimension: 0 },
        modelPath: "m.safetensors",
      }),
    ).rejects.toMatchObject({ code: "bad-input" });
    expect(snapshots).toEqual([]);
  });
});

describe("listModels", () => {
  it("lists good models and names the damaged one with its reason", async () => {
    const { engine, folder, modelPath } = await trainedEngine();
    const bytes = await readFile(modelPath);
    const damaged = join(folder, "models", "cut.safetensors");
    await writeFile(damaged, bytes);
    await truncate(damaged, Math.floor(bytes.length / 2));
    await writeFile(join(folder, "models", "readme.txt"), "not a model");
    const { models } = await engine.calls.listModels({
      folder: join(folder, "models"),
      files: [],
    });
    expect(models.map((listing) => listing.kind)).toEqual(["model", "damaged"]);
    expect(models[1]).toMatchObject({ name: "cut", path: damaged });
    expect((models[1] as { reason: string }).reason).toContain("cut off");
  });

  it("has no models where the folder does not exist yet", async () => {
    const { engine } = await startEngine();
    const folder = await temporaryFolder();
    expect(await engine.calls.listModels({ folder: join(folder, "none"), files: [] })).toEqual({
      models: [],
    });
  });

  it("removes what a killed process left half-written", async () => {
    const { engine, folder } = await trainedEngine();
    const models = join(folder, "models");
    // No process has this number: the largest that Linux gives is 4194304.
    await writeFile(join(models, ".topics.safetensors.99999999.0123456789ab.tmp"), "half");
    await engine.calls.listModels({ folder: models, files: [] });
    expect(await readdir(models)).toEqual(FILES_OF_MODEL);
  });
});

describe("questions to a model", () => {
  it("finds the word under a position in a text, whatever its case", async () => {
    const { engine, modelPath } = await trainedEngine();
    const text = "The BANK, of course.";
    const found = await engine.calls.findNeighborsAt({ modelPath, text, offset: 6, count: 3 });
    expect(found).toMatchObject({ start: 4, end: 8, entry: { word: "bank" } });
    expect(await engine.calls.findNeighborsAt({ modelPath, text, offset: 15, count: 3 })).toEqual({
      absent: true,
    });
  });

  it("names a word that the model does not have, with words spelled like it", async () => {
    const { engine, modelPath } = await trainedEngine();
    const found = await engine.calls.findNeighbors({ modelPath, word: "rivers", count: 3 });
    expect(found).toEqual({ missing: [{ word: "rivers", similar: ["river"] }] });
    const analogy = await engine.calls.solveAnalogy({
      modelPath,
      a: "bank",
      b: "xyzzy",
      c: "plugh",
      count: 3,
    });
    expect("missing" in analogy && analogy.missing.map(({ word }) => word)).toEqual([
      "xyzzy",
      "plugh",
    ]);
  });

  it("answers analogy, similarity and completion", async () => {
    const { engine, modelPath } = await trainedEngine();
    const analogy = await engine.calls.solveAnalogy({
      modelPath,
      a: "bank",
      b: "money",
      c: "river",
      count: 3,
    });
    expect("neighbors" in analogy && analogy.neighbors).toHaveLength(3);
    const same = await engine.calls.compareWords({ modelPath, a: "bank", b: "bank" });
    expect("cosine" in same && same.cosine).toBeCloseTo(1, 5);
    const { words } = await engine.calls.completeWord({ modelPath, text: "Fl", count: 5 });
    expect(words.map(({ word }) => word)).toEqual(["flood"]);
  });

  it("projects the words once and gives every caller the same map", async () => {
    const { engine, modelPath } = await trainedEngine();
    const [first, second] = await Promise.all([
      engine.calls.readMap({ modelPath, count: 10 }),
      engine.calls.readMap({ modelPath, count: 10 }),
    ]);
    expect(first).toBe(second);
    expect(first.words).toHaveLength(10);
    expect(first.xy).toHaveLength(20);
    expect(first.counts).toHaveLength(10);
    expect(first.explained[0]).toBeGreaterThan(first.explained[1]);
  });

  it("finds a word's lines in the files that were read", async () => {
    const { engine, folder, modelPath } = await trainedEngine();
    const found = await engine.calls.findOccurrences({
      modelPath,
      word: "harbor",
      limit: 2,
      documents: [],
    });
    expect(found.occurrences).toHaveLength(2);
    const { path, line, column, length } = found.occurrences[0]!;
    expect(path).toBe(join(folder, "text", "topics.txt"));
    const text = (await readFile(path, "utf8")).split("\n")[line - 1]!;
    expect(text.slice(column - 1, column - 1 + length)).toBe("harbor");
  });

  it("reads a model again after its file was replaced", async () => {
    const { engine, folder, modelPath } = await trainedEngine();
    const before = await engine.calls.openModel({ modelPath });
    await engine.calls.trainModel({
      runId: "again",
      sources: sourcesOf(join(folder, "text")),
      tokenizer: "words",
      options: { ...OPTIONS, dimension: 8 },
      modelPath,
    });
    const after = await engine.calls.openModel({ modelPath });
    expect([before.model.dimension, after.model.dimension]).toEqual([16, 8]);
  });

  it("says in a sentence that a model is missing or damaged", async () => {
    const { engine, modelPath } = await trainedEngine();
    await truncate(modelPath, (await stat(modelPath)).size - 10);
    await expect(
      engine.calls.findNeighbors({ modelPath, word: "bank", count: 1 }),
    ).rejects.toMatchObject({ code: "bad-format" });
    await expect(
      engine.calls.findNeighbors({ modelPath: `${modelPath}.gone`, word: "bank", count: 1 }),
    ).rejects.toMatchObject({ code: "model-missing" });
  });
});

describe("a FastText model", () => {
  it("makes the vector of an unknown word of its n-grams, and says so", async () => {
    const folder = await temporaryFolder({ "topics.txt": topicText(1_500) });
    const { engine } = await startEngine();
    const modelPath = join(folder, "topics.safetensors");
    await engine.calls.trainModel({
      runId: "run",
      sources: sourcesOf(folder),
      tokenizer: "words",
      options: { ...OPTIONS, algorithm: "fasttext" },
      modelPath,
    });
    const found = (await engine.calls.findNeighbors({
      modelPath,
      word: "Rivers",
      count: 3,
    })) as NeighborList;
    expect(found.entry).toEqual({ word: "rivers", count: null, rank: null });
    expect(found.neighbors[0]?.word).toBe("river");
    const hover = await engine.calls.findNeighborsAt({
      modelPath,
      text: "two rivers",
      offset: 5,
      count: 2,
    });
    expect(hover).toMatchObject({ start: 4, end: 10, entry: { rank: null } });
    const similarity = await engine.calls.compareWords({ modelPath, a: "rivers", b: "river" });
    expect("cosine" in similarity && similarity.cosine).toBeGreaterThan(0.5);
  });

  it("has nothing for a word without letters to make n-grams of", async () => {
    const { engine, modelPath } = await trainedEngine();
    expect(await engine.calls.findNeighbors({ modelPath, word: "", count: 3 })).toMatchObject({
      missing: [{ word: "" }],
    });
  });
});

describe("exportModel", () => {
  it("writes word2vec text with a line for each word", async () => {
    const { engine, folder, modelPath } = await trainedEngine();
    const outputPath = join(folder, "topics.vec");
    expect(await engine.calls.exportModel({ modelPath, outputPath })).toEqual({
      words: 16,
      warnings: [],
    });
    const lines = (await readFile(outputPath, "utf8")).trimEnd().split("\n");
    expect(lines[0]).toBe("16 16");
    expect(lines).toHaveLength(17);
  });
});
