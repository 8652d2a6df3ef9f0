import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeModel } from "../../../src/embeddings/modelFile.node.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { plantedVectors } from "../../support/plantedVectors.ts";

const [N, D, GROUPS] = [120, 10, 4];
let entry: string;
let folder: string;
const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });

/** The same words near the same words, but one that has gone to another group. */
async function write(
  name: string,
  moved: number | null,
  count: number,
  dimension = D,
): Promise<void> {
  const { vectors } = plantedVectors(N, dimension, GROUPS, 0.4);
  if (moved !== null) vectors.copyWithin(moved * D, (moved + 1) * D, (moved + 2) * D);
  // Another training has other axes.
  const axes = Float32Array.from({ length: N * D }, (_, at) => vectors[at + D - 1 - 2 * (at % D)]!);
  await writeModel(join(folder, name), {
    words: Array.from({ length: N }, (_, row) => `word${row}`),
    counts: new Uint32Array(N).fill(count),
    dimension,
    inputVectors: moved === null ? vectors : axes,
    hyperparameters: { algorithm: "skip-gram", dimension },
    corpus: null,
    createdAt: "2026-11-22T10:11:12.000Z",
  });
}

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await mkdtemp(join(tmpdir(), "wordfield-compare-"));
  await write("old.safetensors", null, 50);
  await write("new.safetensors", 42, 60);
}, BUILD_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("wordfield compare", () => {
  it("lists the word that has moved first, with its counts and neighbors in both", async () => {
    const { exitCode, out, err } = await wordfield(
      "compare",
      "old.safetensors",
      "new.safetensors",
      "--json",
    );
    expect(exitCode).toBe(0);
    expect(err).toContain("120 of 120 words in both compared");
    expect(err).toMatch(/\d+ moved more than by chance/);
    const { moved } = JSON.parse(out) as {
      moved: {
        word: string;
        firstCount: number;
        secondCount: number;
        beyond: number;
        firstNeighbors: string[];
        secondNeighbors: string[];
      }[];
    };
    expect(moved[0]).toMatchObject({ word: "word42", firstCount: 50, secondCount: 60 });
    expect(moved[0]!.beyond).toBeGreaterThan(4 * moved[1]!.beyond);
    const groupOf = (word: string) => Number(word.slice(4)) % GROUPS;
    expect(moved[0]!.firstNeighbors.map(groupOf)).toEqual([2, 2, 2, 2, 2]);
    expect(moved[0]!.secondNeighbors.map(groupOf)).toEqual([3, 3, 3, 3, 3]);
    const table = await wordfield("compare", "old.safetensors", "new.safetensors", "-k", "1");
    expect(table.out).toMatch(/word42 +\d\.\d{3} +\d\.\d{3} +50 → 60 +word/);
  });

  it("says that too few words are in both", async () => {
    const { exitCode, err } = await wordfield(
      "compare",
      "old.safetensors",
      "new.safetensors",
      "--min-count",
      "55",
    );
    expect(exitCode).toBe(1);
    expect(err).toContain("old and new have 0 words in common that stand 55 times or more in both");
    await write("wide.safetensors", null, 50, 61);
    await write("wider.safetensors", null, 50, 64);
    const wide = await wordfield("compare", "wide.safetensors", "wider.safetensors");
    expect(wide.exitCode).toBe(1);
    expect(wide.err).toContain("120 words in common");
    expect(wide.err).toContain("to compare vectors of 61 dimensions takes 122");
  });

  it("has one name for models and texts, which -m tells apart", async () => {
    const { out } = await wordfield("compare", "--help");
    expect(out).toContain("wordfield compare MODEL MODEL2 [--option…]");
    expect(out).toContain("wordfield compare TEXT -m MODEL [--option…]");
    const alone = await wordfield("compare", "old.safetensors");
    expect(alone.exitCode).toBe(2);
    expect(alone.err).toContain("MODEL2 is missing");
    for (const model of [["-m", "none.safetensors"], ["--model=none.safetensors"]]) {
      const text = await wordfield("compare", "a river", ...model, "--min-count", "5");
      expect(text.exitCode).toBe(2);
      expect(text.err).toContain("There is no option --min-count.");
    }
  });
});
