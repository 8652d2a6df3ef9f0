import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { SMALL_ENCODER } from "../../support/encoderFixtures.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

let entry: string;

beforeAll(async () => {
  entry = await builtCommandLine();
});

/** Runs the real command line. */
const wordfield = (...words: string[]) => runCommandLine(entry, words);

const PLACES = ["the river", "a lake", "the canal", "our stream", "the creek", "a pond"];
const RIVER = [
  "We walked along the bank of # to fish.",
  "Trees grow on the bank beside #.",
  "The boat lay on the muddy bank near #.",
];
const PEOPLE = ["my aunt", "the clerk", "a customer", "our boss", "the firm", "a student"];
const MONEY = [
  "The bank gave # a loan with low interest.",
  "Money in the bank of # was withdrawn.",
  "At the bank # opened a savings account.",
];

/** "bank" in two senses, 18 sentences of each. */
async function bankFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const fill = (frames: readonly string[], fillers: readonly string[]) =>
    frames.flatMap((frame) => fillers.map((filler) => frame.replace("#", filler))).join("\n\n");
  await writeFile(join(folder, "river.txt"), fill(RIVER, PLACES));
  await writeFile(join(folder, "money.txt"), fill(MONEY, PEOPLE));
  return folder;
}

describe("wordfield senses", () => {
  it("tells the senses of a word apart, with words, example lines and places", async () => {
    const folder = await bankFolder();
    const { exitCode, out } = await wordfield("senses", folder, "-w", "Bank", "-n", "2", "--json");
    expect(exitCode).toBe(0);
    const found = JSON.parse(out) as {
      total: number;
      senses: { places: number; words: { word: string }[]; examples: number[] }[];
      scores: { senses: number; score: number }[];
      places: { path: string; line: number; column: number; sense: number; xy: number[] }[];
    };
    expect(found.total).toBe(36);
    expect(found.senses.map(({ places }) => places)).toEqual([18, 18]);
    const files = found.senses.map((_, sense) => [
      ...new Set(found.places.filter((place) => place.sense === sense).map(({ path }) => path)),
    ]);
    expect(files.map((paths) => paths.length)).toEqual([1, 1]);
    const words = found.senses.map((sense) => sense.words.map(({ word }) => word));
    const money = files[0]?.[0]?.endsWith("money.txt") ? 0 : 1;
    expect(words[money]).toContain("loan");
    expect(words[1 - money]).toContain("boat");
    expect(found.places[0]).toMatchObject({ line: 1, column: 5 });
    expect(found.places.every(({ xy }) => xy.every(Number.isFinite))).toBe(true);
  });

  it("says how many there are, and mixes none where there is more to tell apart", async () => {
    const folder = await bankFolder();
    const { out, err } = await wordfield("senses", folder, "-w", "bank");
    expect(err).toMatch(/[2-4] senses by the gap statistic \(score 0\.\d+; one sense has 0\)/);
    for (const sense of out.split(/^bank \d+ /m).slice(1))
      expect(new Set(sense.match(/(?:river|money)\.txt/g)).size).toBe(1);
  });

  it("lists them for people, as many as it is told", async () => {
    const folder = await bankFolder();
    const { exitCode, out, err } = await wordfield(
      ...["senses", folder, "-w", "bank", "-n", "2", "-k", "1", "--sample", "20"],
    );
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^bank 1 {2}\d+ places \(\d+\.\d %\)\n {2}\w+/);
    expect(out).toMatch(/(?:river|money)\.txt:\d+:\d+: /);
    expect(err).toContain("36 places in 2 files, 20 encoded.");
  });

  it("exits with 1 where the word stands nowhere, and with 2 for a number that is none", async () => {
    const folder = await bankFolder();
    const none = await wordfield("senses", folder, "-w", "emperor", "--encoder", SMALL_ENCODER);
    expect(none).toMatchObject({ exitCode: 1, out: "" });
    expect(none.err).toContain("“emperor” stands in no file that was read.");
    const wrong = await wordfield("senses", folder, "-w", "bank", "-n", "many");
    expect(wrong.exitCode).toBe(2);
    const few = await wordfield("senses", folder, "-w", "aunt", "-n", "9", "-e", SMALL_ENCODER);
    expect(few.err).toContain("3 different places of “aunt” cannot have 9 senses.");
  });
});

describe("wordfield index and search", () => {
  it("finds lines by what they mean", async () => {
    const folder = await bankFolder();
    const index = join(await temporaryFolder(), "bank.passages");
    const made = await wordfield("index", folder, "-o", index);
    expect(made.exitCode).toBe(0);
    expect(made.out).toContain("36 passages of 2 files, 36 different ones, 36 of them encoded");
    const { out, exitCode } = await wordfield("search", index, "borrowing cash", "-k", "3");
    expect(exitCode).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(3);
    for (const line of out.trim().split("\n")) expect(line).toMatch(/money\.txt:\d+:1: 0\.\d{3} /);
    expect((await wordfield("index", folder, "-o", index)).out).toContain("0 of them encoded");
  });

  it("refuses an index that is none, and a name that is none", async () => {
    const folder = await bankFolder();
    const other = await wordfield("search", join(folder, "river.txt"), "boat");
    expect(other.exitCode).toBe(1);
    expect(other.err).toContain("river.txt cannot be used as an index");
    expect((await wordfield("index", folder, "-o", join(folder, "river.txt"))).exitCode).toBe(2);
  });
});

describe("wordfield distill and compare", () => {
  it("makes a model of an encoder that other subcommands open and training goes on from", async () => {
    const folder = await bankFolder();
    const model = join(await temporaryFolder(), "distilled.safetensors");
    const made = await wordfield(
      ...["distill", folder, "-o", model, "--min-count", "1", "--dimension", "16"],
    );
    expect(made.err).toContain("all-MiniLM-L6-v2");
    expect(made.out).toContain("dimension 16");
    const near = await wordfield("neighbors", model, "river", "-k", "6", "--json");
    const { results } = JSON.parse(near.out) as { results: { neighbors: { word: string }[] }[] };
    const words = results.flatMap(({ neighbors }) => neighbors.map(({ word }) => word));
    expect(
      ["lake", "stream", "creek", "canal", "pond"].filter((word) => words.includes(word)).length,
    ).toBeGreaterThanOrEqual(3);
    const trained = join(await temporaryFolder(), "trained.safetensors");
    const further = await wordfield(
      ...["train", folder, "-o", trained, "--warm-start", model, "--min-count", "1"],
      ...["--epochs", "1", "--threads", "1"],
    );
    expect(further.exitCode).toBe(0);
    const again = join(await temporaryFolder(), "again.safetensors");
    const ofModel = await wordfield("distill", trained, "-o", again, "-e", SMALL_ENCODER);
    expect(ofModel.out).toMatch(/words, dimension \d+, in/);
  });

  it("sets static neighbors beside contextual ones, layer by layer", async () => {
    const folder = await bankFolder();
    const model = join(await temporaryFolder(), "distilled.safetensors");
    await wordfield("distill", folder, "-o", model, "--min-count", "1", "--dimension", "16");
    const text = "The bank of the river was muddy.";
    const { out, exitCode } = await wordfield("compare", text, "-m", model, "--json");
    expect(exitCode).toBe(0);
    const found = JSON.parse(out) as {
      tokens: { token: string; start: number }[];
      words: {
        surface: string;
        start: number;
        staticNeighbors: unknown[];
        contextualNeighbors: { word: string }[];
        toUsual: number | null;
        occurrences: { path: string; text: string }[];
      }[];
      layers: { layer: number; selfSimilarity: number; intraSentenceSimilarity: number }[];
      similarities: number[][];
    };
    expect(found.words.map(({ surface }) => surface)).toEqual(text.match(/\w+/g));
    const bank = found.words[1];
    expect(bank).toMatchObject({ surface: "bank", start: 4 });
    expect(bank?.staticNeighbors).toHaveLength(5);
    expect(bank?.contextualNeighbors).toHaveLength(5);
    expect(bank?.toUsual).toBeGreaterThan(0);
    expect(bank?.occurrences[0]?.text).toContain("bank");
    expect(found.layers.map(({ layer }) => layer)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // The embeddings know no context but the place in the sentence; the last layer does.
    expect(found.layers[0]?.selfSimilarity).toBeGreaterThan(found.layers[6]?.selfSimilarity ?? 1);
    expect(found.similarities).toHaveLength(found.tokens.length);
    expect(found.similarities[2]?.[2]).toBeCloseTo(1, 4);
    const shown = await wordfield("compare", text, "-m", model, "--occurrences", "0");
    expect(shown.out).toContain("in general");
    expect(shown.out).toContain("anisotropy");
    const general = await wordfield("compare", text, "-m", model, "--balance", "1");
    expect([general.exitCode, general.err]).toEqual([
      1,
      expect.stringContaining("has no general vectors"),
    ]);
  }, 180_000);
});
