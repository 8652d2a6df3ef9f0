import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeModel } from "../../../src/embeddings/modelFile.node.ts";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import type { ProjectionSnapshot } from "../../../src/protocol/mapMessages.ts";
import { builtPaths, BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { plantedVectors } from "../../support/plantedVectors.ts";

const [N, D, GROUPS, MOVED] = [200, 10, 4, 42];
let folder: string;
let engine: Engine;
const snapshots: ProjectionSnapshot[] = [];
let pair: { readonly firstPath: string; readonly secondPath: string };

/** The same words in the same groups, but one that has gone to another; the second model has other axes. */
async function write(name: string, isSecond: boolean): Promise<string> {
  const path = join(folder, `${name}.safetensors`);
  const { vectors } = plantedVectors(N, D, GROUPS, 0.3);
  if (isSecond) vectors.copyWithin(MOVED * D, (MOVED + 1) * D, (MOVED + 2) * D);
  const axes = vectors.map((_, at) => vectors[at + D - 1 - 2 * (at % D)]!);
  await writeModel(path, {
    words: Array.from({ length: N }, (_, row) => `word${row}`),
    counts: Uint32Array.from({ length: N }, (_, row) => 1000 - row),
    dimension: D,
    inputVectors: isSecond ? axes : vectors,
    hyperparameters: { algorithm: "skip-gram", dimension: D },
    corpus: null,
    createdAt: "2026-11-22T10:11:12.000Z",
  });
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wordfield-pair-"));
  const { folder: built } = await builtPaths();
  engine = createEngine({
    folder: built,
    keepsIndexes: true,
    emit: (event, snapshot) => {
      if (event === "projectionChanged") snapshots.push(snapshot as ProjectionSnapshot);
    },
    log: (line) => {
      throw new Error(line);
    },
  });
  pair = { firstPath: await write("old", false), secondPath: await write("new", true) };
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const project = (change: Partial<typeof pair> & { count?: number } = {}) =>
  engine.calls.projectModels({
    ...{ runId: "run", minimumCount: 20, count: 1000, seed: 1, ...pair },
    ...change,
  });

describe("the map of two models", () => {
  it("has each word twice: those that stayed are near themselves, the one that moved is not", async () => {
    const { words, counts, positions, trustworthiness } = await project();
    expect(words).toHaveLength(N);
    expect([words[0], counts[0]]).toEqual(["word0", 1000]);
    expect(positions).toHaveLength(2 * N * 2);
    expect(trustworthiness).toBeGreaterThan(0.7);
    const moves = words.map((_, row) =>
      Math.hypot(
        positions[2 * row]! - positions[2 * (N + row)]!,
        positions[2 * row + 1]! - positions[2 * (N + row) + 1]!,
      ),
    );
    const others = moves.filter((_, row) => row !== MOVED).sort((a, b) => a - b);
    expect(moves[MOVED]).toBeGreaterThan(4 * others[N >> 1]!);
  });

  it("is seen while it is computed: the same words, from the first places on", async () => {
    const { words, counts } = await project();
    const placed = snapshots.filter(({ positions }) => positions !== null);
    expect(placed.length).toBeGreaterThan(0);
    for (const snapshot of placed) {
      expect(snapshot.positions).toHaveLength(2 * N * 2);
      expect(snapshot.words).toEqual({ words, counts });
    }
  });

  it("is kept: the same question is answered without computing", async () => {
    const first = await project();
    const before = snapshots.length;
    const second = await project();
    expect(second).toEqual(first);
    expect(snapshots).toHaveLength(before);
  });

  it("has the words that moved most among few", async () => {
    const { words } = await project({ count: 30 });
    expect(words).toHaveLength(30);
    expect(words).toContain(`word${MOVED}`);
  });

  it("is refused for one model twice", async () => {
    await expect(project({ secondPath: pair.firstPath })).rejects.toThrow(
      /cannot be compared with itself/,
    );
  });
});
