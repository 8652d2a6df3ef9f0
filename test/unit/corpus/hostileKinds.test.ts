import { describe, expect, it } from "vitest";
import { readCodeFile } from "../../../src/corpus/kinds/code.ts";
import { readCsv } from "../../../src/corpus/kinds/csv.ts";
import { readJson, readJsonLines } from "../../../src/corpus/kinds/json.ts";
import { createNotebookReader } from "../../../src/corpus/kinds/notebook.ts";
import { sourceRange, wholeProse } from "../../../src/corpus/kinds/prose.ts";
import { DEFAULT_PROSE_OPTIONS, type ProseReader } from "../../../src/corpus/kinds/textKinds.ts";
import { C_LIKE_LANGUAGES } from "../../../src/corpus/kinds/cLikeLanguages.ts";
import { OTHER_LANGUAGES } from "../../../src/corpus/kinds/otherLanguages.ts";
import { createRandom } from "./randomText.ts";

const LANGUAGES = [...C_LIKE_LANGUAGES, ...OTHER_LANGUAGES].map(([names]) => names.split(" ")[0]!);
/** What begins something in some language. */
const SIGNS = [
  ...[
    '"',
    "'",
    "`",
    "\\",
    "/",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "#",
    "-",
    "%",
    "*",
    "=",
    "|",
  ],
  ...[
    "/*",
    "*/",
    "//",
    "<<",
    "<<A",
    "<<~A\n",
    "${",
    "#{",
    "`${",
    'r#"',
    'R"(',
    "--[[",
    "[==[",
    "(*",
    "{-",
    "#|",
  ],
  ...[
    "'\\",
    '\\"',
    '"""',
    "'''",
    "%{\n",
    "=begin\n",
    "?>",
    '@"',
    "/[",
    "/a",
    "\\u",
    "\\u{",
    "{@link ",
    "<a ",
    "@x ",
  ],
  ...[
    "a@",
    "a://",
    "www.",
    "aB",
    "a_",
    "A",
    "0",
    "0.",
    "é",
    "𠮷",
    "\ud800",
    "\u0000",
    "\n",
    " ",
    "\t",
    "// a\n",
    "# a\n",
    "* ",
  ],
  ...['{"a":', '["', '"a",', '""', "\\\\", '{"cells":[{"source":["', ",", ";"],
];

const readNotebook = createNotebookReader((text) => wholeProse(text));
const READERS: readonly (readonly [string, ProseReader])[] = [
  ["JSON", readJson],
  ["JSON Lines", readJsonLines],
  ["a notebook", readNotebook],
  ["a table", readCsv],
];

/** Checks that pieces lie within text and source; returns how long reading took. */
function timeToRead(source: string, read: ProseReader, extension: string): number {
  const start = performance.now();
  const prose = read(source, DEFAULT_PROSE_OPTIONS, extension);
  const elapsedMs = performance.now() - start;
  const { pieces, text } = prose;
  for (let piece = 0; piece < pieces.length; piece += 4) {
    if (pieces[piece]! > pieces[piece + 1]! || pieces[piece + 1]! > text.length)
      expect.fail("piece");
    if (pieces[piece + 2]! > pieces[piece + 3]! || pieces[piece + 3]! > source.length)
      expect.fail("source");
  }
  if (text.length > 0) expect(sourceRange(prose, 0, 1).start).toBeLessThanOrEqual(source.length);
  return elapsedMs;
}

// In quadratic time half a megabyte would take minutes; reading it takes a few milliseconds, but machines may be busy.
const MOST_MS = 20_000;

describe("hostile files", () => {
  it.each(['"', "\\", "{", "/*", "`"])("of 5 MB take no longer than others, made of %j", (sign) => {
    const source = sign.repeat(5_000_000 / sign.length);
    for (const extension of ["js", "py", "cpp", "rb"])
      expect(timeToRead(source, readCodeFile, extension)).toBeLessThan(MOST_MS);
    for (const [name, read] of READERS)
      expect(timeToRead(source, read, "json"), name).toBeLessThan(MOST_MS);
  });

  it.each(["js", "py", "cpp", "rb", "php", "sql", "lua", "cs"])(
    "of any sign take no longer than others: %s",
    (extension) => {
      for (const sign of SIGNS) {
        const source = sign.repeat(500_000 / sign.length);
        const elapsedMs = timeToRead(source, readCodeFile, extension);
        expect(elapsedMs, JSON.stringify(sign)).toBeLessThan(MOST_MS);
      }
    },
  );

  it.each(READERS)("of any sign take no longer than others as %s", (_name, read) => {
    for (const sign of SIGNS) {
      const source = sign.repeat(500_000 / sign.length);
      expect(timeToRead(source, read, "json"), JSON.stringify(sign)).toBeLessThan(MOST_MS);
    }
  });

  it("are read at a depth of a million", () => {
    const depth = 1_000_000;
    const json = `${"[".repeat(depth)}"core"${"]".repeat(depth)}`;
    const prose = readJson(json, DEFAULT_PROSE_OPTIONS, "json");
    expect(prose.text.trim()).toBe("core");
    expect(prose.warning).toBeUndefined();
    const { warning } = readJson('{"a":'.repeat(depth), DEFAULT_PROSE_OPTIONS, "json");
    expect(warning).toBe("no JSON from line 1 on");
    const source = `{"cells": ${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(readNotebook(source, DEFAULT_PROSE_OPTIONS, "ipynb").text.trim()).toBe("");
    for (const [open, close, language] of [
      ["( ", ") ", "scm"],
      ["{ ", "} ", "c"],
      ["[ ", "] ", "py"],
      ["`${", "", "js"],
    ] as const) {
      const code = `${open.repeat(depth)}\nfirstName\n${close.repeat(depth)}`;
      const { text } = readCodeFile(code, DEFAULT_PROSE_OPTIONS, language);
      expect(text.replace(/\s+/g, " ").trim(), language).toBe(
        language === "js" ? "" : "firstName first Name",
      );
    }
  });
});

describe("code made at random", () => {
  it.each(LANGUAGES)(
    "is read without a crash, and leads to places in the source: %s",
    (language) => {
      const random = createRandom(11);
      for (let round = 0; round < 40; round++) {
        let source = "";
        for (let piece = 0; piece < 60; piece++)
          source += random() < 0.4 ? "wordOne two_2 " : SIGNS[Math.floor(random() * SIGNS.length)]!;
        timeToRead(source, readCodeFile, language);
        const prose = readCodeFile(source, DEFAULT_PROSE_OPTIONS, language);
        for (const { index, 0: word } of prose.text.matchAll(/wordOne|two_2|One/g)) {
          const { start, end } = sourceRange(prose, index, index + word.length);
          expect(source.slice(start, end)).toBe(word);
        }
      }
    },
  );
});
