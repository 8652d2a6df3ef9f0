import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ClassifierRequests } from "../../../src/protocol/classifierMessages.ts";
import { sourcesOf, startEngine } from "../../support/engine.ts";
import { labeledLines, topicWords } from "../../support/labeledText.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

type TrainingParams = ClassifierRequests["trainClassifier"]["params"];

/** An engine and a folder with labeled lines, and what to train on them. */
async function prepare(change: Partial<TrainingParams> = {}) {
  const folder = await temporaryFolder({
    "train.txt": labeledLines(1_200),
    "test.txt": labeledLines(200, 2),
  });
  const modelPath = join(folder, "models", "topics.bin");
  const params: TrainingParams = {
    runId: "run 1",
    sources: sourcesOf(join(folder, "train.txt")),
    labelPlace: "auto",
    labelPrefix: "__label__",
    tokenizer: "words",
    options: { dimension: 10, epochs: 6, learningRate: 0.3, threads: 1 },
    modelPath,
    ...change,
  };
  return { ...(await startEngine()), folder, modelPath, params };
}

const asked = { count: 1, threshold: 0 };

describe("trainClassifier", () => {
  it("writes a classifier that tells the labels of other texts, and says what it learned", async () => {
    const { engine, snapshots, folder, modelPath, params } = await prepare();
    const trained = await engine.calls.trainClassifier(params);
    expect(trained).toMatchObject({
      path: modelPath,
      words: 24,
      dimension: 10,
      loss: "softmax",
      examples: 1_200,
      corpus: { files: 1, tokens: 1_200 * 9 },
      skipped: [],
    });
    expect(trained.labels.map(({ label }) => label).sort()).toEqual(["money", "music", "water"]);
    expect(trained.labels.reduce((sum, { count }) => sum + count, 0)).toBe(1_200);
    expect(trained.lossPerEpoch).toHaveLength(6);
    expect(await readdir(join(folder, "models"))).toEqual(["topics.bin"]);
    expect(new Set(snapshots.map(({ phase }) => phase))).toEqual(
      new Set(["reading", "training", "saving"]),
    );
    expect(snapshots.at(-1)).toMatchObject({ runId: "run 1", fraction: 1, epochs: 6 });
    expect(snapshots.at(-1)?.memoryBytes).toBeGreaterThan(10_000);

    const tested = await engine.calls.testClassifier({
      ...asked,
      modelPath,
      sources: sourcesOf(join(folder, "test.txt")),
      labelPlace: "auto",
    });
    expect(tested.examples).toBe(200);
    expect(tested.precision).toBeGreaterThan(0.95);
    expect(tested.recall).toBe(tested.precision);
    expect(tested.labels.map(({ support }) => support).reduce((a, b) => a + b)).toBe(200);
    const { predictions } = await engine.calls.predictLabels({
      modelPath,
      count: 2,
      threshold: 0.2,
      source: { kind: "texts", texts: ["Rivers and a RIVER boat!", "Credit market.", "zzz"] },
    });
    const found = predictions.map(({ labels }) => labels.map(({ label }) => label));
    expect(found.slice(0, 2)).toEqual([["water"], ["money"]]);
    // Of an unknown text it knows only that it ends, as all do.
    expect(predictions[2]!.labels.every(({ probability }) => probability < 0.6)).toBe(true);
    await engine.close();
  });

  it("learns from folders and predicts whole files", async () => {
    const random = seededRandom(3);
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => {
        const label = ["water", "money"][index % 2]!;
        return [`mail/${label}/${index}.txt`, topicWords(label, random).join("\n")];
      }),
    );
    const folder = await temporaryFolder({
      ...files,
      "new/a.txt": "boat\ntide\n",
      "new/b.md": "loan",
    });
    const { engine, params } = await prepare();
    const modelPath = join(folder, "mail.bin");
    const trained = await engine.calls.trainClassifier({
      ...params,
      sources: sourcesOf(join(folder, "mail")),
      modelPath,
    });
    expect(trained).toMatchObject({ examples: 300, corpus: { files: 300 } });
    const { predictions } = await engine.calls.predictLabels({
      ...asked,
      modelPath,
      source: { kind: "files", sources: sourcesOf(join(folder, "new")), byFile: true },
    });
    expect(predictions).toMatchObject([
      { path: join(folder, "new/a.txt"), line: null, labels: [{ label: "water" }] },
      { path: join(folder, "new/b.md"), line: null, labels: [{ label: "money" }] },
    ]);
    await engine.close();
  });

  it("leaves nothing behind when it is canceled or fails, and keeps a file that was there", async () => {
    const { engine, folder, params, modelPath, ...started } = await prepare();
    const controller = new AbortController();
    const training = engine.calls.trainClassifier(
      { ...params, options: { epochs: 1_000 } },
      controller.signal,
    );
    void started.until(({ phase }) => phase === "training").then(() => controller.abort());
    await expect(training).rejects.toMatchObject({ code: "canceled" });
    await expect(
      engine.calls.trainClassifier({ ...params, labelPrefix: "#" }),
    ).rejects.toMatchObject({ code: "corpus-too-small" });
    await expect(
      engine.calls.trainClassifier({ ...params, options: { dimension: -1 } }),
    ).rejects.toMatchObject({ code: "bad-input" });
    await expect(
      engine.calls.trainClassifier({ ...params, modelPath: folder }),
    ).rejects.toMatchObject({ code: "file-unwritable" });
    expect((await readdir(folder)).sort()).toEqual(["test.txt", "train.txt"]);
    await expect(
      engine.calls.predictLabels({ ...asked, modelPath, source: { kind: "texts", texts: ["x"] } }),
    ).rejects.toMatchObject({ code: "model-missing" });
    await engine.close();
  });
});

describe("testClassifier", () => {
  it("names labels that the classifier does not know, and refuses a text with no others", async () => {
    const { engine, folder, params, modelPath } = await prepare();
    await engine.calls.trainClassifier(params);
    const other = await temporaryFolder({
      "some.txt": "__label__water boat\n__label__dance drum\n__label__dance\n",
      "none.txt": "__label__dance drum\n",
    });
    const question = { ...asked, modelPath, labelPlace: "auto" } as const;
    const tested = await engine.calls.testClassifier({
      ...question,
      sources: sourcesOf(join(other, "some.txt")),
    });
    expect(tested).toMatchObject({
      examples: 1,
      unknownLabels: [{ label: "dance", count: 2 }],
    });
    await expect(
      engine.calls.testClassifier({ ...question, sources: sourcesOf(join(other, "none.txt")) }),
    ).rejects.toMatchObject({
      code: "corpus-too-small",
      message: expect.stringContaining("those of the text are dance.") as string,
    });
    expect(folder).not.toBe(other);
    await engine.close();
  });
});
