import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FormulaAnswer } from "../../../src/protocol/wordMessages.ts";
import { writeAnalogyModel } from "../../support/analogyModel.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";

let entry: string;
let folder: string;

const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await mkdtemp(join(tmpdir(), "wordfield-formula-"));
  await writeAnalogyModel(join(folder, "m.safetensors"));
}, BUILD_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("wordfield formula", () => {
  it.each([
    "paris - france + italy",
    "france : paris :: italy",
    "(2 * paris - 2 * france) / 2 + italy",
  ])("finds rome for %s", async (formula) => {
    const { exitCode, out } = await wordfield(
      "formula",
      "m.safetensors",
      formula,
      "--json",
      "-k",
      "3",
    );
    expect(exitCode).toBe(0);
    const answer = JSON.parse(out) as FormulaAnswer;
    expect(answer.candidates).toHaveLength(3);
    expect(answer.candidates[0]?.word).toBe("rome");
    expect(answer.last).toBe("italy");
    expect(answer.inputs.map(({ word }) => word).sort()).toEqual(["france", "italy", "paris"]);
  });

  it("solves by products too, and prints a table", async () => {
    const { out } = await wordfield(
      ...["formula", "m.safetensors", "quickly - quick + calm", "-k", "2", "--method", "3CosMul"],
    );
    expect(out).toMatch(/^word +product +alone\ncalmly +\d\.\d+ +\d+\n\S+ +\d\.\d+ +\d+\n$/);
  });

  it("names unknown words, and the column where a formula is none", async () => {
    const unknown = await wordfield("formula", "m.safetensors", "paris + qqqq");
    expect(unknown).toMatchObject({ exitCode: 1, out: "" });
    expect(unknown.err).toContain('The model has no word "qqqq"');
    const wrong = await wordfield("formula", "m.safetensors", "paris +");
    expect(wrong.err).toContain("Column 8 of “paris +”: a word is missing");
  });
});

describe("wordfield similarity", () => {
  it("compares many words in a table, and names the odd one out", async () => {
    const words = ["calm", "calmly", "norway", "oslo", "cairo"];
    const { out } = await wordfield("similarity", "m.safetensors", ...words);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^ +calm +calmly +norway +oslo +cairo +mean$/);
    expect(lines).toHaveLength(6);
    expect(lines[3]).toMatch(/^norway( +-?[01]\.\d{4}){6}$/);
    const { out: json } = await wordfield("similarity", "m.safetensors", ...words, "--json");
    const document = JSON.parse(json) as { cosines: number[][]; fit: number[]; oddOneOut: string };
    expect(document.cosines.map((row, i) => row[i])).toEqual([1, 1, 1, 1, 1]);
    expect(document.oddOneOut).toBe(words[document.fit.indexOf(Math.min(...document.fit))]);
    const odd = await wordfield("similarity", "m.safetensors", ...words, "--odd-one-out");
    expect(odd).toMatchObject({ exitCode: 0, out: `${document.oddOneOut}\n` });
  });

  it("refuses fewer words than it needs", async () => {
    const { exitCode, err } = await wordfield(
      "similarity",
      "m.safetensors",
      "calm",
      "--odd-one-out",
    );
    expect(exitCode).not.toBe(0);
    expect(err).toContain("One word cannot be compared: give at least 3.");
  });
});
