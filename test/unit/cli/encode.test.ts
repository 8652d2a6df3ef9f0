import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { readGoldenEncoders, SMALL_ENCODER } from "../../support/encoderFixtures.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

let entry: string;

beforeAll(async () => {
  entry = await builtCommandLine();
});

/** Runs the real command line. */
const wordfield = (...words: string[]) => runCommandLine(entry, words);

const cosine = (a: readonly number[] = [], b: readonly number[] = []) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

describe("wordfield encode", () => {
  it("gives texts of like meaning like vectors, with the encoder of their script", async () => {
    const english = await wordfield(
      ...["encode", "A dog runs.", "A puppy is running.", "Interest rates fell.", "--json"],
    );
    expect(english.exitCode).toBe(0);
    const { encoder, vectors } = JSON.parse(english.out) as {
      encoder: { name: string; isBundled: boolean; license: string };
      vectors: number[][];
    };
    expect(encoder).toMatchObject({
      name: "all-MiniLM-L6-v2",
      isBundled: true,
      license: "Apache-2.0",
    });
    expect(cosine(vectors[0], vectors[0])).toBeCloseTo(1, 4);
    expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(0.6);
    expect(cosine(vectors[0], vectors[2])).toBeLessThan(0.2);

    const chinese = await wordfield(
      "encode",
      "狗在跑。",
      "小狗正在奔跑。",
      "利率下降了。",
      "--json",
    );
    const zh = JSON.parse(chinese.out) as { encoder: { name: string }; vectors: number[][] };
    expect(zh.encoder.name).toBe("bge-small-zh-v1.5");
    expect(cosine(zh.vectors[0], zh.vectors[1])).toBeGreaterThan(
      cosine(zh.vectors[0], zh.vectors[2]) + 0.2,
    );
  });

  it("prints a line of numbers for each line of a file", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "lines.txt"), "\uFEFFwe walk\r\n\r\nthe river\n");
    const { exitCode, out, err } = await wordfield(
      ...["encode", join(folder, "lines.txt"), "--encoder", SMALL_ENCODER, "--layer", "0"],
    );
    expect(exitCode).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(2);
    expect(out.split("\n")[0]?.split(" ")).toHaveLength(32);
    expect(err).toContain("small: bert, 3 layers, dimension 32, fp32.");
  });

  it("lists tokens and where they stand", async () => {
    const { out } = await wordfield(
      ...["encode", "--tokens", "Unbelievable river", "-e", SMALL_ENCODER],
    );
    expect(out).toContain("0–2  un  ");
    expect(out).toContain('"Un"');
    expect(out).toContain("8–12  ##able");
    expect(out).toContain("13–18  river");
  });

  it("refuses a layer, a folder and a text that are none with a sentence", async () => {
    const layer = await wordfield("encode", "a", "-e", SMALL_ENCODER, "--layer", "9", "--json");
    expect(layer.exitCode).toBe(1);
    expect(JSON.parse(layer.out)).toMatchObject({ error: { code: "bad-input" } });
    expect(layer.err).toContain("There is no layer 9 in this encoder: give a number from 0 to 3.");
    const folder = await wordfield("encode", "a", "-e", "no-such-folder");
    expect(folder.err).toContain("config.json is missing");
    const empty = await wordfield("encode", " ");
    expect(empty.exitCode).toBe(2);
    expect(empty.err).toContain("There is no text: all lines are empty.");
    const odd = await wordfield("encode", "a", "--layer", "top");
    expect(odd.err).toContain('--layer cannot be "top"');
  });
});

describe("wordfield mask", () => {
  const golden = readGoldenEncoders().small;

  it("lists the words that the encoder expects, with their probabilities", async () => {
    const words = ["mask", "The capital of [MASK] is Paris.", "-e", SMALL_ENCODER, "-k", "2"];
    const { exitCode, out } = await wordfield(...words);
    expect(exitCode).toBe(0);
    expect(out).toContain('15–21 "[MASK]"');
    expect(out).toContain(golden.masked[0]?.[1].toFixed(3));
    const json = JSON.parse((await wordfield(...words, "--json")).out) as {
      places: { words: { token: string }[] }[];
    };
    expect(json.places[0]?.words.map(({ token }) => token)).toEqual([
      golden.masked[0]?.[0],
      golden.masked[1]?.[0],
    ]);
  });

  it("asks about a word of the text, and scores the sentence", async () => {
    const word = await wordfield(
      ...["mask", "The capital of France is Paris.", "-w", "France", "-e", SMALL_ENCODER],
    );
    expect(word.out).toContain('15–21 "France"');
    expect(word.out).toContain("france itself: ");
    const score = await wordfield("mask", "the bank", "--score", "-e", SMALL_ENCODER);
    expect(score.out).toMatch(/^pseudo-perplexity [\d.]+\nthe {2}[\d.]+\nbank {2}[\d.]+\n$/);
  });

  it("says where an encoder has no head for it", async () => {
    const { exitCode, err } = await wordfield("mask", "No [MASK] here.");
    expect(exitCode).toBe(1);
    expect(err).toContain("This encoder has no head for masked words.");
  });
});
