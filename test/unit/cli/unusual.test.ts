import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { createRandom } from "../../../src/training/sampling.ts";

let entry: string;
let folder: string;
const wordfield = (...words: string[]) =>
  runCommandLine(entry, words, {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: folder, LOCALAPPDATA: folder },
  });

const TOPICS = [
  ["soup", "bread", "butter", "cook", "kitchen", "oven", "flour", "sugar", "spoon", "plate"],
  ["anvil", "hammer", "iron", "forge", "smith", "steel", "nail", "chain", "blade", "furnace"],
  ["river", "water", "boat", "shore", "stream", "fish", "harbor", "sail", "wave", "tide"],
];

/** Sentences of one topic each; where `exchanges`, spoon stands for hammer and hammer for spoon. */
function text(seed: number, exchanges: boolean): string {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: 500 }, () => {
    const topic = pick(TOPICS);
    const words = Array.from({ length: 8 }, () => pick(topic)).join(" ");
    if (!exchanges) return words;
    return words.replace(/spoon|hammer/g, (word) => (word === "spoon" ? "hammer" : "spoon"));
  }).join("\n");
}

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await mkdtemp(join(tmpdir(), "wordfield-unusual-"));
  await mkdir(join(folder, "text/odd"), { recursive: true });
  await writeFile(join(folder, "text/a.txt"), text(1, false));
  await writeFile(join(folder, "text/b.txt"), text(2, false));
  await writeFile(join(folder, "text/odd/c.txt"), text(3, true));
  await mkdir(join(folder, "other"));
  await writeFile(join(folder, "other/d.txt"), text(4, true));
  const options = ["--dimension", "16", "--epochs", "10", "--seed", "1"];
  await wordfield("train", "text", "-o", "m.safetensors", ...options);
}, BUILD_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly words: readonly {
    readonly word: string;
    readonly usesInFolder: number;
    readonly departure: number;
    readonly inFolder: readonly string[];
    readonly elsewhere: readonly string[];
  }[];
  readonly judged: number;
  readonly filesInFolder: number;
  readonly filesElsewhere: number;
}

const first = async (...words: string[]) => {
  const { out, err, exitCode } = await wordfield("unusual", ...words, "--json", "-k", "2");
  expect(exitCode, err).toBe(0);
  return JSON.parse(out) as Answer;
};

describe("wordfield unusual --against", () => {
  it("lists the words that a folder uses differently, with the company they keep there and elsewhere", async () => {
    const answer = await first("m.safetensors", "--against", "text/odd");
    expect(answer).toMatchObject({ judged: 30, filesInFolder: 1, filesElsewhere: 2 });
    expect(answer.words.map(({ word }) => word).sort()).toEqual(["hammer", "spoon"]);
    const spoon = answer.words.find(({ word }) => word === "spoon")!;
    expect(spoon.departure).toBeGreaterThan(5);
    expect(spoon.inFolder.every((word) => TOPICS[1]!.includes(word))).toBe(true);
    expect(spoon.elsewhere.every((word) => TOPICS[0]!.includes(word))).toBe(true);
    const { out, err } = await wordfield("unusual", "m.safetensors", "--against", "text/odd");
    expect(out).toMatch(/word +there +elsewhere +departs +like, there +like, elsewhere/);
    expect(err).toContain("30 words with 20 uses or more both in 1 file there and in 2 files");
  });

  it("reads a folder that the model has not read", async () => {
    const answer = await first("m.safetensors", "--against", "other");
    expect(answer).toMatchObject({ filesInFolder: 1, filesElsewhere: 3 });
    expect(answer.words.map(({ word }) => word).sort()).toEqual(["hammer", "spoon"]);
  });

  it("leaves words with too few uses out, and says so where hardly any are left", async () => {
    const few = ["unusual", "m.safetensors", "--against", "text/odd", "--min-uses", "100000"];
    const { exitCode, err } = await wordfield(...few);
    expect([exitCode, err]).toEqual([
      1,
      expect.stringMatching(/Only 0 words stand 100000 times or more.*Lower the least uses/),
    ]);
  });

  it("says where there is nothing to compare", async () => {
    const all = await wordfield("unusual", "m.safetensors", "--against", "text");
    expect([all.exitCode, all.err]).toEqual([1, expect.stringContaining("All 3 files")]);
    const missing = await wordfield("unusual", "m.safetensors", "--against", "nowhere");
    expect([missing.exitCode, missing.err]).toEqual([1, expect.stringContaining("nowhere")]);
  });
});

describe("wordfield unusual PATH", () => {
  it("trains for the question alone where a folder of text is named", async () => {
    const answer = await first("text", "--against", "text/odd");
    expect(answer.words.map(({ word }) => word).sort()).toEqual(["hammer", "spoon"]);
    const { out, err, exitCode } = await wordfield("unusual", "text", "--json");
    expect(exitCode, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ encoder: "all-MiniLM-L6-v2", judged: 30 });
  });

  it("refuses fewer uses than general meaning can be compared by", async () => {
    const { exitCode, err } = await wordfield("unusual", "m.safetensors", "--min-uses", "20");
    expect([exitCode, err]).toEqual([2, expect.stringContaining("from 50 on")]);
  });
});
