import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const MARKDOWN =
  "# The *Old* Bridge\n\nA caf&eacute; by\nthe [river](http://a.b/c). `openDoor()`\n";

let entry: string;
let folder: string;

const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });

beforeAll(async () => {
  entry = await builtCommandLine();
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
      languages: { language: string; tokens: number }[];
      scripts: { script: string; tokens: number }[];
      largest: { path: string }[];
      skipped: { path: string; reason: string }[];
    };
    expect(survey.files).toBe(5);
    expect(survey.kinds.map(({ kind }) => kind).sort()).toEqual([
      ...["code", "json", "markdown", "notebook", "plain"],
    ]);
    expect(survey.tokens).toBe(survey.kinds.reduce((sum, { tokens }) => sum + tokens, 0));
    for (const shares of [survey.languages, survey.scripts])
      expect(shares.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(survey.tokens);
    expect(survey.scripts.map(({ script }) => script)).toEqual(["Latin"]);
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

  it("tells in which languages and scripts the text is", async () => {
    const german = "Der Fluss ist breit, und das Boot, das am Ufer liegt, gehört niemandem. ";
    await writeFile(join(folder, "text/de.txt"), german.repeat(3));
    await writeFile(join(folder, "text/zh.txt"), "这条河很宽，岸边的船不属于我们认识的任何人。");
    const json = JSON.parse((await wordfield("corpus", "text", "--json")).out) as {
      languages: { language: string; files: number }[];
      scripts: { script: string }[];
      largest: { path: string; language: string }[];
    };
    const filesIn = (code: string) =>
      json.languages.find(({ language }) => language === code)?.files;
    expect([filesIn("de"), filesIn("zh")]).toEqual([1, 1]);
    expect(json.scripts.map(({ script }) => script)).toContain("Han");
    expect(json.largest[0]).toMatchObject({ path: join(folder, "text/de.txt"), language: "de" });
    const { out } = await wordfield("corpus", "text");
    expect(out).toMatch(/German +1 /);
    expect(out).toMatch(/Chinese +1 /);
  });

  it("reads only what is included, and says where nothing is left", async () => {
    const some = await wordfield("corpus", "text", "--include", "**/*.{md,txt}", "--json");
    expect(JSON.parse(some.out)).toMatchObject({ files: 2, skipped: [] });
    const none = await wordfield("corpus", "text", "--include", "**/*.bin");
    expect(none.exitCode).toBe(1);
    expect(none.out).toContain("0 files");
    expect(none.err).toContain("binary");
  });

  it("is readable, too", async () => {
    const { out, err } = await wordfield("corpus", "text", "--largest", "1");
    expect(out).toContain("5 files");
    expect(out).toMatch(/markdown +1 /);
    expect(err).toContain("no notebook");
  });
});

describe("the history of a repository", () => {
  it("is read where that is asked for: each message once, as sentences without trailers", async () => {
    const git = (...words: string[]) =>
      execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...words], {
        cwd: folder,
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
      });
    git("init", "--quiet");
    for (const message of ["Plant an otter\n\nSigned-off-by: B <b@example.com>", "Feed the otter"])
      git("commit", "--quiet", "--allow-empty", "-m", message);
    const only = ["text", "--include", "**/*.txt", "--json"];
    type Survey = { files: number; kinds: { kind: string; files: number; tokens: number }[] };
    const without = JSON.parse((await wordfield("corpus", ...only)).out) as Survey;
    expect(without.files).toBe(1);
    const survey = JSON.parse(
      (await wordfield("corpus", "text", ...only, "--git-history")).out,
    ) as Survey;
    expect(survey.kinds).toContainEqual(
      expect.objectContaining({ kind: "commit", files: 2, tokens: 6 }),
    );
    const order = ["train", "text", "--git-history", "--dimension", "4", "--epochs", "1"];
    await wordfield(...order, "--min-count", "2", "-o", "m.safetensors");
    const files = await wordfield("files", "m.safetensors");
    expect(files.out).toMatch(/git-history:[0-9a-f]{40} +commit /);
  });

  it("is said to be missing where there is none", async () => {
    const { exitCode, err } = await wordfield("corpus", "text", "--git-history");
    expect(exitCode).toBe(0);
    expect(err).toContain("no Git history: the folder is in no repository");
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

  it("reads of code and tables what it is told to", async () => {
    const wordsOf = async (...words: string[]) => {
      const { out } = await wordfield("tokens", ...words, "--json");
      return (JSON.parse(out) as { tokens: { word: string }[] }).tokens.map(({ word }) => word);
    };
    await writeFile(join(folder, "c.ts"), '// A note.\nconst someName = "the text";\n');
    expect(await wordsOf("c.ts", "--identifiers", "drop")).toEqual(["a", "note", "the", "text"]);
    expect(await wordsOf("c.ts", "--comments", "drop", "--strings", "drop")).toEqual([
      ...["somename", "some", "name"],
    ]);
    await writeFile(join(folder, "t.csv"), "title,body\nOld bridge,It is high\nRiver,It is wide\n");
    expect(await wordsOf("t.csv", "--column", "Title")).toEqual(["old", "bridge", "river"]);
    await writeFile(join(folder, "t.md"), "See <https://a.example/b> there.\n");
    expect(await wordsOf("t.md", "--addresses", "keep")).toEqual([
      ...["see", "https://a.example/b", "there"],
    ]);
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
  it("cut words as the options say, wherever text is read", async () => {
    await writeFile(join(folder, "b.md"), "A well-known place. Another well-known place.\n");
    const options = ["b.md", "--hyphens", "join"];
    const lines = await wordfield("occurrences", ...options, "-w", "well-known", "--json");
    expect(JSON.parse(lines.out)).toMatchObject({ total: 2, words: ["well-known"] });
    const keywords = await wordfield("keywords", ...options, "--json");
    expect(keywords.out).toContain('"well-known"');
    const phrases = await wordfield(
      ...["phrases", ...options, "--min-count", "1", "--threshold", "0", "--json"],
    );
    expect(
      (JSON.parse(phrases.out) as { phrases: { words: string[]; example: object }[] }).phrases,
    ).toContainEqual(
      expect.objectContaining({
        words: ["well-known", "place"],
        example: expect.objectContaining({
          line: 1,
          column: 3,
          match: "well-known place",
        }) as object,
      }),
    );
    const contexts = await wordfield(
      ...["contexts", ...options, "--word", "place", "--min-count", "1", "--min-pairs", "1"],
      "--json",
    );
    expect(contexts.out).toContain('"well-known"');
    const wrong = await wordfield(
      "keywords",
      "b.md",
      "--tokenizer",
      "whitespace",
      "--hyphens",
      "join",
    );
    expect(wrong.exitCode).toBe(2);
    expect(wrong.err).toContain("leave out --hyphens");
  });
});
