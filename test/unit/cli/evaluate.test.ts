import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAIRS, QUESTIONS, writeAnalogyModel } from "../../support/analogyModel.ts";
import { builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";

let entry: string;
let folder: string;

/** Runs the real command line in the temporary folder. */
const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await realpath(await mkdtemp(join(tmpdir(), "wordfield-evaluate-")));
  await writeAnalogyModel(join(folder, "model.safetensors"));
  await writeFile(join(folder, "pairs.txt"), PAIRS);
  await writeFile(join(folder, "more pairs.csv"), PAIRS.replaceAll("\t", ","));
  await writeFile(join(folder, "questions.txt"), QUESTIONS);
  await writeFile(join(folder, "unknown.txt"), "xx yy 1\nyy zz 2\n");
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("wordfield evaluate", () => {
  it("lays tests out in tables, with sections and what was left out", async () => {
    const { exitCode, out } = await wordfield(
      ...["evaluate", "model.safetensors", "--similarity", "pairs.txt", "more pairs.csv"],
      ...["--analogies", "questions.txt"],
    );
    expect(exitCode).toBe(0);
    expect(out.replace(/ 0\.\d{4} /g, " 0.RHO ")).toBe(`\
similarity  Spearman  pairs  of  left out  unknown words
pairs         0.RHO      4   5    20.0 %         1 of 8
more pairs    0.RHO      4   5    20.0 %         1 of 8

analogies                        right  questions  of  left out  unknown words
questions                       75.0 %          4   5    20.0 %        2 of 17
  semantic                     100.0 %          2   3    33.3 %
  syntactic                     50.0 %          2   2     0.0 %
    capital-common-countries   100.0 %          2   3    33.3 %
    gram1-adjective-to-adverb   50.0 %          2   2     0.0 %

Analogies among the 18 most frequent words.
`);
  });

  it("answers in one JSON document", async () => {
    const { exitCode, out } = await wordfield(
      ...["evaluate", "model.safetensors", "--analogies", "questions.txt", "--top", "4", "--json"],
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      model: join(folder, "model.safetensors"),
      searchedWords: 4,
      similarity: [],
      analogies: [{ name: "questions", total: { coveredQuestions: 1, accuracy: 1 } }],
    });
  });

  it("exits with 1 where the model knows too few words of a test", async () => {
    const { exitCode, out } = await wordfield(
      ...["evaluate", "model.safetensors", "--similarity", "unknown.txt"],
    );
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^unknown +– +0 +2 +100\.0 % +3 of 3$/m);
  });

  it("says what is wrong with a file, and that there is nothing to do without one", async () => {
    expect(
      await wordfield("evaluate", "model.safetensors", "--similarity", "questions.txt"),
    ).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("wordfield: questions.txt, line 1: ") as string,
    });
    expect(await wordfield("evaluate", "model.safetensors")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("give --similarity FILE or --analogies FILE") as string,
    });
  });
});
