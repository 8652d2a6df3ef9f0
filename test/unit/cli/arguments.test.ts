import { describe, expect, it } from "vitest";
import { hasFlag, parseValues, UsageError } from "../../../src/cli/arguments.ts";
import type { OptionTable } from "../../../src/cli/options.ts";

const tables = {
  arguments: {
    model: { placeholder: "MODEL", help: "Model file" },
    words: { placeholder: "WORD", many: true, help: "Words to look up" },
  },
  options: {
    output: { kind: "text", short: "o", placeholder: "FILE", required: true, help: "File" },
    count: {
      kind: "integer",
      short: "k",
      placeholder: "N",
      minimum: 1,
      maximum: 100,
      default: 10,
      help: "How many",
    },
    sample: { kind: "number", placeholder: "T", minimum: 0, maximum: 1, default: 1e-4, help: "T" },
    threads: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 8,
      default: "all",
      help: "Threads",
    },
    exclude: { kind: "list", placeholder: "GLOB", help: "Leave out" },
    tests: { kind: "list", many: true, placeholder: "FILE", help: "Tests" },
    tokenizer: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["words", "whitespace"],
      default: "words",
      help: "Tokenizer",
    },
    preset: { kind: "choice", placeholder: "NAME", choices: ["fast", "slow"], help: "Preset" },
    log: { kind: "text", placeholder: "FILE", help: "Log" },
    "max-file-size": { kind: "size", placeholder: "SIZE", default: 1000, help: "Size" },
    "no-ignore-files": { kind: "flag", help: "Everything" },
  },
} as const satisfies { arguments: object; options: OptionTable };

const parse = (...words: string[]) => parseValues(tables, words);
const minimal = ["model", "word", "-o", "out"];

function usageSentence(...words: string[]): string {
  try {
    parse(...words);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UsageError);
    return (thrown as UsageError).message;
  }
  throw new Error(`${words.join(" ")} was accepted`);
}

describe("parseValues", () => {
  it("fills in the defaults of the table, and leaves open what the engine chooses", () => {
    expect(parse(...minimal)).toEqual({
      arguments: { model: "model", words: ["word"] },
      options: {
        output: "out",
        count: 10,
        sample: 1e-4,
        threads: undefined,
        exclude: [],
        tests: [],
        tokenizer: "words",
        preset: undefined,
        log: undefined,
        "max-file-size": 1000,
        "no-ignore-files": false,
      },
      given: ["output"],
    });
  });

  it("takes several words for an option that shells fill in, up to the next option", () => {
    const words = ["model", "one", "--tests", "a", "b", "-o", "out", "two", "--tests=c", "three"];
    expect(parse(...words)).toMatchObject({
      arguments: { model: "model", words: ["one", "two", "three"] },
      options: { tests: ["a", "b", "c"], output: "out" },
    });
    expect(parse("model", "--tests", "a", "-o", "out", "--", "one").options.tests).toEqual(["a"]);
    expect(parse("model", "-o", "out", "--tests", "a", "--", "one").arguments.words).toEqual([
      "one",
    ]);
  });

  it("takes long, short and joined forms, options between arguments, and repeated lists", () => {
    const { arguments: given, options } = parse(
      ...["model", "-k3", "--exclude", "a/**", "one", "--output=x", "--no-ignore-files"],
      ...["--exclude=b", "two", "--sample", "1e-3", "--tokenizer", "whitespace"],
    );
    expect(given).toEqual({ model: "model", words: ["one", "two"] });
    expect(options).toMatchObject({
      output: "x",
      count: 3,
      sample: 1e-3,
      exclude: ["a/**", "b"],
      tokenizer: "whitespace",
      "no-ignore-files": true,
    });
  });

  it("names the options that were given, whatever their value", () => {
    const { given, options } = parse(...minimal, "--preset", "fast", "--count=10", "--log", "x");
    expect(given).toEqual(["output", "count", "preset", "log"]);
    expect(options).toMatchObject({ preset: "fast", log: "x" });
  });

  it("takes words that begin with a dash after --", () => {
    expect(parse("-o", "x", "model", "--", "-5", "--count").arguments.words).toEqual([
      "-5",
      "--count",
    ]);
  });

  it.each([
    ["1000", 1000],
    ["500kB", 500_000],
    ["10MB", 10_000_000],
    ["1.5 GiB", 1.5 * 2 ** 30],
    ["2m", 2_000_000],
  ])("reads the size %s", (text, bytes) => {
    expect(parse(...minimal, "--max-file-size", text).options["max-file-size"]).toBe(bytes);
  });

  it.each([
    [[...minimal, "--cuont", "3"], "There is no option --cuont. Did you mean --count?"],
    [
      [...minimal, "--wholly-else"],
      "There is no option --wholly-else. Put -- before a word that begins with a dash.",
    ],
    [[...minimal, "--count"], "--count needs a value, a whole number from 1 to 100."],
    [["model", "word", "-o", "--json"], "-o needs a value, for example FILE."],
    [[...minimal, "-k", "0"], '--count cannot be "0": give a whole number from 1 to 100.'],
    [[...minimal, "-k", "-3"], '--count cannot be "-3": give a whole number from 1 to 100.'],
    [[...minimal, "-k", "2.5"], '--count cannot be "2.5": give a whole number from 1 to 100.'],
    [[...minimal, "-k", "0x10"], '--count cannot be "0x10": give a whole number from 1 to 100.'],
    [[...minimal, "--sample", "NaN"], '--sample cannot be "NaN": give a number from 0 to 1.'],
    [[...minimal, "-k", "1", "--count", "2"], "--count is given twice."],
    [[...minimal, "--no-ignore-files=yes"], "--no-ignore-files takes no value."],
    [
      [...minimal, "--tokenizer", "bert"],
      '--tokenizer cannot be "bert": give one of words, whitespace.',
    ],
    [
      [...minimal, "--max-file-size", "huge"],
      '--max-file-size cannot be "huge": give a size such as 500kB, 10MB or 1.5GiB.',
    ],
    [[...minimal, "--preset", "x"], '--preset cannot be "x": give one of fast, slow.'],
    [[...minimal, "--log", ""], "--log is missing, for example FILE."],
    [["model", "word"], "--output is missing, for example FILE."],
    [["-o", "x"], "MODEL is missing: model file."],
    [["model", "-o", "x"], "WORD is missing: words to look up."],
    [[...minimal, "--__proto__", "x"], "There is no option --__proto__."],
  ])("refuses %j in one sentence", (words, sentence) => {
    expect(usageSentence(...words)).toContain(sentence);
  });

  it("takes no argument where all may be left out", () => {
    const paths = { placeholder: "PATH", many: true, optional: true, help: "Files" } as const;
    const parsePaths = (...words: string[]) =>
      parseValues({ arguments: { paths }, options: {} }, words).arguments.paths;
    expect(parsePaths()).toEqual([]);
    expect(parsePaths("a", "b")).toEqual(["a", "b"]);
  });

  it("refuses an argument too many", () => {
    const fixed = { arguments: { a: { placeholder: "A", help: "A word" } }, options: {} };
    expect(() => parseValues(fixed, ["one", "two words"])).toThrow(
      '"two words" is one argument too many. Put quotation marks around spaces.',
    );
  });
});

describe("hasFlag", () => {
  it("finds a flag anywhere before --", () => {
    expect(hasFlag(["a", "--json", "b"], "--json")).toBe(true);
    expect(hasFlag(["a", "--", "--json"], "--json")).toBe(false);
    expect(hasFlag(["a", "-h"], "--help", "-h")).toBe(true);
  });
});
