import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StatisticsRequests } from "../../../src/protocol/statisticsMessages.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine, type RunOptions } from "../../support/commandLine.ts";

type Result<M extends keyof StatisticsRequests> = StatisticsRequests[M]["result"];

let entry: string;
let folder: string;

/** Runs the real command line in the temporary folder; `onError` hears standard error while it runs. */
const wordfield = (words: readonly string[], onError?: RunOptions["onError"]) =>
  runCommandLine(entry, words, { cwd: folder, ...(onError ? { onError } : {}) });

/** Runs with --json and parses the one document. */
async function answer<T>(words: readonly string[]): Promise<T> {
  const { out } = await wordfield([...words, "--json"]);
  return JSON.parse(out) as T;
}

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await realpath(await mkdtemp(join(tmpdir(), "wordfield-statistics-")));
  await mkdir(join(folder, "docs"));
  const sentences = (topic: string) =>
    Array.from(
      { length: 12 },
      (_, i) => `The ${topic} of New-York is number${i}, and the others too.`,
    );
  await writeFile(
    join(folder, "docs", "a.txt"),
    ["# Title", "", ...sentences("river"), "See the New York Times.", "New York Times!"].join("\n"),
  );
  await writeFile(join(folder, "docs", "b.txt"), sentences("Money").join("\r\n"));
  await writeFile(join(folder, "docs", "picture.png"), "");
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("wordfield keywords", () => {
  it("prints for each file what it has more of than the others, without function words", async () => {
    const { exitCode, out, err } = await wordfield(["keywords", "docs", "--top", "2"]);
    expect(exitCode).toBe(0);
    const [a, b] = out.split("\n\n");
    expect(a).toMatch(
      /a\.txt \(141 tokens\)\nword +weight +count +files\nriver +0\.\d{4} +12 +1\n/,
    );
    expect(b).toMatch(
      /b\.txt \(132 tokens\)\nword +weight +count +files\nmoney +0\.\d{4} +12 +1\n/,
    );
    expect(err).toMatch(
      /^Reading: 0 %, .*\n(?:.*\n)*Skipped {2}1 file\n {9}\S+picture\.png {2}binary\n$/,
    );
    const all = await wordfield(["keywords", "docs", "--stop-words", "none", "--top", "100"]);
    expect(all.out).toMatch(/\nthe +/);
    expect((await wordfield(["keywords", "docs", "--top", "100"])).out).not.toMatch(/\nthe +/);
  });

  it("answers in one JSON document, by each formula, for the files that are asked for", async () => {
    const document = await answer<Result<"findKeywords">>([
      ...[
        "keywords",
        "docs",
        "--file",
        "docs/b.txt",
        "--formula",
        "gensim",
        "--stop-words",
        "none",
      ],
    ]);
    expect(document).toMatchObject({ filesRead: 2, tokens: 273 });
    expect(document.files).toEqual([
      {
        path: join(folder, "docs", "b.txt"),
        tokens: 132,
        keywords: [{ word: "money", weight: 1, count: 12, files: 1 }], // what all files have weighs nothing
      },
    ]);
    const scikitLearn = await answer<Result<"findKeywords">>([
      ...["keywords", "docs", "--formula", "scikit-learn", "--stop-words", "none"],
    ]);
    expect(scikitLearn.files[1]!.keywords[0]!.word).toBe("the");
  });

  it("says which file it has not read, and fails", async () => {
    const { exitCode, err } = await wordfield(["keywords", "docs", "--file", "docs/c.txt"]);
    expect(exitCode).toBe(1);
    expect(err).toContain("c.txt is not among the files that were read.\n");
  });
});

describe("wordfield phrases", () => {
  it("prints phrases with score, count and the first place, as it stands there", async () => {
    const words = ["phrases", "docs", "--scorer", "npmi", "--passes", "1", "--threshold", "0.3"];
    const { exitCode, out } = await wordfield(words);
    expect(exitCode).toBe(0);
    const line = out.split("\n").find((each) => each.startsWith("new york "));
    expect(line).toMatch(
      /^new york +1\.0000 +26 {2}\S+a\.txt:3:14 {2}The river of New-York is number0, and the others too\.$/,
    );
  });

  it("answers in one JSON document, phrases of three words included", async () => {
    const document = await answer<Result<"findPhrases">>([
      ...["phrases", "docs", "--min-count", "1", "--threshold", "0"],
    ]);
    const times = document.phrases.find(({ words }) => words.join(" ") === "new york times");
    expect(times).toMatchObject({
      count: 2,
      example: {
        path: join(folder, "docs", "a.txt"),
        line: 15,
        column: 9,
        length: 14,
        before: "See the ",
        match: "New York Times",
        after: ".",
      },
    });
    const scores = document.phrases.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const few = await answer<Result<"findPhrases">>([
      ...["phrases", "docs", "--min-count", "1", "--threshold", "0", "--top", "3"],
    ]);
    expect(few.total).toBe(document.total);
    expect(few.phrases).toEqual(document.phrases.slice(0, 3));
  });

  it("says that nothing is strong enough, and refuses a threshold that no score reaches", async () => {
    const none = await wordfield(["phrases", "docs", "--threshold", "1000000"]);
    expect(none).toMatchObject({ exitCode: 0 });
    expect(none.err).toContain("No phrase is strong enough.");
    const wrong = await wordfield(["phrases", "docs", "--scorer", "npmi", "--threshold", "2"]);
    expect(wrong).toMatchObject({ exitCode: 2, out: "" });
    expect(wrong.err).toContain('--threshold cannot be "2" with npmi: give a number from -1 to 1.');
  });
});

describe("wordfield contexts", () => {
  it("prints what stands near a word, by PPMI", async () => {
    const words = ["contexts", "docs", "--word", "York", "--window", "1", "--top", "2"];
    const { exitCode, out } = await wordfield(words);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^york \(26\)\ncontext +PPMI +together +count\nnew +1\.5\d{3} +26 +26\nis +1\.4\d{3} +24 +24\n$/,
    );
  });

  it("answers in one JSON document, with pairs weighted by distance where asked for", async () => {
    const near = await answer<Result<"findContexts">>([
      ...["contexts", "docs", "-w", "york", "--weighting", "distance", "--window", "2"],
    ]);
    if (!("contexts" in near)) throw new Error("york is missing");
    const pairs = new Map(near.contexts.map((context) => [context.word, context.pairs]));
    expect(pairs.get("new")).toBe(26);
    expect(pairs.get("of")).toBe(12);
  });

  it("names a word that the text does not have, and fails", async () => {
    const { exitCode, out, err } = await wordfield(["contexts", "docs", "-w", "Times"]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: "" });
    expect(err).toContain('"times" does not occur 5 times or more in the text.');
    const document = await answer<Result<"findContexts">>(["contexts", "docs", "-w", "Times"]);
    expect(document).toMatchObject({ missing: "times", filesRead: 2 });
    expect(await wordfield(["contexts", "docs"])).toMatchObject({ exitCode: 2 });
  });
});

describe("counting in text", () => {
  it.each([["keywords"], ["phrases"], ["contexts", "--word", "a"]])(
    "says what is wrong with the text: %s",
    async (...words) => {
      const { error } = await answer<{ error: { code: string; message: string } }>([
        ...words,
        "nowhere",
      ]);
      expect(error).toMatchObject({ code: "bad-input" });
      expect(error.message).toContain("nowhere does not exist");
      const help = await wordfield([words[0], "--help"]);
      expect(help).toMatchObject({ exitCode: 0, err: "" });
      expect(help.out).toContain(`wordfield ${words[0]} PATH…`);
    },
  );

  // Windows has no signals: there, ending a process from outside gives it no say.
  it.runIf(process.platform !== "win32")("ends with 130 when it is interrupted", async () => {
    await writeFile(join(folder, "long.txt"), "one two three four five six\n".repeat(2_000_000));
    let isInterrupted = false;
    const { exitCode, out, err } = await wordfield(["phrases", "long.txt"], (text, interrupt) => {
      if (isInterrupted || !text.includes("Reading:")) return;
      isInterrupted = true;
      interrupt();
    });
    expect({ exitCode, out }).toEqual({ exitCode: 130, out: "" });
    expect(err).toMatch(/\nwordfield: Interrupted\. Nothing was written\.\n$/);
  });
});
