import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

let entry: string;
let folder: string;

const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });

const SMALL = ["--dimension", "4", "--epochs", "1", "--threads", "1", "--min-count", "2"];

beforeAll(async () => {
  entry = await builtCommandLine();
}, BUILD_TIMEOUT_MS);
beforeEach(async () => {
  folder = await temporaryFolder({
    "text/a.txt": "the harbor of New York and the river\n".repeat(10),
    "text/b.txt": "the harbor, the boat\n".repeat(5),
  });
});

const train = (...words: string[]) =>
  wordfield("train", "text", "-o", "m.safetensors", ...SMALL, ...words);

describe("wordfield files", () => {
  it("lists what a model has read, and which files have a word", async () => {
    await train();
    const all = await wordfield("files", "m.safetensors");
    expect(all.out).toMatch(/a\.txt +plain .* 80\n/);
    expect(all.err).toContain("2 files, 100 tokens.");
    const some = await wordfield("files", "m.safetensors", "--word", "harbor", "--json");
    expect(JSON.parse(some.out)).toEqual({
      ...{ total: 15, inFiles: 2 },
      files: [
        { path: join(folder, "text/a.txt"), count: 10 },
        { path: join(folder, "text/b.txt"), count: 5 },
      ],
    });
    const none = await wordfield("files", "m.safetensors", "--word", "nowhere");
    expect([none.exitCode, none.err]).toEqual([1, expect.stringContaining("stands in no file")]);
  });

  it("says where a model does not know", async () => {
    await writeFile(join(folder, "some.vec"), "1 2\nriver 1 0\n");
    const { exitCode, err } = await wordfield("files", "some.vec");
    expect(exitCode).toBe(1);
    expect(err).toContain("some.vec does not say which files it was made of");
  });
});

describe("wordfield forget", () => {
  it("takes files out of the record, and says that the vectors stay", async () => {
    await train();
    const forgot = await wordfield("forget", "m.safetensors", "text/b.txt");
    expect(forgot.out).toBe(`${join(folder, "text/b.txt")}\n`);
    expect(forgot.err).toContain("1 file forgotten, 1 file left. The vectors are as they were");
    const { out, err } = await wordfield("files", "m.safetensors");
    expect(out).not.toContain("b.txt");
    expect(err).toContain("Forgotten: 1 file");
    const again = await wordfield("forget", "m.safetensors", "text/b.txt");
    expect([again.exitCode, again.err]).toEqual([
      1,
      expect.stringContaining("none of these files"),
    ]);
  });
});

describe("wordfield train", () => {
  it("reads with --new-only what has changed, of the model's own files where none are named", async () => {
    await train();
    await writeFile(join(folder, "text/c.txt"), "an otter, an otter\n");
    const order = ["-o", "n.safetensors", "--warm-start", "m.safetensors", "--new-only"];
    const { exitCode } = await wordfield("train", ...order, "--epochs", "1", "--min-count", "2");
    expect(exitCode).toBe(0);
    const info = JSON.parse((await wordfield("info", "n.safetensors", "--json")).out) as {
      words: number;
      corpus: { files: number; tokens: number };
    };
    expect(info).toMatchObject({ corpus: { files: 3, tokens: 104 } });
    const nothing = await wordfield(
      "train",
      "-o",
      "o.safetensors",
      "--warm-start",
      "n.safetensors",
      "--new-only",
    );
    expect(nothing.err).toContain("Nothing is new");
    const alone = await wordfield("train", "text", "-o", "o.safetensors", "--new-only");
    expect([alone.exitCode, alone.err]).toEqual([2, expect.stringContaining("needs --warm-start")]);
  });

  it("joins phrases of a file and leaves out stop words, and leads from phrases to their lines", async () => {
    await writeFile(join(folder, "phrases.txt"), "\ufeffNew York\nharbor of new york\n\n");
    await train("--phrases", "phrases.txt", "--stop-words", "en");
    const { out } = await wordfield("info", "m.safetensors", "--json");
    expect(JSON.parse(out)).toMatchObject({
      words: 4, // harbor_of_new_york, harbor, river, boat
      corpus: {
        phrases: [
          ["new", "york"],
          ["harbor", "of", "new", "york"],
        ],
        stopWords: { languages: ["en"], words: [] },
      },
    });
    const files = await wordfield("files", "m.safetensors", "-w", "harbor_of_new_york", "--json");
    expect(JSON.parse(files.out)).toMatchObject({ total: 10, inFiles: 1 });
    expect((await wordfield("info", "m.safetensors")).out).toMatch(/stop words +en\n/);
  });

  it("finds phrases by itself, and takes stop words of a file", async () => {
    await writeFile(join(folder, "stop.txt"), "The\nand\n");
    const others = Array.from({ length: 400 }, (_, i) => `word${i}`).join(" ");
    await writeFile(join(folder, "text/c.txt"), others);
    const { exitCode } = await train("--phrases", "auto", "--stop-words", "stop.txt");
    expect(exitCode).toBe(0);
    const { corpus } = JSON.parse((await wordfield("info", "m.safetensors", "--json")).out) as {
      corpus: { phrases?: string[][]; stopWords: object };
    };
    expect(corpus.stopWords).toEqual({ languages: [], words: ["The", "and"] });
    const found = JSON.parse((await wordfield("phrases", "text", "--json")).out) as {
      phrases: { words: string[] }[];
    };
    expect(corpus.phrases).toContainEqual(["new", "york"]);
    expect(corpus.phrases).toEqual(found.phrases.map(({ words }) => words));
    const missing = await train("--phrases", "nowhere.txt");
    expect([missing.exitCode, missing.err]).toEqual([
      1,
      expect.stringContaining("nowhere.txt cannot be read"),
    ]);
  });
});
