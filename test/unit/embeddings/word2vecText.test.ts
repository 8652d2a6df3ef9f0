import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { detectFormat } from "../../../src/embeddings/formats/detectFormat.ts";
import { readWord2vecText } from "../../../src/embeddings/formats/readWord2vecText.ts";
import { composeWord2vecText } from "../../../src/embeddings/formats/word2vecText.ts";
import { randomVector, seededRandom } from "../../support/seededRandom.ts";

const FOLDER = new URL("../../fixtures/models/", import.meta.url);

describe("composeWord2vecText", () => {
  it("writes a line with the sizes, then a line a word", async () => {
    const { text, warnings } = await compose(["the", "北京"], [1, -0.5, 0.1, 12.25, 0, -3e-5]);
    expect(text).toBe("2 3\nthe 1 -0.5 0.1\n北京 12.25 0 -0.00003\n");
    expect(warnings).toEqual([]);
  });

  it("writes six significant digits at any size", async () => {
    const cases: [number, string][] = [
      [0.123456789, "0.123457"],
      [-123.456789, "-123.457"],
      [99_999.96, "100000"],
      [0.000123456789, "0.000123457"],
      [0.99999951, "1"],
      [1.5e-9, "1.5e-9"],
      [3.25e20, "325000000000000000000"],
      [3.4e38, "3.4e+38"],
      [99_999.4, "99999.4"],
      [1e-45, "1.4013e-45"],
    ];
    for (const [value, expected] of cases)
      expect((await compose(["w"], [value])).text).toBe(`1 1\nw ${expected}\n`);
  });

  it("loses no more than six digits keep, for random numbers of all sizes", async () => {
    const random = seededRandom(9);
    const values = Float32Array.from(
      { length: 5000 },
      () => (random() * 2 - 1) * 10 ** (random() * 20 - 12),
    );
    const { text } = await compose(["w"], [...values]);
    const written = text.split("\n")[1]?.split(" ").slice(1) ?? [];
    for (const [i, value] of values.entries())
      expect(Math.abs(Number(written[i]) - value)).toBeLessThanOrEqual(Math.abs(value) * 5.01e-6);
  });

  it("leaves out words with white space and says which", async () => {
    const words = ["a b", "king", "new\nline", "no\u00a0break", "\u3000", "queen"];
    const composed = await compose(words, [1, 2, 3, 4, 5, 6]);
    expect(composed.text).toBe("2 1\nking 2\nqueen 6\n");
    expect(composed.words).toBe(2);
    expect(composed.warnings).toEqual([
      '4 of 6 words have white space, which this format cannot hold, and are left out: "a b", "new\nline", "no\u00a0break", "\u3000".',
    ]);
    await expect(compose([" "], [1])).rejects.toMatchObject({ code: "bad-input" });
  });

  it("is cut into chunks, and can be read again", async () => {
    const words = Array.from({ length: 3000 }, (_, i) => `wörd${i}`);
    const vectors = randomVector(words.length * 60, 3);
    const { chunks } = await composeWord2vecText(source(words, vectors, 60));
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    expect(parts.length).toBeGreaterThan(1);
    const read = await readParts(parts, "w.vec");
    expect(read.words).toEqual(words);
    expect(read.warnings).toEqual([]);
    const errors = vectors.map((value, i) => Math.abs(read.vectors[i]! - value));
    expect(errors.reduce((most, error) => Math.max(most, error))).toBeLessThan(5.1e-7);
  });
});

describe("readWord2vecText", () => {
  it("reads what gensim has written, with and without the first line", async () => {
    const file = await readFile(new URL("gensim.vec", FOLDER));
    const read = await readParts([file], "gensim.vec");
    expect(read.words).toHaveLength(26);
    expect(read.words.slice(0, 2)).toEqual(["of", "the"]);
    expect(read.words).toContain("zürich");
    expect(read.dimension).toBe(14);
    const [, ...numbers] = file.toString().split("\n")[1]!.split(" ");
    expect([...read.vectors.subarray(0, 14)]).toEqual(numbers.map((x) => Math.fround(Number(x))));
    expect(read.warnings).toEqual([]);
    const glove = await readFile(new URL("gensim-without-header.txt", FOLDER));
    expect(await readParts([glove], "glove.txt")).toEqual(read);
  });

  it("gives the same whatever the chunks are", async () => {
    const file = await readFile(new URL("gensim.vec", FOLDER));
    const whole = await readParts([file], "a.vec");
    for (const size of [1, 7, 100, 4000]) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < file.length; at += size) parts.push(file.subarray(at, at + size));
      expect(await readParts(parts, "a.vec")).toEqual(whole);
    }
  });

  it("takes carriage returns, tabs, spaces at the end, a byte order mark and every way to write a number", async () => {
    const read = await readText("\ufeff2 4\r\na\t1 -2.5e-05 +3E2 .5 \r\nb 00.1 5. 1e+1 -0\r\n");
    expect([...read.vectors]).toEqual(
      [1, -2.5e-5, 300, 0.5, 0.1, 5, 10, -0].map((value) => Math.fround(value)),
    );
  });

  it("reads words with spaces by counting numbers from the end", async () => {
    const read = await readText("the 1 2\n. . . 3 4\nat name@domain.com 5 6\n");
    expect(read.words).toEqual(["the", ". . .", "at name@domain.com"]);
  });

  it("keeps the first of a word that stands twice and says so", async () => {
    const read = await readText("3 1\na 1\nb 2\na 3\n");
    expect(read.words).toEqual(["a", "b"]);
    expect([...read.vectors]).toEqual([1, 2]);
    expect(read.warnings).toEqual([
      "1 of the 3 words of a.vec repeat another; the first of each is kept.",
    ]);
  });

  it.each([
    ["a 1 2\nb 1\n", "a.vec, line 2: 1 numbers, expected 2. Check that the file is complete."],
    ["2 2\na 1 2\nb 1 2 3\n", "line 3: 3 numbers, expected 2"],
    ["3 2\na 1 2\nb 1 2\n", "line 3: the file ends after 2 of the 3 words that it should have"],
    ["1 2\na 1 2\nb 1 2\n", "line 3: the first line says 1 words, and here is one more"],
    ["a 1 2\nb 1 x2\n", 'line 2: "x2" is no number'],
    ["a 1 2\nb nan 2\n", 'line 2: "nan" is no number'],
    ["a 1 2\nb 1e40 2\n", "line 2: the number 1 is too large for single precision"],
    ["a 1 2\nb 1 2e\n", 'line 2: "2e" is no number'],
    ["a 1 2\n\nb 1 2\n", "line 2: the line is empty"],
    ["a 1 2\n 1 2\n", "line 2: the word is missing"],
    ["5 999999999\na 1 2\n", "line 2: 2 numbers, expected 999999999"],
  ])("refuses %j", async (text, message) => {
    await expect(readText(text)).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringContaining(message) as string,
    });
  });

  it("keeps words that are no UTF-8, with a sign in place of what cannot be read", async () => {
    const bytes = Buffer.from("a 1\nb\xff 2\nb\xfe 3\n", "latin1");
    const read = await readParts([bytes], "a.vec");
    expect(read.words).toEqual(["a", "b\ufffd"]);
    expect(read.warnings).toEqual([
      "1 of the 3 words of a.vec repeat another; the first of each is kept.",
      '1 of the 3 words of a.vec are no UTF-8 text; what cannot be read in them is shown as \ufffd, for example "b\ufffd".',
    ]);
  });

  it("stops when it is canceled", async () => {
    const plan = {
      ...{ fileName: "a", words: 1, dimension: 1, hasSizes: false },
      vectors: new Float32Array(1),
    };
    await expect(
      readWord2vecText(feed([Buffer.from("a 1\n")]), plan, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: "canceled" });
  });
});

async function readText(text: string) {
  return readParts([Buffer.from(text)], "a.vec");
}

/** Reads a file that is fed in parts, with the sizes that its beginning and its number of lines tell. */
async function readParts(parts: readonly Uint8Array[], fileName: string) {
  const whole = Buffer.concat(parts);
  const detected = detectFormat(whole);
  if ("fault" in detected || detected.format !== "word2vec-text")
    throw new Error("The file is not found to be text.");
  const { dimension, start } = detected;
  const words = detected.words ?? whole.toString("latin1").trimEnd().split("\n").length;
  const vectors = new Float32Array(Math.min(words * dimension, 1e6));
  const plan = { fileName, words, dimension, hasSizes: start > 0, vectors };
  const { list, warnings } = await readWord2vecText(feed(parts), plan);
  const { words: found } = list;
  return {
    words: found,
    dimension,
    vectors: vectors.subarray(0, found.length * dimension),
    warnings,
  };
}

async function compose(words: string[], values: number[]) {
  const vectors = Float32Array.from(values);
  const composed = await composeWord2vecText(source(words, vectors, values.length / words.length));
  let text = "";
  for await (const chunk of composed.chunks) text += Buffer.from(chunk).toString();
  return { ...composed, text };
}

function source(words: string[], vectors: Float32Array, dimension: number) {
  const readRow = (wordId: number) =>
    vectors.subarray(wordId * dimension, (wordId + 1) * dimension);
  return { words, dimension, readRow };
}

async function* feed(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
