import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeModel } from "../../../src/embeddings/modelFile.node.ts";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import type { ProjectionSettings, ProjectionSnapshot } from "../../../src/protocol/mapMessages.ts";
import { builtPaths, BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { plantedVectors } from "../../support/plantedVectors.ts";

const N = 300;
let folder: string;
const snapshots: ProjectionSnapshot[] = [];
const log: string[] = [];
let engine: Engine;
let modelPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wordfield-maps-"));
  const { folder: built } = await builtPaths();
  engine = createEngine({
    folder: built,
    keepsIndexes: true,
    emit: (event, snapshot) => {
      if (event === "projectionChanged") snapshots.push(snapshot as ProjectionSnapshot);
    },
    log: (line) => log.push(line),
  });
  modelPath = await modelOf("planted", N, 12);
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function modelOf(name: string, n: number, d: number): Promise<string> {
  const path = join(folder, `${name}.safetensors`);
  await writeModel(path, {
    words: Array.from({ length: n }, (_, row) => `word${row}`),
    counts: Uint32Array.from({ length: n }, (_, row) => 10_000 - row),
    dimension: d,
    inputVectors: plantedVectors(n, d, 4, 0.6).vectors,
    hyperparameters: { algorithm: "skip-gram", dimension: d },
    corpus: null,
    createdAt: "2026-11-22T10:11:12.000Z",
  });
  return path;
}

const project = (
  settings: Partial<ProjectionSettings> = {},
  signal?: AbortSignal,
  path = modelPath,
) =>
  engine.calls.projectMap(
    {
      runId: "run",
      modelPath: path,
      settings: { method: "umap", dimensions: 2, count: 1000, seed: 1, ...settings },
    },
    signal,
  );

describe("a map of a model", () => {
  it("has words, positions, clusters and its fidelity, and says what it was made with", async () => {
    const map = await project();
    expect(map.settings).toEqual({
      method: "umap",
      dimensions: 2,
      count: N,
      seed: 1,
      neighbors: 15,
      minimumDistance: 0.1,
      epochs: 200,
      perplexity: 30,
      balance: 0, // all that there is
    });
    expect(map.words.length).toBe(N);
    expect(map.counts[1]).toBe(9999);
    expect(map.positions.length).toBe(2 * N);
    expect(map.clusters.map(({ size }) => size)).toEqual([75, 75, 75, 75]);
    for (let row = 4; row < N; row++)
      expect(map.clusterOfWord[row]).toBe(map.clusterOfWord[row - 4]);
    expect(map.fidelity!.trustworthiness).toBeGreaterThan(0.9);
    expect(snapshots[0]).toMatchObject({ runId: "run", phase: "neighbors", round: 0, fraction: 0 });
    expect(snapshots.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(["neighbors", "layout", "fidelity"]),
    );
    for (const { positions } of snapshots) expect(positions?.length).toBe(2 * N);
  });

  it("is kept beside the model and answered from there, until the model changes or the file is damaged", async () => {
    const { seconds, ...map } = await project({ seed: 7 });
    const maps = join(folder, "planted.maps");
    const before = new Set(await readdir(maps));
    snapshots.length = 0;
    expect(await project({ seed: 7 })).toEqual({ ...map, seconds });
    expect(snapshots).toEqual([]);
    expect(new Set(await readdir(maps))).toEqual(before);

    for (const name of before) {
      const bytes = await readFile(join(maps, name));
      bytes[bytes.length - 3]! ^= 1;
      await writeFile(join(maps, name), bytes);
    }
    log.length = 0;
    expect(await project({ seed: 7 })).toMatchObject(map);
    expect(snapshots.length).toBeGreaterThan(0);
    expect(log.join("\n")).toMatch(/is made again: its checksum is wrong/);
    for (const name of before) await writeFile(join(maps, name), "no map");
    expect(await project({ seed: 7 })).toMatchObject(map);

    snapshots.length = 0;
    await utimes(modelPath, new Date(2020, 1), new Date(2020, 1));
    await project({ seed: 7 });
    expect(snapshots.length).toBeGreaterThan(0);
  });

  it("keeps the sixteen maps that were looked at last", async () => {
    const path = await modelOf("many", 8, 3);
    for (let seed = 0; seed < 20; seed++) await project({ method: "pca", seed }, undefined, path);
    expect((await readdir(join(folder, "many.maps"))).length).toBe(16);
  });

  it("ends at once when it is canceled, and leaves no file", async () => {
    const path = await modelOf("long", 4000, 50);
    const controller = new AbortController();
    snapshots.length = 0;
    const running = project({ count: 4000, epochs: 10_000 }, controller.signal, path);
    while (!snapshots.some(({ phase }) => phase === "layout"))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const startMs = performance.now();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: "canceled" });
    expect(performance.now() - startMs).toBeLessThan(2000);
    expect((await readdir(folder)).includes("long.maps")).toBe(false);
  });

  it("by axes has the cosines with each formula", async () => {
    const map = await project({ method: "axes", axes: ["word0 - word1", "word2"] });
    expect(map.positions[2 * 2 + 1]).toBeCloseTo(1, 5);
    expect(map.positions[0]).toBeGreaterThan(0.2);
    expect(map.positions[2]).toBeCloseTo(-map.positions[0]!, 5);
  });

  it.each<[Partial<ProjectionSettings>, RegExp]>([
    [{ method: "axes", axes: ["word0 - word1"] }, /needs 2 formulas.*there are 1/],
    [
      { method: "axes", axes: ["word0 - wrd1", "word2"] },
      /does not have “wrd1” of the axis “word0 - wrd1”.*“word1”/,
    ],
    [{ method: "axes", axes: ["word0 -", "word2"] }, /Column 8 of “word0 -”: a word is missing/],
    [{ method: "axes", axes: ["word0 - word0", "word2"] }, /its words cancel out/],
    [{ count: 0 }, /number of words of a map cannot be 0/],
    [{ epochs: 1e9 }, /number of epochs of a map cannot be 1000000000. Choose 1 to 10,000/],
    [{ neighbors: NaN }, /number of neighbors of a map cannot be NaN/],
    [{ balance: NaN }, /balance of a map cannot be NaN. Choose a number from 0 to 1/],
    [{ balance: 0.5 }, /has no general vectors/],
    [{ dimensions: 4 as 3 }, /map of 4 dimensions cannot be drawn/],
  ])("refuses %j in a sentence", async (settings, message) => {
    await expect(project(settings)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([1, 2, 3, 5, 6])(
    "is there for a model of %i words, of one and of two dimensions",
    async (n) => {
      for (const d of [1, 2]) {
        const path = await modelOf(`small${n}of${d}`, n, d);
        for (const method of ["pca", "umap"] as const)
          for (const dimensions of [2, 3] as const) {
            const map = await project({ method, dimensions }, undefined, path);
            expect(map.positions.length).toBe(n * dimensions);
            expect(map.positions.every(Number.isFinite)).toBe(true);
          }
      }
    },
  );
});
