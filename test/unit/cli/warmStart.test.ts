import { beforeAll, describe, expect, it } from "vitest";
import type { TrainingResult } from "../../../src/protocol/engineMessages.ts";
import type { NeighborList } from "../../../src/protocol/modelMessages.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

let entry: string;

beforeAll(async () => {
  entry = await builtCommandLine();
}, BUILD_TIMEOUT_MS);

/** Runs the real command line in a folder. */
const wordfield = (folder: string, words: readonly string[]) =>
  runCommandLine(entry, words, { cwd: folder });

/** Runs with --json and parses the document. */
async function answer<T>(folder: string, words: readonly string[]): Promise<T> {
  const { out, err } = await wordfield(folder, [...words, "--json"]);
  expect(out, err).not.toBe("");
  return JSON.parse(out) as T;
}

describe("wordfield train --warm-start", () => {
  it("trains vectors of other programs further that it has exported", async () => {
    const folder = await temporaryFolder({
      "old.txt": "paint crimson wall azure brush ochre paint\n".repeat(200),
      "new.txt": "paint teal wall teal brush teal paint\n".repeat(200),
    });
    const trained = await answer<TrainingResult>(folder, [
      ...["train", "old.txt", "-o", "old.safetensors", "--dimension", "16", "--threads", "1"],
    ]);
    expect(trained.model.words).toBe(6);
    for (const [vectors, samplingExponent] of [
      ["old.bin", 0.5],
      ["old.vec", 0.75],
    ] as const) {
      const exported = await wordfield(folder, ["export", "old.safetensors", "-o", vectors]);
      expect(exported.exitCode).toBe(0);
      const { model } = await answer<TrainingResult>(folder, [
        ...["train", "new.txt", "-o", "new.safetensors", "--warm-start", vectors],
      ]);
      expect(model).toMatchObject({
        ...{ algorithm: "skip-gram", dimension: 16, words: 7 },
        hyperparameters: { warmStart: vectors, samplingExponent },
      });
    }
  });

  it("keeps the vectors of GloVe's text, and refuses another dimension", async () => {
    const folder = await temporaryFolder({
      "new.txt": "paint teal wall teal brush teal paint\n".repeat(200),
      "glove.txt": "paint 0.1 0.2\nInk 0.3 -0.4\n, 0.5 0.6\n",
    });
    const start = ["train", "new.txt", "-o", "new.safetensors", "--warm-start", "glove.txt"];
    const { model } = await answer<TrainingResult>(folder, [
      ...[...start, "--learning-rate", "0.000001", "--epochs", "1"],
    ]);
    expect(model).toMatchObject({ dimension: 2, words: 6 });
    const near = await answer<{ results: NeighborList[] }>(folder, [
      ...["neighbors", "new.safetensors", "paint", "-k", "6"],
    ]);
    const ink = near.results[0]?.neighbors.find(({ word }) => word === "Ink");
    expect(ink?.cosine).toBeCloseTo(-0.05 / Math.sqrt(0.05 * 0.25), 3);
    const refused = await wordfield(folder, [...start, "--dimension", "5"]);
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toContain("glove.txt has vectors of 2 numbers, which cannot become 5.");
  });
});
