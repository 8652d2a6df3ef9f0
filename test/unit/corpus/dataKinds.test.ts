import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/corpus/kinds/csv.ts";
import { readJson, readJsonLines } from "../../../src/corpus/kinds/json.ts";
import { createNotebookReader } from "../../../src/corpus/kinds/notebook.ts";
import { ProseBuilder, wholeProse } from "../../../src/corpus/kinds/prose.ts";
import {
  DEFAULT_PROSE_OPTIONS,
  type ProseOptions,
  type ProseReader,
} from "../../../src/corpus/kinds/textKinds.ts";
import { checkGolden, checkSurfaces, sentencesOf, tokensOf } from "../../support/proseTokens.ts";
import { createRandom, randomText } from "./randomText.ts";

const FIXTURES = new URL("../../fixtures/corpus/", import.meta.url);

function checkFile(name: string, read: ProseReader, options = DEFAULT_PROSE_OPTIONS) {
  const source = readFileSync(new URL(name, FIXTURES), "utf8");
  const prose = read(source, options, name.split(".").at(-1));
  checkGolden(source, prose, new URL(`${name}.tokens`, FIXTURES));
  expect(checkSurfaces(source, prose)).toBeGreaterThan(5);
  return prose;
}

function sentences(source: string, read: ProseReader, columns: readonly string[] = []): string[] {
  return sentencesOf(source, read(source, withColumns(...columns), "json"));
}

function withColumns(...columns: readonly string[]): ProseOptions {
  return { ...DEFAULT_PROSE_OPTIONS, columns };
}

/** Stands for the reader of Markdown: hash signs and asterisks go, so that text and source differ. */
const readMarkdown: ProseReader = (text) => {
  const builder = new ProseBuilder(text);
  for (const { 0: word, index } of text.matchAll(/[^#*\n]+|\n\n/g))
    if (word === "\n\n") builder.breakSentence(index + 2);
    else builder.keep(index, index + word.length);
  return builder.finish();
};

describe("JSON", () => {
  it("gives the reviewed words of its strings and comments at their places", () => {
    expect(checkFile("json/settings.json", readJson).warning).toBeUndefined();
  });

  it("gives the fields that were chosen, through arrays and by what stands above them", () => {
    const source = `{"a": {"b": "one", "c": "two"}, "list": [{"b": "three"}, {"d": ["four"]}], "x.y": "five", "b": "six"}`;
    expect(sentences(source, readJson, ["a.b"])).toEqual(["one"]);
    expect(sentences(source, readJson, ["a"])).toEqual(["one", "two"]);
    expect(sentences(source, readJson, ["list.b", "list.d"])).toEqual(["three", "four"]);
    expect(sentences(source, readJson, ["x.y"])).toEqual(["five"]);
    expect(sentences(source, readJson, ["b"])).toEqual(["six"]);
    expect(sentences(source, readJson, ["a.@keys"])).toEqual(["b", "c"]);
    expect(readJson(source, withColumns("z", "a.z"), "json").warning).toBe('no field "z" or "a.z"');
  });

  it("is read up to where it is no JSON, and the line is named", () => {
    const source = '{"a": "one",\n "b": "two",\n "c": oops, "d": "three"}';
    const prose = readJson(source, DEFAULT_PROSE_OPTIONS, "json");
    expect(sentencesOf(source, prose)).toEqual(["one", "two"]);
    expect(prose.warning).toBe("no JSON from line 3 on");
    for (const bad of [
      '{"a" "b"}',
      '["a"',
      '{"a": "b"]',
      '["a" "b"]',
      '{"a":}',
      "[,]",
      '["a\n"]',
      "[01x]",
      "[}",
    ])
      expect(readJson(bad, DEFAULT_PROSE_OPTIONS, "json").warning, bad).toMatch(
        /^no JSON from line \d on$/,
      );
    for (const good of [
      "",
      "{}",
      "[1, 2,]",
      '"a"',
      "[NaN, -1.5e-7]",
      '/* a */ {"b": []} // c',
      "\ufeff[]",
    ])
      expect(readJson(good, DEFAULT_PROSE_OPTIONS, "json").warning, good).toBeUndefined();
  });

  it("has one sentence for each line of a string, whatever a value is nested in", () => {
    expect(
      sentences(String.raw`[["one\ntwo", {"a": ["three"]}], "four\r\nfive"]`, readJson),
    ).toEqual(["one", "two", "three", "four", "five"]);
  });

  it("leads every word of random text back to where it stands", () => {
    const random = createRandom(5);
    for (let round = 0; round < 60; round++) {
      // Without what looks like a hash.
      const text = randomText(random, 40).replaceAll(/\w{16,}/g, "long");
      const source = JSON.stringify({ key: [text, { other: `${text} "end"` }] });
      const prose = readJson(source, { ...DEFAULT_PROSE_OPTIONS, addresses: true }, "json");
      expect(prose.warning).toBeUndefined();
      const words = tokensOf(text, wholeProse(text)).flat();
      const found = tokensOf(source, prose).flat();
      expect(found.map(({ word }) => word)).toEqual(
        [...words, ...words].map(({ word }) => word).concat("end"),
      );
      checkSurfaces(source, prose);
    }
  });
});

describe("JSON Lines", () => {
  it("gives the reviewed words, and says once which lines are none", () => {
    expect(checkFile("json/messages.jsonl", readJsonLines, withColumns("content")).warning).toBe(
      "2 lines are no JSON and were left out, the first is line 3",
    );
  });

  it("leaves out all of a line that breaks off", () => {
    const source = '{"a": "one"}\n{"a": "two", "b": \n{"a": "three"}';
    const prose = readJsonLines(source, DEFAULT_PROSE_OPTIONS, "jsonl");
    expect(sentencesOf(source, prose)).toEqual(["one", "three"]);
    expect(prose.warning).toBe("line 2 is no JSON and was left out");
  });
});

describe("a notebook", () => {
  const readNotebook = createNotebookReader(readMarkdown);

  it("gives the reviewed words of its cells at their places in the JSON", () => {
    expect(checkFile("notebook/weather.ipynb", readNotebook).warning).toBeUndefined();
  });

  it("leads a name that is escaped, and its parts, back to the escapes", () => {
    const source = String.raw`{"cells": [{"cell_type": "code", "source": ["x = \u00e9t\u00e9Chaud(\"a\\tb\\u00e9\")\n", "y_z"]}]}`;
    const prose = readNotebook(source, DEFAULT_PROSE_OPTIONS, "ipynb");
    expect(tokensOf(source, prose).map((tokens) => tokens.map(({ surface }) => surface))).toEqual([
      [
        String.raw`\u00e9t\u00e9Chaud`,
        String.raw`\u00e9t\u00e9`,
        "Chaud",
        "a",
        String.raw`b\\u00e9`,
      ],
      ["y_z"],
    ]);
    expect(sentencesOf(source, prose)).toEqual(["étéchaud été chaud a bé", "y_z"]);
  });

  it("reads the older format, and code in the notebook's own language", () => {
    const old = {
      worksheets: [{ cells: [{ cell_type: "code", input: ["old_code()"], language: "python" }] }],
    };
    expect(sentences(JSON.stringify(old), readNotebook)).toEqual(["old_code old code"]);
    const julia = {
      cells: [{ cell_type: "code", source: "#= a\nb =# callMe('c')" }],
      metadata: { language_info: { name: "julia" } },
    };
    expect(sentences(JSON.stringify(julia), readNotebook)).toEqual(["a b", "callme call me"]);
  });

  it("gives what was read before it stopped to parse, with a warning", () => {
    const source =
      '{"cells": [\n{"cell_type": "markdown", "source": ["whole"]},\n{"cell_type": "markdown", "source": ["cut" oops';
    const prose = readNotebook(source, DEFAULT_PROSE_OPTIONS, "ipynb");
    expect(sentencesOf(source, prose)).toEqual(["whole", "cut"]);
    expect(prose.warning).toBe("no notebook: line 3 is no JSON");
    expect(readNotebook('{"a": 1}', DEFAULT_PROSE_OPTIONS, "ipynb").warning).toBe(
      "no notebook: it has no cells",
    );
    expect(readNotebook('{"cells": []}', DEFAULT_PROSE_OPTIONS, "ipynb").warning).toBeUndefined();
  });
});

describe("a table", () => {
  it("gives the reviewed words of the columns that hold text", () => {
    expect(checkFile("csv/reviews.csv", readCsv).warning).toBeUndefined();
    checkFile("csv/notes.tsv", readCsv);
    checkFile("csv/semicolons.csv", readCsv);
  });

  it("gives the columns that were chosen by name or number", () => {
    const source = "id,Title,body\n1,one two,three four\n2,five six,seven eight\n";
    const read = (...columns: string[]) =>
      sentencesOf(source, readCsv(source, withColumns(...columns), "csv"));
    expect(read("title")).toEqual(["one two", "five six"]);
    expect(read("3")).toEqual(["three four", "seven eight"]);
    expect(read("BODY", "2", "absent")).toEqual([
      "one two",
      "three four",
      "five six",
      "seven eight",
    ]);
    expect(readCsv(source, withColumns("absent"), "csv").warning).toBe(
      'no column "absent": there are "id", "Title", "body"',
    );
  });

  it("finds the delimiter, and whether there is a header", () => {
    const read = (source: string, extension = "csv") =>
      sentencesOf(source, readCsv(source, DEFAULT_PROSE_OPTIONS, extension));
    expect(read("a long text|2\nanother, longer|3\nthird text|4")).toEqual([
      "a long text",
      "another longer",
      "third text",
    ]);
    expect(read("word\tcount\nfirst\t1\nsecond\t2")).toEqual(["first", "second"]);
    expect(read("the cat sat\nthe dog ran\n")).toEqual(["the cat sat", "the dog ran"]);
    expect(
      read("yes,2024-01-01,cus_9s6XKz,A-12,user@example.com,/tmp/a,3.5 kg\n".repeat(3)),
    ).toEqual([]);
    expect(read("")).toEqual([]);
  });

  it("takes a quote that is never closed for text, and names its line", () => {
    const source = 'text,number\nbefore it,1\n"open quote,2\nafter it,3\nagain,4';
    const prose = readCsv(source, DEFAULT_PROSE_OPTIONS, "csv");
    expect(sentencesOf(source, prose)).toEqual(["before it", "open quote", "after it", "again"]);
    expect(prose.warning).toBe(
      "the quote in line 3 is never closed; quotes from there on are plain text",
    );
  });

  it("takes quotes within a quoted cell that are not doubled for text", () => {
    const source = 'said,stars\n"he said "hello" to me",5\n"she ""waved""" ,4\n';
    const prose = readCsv(source, DEFAULT_PROSE_OPTIONS, "csv");
    expect(sentencesOf(source, prose)).toEqual(["he said hello to me", "she waved"]);
  });

  it("leads every word of random cells back to where it stands", () => {
    const random = createRandom(7);
    for (let round = 0; round < 60; round++) {
      const cells = Array.from({ length: 6 }, () => `some ${randomText(random, 12)}`);
      const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
      const source = `first,second,third\r\n${quoted.slice(0, 3).join(",")}\r\n${quoted.slice(3).join(",")}\r\n`;
      const prose = readCsv(
        source,
        { ...withColumns("first", "second", "third"), addresses: true },
        "csv",
      );
      const words = cells.flatMap((cell) => tokensOf(cell, wholeProse(cell)).flat());
      expect(
        tokensOf(source, prose)
          .flat()
          .map(({ word }) => word),
      ).toEqual(words.map(({ word }) => word));
      checkSurfaces(source, prose);
    }
  });
});
