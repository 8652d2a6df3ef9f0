import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { forEachToken } from "../../../src/corpus/tokenize.ts";
import { createRandom, randomText } from "../corpus/randomText.ts";
import {
  contentOf,
  countPlainly,
  findPlainly,
  requestFor,
  withIndex,
  update,
} from "./builtIndex.ts";

const find = (folder: string, words: readonly string[], limit = 100, without: string[] = []) =>
  withIndex(folder, (index) => index.find(words, limit, new Set(without)));

describe("OccurrenceIndex", () => {
  it.each(["words", "whitespace"] as const)(
    "equals reading all files again, word for word and place for place: %s",
    async (tokenizer) => {
      const random = createRandom(3);
      const files: Record<string, string | Uint8Array> = {};
      for (let file = 0; file < 12; file++) {
        const text = `${randomText(random, 150).replaceAll("\0", " ")} 字 end`.replace(
          /\p{Surrogate}/gu,
          "",
        );
        const encoded = file % 4 === 1 ? Buffer.from(`\ufeff${text}`, "utf16le") : text;
        files[`${file % 3}/file ${file}.txt`] = file % 4 === 2 ? `\ufeff${text}` : encoded;
      }
      files["0/empty.txt"] = "";
      for (const maximumTokens of [7, 1000]) {
        const request = await requestFor(files, tokenizer);
        await update({ ...request, maximumTokens });
        const paths = Object.keys(files)
          .map((name) => join(request.text, name))
          .sort();
        const expected = await countPlainly(paths, tokenizer);
        const words = Object.keys(expected).map((word) => [word]);
        const content = await contentOf(request.folder, words);
        expect(content.counts).toEqual(expected);
        expect(content.files.map(({ path }) => path)).toEqual(paths);
        for (const [place, word] of words.entries())
          expect(content.places[place], word[0]).toEqual(await findPlainly(paths, word, tokenizer));
      }
    },
  );

  it("finds phrases of any length where reading all files finds them, over line breaks and in Chinese too", async () => {
    const random = createRandom(8);
    const vocabulary = [
      "the",
      "The",
      "cat",
      "sat,",
      "on",
      "the\n",
      "mat.",
      "\r\n",
      "cat 猫在",
      "这里",
    ];
    const files: Record<string, string> = {};
    for (let file = 0; file < 9; file++)
      files[`${file}.txt`] = Array.from(
        { length: 120 },
        () => vocabulary[Math.floor(random() * vocabulary.length)]!,
      ).join(" ");
    const request = await requestFor(files);
    await update({ ...request, maximumTokens: 100 });
    const paths = Object.keys(files).map((name) => join(request.text, name));
    const tokens: string[] = [];
    forEachToken(files["0.txt"]!, "words", (word) => tokens.push(word));
    let found = 0;
    for (let length = 2; length <= 5; length++)
      for (let first = 0; first + length <= 40; first++) {
        const phrase = tokens.slice(first, first + length);
        const expected = await findPlainly(paths, phrase, "words");
        const answer = await find(request.folder, phrase, 1e9);
        expect(answer.occurrences, phrase.join(" ")).toEqual(expected);
        expect(answer.total).toBe(expected.length);
        expect(answer.inFiles).toBe(new Set(expected.map(({ path }) => path)).size);
        found += expected.length;
      }
    expect(found).toBeGreaterThan(300);
    expect(await find(request.folder, ["the", "nowhere"])).toMatchObject({ total: 0 });
  });

  it("shows line, column and text as reading the file does: CRLF, byte order mark, emoji, UTF-16", async () => {
    const text = "The king’s hat.\r\n\r\n\t😀 A KING, and kings: King!\r\n";
    const request = await requestFor({
      "a.txt": text,
      "b.txt": `\ufeff${text}`,
      "c.txt": Buffer.from(`\ufeff${text}`, "utf16le"),
    });
    await update(request);
    const { total, inFiles, occurrences } = await find(request.folder, ["king"]);
    expect([total, inFiles]).toEqual([6, 3]);
    for (const name of ["a.txt", "b.txt", "c.txt"])
      expect(occurrences.filter(({ path }) => path.endsWith(name))).toMatchObject([
        {
          line: 3,
          column: 7,
          length: 4,
          before: "😀 A ",
          match: "KING",
          after: ", and kings: King!",
        },
        { line: 3, column: 24, before: "😀 A KING, and kings: ", match: "King", after: "!" },
      ]);
  });

  it("finds lines in a file of 100,000 lines and in one line of 2 MB", async () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, line) => `line ${line} é ${line % 10 ? "" : "ten"}`,
    );
    lines[98_765] += " needle";
    const request = await requestFor({
      "lines.txt": `${lines.join("\r\n")}\r\n`,
      "long.txt": `${"alpha beta ".repeat(180_000)}needle in hay`,
    });
    await update({ ...request, maximumTokens: 150_000 });
    expect((await find(request.folder, ["needle"])).occurrences).toMatchObject([
      { line: 98_766, column: 15, before: "line 98765 é  ", match: "needle", after: "" },
      { line: 1, column: 1_980_001, match: "needle", after: " in hay" },
    ]);
    const tens = await find(request.folder, ["ten"], 3);
    expect(tens.total).toBe(10_000);
    expect(tens.occurrences.map(({ line }) => line)).toEqual([1, 11, 21]);
    const [, long] = (await find(request.folder, ["needle"])).occurrences;
    const [, plain] = await findPlainly(
      ["lines.txt", "long.txt"].map((name) => join(request.text, name)),
      ["needle"],
      "words",
    );
    expect(long).toEqual(plain);
  });

  it("leaves out files that it is told to, and says which of the first ones have changed", async () => {
    const request = await requestFor({ "a.txt": "x x", "b.txt": "x", "c.txt": "y x" });
    await update(request);
    const [a, b] = ["a.txt", "b.txt"].map((name) => join(request.text, name));
    expect(await find(request.folder, ["x"], 10, [a!, "nowhere"])).toMatchObject({
      total: 2,
      inFiles: 2,
    });
    await writeFile(b!, "x and more");
    const { total, occurrences, changed } = await find(request.folder, ["x"]);
    expect([total, occurrences.length, changed]).toEqual([4, 3, [b]]);
  });

  it("counts a word by file, most places first", async () => {
    const request = await requestFor({ "a.txt": "x", "b.txt": "x x X", "c.txt": "no" });
    await update(request);
    const counts = await withIndex(request.folder, (index) =>
      index.countByFile(["x"], new Set<string>()),
    );
    expect(counts).toEqual([
      { path: join(request.text, "b.txt"), count: 3 },
      { path: join(request.text, "a.txt"), count: 1 },
    ]);
  });
});
