import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine/engine.ts";
import type { EvaluationSnapshot, ScoreFile } from "../../../src/protocol/evaluationMessages.ts";
import { PAIRS, QUESTIONS, writeAnalogyModel } from "../../support/analogyModel.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

/** An engine, and a folder with a model and files. */
async function prepare(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder(files);
  const modelPath = join(folder, "planted.safetensors");
  await writeAnalogyModel(modelPath);
  const snapshots: EvaluationSnapshot[] = [];
  const engine = createEngine({
    folder: (await builtPaths()).folder,
    emit: (name, snapshot) => {
      if (name === "evaluationChanged") snapshots.push(snapshot as EvaluationSnapshot);
    },
    log: () => undefined,
  });
  const evaluate = (
    tests: Readonly<Record<string, ScoreFile["kind"]>>,
    top = 30_000,
    signal?: AbortSignal,
  ) =>
    engine.calls.evaluateModel(
      {
        runId: "run",
        modelPath,
        files: Object.entries(tests).map(([name, kind]) => ({ path: join(folder, name), kind })),
        top,
      },
      signal,
    );
  return { folder, snapshots, evaluate };
}

describe("evaluateModel", () => {
  it("scores pairs and questions, whose kind it sees where it is not told", async () => {
    const { folder, evaluate, snapshots } = await prepare({
      "my questions.txt": QUESTIONS,
      "pairs.txt": PAIRS,
    });
    const result = await evaluate({ "my questions.txt": "auto", "pairs.txt": "auto" });
    expect(result.model.name).toBe("planted");
    expect(result.searchedWords).toBe(18);
    expect(result.similarity).toHaveLength(1);
    expect(result.similarity[0]).toMatchObject({
      path: join(folder, "pairs.txt"),
      name: "pairs",
      pairs: 5,
      coveredPairs: 4,
      words: 8,
      unknownWords: 1,
      withUnknownWords: null,
    });
    expect(result.similarity[0]?.spearman).toBeGreaterThan(0.5);
    const half = { coveredQuestions: 2, correct: 1, accuracy: 0.5 };
    const all = { coveredQuestions: 2, correct: 2, accuracy: 1 };
    expect(result.analogies).toEqual([
      {
        path: join(folder, "my questions.txt"),
        name: "my questions",
        total: { questions: 5, coveredQuestions: 4, correct: 3, accuracy: 0.75 },
        semantic: { questions: 3, ...all },
        syntactic: { questions: 2, ...half },
        sections: [
          { name: "capital-common-countries", questions: 3, ...all },
          { name: "gram1-adjective-to-adverb", questions: 2, ...half },
        ],
        words: 17,
        unknownWords: 2,
      },
    ]);
    expect(snapshots[0]).toEqual({
      runId: "run",
      modelName: "planted",
      test: "my questions",
      fraction: 0,
    });
    expect(snapshots.map(({ test }) => test)).toContain("pairs");
  });

  it("asks only what the most frequent words can answer", async () => {
    const { evaluate } = await prepare({ "questions.txt": QUESTIONS });
    const { searchedWords, analogies } = await evaluate({ "questions.txt": "analogies" }, 4);
    expect(searchedWords).toBe(4);
    expect(analogies[0]?.total).toMatchObject({ questions: 5, coveredQuestions: 1, correct: 1 });
    expect(analogies[0]?.sections[1]).toMatchObject({ coveredQuestions: 0, accuracy: null });
  });

  it("divides many questions among threads", async () => {
    const { evaluate } = await prepare({
      "questions.txt": "france paris italy rome\n".repeat(5_000) + "calm calmly rare oslo\n",
    });
    const { analogies } = await evaluate({ "questions.txt": "analogies" });
    expect(analogies[0]?.total).toMatchObject({ coveredQuestions: 5_001, correct: 5_000 });
    expect(analogies[0]?.semantic).toBeNull();
  });

  it("reads all files first, and names the one that is wrong", async () => {
    const { folder, evaluate, snapshots } = await prepare({
      "pairs.txt": PAIRS,
      "wrong.txt": "a b c\nd e f\n",
    });
    await expect(
      evaluate({ "pairs.txt": "similarity", "wrong.txt": "similarity" }),
    ).rejects.toMatchObject({ code: "bad-format", message: /^wrong\.txt, line 2: / });
    await expect(evaluate({ "nowhere.txt": "auto" })).rejects.toMatchObject({
      code: "file-unreadable",
      message: `${join(folder, "nowhere.txt")} cannot be read as a test: not found. Give a text file of word pairs with scores, or of analogies.`,
    });
    await expect(evaluate({ "planted.safetensors": "auto" })).rejects.toMatchObject({
      code: "file-unreadable",
    });
    expect(snapshots).toEqual([]);
  });

  it("stops when it is canceled", async () => {
    const { evaluate } = await prepare({ "questions.txt": QUESTIONS });
    const canceled = evaluate({ "questions.txt": "auto" }, 30_000, AbortSignal.abort());
    await expect(canceled).rejects.toMatchObject({ code: "canceled" });
  });
});
