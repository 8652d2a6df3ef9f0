import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";

let entry: string;
let folder: string;

/** Runs the real command line, with a cache of its own. */
const wordfield = (...words: string[]) =>
  runCommandLine(entry, words, {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder },
  });

// Two trades that never meet; and in this text the spoon is a tool of the smith.
const KITCHEN = ["soup", "bread", "butter", "cook", "kitchen", "oven", "flour", "sugar"];
const SMITHY = ["anvil", "hammer", "iron", "forge", "smith", "steel", "spoon", "nail"];

function lines(words: readonly string[]): string {
  let text = "";
  for (let i = 0; i < 400; i++)
    text += `${[0, 1, 2, 3].map((step) => words[(i * (step + 2) + step) % words.length]).join(" ")}\n`;
  return text;
}

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await mkdtemp(join(tmpdir(), "wordfield-ground-"));
  await mkdir(join(folder, "text"));
  await writeFile(join(folder, "text/a.txt"), lines(KITCHEN));
  await writeFile(join(folder, "text/b.txt"), lines(SMITHY));
  const options = ["--dimension", "16", "--epochs", "20", "--seed", "1", "--prior", "auto"];
  const trained = await wordfield("train", "text", "-o", "m.safetensors", ...options);
  expect(trained.err + trained.out).toContain("all-MiniLM-L6-v2 knows 16 of 16 words");
}, BUILD_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

const nearest = async (word: string, ...options: string[]) => {
  const { out } = await wordfield("neighbors", "m.safetensors", word, "--json", ...options);
  const [result] = (JSON.parse(out) as { results: { neighbors: { word: string }[] }[] }).results;
  return result?.neighbors.map((neighbor) => neighbor.word) ?? [];
};

describe("wordfield ground", () => {
  it("encodes no word twice", async () => {
    const { exitCode, out } = await wordfield("ground", "m.safetensors", "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ words: 16, known: 16, fromCache: 16 });
    const info = await wordfield("info", "m.safetensors");
    expect(info.out).toMatch(/general meaning +all-MiniLM-L6-v2/);
  });

  it("refuses what is no model of Wordfield", async () => {
    const { exitCode, err } = await wordfield("ground", join("text", "a.txt"));
    expect(exitCode).toBe(1);
    expect(err).toContain("a.txt");
  });
});

describe("--balance", () => {
  it("goes from what words mean here to what they mean in general", async () => {
    const kitchenware = (words: readonly string[]) =>
      words.filter((word) => KITCHEN.includes(word)).length;
    const here = await nearest("spoon", "--balance", "0", "-k", "5");
    const general = await nearest("spoon", "--balance", "1", "-k", "5");
    expect(kitchenware(here)).toBeLessThanOrEqual(1);
    expect(kitchenware(general)).toBeGreaterThanOrEqual(3);
    expect(await nearest("spoon", "--balance", "auto")).toEqual(await nearest("spoon"));
  });

  it("is what exported vectors mean", async () => {
    const exported = async (...options: string[]) => {
      const { exitCode } = await wordfield("export", "m.safetensors", "-o", "m.vec", ...options);
      expect(exitCode).toBe(0);
      const [head, ...rows] = (await readFile(join(folder, "m.vec"), "utf8")).trimEnd().split("\n");
      const vectors = new Map(rows.map((row) => [row.split(" ")[0]!, row.split(" ").slice(1)]));
      const [spoon, soup, anvil] = ["spoon", "soup", "anvil"].map((word) =>
        vectors.get(word)!.map(Number),
      );
      return { head, kitchen: cosine(spoon!, soup!), smithy: cosine(spoon!, anvil!) };
    };
    const [here, general] = [await exported(), await exported("--balance", "1")];
    expect([here.head, general.head]).toEqual(["16 16", "16 192"]);
    expect(here.smithy).toBeGreaterThan(here.kitchen);
    expect(general.kitchen).toBeGreaterThan(general.smithy);
    expect((await exported("--balance", "auto")).head).toBe("16 208");
    const { exitCode, err } = await wordfield(
      ...["export", "m.safetensors", "-o", "m.bin", "--balance", "1"],
    );
    expect([exitCode, err]).toEqual([1, expect.stringContaining("holds what was trained")]);
    await expect(stat(join(folder, "m.bin"))).rejects.toThrow();
  });

  it("is what brings words near each other on a map, and what a map's vectors mean", async () => {
    const placed = async (...options: string[]) => {
      const { out } = await wordfield(
        ...["map", "m.safetensors", "-o", "m.tsv", "-p", "pca", "--json", ...options],
      );
      const { settings } = JSON.parse(out) as { settings: { balance: unknown } };
      return { balance: settings.balance, table: await readFile(join(folder, "m.tsv"), "utf8") };
    };
    const here = await placed("--balance", "0");
    const general = await placed("--balance", "1");
    const auto = await placed();
    expect([here.balance, general.balance, auto.balance]).toEqual([0, 1, "auto"]);
    expect(new Set([here.table, general.table, auto.table]).size).toBe(3);
    const axis = ["--axis", "soup - anvil", "--axis", "bread"];
    const along = (table: string) => Number(/^spoon\t.*$/m.exec(table)![0].split("\t")[2]);
    expect(along((await placed(...axis, "--balance", "0")).table)).toBeLessThan(0);
    expect(along((await placed(...axis, "--balance", "1")).table)).toBeGreaterThan(0);
    await wordfield("map", "m.safetensors", "-o", "projector/", "--balance", "1");
    const rows = (await readFile(join(folder, "projector/vectors.tsv"), "utf8")).split("\n");
    expect(rows[0]?.split("\t")).toHaveLength(192);
  });

  it("is refused where it is no share, and where there is nothing general", async () => {
    const wrong = await wordfield("neighbors", "m.safetensors", "spoon", "--balance", "2");
    expect([wrong.exitCode, wrong.err]).toEqual([2, expect.stringContaining("from 0 to 1")]);
    await wordfield("train", "text", "-o", "plain.safetensors", "--epochs", "1");
    const plain = ["neighbors", "plain.safetensors", "spoon", "--balance"];
    expect((await wordfield(...plain, "0.5")).err).toContain("wordfield ground");
    expect((await wordfield(...plain, "auto")).exitCode).toBe(0);
  });
});

describe("wordfield unusual", () => {
  it("says how many words it has judged, and needs general vectors", async () => {
    const { exitCode, err, out } = await wordfield("unusual", "m.safetensors", "--json");
    expect(exitCode).toBe(0);
    expect(err).toContain("with 100 uses or more were compared with all-MiniLM-L6-v2");
    expect(JSON.parse(out)).toMatchObject({ minimumUses: 100, encoder: "all-MiniLM-L6-v2" });
    const plain = await wordfield("unusual", "plain.safetensors");
    expect([plain.exitCode, plain.err]).toEqual([1, expect.stringContaining("general vectors")]);
  });
});

describe("wordfield ground -o", () => {
  it("makes a model of a text without training, which neighbors and info take", async () => {
    const made = await wordfield("ground", "text", "-o", "g.safetensors");
    expect(made.err).toContain("Encoding");
    expect(made.out).toMatch(
      /^2 files, [\d,]+ tokens; all-MiniLM-L6-v2 knows 16 of the 16 most frequent words; 16 were known/,
    );
    expect(made.out).toMatch(/Wrote g\.safetensors, .*general meaning; not trained on this text/);
    const { out } = await wordfield("neighbors", "g.safetensors", "spoon", "--json", "-k", "5");
    const [result] = (JSON.parse(out) as { results: { neighbors: { word: string }[] }[] }).results;
    const near = result!.neighbors.map(({ word }) => word).filter((word) => KITCHEN.includes(word));
    expect(near.length).toBeGreaterThanOrEqual(2);
    const info = await wordfield("info", "g.safetensors");
    expect(info.out).toMatch(/general meaning alone, not trained/);
    const few = ["ground", "text", "-o", "few.safetensors", "--max-words", "3", "--json"];
    expect(JSON.parse((await wordfield(...few)).out)).toMatchObject({ words: 3, known: 3 });
  });

  it("says that text and its options need it", async () => {
    const two = await wordfield("ground", "text", "m.safetensors");
    expect([two.exitCode, two.err]).toEqual([2, expect.stringContaining("2 paths make sense")]);
    const counted = await wordfield("ground", "m.safetensors", "--min-count", "2");
    expect([counted.exitCode, counted.err]).toEqual([2, expect.stringContaining("--min-count")]);
    const grounded = await wordfield("ground", "g.safetensors");
    expect([grounded.exitCode, grounded.err]).toEqual([1, expect.stringContaining("not trained")]);
  });
});
