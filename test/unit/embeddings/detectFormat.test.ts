import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { detectFormat } from "../../../src/embeddings/formats/detectFormat.ts";
import { formatFixture } from "../../support/formatFixtures.ts";
import { randomVector } from "../../support/seededRandom.ts";

describe("detectFormat", () => {
  it.each([
    ["skipgram.bin", { format: "fasttext" }],
    ["quantized.ftz", { format: "fasttext" }],
    ["word2vec.bin", { format: "word2vec-binary", words: 23, dimension: 6, start: 5 }],
    ["gensim.bin", { format: "word2vec-binary", words: 23, dimension: 6, start: 5 }],
    ["word2vec.txt", { format: "word2vec-text", words: 23, dimension: 6, start: 5 }],
    ["../models/gensim.vec", { format: "word2vec-text", words: 26, dimension: 14, start: 6 }],
    [
      "../models/gensim-without-header.txt",
      { format: "word2vec-text", words: null, dimension: 14, start: 0 },
    ],
    ["../models/python.safetensors", { format: "safetensors" }],
  ])("knows %s by what is in it", async (name, expected) => {
    expect(detectFormat(await readFile(formatFixture(name)))).toEqual(expected);
  });

  it("tells binary from text for any word and dimension, also where the file is cut off", () => {
    for (const dimension of [1, 2, 3, 10, 300]) {
      for (const word of ["the", "</s>", "12", "-1", "北京", "a\u00a0b"]) {
        const sizes = `999 ${dimension}\n`;
        const numbers = randomVector(200 * dimension, dimension);
        const text = Array.from({ length: 100 }, (_, row) =>
          [word, ...numbers.subarray(row * dimension, (row + 1) * dimension)].join(" "),
        ).join("\n");
        const binary = Array.from({ length: 200 }, (_, row) =>
          Buffer.concat([
            Buffer.from(`${word} `),
            Buffer.from(numbers.slice(row * dimension, (row + 1) * dimension).buffer),
          ]),
        );
        const found = (bytes: Buffer) => {
          const detected = detectFormat(bytes);
          return "format" in detected ? detected.format : detected.fault;
        };
        expect(found(Buffer.from(sizes + text))).toBe("word2vec-text");
        expect(found(Buffer.concat([Buffer.from(sizes), ...binary]))).toBe("word2vec-binary");
      }
    }
  });

  it("takes words with spaces, a byte order mark and carriage returns for text", () => {
    const found = (text: string) => detectFormat(Buffer.from(text));
    expect(found("2 2\r\nat home 1 2\r\n")).toMatchObject({ words: 2, dimension: 2 });
    expect(found("\ufeff2 2\na 1 2\n")).toMatchObject({ words: 2, dimension: 2 });
    expect(found("\ufeff. . 1 2\n")).toMatchObject({ words: null, dimension: 2 });
    expect(found("7 2\n")).toMatchObject({ format: "word2vec-text", words: 7 });
  });

  it.each([
    ["", "it is empty"],
    ["hello\nworld\n", "it does not begin like one"],
    ["0 5\n", "its first line announces no vectors"],
    ["\x1f\x8b\x08 and so on", "it is compressed with gzip; unpack it first"],
    ["PK\x03\x04 and so on", "it is a ZIP archive; unpack it first"],
    [
      "\x80\x04\x95 and so on",
      "it is a Python pickle, such as gensim's save() writes; write it with save_word2vec_format()",
    ],
    ["\x93NUMPY", "it is an array of NumPy without words"],
    ["%PDF-1.7", "it does not begin like one"],
  ])("says of %j what it is instead", (text, fault) => {
    expect(detectFormat(Buffer.from(text, "latin1"))).toEqual({ fault });
  });
});
