import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/cli/arguments.ts";
import { defineCommand, Interruption, type Report } from "../../../src/cli/command.ts";
import { runCommandLine } from "../../../src/cli/run.ts";
import { SUBCOMMANDS } from "../../../src/cli/subcommands.ts";
import { displayWidth } from "../../../src/cli/style.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { WordfieldError } from "../../../src/errors.ts";

/** Runs words with a subcommand `try` that does what the test says, and an engine that only knows whether it was closed. */
async function runTry(words: readonly string[], answer: () => Promise<Report> | Report) {
  const output = { out: "", err: "", closed: 0 };
  const command = defineCommand({
    name: "try",
    summary: "Try",
    description: "Tries.",
    arguments: {},
    options: {},
    examples: [],
    run: async () => answer(),
  });
  const exitCode = await runCommandLine(words, {
    stdout: { write: (text) => (output.out += text) },
    stderr: { write: (text) => (output.err += text) },
    environment: {},
    signal: new AbortController().signal,
    commands: [command, ...SUBCOMMANDS],
    createEngine: () =>
      ({ calls: {}, close: async () => void output.closed++ }) as unknown as Engine,
  });
  return { exitCode, ...output };
}

const done: Report = { document: { answer: 42 }, lines: ["answer 42"], complete: true };
const neverRun = () => {
  throw new Error("not to be run");
};

describe("runCommandLine", () => {
  it("prints lines for people and one document for programs", async () => {
    expect(await runTry(["try"], () => done)).toEqual({
      exitCode: 0,
      out: "answer 42\n",
      err: "",
      closed: 1,
    });
    expect((await runTry(["try", "--json"], () => done)).out).toBe('{"answer":42}\n');
  });

  it("tells what is missing on standard error and exits with 1", async () => {
    const report = { ...done, notes: ["no such word"], complete: false };
    expect(await runTry(["try", "--json"], () => report)).toMatchObject({
      exitCode: 1,
      out: '{"answer":42}\n',
      err: "no such word\n",
    });
  });

  it("exits with 1 after a failure, closes the engine, and says it in JSON too", async () => {
    const fail = () => {
      throw new WordfieldError("model-missing", "There is no model x. Check the name.");
    };
    expect(await runTry(["try"], fail)).toEqual({
      exitCode: 1,
      out: "",
      err: "wordfield: There is no model x. Check the name.\n",
      closed: 1,
    });
    const asJson = await runTry(["try", "--json"], fail);
    expect(JSON.parse(asJson.out)).toEqual({
      error: { code: "model-missing", message: "There is no model x. Check the name." },
    });
  });

  it("shows the stack of a fault of its own", async () => {
    const { exitCode, err } = await runTry(["try"], () => {
      throw new TypeError("a slip of ours");
    });
    expect(exitCode).toBe(1);
    expect(err).toContain("This is a fault in wordfield itself: a slip of ours\n");
    expect(err).toContain("run.test.ts");
  });

  it("exits with 130 after a cancel", async () => {
    const result = await runTry(["try"], () => {
      throw new WordfieldError("canceled", "Canceled.");
    });
    expect(result).toMatchObject({
      exitCode: 130,
      err: "wordfield: Interrupted. Nothing was written.\n",
    });
  });

  it("says what an interrupt has left, in the subcommand's own words", async () => {
    const interrupt = () => {
      throw new Interruption("Interrupted. Half of it is kept.");
    };
    expect(await runTry(["try"], interrupt)).toMatchObject({
      exitCode: 130,
      out: "",
      err: "wordfield: Interrupted. Half of it is kept.\n",
    });
    expect(JSON.parse((await runTry(["try", "--json"], interrupt)).out)).toEqual({
      error: { code: "canceled", message: "Interrupted. Half of it is kept." },
    });
  });

  it.each([
    [[], "wordfield: A subcommand is missing.\nSee: wordfield --help\n"],
    [
      ["tray"],
      'wordfield: There is no subcommand "tray". Did you mean "try"?\nSee: wordfield --help\n',
    ],
    [
      ["classify"],
      "wordfield: classify needs one of its subcommands: classify train, classify test, classify predict.\nSee: wordfield --help\n",
    ],
    [
      ["classify", "tran"],
      'wordfield: There is no subcommand "classify tran". Did you mean "classify train"?\nSee: wordfield --help\n',
    ],
    [
      ["classify", "train", "docs"],
      "wordfield: --output is missing, for example MODEL.\nSee: wordfield classify train --help\n",
    ],
    [
      ["train", "docs", "-o", "m", "--epochs", "0"],
      'wordfield: --epochs cannot be "0": give a whole number from 1 to 1,000.\nSee: wordfield train --help\n',
    ],
  ])("exits with 2 for %j before anything is started", async (words, err) => {
    expect(await runTry(words, neverRun)).toEqual({ exitCode: 2, out: "", err, closed: 0 });
  });

  it("says wrong usage in JSON too, also where the subcommand finds it", async () => {
    const result = await runTry(["try", "--json"], () => {
      throw new UsageError("That does not fit together.");
    });
    expect(result.exitCode).toBe(2);
    expect(JSON.parse(result.out)).toEqual({
      error: { code: "wrong-usage", message: "That does not fit together." },
    });
  });

  it("shows help and version on standard output", async () => {
    expect((await runTry(["--version"], neverRun)).out).toMatch(/^wordfield \d+\.\d+\.\d+\n$/);
    const { out, exitCode } = await runTry(["--help"], neverRun);
    expect(exitCode).toBe(0);
    for (const { name, summary } of SUBCOMMANDS)
      expect(out.split("\n").map((line) => line.trim().replace(/ {2,}/, "  "))).toContain(
        `${name}  ${summary}`,
      );
  });
});

describe("SUBCOMMANDS", () => {
  it("are listed where only the word is given that a group of them has in common", async () => {
    const { out, exitCode } = await runTry(["classify", "--help"], neverRun);
    expect(exitCode).toBe(0);
    expect(out).toContain("wordfield classify test ");
    expect(out).not.toContain("wordfield train");
  });

  it.each(SUBCOMMANDS.map((command) => [command.name, command] as const))(
    "%s has help that names every argument and option within the width of a terminal",
    async (name, command) => {
      const { out, exitCode } = await runTry([...name.split(" "), "-h"], neverRun);
      expect(exitCode).toBe(0);
      for (const option of [...Object.keys(command.options), "json", "help"])
        expect(out).toContain(`--${option}`);
      for (const { placeholder } of Object.values(command.arguments))
        expect(out).toContain(`  ${placeholder}`);
      for (const line of out.split("\n").filter((line) => !line.startsWith("  wordfield ")))
        expect(displayWidth(line)).toBeLessThanOrEqual(80);
    },
  );
});
