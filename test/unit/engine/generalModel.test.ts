import { toText } from "../../../src/engine/groundModel.ts";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { sourcesOf, startEngine, type StartedEngine } from "../../support/engine.ts";

// Each trade's words stand alone, one a line: whatever is near comes from the encoder.
const KITCHEN = ["soup", "bread", "butter", "cook", "kitchen", "oven", "flour", "sugar"];
const SMITHY = ["anvil", "hammer", "iron", "forge", "blacksmith", "steel", "metal", "nail"];

let started: StartedEngine;
let folder: string;
const choice = { folder: null };

beforeAll(async () => {
  started = await startEngine();
  folder = await mkdtemp(join(tmpdir(), "wordfield-general-"));
  await mkdir(join(folder, "text"));
  await writeFile(join(folder, "text/a.txt"), [...KITCHEN, ...SMITHY, "soup"].join("\n\n"));
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await started.engine.close();
  await rm(folder, { recursive: true, force: true });
});

const order = (name: string, more: object = {}) => ({
  runId: name,
  sources: sourcesOf(join(folder, "text")),
  tokenizer: "words" as const,
  choice,
  cacheFolder: join(folder, "cache"),
  modelPath: join(folder, `${name}.safetensors`),
  ...more,
});

describe("a model without training", () => {
  it("has the words of the text with general neighbors, their counts and places, and says that it is not trained", async () => {
    const { calls } = started.engine;
    const { model, words, known, fromCache } = await calls.makeGeneralModel(order("general"));
    expect([words, known, fromCache]).toEqual([16, 16, 0]);
    expect(model).toMatchObject({ isUntrained: true, algorithm: "general", words: 16 });
    const modelPath = model.path;
    for (const [word, trade] of [
      ["bread", KITCHEN],
      ["anvil", SMITHY],
    ] as const) {
      const found = await calls.findNeighbors({ modelPath, word, count: 4 });
      if (!("neighbors" in found)) throw new Error(`${word} is missing`);
      const near = found.neighbors.filter((neighbor) => trade.includes(neighbor.word));
      expect(near.length, word).toBeGreaterThanOrEqual(3);
    }
    const hovered = await calls.findNeighborsAt({ modelPath, text: "soup", offset: 1, count: 3 });
    expect(hovered).toMatchObject({
      isUntrained: true,
      entry: { word: "soup", count: 2, rank: 1 },
    });
    const places = await calls.findOccurrences({
      ...{ modelPath, word: "soup", limit: 9, documents: [] },
    });
    expect(places.total).toBe(2);
    const phases = started.snapshots.filter(({ runId }) => runId === "general");
    expect(phases.every(({ isUntrained }) => isUntrained)).toBe(true);
    expect(phases.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(["reading", "encoding", "saving"]),
    );
    expect(phases.at(-1)?.fraction).toBe(1);
  });

  it("gives a training its encodings from the cache, which then takes its place", async () => {
    const { calls } = started.engine;
    const { fromCache } = await calls.makeGeneralModel(order("again"));
    expect(fromCache).toBe(16);
    const modelPath = join(folder, "again.safetensors");
    await writeFile(join(folder, "trades.txt"), [...KITCHEN, ...SMITHY].join(" "));
    const { model } = await calls.trainModel({
      ...{ runId: "train", sources: sourcesOf(join(folder, "trades.txt")), tokenizer: "words" },
      options: { dimension: 8, epochs: 1, minimumCount: 1, threads: 1 },
      modelPath,
    });
    expect(model.isUntrained).toBeUndefined();
    const { cacheFolder } = order("again");
    const grounded = await calls.groundModel({ runId: "ground", modelPath, choice, cacheFolder });
    expect(grounded).toMatchObject({ words: 16, known: 16, fromCache: 16 });
  });

  it("cannot be trained further, grounded, or say what is unusual, and tells what can be done", async () => {
    const { calls } = started.engine;
    const { model } = await calls.makeGeneralModel(order("fixed"));
    const modelPath = model.path;
    const refusal = {
      code: "bad-input",
      message: expect.stringMatching(/not trained.*Train on/) as string,
    };
    await expect(
      calls.groundModel({ runId: "g", modelPath, choice, cacheFolder: null }),
    ).rejects.toMatchObject(refusal);
    await expect(
      calls.findUnusualWords({ modelPath, count: 5, minimumUses: 50, neighbors: 3 }),
    ).rejects.toMatchObject(refusal);
    await expect(
      calls.trainModel({
        ...{ runId: "w", sources: sourcesOf(join(folder, "text")), tokenizer: "words" },
        ...{ options: {}, modelPath: join(folder, "further.safetensors") },
        warmStartPath: modelPath,
      }),
    ).rejects.toMatchObject(refusal);
  });

  it("keeps the most frequent words where there are too many, and words that are frequent enough", async () => {
    const { calls } = started.engine;
    const few = await calls.makeGeneralModel(order("few", { maximumWords: 5 }));
    expect([few.words, few.model.words]).toEqual([5, 5]);
    const often = await calls.makeGeneralModel(order("often", { minimumCount: 2 }));
    expect(often.model.words).toBe(1);
  });

  it("leaves out words that the encoder does not know, and is refused where it knows none", async () => {
    const { calls } = started.engine;
    const unknown = join(folder, "unknown");
    await mkdir(unknown);
    await writeFile(join(unknown, "a.txt"), "ꙮꙮꙮ bread bread soup soup");
    const chosen = { folder: join(__dirname, "../../../models/all-MiniLM-L6-v2") };
    const more = { sources: sourcesOf(unknown), choice: chosen };
    const made = await calls.makeGeneralModel(order("odd", more));
    expect([made.words, made.known, made.model.words]).toEqual([3, 2, 2]);
    await writeFile(join(unknown, "a.txt"), "ꙮꙮꙮ");
    await expect(calls.makeGeneralModel(order("none", more))).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("knows none of the 1 words") as string,
    });
    expect(await readdir(folder)).not.toContain("none.safetensors");
  });

  it("leaves nothing behind where it is canceled while it encodes", async () => {
    const { calls } = started.engine;
    const controller = new AbortController();
    const many = join(folder, "many");
    await mkdir(many);
    const text = Array.from({ length: 2_000 }, (_, i) => `word${i.toString(36)}x bread`).join("\n");
    await writeFile(join(many, "a.txt"), text);
    const made = calls.makeGeneralModel(
      order("canceled", { sources: sourcesOf(many), cacheFolder: null }),
      controller.signal,
    );
    await started.until(({ runId, phase }) => runId === "canceled" && phase === "encoding");
    controller.abort();
    await expect(made).rejects.toMatchObject({ code: "canceled" });
    expect((await readdir(folder)).filter((name) => name.includes("canceled"))).toEqual([]);
  });

  it("shows the most frequent words first where there are many", async () => {
    const { calls } = started.engine;
    const large = join(folder, "large");
    await mkdir(large);
    // Short words, so that many are encoded quickly.
    const names = Array.from({ length: 3_997 }, (_, i) => `w${i.toString(36)}`);
    await writeFile(join(large, "a.txt"), `bread soup oven bread soup oven\n${names.join("\n")}`);
    const made = calls.makeGeneralModel(order("large", { sources: sourcesOf(large) }));
    await started.until(({ runId, isUsable }) => runId === "large" && isUsable === true);
    const modelPath = join(folder, "large.safetensors");
    const early = await calls.describeModel({ modelPath });
    expect(early.model).toMatchObject({ words: 3_000, isUntrained: true });
    const found = await calls.findNeighbors({ modelPath, word: "bread", count: 2 });
    if (!("neighbors" in found)) throw new Error("bread is missing");
    expect(found.neighbors.map(({ word }) => word).sort()).toEqual(["oven", "soup"]);
    const { model, known } = await made;
    expect([model.words, known]).toEqual([4_000, 4_000]);
  }, 60_000);
});

describe("the text that an encoder reads for a word", () => {
  it.each([
    ["snake_case", "snake case"],
    ["well-known", "well known"],
    ["getUserName", "get User Name"],
    ["HTTPServer", "HTTP Server"],
    ["src/app.ts", "src app ts"],
    ["iPhone", "iPhone"],
    ["don't", "don't"],
    ["Zürich", "Zürich"],
    ["中国", "中国"],
    ["NATO", "NATO"],
    ["___", "___"],
    ["", ""],
  ])("of %j is %j", (word, text) => {
    expect(toText(word)).toBe(text);
  });
});
