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

describe("a phrase that is one word of the model", () => {
  const TEXT =
    "The harbor of New\n  York is the harbor of New York City; york is in England. Old New York lives.";
  let phrased: string;

  beforeAll(async () => {
    const text = join(workspace, "phrases");
    await mkdir(text);
    await writeFile(join(text, "a.txt"), `${TEXT}\n`.repeat(30));
    phrased = join(workspace, "phrases.safetensors");
    await engine.calls.trainModel({
      runId: "phrases",
      sources: {
        ...{ paths: [text], exclude: [], useIgnoreFiles: false },
        ...{ maximumFileBytes: 1e8, documents: [] },
      },
      tokenizer: "words",
      phrases: [
        ["New", "York"],
        ["harbor", "of", "New", "York"],
        ["New", "York", "City"],
      ],
      options: { dimension: 8, epochs: 1, threads: 1, seed: 3, sample: 0 },
      modelPath: phrased,
    });
  });

  const at = async (text: string, word: string, from = 0) => {
    const offset = text.indexOf(word, from) + 1;
    const question = { modelPath: phrased, text, offset, count: 2 };
    const found = await engine.calls.findNeighborsAt(question);
    if (!("entry" in found)) return found;
    return [found.entry.word, text.slice(found.start, found.end)];
  };

  it("is found where any of its words is pointed at, the longest one first", async () => {
    expect(await at(TEXT, "harbor")).toEqual(["harbor_of_new_york", "harbor of New\n  York"]);
    expect(await at(TEXT, "York")).toEqual(["harbor_of_new_york", "harbor of New\n  York"]);
    expect(await at("in New York", "New")).toEqual(["new_york", "New York"]);
    expect(await at("in New York", "York")).toEqual(["new_york", "New York"]);
  });

  it("is not seen across a comma, or where its words stand alone", async () => {
    expect(await at("New, York", "York")).toEqual(["york", "York"]);
    expect(await at("York is in England", "York")).toEqual(["york", "York"]);
  });

  it("can be typed with white space", async () => {
    for (const word of ["New York", " new  york", "new_york"]) {
      const list = await engine.calls.findNeighbors({ modelPath: phrased, word, count: 2 });
      expect(list).toMatchObject({ entry: { word: "new_york" } });
    }
  });
});
