import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";

let entry: string;
let folder: string;

/** Runs the real command line in the temporary folder. */
const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await realpath(await mkdtemp(join(tmpdir(), "wordfield-occurrences-")));
  await mkdir(join(folder, "text"));
  await writeFile(join(folder, "text/a.txt"), "The King’s hat.\r\n\tA KING, and\r\nkings.\n");
  await writeFile(join(folder, "text/b.md"), "我们在学习。 No king and no queen.\n");
  await writeFile(join(folder, "text/c.bin"), "\0\0");
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("wordfield occurrences", () => {
  it("lists path, line, column and text of every place", async () => {
    const { exitCode, out, err } = await wordfield("occurrences", "text", "--word", "King");
    expect(exitCode).toBe(0);
    expect(out.replaceAll(folder, "")).toBe(
      "/text/a.txt:2:4: A KING, and\n/text/b.md:1:11: 我们在学习。 No king and no queen.\n",
    );
    expect(err).toContain("2 places in 2 files.");
    expect(err).toContain("1 file could not be read");
  });

  it("finds phrases, also over a line break and in Chinese", async () => {
    const phrase = await wordfield("occurrences", "text", "-w", "king and KINGS", "--json");
    expect(JSON.parse(phrase.out)).toMatchObject({
      words: ["king", "and", "kings"],
      total: 1,
      inFiles: 1,
      occurrences: [{ line: 2, column: 4, before: "A ", match: "KING, and  kings", after: "." }],
      skipped: [{ reason: "binary" }],
    });
    const chinese = await wordfield("occurrences", "text", "-w", "在学习");
    expect(chinese.out.replaceAll(folder, "")).toContain("/text/b.md:1:3: 我们在学习。");
  });

  it("lists no more than asked for, and says how many there are", async () => {
    const { out, err } = await wordfield("occurrences", "text", "-w", "king", "--limit", "1");
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).toContain("2 places in 2 files, 1 of them not listed: raise --limit to see more.");
  });

  it("exits with 1 where the word stands nowhere, and with 2 where none is given", async () => {
    expect(await wordfield("occurrences", "text", "-w", "emperor")).toMatchObject({
      exitCode: 1,
      out: "",
      err: expect.stringContaining("“emperor” stands in no file that was read.") as string,
    });
    expect((await wordfield("occurrences", "text")).exitCode).toBe(2);
    expect(await wordfield("occurrences", "nowhere", "-w", "x")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("nowhere does not exist") as string,
    });
  });
});
