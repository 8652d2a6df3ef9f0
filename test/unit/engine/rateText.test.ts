import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../../src/engine/engine.ts";
import { LONGEST_RATED_TEXT } from "../../../src/engine/rateText.ts";
import { startEngine, trainingOf } from "../../support/engine.ts";
import { topicText } from "../../support/topicText.ts";

let folder: string;
let engine: Engine;
let modelPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wordfield-rate-"));
  await writeFile(join(folder, "topics.txt"), topicText(1_500));
  ({ engine } = await startEngine());
  modelPath = join(folder, "topics.safetensors");
  await engine.calls.trainModel(trainingOf(join(folder, "topics.txt"), modelPath));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

async function rate(text: string, word: string) {
  const rated = await engine.calls.rateText({
    modelPath,
    text,
    rating: { by: "similarity", word },
  });
  if ("missing" in rated) throw new Error(`${word} is missing.`);
  return Array.from(rated.ratings, (rating, i) => ({
    word: text.slice(rated.starts[i], rated.ends[i]),
    rating,
  }));
}

describe("rateText", () => {
  it("gives each word that the model has its cosine with the word that was asked for, at its place", async () => {
    const rated = await rate("A Loan; unheard-of zeppelins, (river) bank!", "bank");
    expect(rated.map(({ word }) => word)).toEqual(["Loan", "river", "bank"]);
    for (const { word, rating } of rated) {
      const pair = { modelPath, a: "bank", b: word.toLowerCase() };
      expect(await engine.calls.compareWords(pair)).toEqual({
        cosine: expect.closeTo(rating, 5) as number,
      });
    }
  });

  it("names a word to compare with that the model does not have", async () => {
    const rating = { by: "similarity", word: "bnak" } as const;
    expect(await engine.calls.rateText({ modelPath, text: "bank", rating })).toEqual({
      missing: [{ word: "bnak", similar: expect.arrayContaining(["bank"]) as string[] }],
    });
  });

  it("has nothing to say of a text without words", async () => {
    expect(await rate("", "bank")).toEqual([]);
    expect(await rate(" … \n\n", "bank")).toEqual([]);
  });

  it("refuses a text that would hold up other questions", async () => {
    const text = "bank ".repeat(LONGEST_RATED_TEXT / 5 + 1);
    await expect(rate(text, "bank")).rejects.toMatchObject({ code: "bad-input" });
  });

  it("asks for general meaning first where words are to be rated by how differently they are used", async () => {
    const rating = { by: "departure", minimumUses: 5 } as const;
    await expect(engine.calls.rateText({ modelPath, text: "bank", rating })).rejects.toThrow(
      /has no general vectors/,
    );
  });

  it("names the group of the map that each word belongs to, counted from 1", async () => {
    const text = "bank loan river";
    const rated = await engine.calls.rateText({ modelPath, text, rating: { by: "cluster" } });
    if ("missing" in rated) throw new Error("A word is missing.");
    const map = await engine.calls.projectMap({
      ...{ runId: "map", modelPath },
      settings: { method: "umap", dimensions: 2, count: 4_000, seed: 1 },
    });
    const groups = text.split(" ").map((word) => map.clusterOfWord[map.words.indexOf(word)]! + 1);
    expect([...rated.ratings]).toEqual(groups);
    expect(Math.min(...groups)).toBeGreaterThan(0);
  });
});
