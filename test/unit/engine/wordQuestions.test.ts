import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { topicText, topicWords } from "../../support/topicText.ts";

let engine: Engine;
let workspace: string;
let modelPath: string;

beforeAll(async () => {
  const { folder } = await builtPaths();
  const log = () => undefined;
  engine = createEngine({ folder, emit: log, log });
  workspace = await mkdtemp(join(tmpdir(), "wordfield-words-"));
  await mkdir(join(workspace, "text"));
  await writeFile(join(workspace, "text/topics.txt"), topicText(800));
  modelPath = join(workspace, "subwords.safetensors");
  await engine.calls.trainModel({
    runId: "words",
    sources: {
      paths: [join(workspace, "text")],
      exclude: [],
      useIgnoreFiles: false,
      maximumFileBytes: 1e8,
      documents: [],
    },
    tokenizer: "words",
    options: { algorithm: "fasttext", dimension: 12, epochs: 2, threads: 1, seed: 3, sample: 0 },
    modelPath,
  });
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await engine?.close();
  await rm(workspace, { recursive: true, force: true });
});

describe("explainParts", () => {
  it("says which n-grams an unknown word is made of; their shares sum to 1", async () => {
    const known = topicWords()[0]![0]!;
    const word = `${known}${known}`;
    const list = await engine.calls.findNeighbors({ modelPath, word, count: 3 });
    expect(list).toMatchObject({ entry: { word, rank: null } });
    const { parts } = await engine.calls.explainParts({ modelPath, word });
    expect(parts.some((part) => part.known)).toBe(true);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 4);
    expect(parts.every((part) => part.known || part.share === 0)).toBe(true);
    expect(`<${word}>`).toContain(parts[0]!.ngram);
  });

  it("has nothing to say of a word of the vocabulary", async () => {
    const word = topicWords()[0]![0]!;
    expect(await engine.calls.explainParts({ modelPath, word })).toEqual({ parts: [] });
  });
});

describe("questions to several words", () => {
  it("take an unknown word into a formula and a comparison, as its n-grams are", async () => {
    const [a, b] = topicWords()[0] as unknown as [string, string];
    const formula = `${a} + ${a}${a}`;
    const answer = await engine.calls.solveFormula({
      modelPath,
      formula,
      method: "3CosAdd",
      count: 4,
    });
    expect(answer).toMatchObject({ formula, last: `${a}${a}`, inputs: [{ word: a }] });
    const compared = await engine.calls.compareWordList({ modelPath, words: [a, b, `${a}${a}`] });
    expect(compared).toMatchObject({ words: [{ word: a }, { word: b }, { rank: null }] });
  });

  it("name a formula that is none by its column, and too many words by their number", async () => {
    const ask = (formula: string) =>
      engine.calls.solveFormula({ modelPath, formula, method: "3CosAdd", count: 4 });
    await expect(ask("a - (b")).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/Column \d+/) as string,
    });
    const many = Array.from({ length: 51 }, (_, i) => `w${i}x`);
    await expect(ask(many.join(" + "))).rejects.toMatchObject({ code: "bad-input" });
    await expect(engine.calls.compareWordList({ modelPath, words: many })).rejects.toMatchObject({
      message: "51 words are too many to compare each with each. Use at most 50.",
    });
  });
});
