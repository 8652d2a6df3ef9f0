import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../../src/engine/engine.ts";
import { isUnsure, SURE } from "../../../src/protocol/neighborConfidence.ts";
import type { NeighborList } from "../../../src/protocol/modelMessages.ts";
import type { NeighborOptions } from "../../../src/protocol/wordMessages.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { startEngine, trainingOf } from "../../support/engine.ts";
import { manyTopics, topicWord } from "../../support/manyTopics.ts";

const SEEDS = [1, 2, 3];
const OPTIONS = { dimension: 32, epochs: 5, sample: 0, threads: 1 };

let engine: Engine;
let folder: string;

const pathOf = (seed: number) => join(folder, `seed${seed}.safetensors`);

async function ask(modelPath: string, word: string, count: number, options: NeighborOptions = {}) {
  const found = await engine.calls.findNeighbors({ modelPath, word, count, ...options });
  if ("missing" in found) throw new Error(`${word} is missing.`);
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wordfield-confidence-"));
  await mkdir(join(folder, "text"));
  await writeFile(join(folder, "text/topics.txt"), manyTopics(3_000));
  ({ engine } = await startEngine());
  for (const seed of SEEDS)
    await engine.calls.trainModel(
      trainingOf(join(folder, "text"), pathOf(seed), { options: { ...OPTIONS, seed } }),
    );
}, BUILD_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the confidence of neighbors", () => {
  it("tells those that return with another seed from those that may not", async () => {
    const again = { sure: [] as number[], unsure: [] as number[] };
    for (let topic = 0; topic < 15; topic++) {
      const word = topicWord(topic, topic);
      const [list, ...others] = await Promise.all(SEEDS.map((seed) => ask(pathOf(seed), word, 30)));
      expect(list!.among).toBe(30);
      for (const neighbor of list!.neighbors)
        again[isUnsure(neighbor) ? "unsure" : "sure"].push(
          others.filter((other) => other.neighbors.some(({ word }) => word === neighbor.word))
            .length / others.length,
        );
    }
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(again.sure.length).toBeGreaterThan(100);
    expect(again.unsure.length).toBeGreaterThan(50);
    expect(mean(again.sure)).toBeGreaterThan(0.85);
    expect(mean(again.unsure)).toBeLessThan(mean(again.sure) - 0.2);
  });

  it("is about the first 20 where fewer are shown, and the same for each", async () => {
    const word = topicWord(0, 0);
    const few = await ask(pathOf(1), word, 6);
    const more = await ask(pathOf(1), word, 20);
    expect([few.among, more.among]).toEqual([20, 20]);
    expect(few.neighbors).toEqual(more.neighbors.slice(0, 6));
    for (const { confidence } of more.neighbors) {
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });

  it("does not grow by what a filter leaves out", async () => {
    const word = topicWord(0, 0);
    const all = await ask(pathOf(1), word, 30);
    const filtered = await ask(pathOf(1), word, 10, { filter: { pattern: "^w[b-z]" } });
    expect(filtered.neighbors.length).toBeGreaterThan(5);
    const [first] = filtered.neighbors;
    expect(first!.confidence).toBeLessThan(SURE);
    expect(all.neighbors.filter(({ confidence }) => confidence! >= SURE).length).toBeGreaterThan(9);
  });

  it("is left out for other measures, for words of other programs, and where lists are most of the words", async () => {
    const word = topicWord(0, 0);
    const hasNone = ({ neighbors, among }: NeighborList) =>
      among === undefined && neighbors.every((neighbor) => !("confidence" in neighbor));
    expect(hasNone(await ask(pathOf(1), word, 10, { metric: "dot" }))).toBe(true);
    expect(hasNone(await ask(pathOf(1), word, 40))).toBe(true);
    const exported = join(folder, "seed1.vec");
    await engine.calls.exportModel({
      modelPath: pathOf(1),
      outputPath: exported,
    });
    expect(hasNone(await ask(exported, word, 10))).toBe(true);
  });
});
