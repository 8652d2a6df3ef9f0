import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  findOccurrences,
  type Occurrence,
  type OccurrenceRequest,
} from "../../../src/corpus/occurrences.node.ts";
import { forEachToken } from "../../../src/corpus/tokenize.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { createRandom, randomText } from "./randomText.ts";

const find = (text: string, word: string, change: Partial<OccurrenceRequest> = {}) =>
  findOccurrences({
    files: [],
    documents: [{ path: "d", text }],
    word,
    tokenizer: "words",
    limit: 100_000,
    ...change,
  });

describe("findOccurrences", () => {
  it("finds every form of a word in files of any encoding, with line, column and context", async () => {
    const folder = await temporaryFolder({
      "a.txt": "The king’s hat.\r\n\r\n\tA KING, and kings: King!\r\n",
      "b.txt": Buffer.from("\ufeff😀 king\rking", "utf16le"),
      "c.txt": "nothing",
    });
    const [a, b, c] = ["a.txt", "b.txt", "c.txt"].map((name) => join(folder, name));
    const result = await findOccurrences({
      files: [a!, b!, c!],
      documents: [],
      word: "king",
      tokenizer: "words",
      limit: 10,
    });
    const place = { length: 4 };
    expect(result).toEqual({
      total: 4,
      inFiles: 2,
      skipped: [],
      occurrences: [
        {
          ...place,
          path: a,
          line: 3,
          column: 4,
          before: "A ",
          match: "KING",
          after: ", and kings: King!",
        },
        {
          ...place,
          path: a,
          line: 3,
          column: 21,
          before: "A KING, and kings: ",
          match: "King",
          after: "!",
        },
        { ...place, path: b, line: 1, column: 4, before: "😀 ", match: "king", after: "" },
        { ...place, path: b, line: 2, column: 1, before: "", match: "king", after: "" },
      ],
    });
  });

  it("counts all places and returns as many as asked, file by file", async () => {
    const documents = ["x x", "no", "x x x", "x"].map((text, file) => ({ path: `d${file}`, text }));
    const batches: Occurrence[][] = [];
    const result = await findOccurrences(
      { files: [], documents, word: "x", tokenizer: "words", limit: 4 },
      (batch) => batches.push(batch),
    );
    expect([result.total, result.inFiles, result.occurrences.length]).toEqual([6, 3, 4]);
    expect(batches.map((batch) => batch.length)).toEqual([2, 2]);
    expect(batches.flat()).toEqual(result.occurrences);
  });

  it("reads documents in place of their files, and reports files that are gone", async () => {
    const folder = await temporaryFolder({ "a.txt": "word", "gone.txt": "word" });
    const [a, gone] = [join(folder, "a.txt"), join(folder, "gone.txt")];
    await rm(gone);
    const documents = [{ path: a, text: "\n\nword" }];
    const result = await find("", "word", { files: [a, gone], documents });
    expect(result.occurrences).toMatchObject([{ path: a, line: 3 }]);
    expect(result.skipped).toEqual([{ path: gone, reason: "not found" }]);
  });

  it("finds words whose surface forms look different", async () => {
    const counts: [string, string, number][] = [
      ["CAFE\u0301 café Café cafe", "café", 3],
      ["don’t DON'T dont", "don't", 2],
      ["\u212aelvin Kelvin", "kelvin", 2],
      ["ΟΔΟΣ.Α ΟΔΟΣ οδος", "οδος".slice(0, 3) + "ς", 3],
      ["我们学习,学习学", "学习", 2],
      ["\uf900 \u8c48", "\u8c48", 2],
    ];
    for (const [text, word, total] of counts)
      expect((await find(text, word)).total, `${word} in ${text}`).toBe(total);
  });

  it("knows upper and lower case where the tokenizer does", async () => {
    const result = await find("King king, king", "king", { tokenizer: "whitespace" });
    expect(result.occurrences).toMatchObject([{ column: 12 }]);
  });

  it("keeps long contexts short, and cuts them between words and characters", async () => {
    const words = "lorem ipsum ".repeat(1000);
    const [inWords] = (await find(`${words}here ${words}`, "here")).occurrences;
    expect(inWords!.before).toMatch(/^(lorem|ipsum) .*ipsum $/);
    expect(inWords!.after).toMatch(/^ lorem .* (lorem|ipsum)$/);
    const [inSmilies] = (await find(`${"😀".repeat(1000)}-here.${"😀".repeat(1000)}`, "here"))
      .occurrences;
    expect(inSmilies!.before).toBe(`${"😀".repeat(59)}-`);
    expect(inSmilies!.after).toBe(`.${"😀".repeat(59)}`);
    for (const { before, after } of [inWords!, inSmilies!]) {
      expect(before.length).toBeLessThanOrEqual(120);
      expect(after.length).toBeLessThanOrEqual(120);
      expect(before.length + after.length).toBeGreaterThan(200);
    }
  });

  it("finds all in one line of 1 MB", async () => {
    const result = await find("alpha beta ".repeat(100_000), "beta", { limit: 3 });
    expect(result.total).toBe(100_000);
    expect(result.occurrences.map(({ column }) => column)).toEqual([7, 18, 29]);
  });

  it("equals a plain scan with the tokenizer on random text", async () => {
    const random = createRandom(6);
    for (let round = 0; round < 60; round++) {
      const text = randomText(random, 80);
      for (const tokenizer of ["words", "whitespace"] as const) {
        const offsets = new Map<string, number[]>();
        forEachToken(text, tokenizer, (word, start) => {
          offsets.set(word, [...(offsets.get(word) ?? []), start]);
        });
        for (const [word, starts] of offsets) {
          const { occurrences, total } = await find(text, word, { tokenizer });
          const lineStarts = [
            0,
            ...[...text.matchAll(/\r\n|\n|\r/g)].map((m) => m.index + m[0].length),
          ];
          const found = occurrences.map(({ line, column }) => lineStarts[line - 1]! + column - 1);
          expect(found, JSON.stringify({ text, word, tokenizer })).toEqual(starts);
          expect(total).toBe(starts.length);
        }
      }
    }
  });
});
