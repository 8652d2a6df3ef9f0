import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, builtEntry, builtPaths } from "../../support/builtEntries.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const MARKDOWN =
  "# The *Old* Bridge\n\nA caf&eacute; by\nthe [river](http://a.b/c). `openDoor()`\n";

let entry: string;
let folder: string;

function wordfield(...words: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, ...words], { cwd: folder }, (_, out, err) =>
      resolve({ exitCode: child.exitCode ?? -1, out, err }),
    );
  });
}

beforeAll(async () => {
  [entry] = await Promise.all([builtEntry("cli"), builtPaths()]);
}, BUILD_TIMEOUT_MS);
beforeEach(async () => {
  folder = await temporaryFolder({
    "text/a.md": MARKDOWN,
    "text/b.ts": "// Opens the door.\nconst openDoor = (door: Door) => door.open();\n",
    "text/c.txt": "Plain words. And more.\n",
    "text/d.json": '{"key": "some text", "number": 5}\n',
    "text/e.ipynb": "{ no notebook",
    "text/f.bin": "\0\0\0",
  });
});

describe("wordfield corpus", () => {
  it("sums up files by kind, the largest ones, and what is left out and why", async () => {
    const { exitCode, out } = await wordfield("corpus", "text", "--json");
    expect(exitCode).toBe(0);
    const survey = JSON.parse(out) as {
      files: number;
      tokens: number;
      kinds: { kind: string; files: number; tokens: number }[];
      largest: { path: string }[];
      skipped: { path: string; reason: string }[];
    };
    expect(survey.files).toBe(5);
    expect(survey.kinds.map(({ kind }) => kind).sort()).toEqual([
      ...["code", "json", "markdown", "notebook", "plain"],
    ]);
    expect(survey.tokens).toBe(survey.kinds.reduce((sum, { tokens }) => sum + tokens, 0));
    expect(survey.largest[0]!.path).toBe(join(folder, "text/a.md"));
    expect(survey.skipped).toEqual([
      { path: join(folder, "text/e.ipynb"), reason: "in part: no notebook: line 1 is no JSON" },
      { path: join(folder, "text/f.bin"), reason: "binary" },
    ]);
  });

  it("takes all for plain text where it is told to", async () => {
    const { out } = await wordfield("corpus", "text", "--markup", "keep", "--json");
    expect((JSON.parse(out) as { kinds: object[] }).kinds).toMatchObject([
      { kind: "plain", files: 5 },
    ]);
  });

  it("is readable, too", async () => {
    const { out, err } = await wordfield("corpus", "text", "--largest", "1");
    expect(out).toContain("5 files");
    expect(out).toMatch(/markdown +1 /);
    expect(err).toContain("no notebook");
  });
});

describe("wordfield tokens", () => {
  it("lists words where they stand in the file, whatever markup is around them", async () => {
    const { out } = await wordfield("tokens", "text/a.md", "--json");
    const { kind, tokens } = JSON.parse(out) as {
      kind: string;
      tokens: {
        word: string;
        surface: string;
        line: number;
        column: number;
        start: number;
        end: number;
        beginsSentence: boolean;
      }[];
    };
    expect(kind).toBe("markdown");
    expect(tokens.map(({ word }) => word)).toEqual([
      ...["the", "old", "bridge", "a", "café", "by", "the", "river"],
      ...["opendoor", "open", "door"],
    ]);
    for (const { surface, start, end } of tokens) expect(MARKDOWN.slice(start, end)).toBe(surface);
    expect(tokens[4]).toMatchObject({ surface: "caf&eacute;", line: 3, column: 3 });
    expect(tokens[7]).toMatchObject({ surface: "river", line: 4, column: 6 });
    expect(tokens.filter((token) => token.beginsSentence).map(({ word }) => word)).toEqual([
      ...["the", "a", "opendoor"],
    ]);
  });

  it("prints line, column, word and surface form, and a warning where a file is read in part", async () => {
    const { out, err, exitCode } = await wordfield("tokens", "text/a.md", "--limit", "5");
    expect(out).toContain('3:3 café  "caf&eacute;"');
    expect(err).toContain("11 tokens, read as markdown, 6 of them not listed");
    expect(exitCode).toBe(0);
    const damaged = await wordfield("tokens", "text/e.ipynb");
    expect(damaged.exitCode).toBe(1);
    expect(damaged.err).toContain("Read in part: no notebook");
  });

  it("says what is wrong with a file that cannot be read", async () => {
    const { err, exitCode } = await wordfield("tokens", "text/f.bin");
    expect(exitCode).toBe(1);
    expect(err).toContain("f.bin cannot be read: binary. Choose a text file.");
  });
});

describe("training, lines and keywords", () => {
  it("read files by their kind, too", async () => {
    const lines = await wordfield("occurrences", "text", "-w", "café", "--json");
    expect(JSON.parse(lines.out)).toMatchObject({
      total: 1,
      occurrences: [{ line: 3, column: 3, match: "caf&eacute;" }],
    });
    const parts = await wordfield("occurrences", "text", "-w", "door", "--json");
    expect(
      (JSON.parse(parts.out) as { occurrences: { match: string }[] }).occurrences.map(
        ({ match }) => match,
      ),
    ).toEqual(["Door", "door", "Door", "door", "Door", "door"]);
    await writeFile(join(folder, "train.md"), `${MARKDOWN}\n`.repeat(20));
    const trained = await wordfield(
      ...["train", "train.md", "-o", "m.safetensors", "--min-count", "5", "--dimension", "8"],
    );
    expect(trained.exitCode).toBe(0);
    const info = await wordfield("info", "m.safetensors", "--json");
    expect(JSON.parse(info.out)).toMatchObject({ words: 10 });
  });
});
