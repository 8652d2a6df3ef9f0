import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readForeignHeader } from "../../../src/embeddings/foreignHeader.node.ts";
import { decodeVocabulary } from "../../../src/embeddings/formats/vocabularyTensors.ts";
import { composeWord2vecBinary } from "../../../src/embeddings/formats/word2vecBinary.ts";
import {
  loadFastText,
  readVectorOfUnknownWord,
} from "../../../src/embeddings/loadFastText.node.ts";
import { loadVectors } from "../../../src/embeddings/loadVectors.node.ts";
import { WordfieldError } from "../../../src/errors.ts";
import { fastTextAnswers, formatFixture } from "../../support/formatFixtures.ts";
import { randomVector } from "../../support/seededRandom.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

describe("readForeignHeader", () => {
  it("tells the sizes of each format", async () => {
    const sizes = async (name: string) => {
      const header = await readForeignHeader(formatFixture(name));
      if (header === "safetensors") return header;
      return [header.format, header.words, header.dimension, header.name];
    };
    expect(await sizes("skipgram.bin")).toEqual(["fasttext", 24, 10, "skipgram"]);
    expect(await sizes("word2vec.bin")).toEqual(["word2vec-binary", 23, 6, "word2vec"]);
    expect(await sizes("word2vec.txt")).toEqual(["word2vec-text", 23, 6, "word2vec"]);
    const glove = "../models/gensim-without-header.txt";
    expect(await sizes(glove)).toEqual(["word2vec-text", 26, 14, "gensim-without-header"]);
    expect(await sizes("../models/python.safetensors")).toBe("safetensors");
  });

  it("knows formats whatever the ending", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "notes.safetensors");
    await copyFile(formatFixture("word2vec.bin"), path);
    expect(await readForeignHeader(path)).toMatchObject({ format: "word2vec-binary" });
    await copyFile(formatFixture("../models/python.safetensors"), join(folder, "a.vec"));
    expect(await readForeignHeader(join(folder, "a.vec"))).toBe("safetensors");
  });

  it("refuses sizes that the file cannot have, and what is no file of vectors", async () => {
    const folder = await temporaryFolder({
      "a.vec": "5000 300\na 1 2\n",
      "b.txt": "Some text.",
      "c.vec": "99999999 2\na 1 2\n",
    });
    const message = (name: string) =>
      readForeignHeader(join(folder, name)).then(String, (error: Error) => error.message);
    expect(await message("a.vec")).toBe(
      "a.vec has 15 of at least 3,009,999 bytes: the file is cut off. Get the file again or choose another one.",
    );
    expect(await message("b.txt")).toMatch(/^b.txt is no file of word vectors: it does not begin/);
    expect(await message("c.vec")).toMatch(/^c.vec has 99,999,999 words, at most 16,777,215 can/);
    expect(await message("gone.vec")).toMatch(/gone.vec does not exist/);
    expect(await message("")).toMatch(/is no file of word vectors: it is no file/);
  });
});

describe("loadVectors", () => {
  it("gives the C++ tool's vectors of known words", async () => {
    for (const name of ["skipgram.bin", "cbow.bin", "classifier.bin"]) {
      const loaded = await load(formatFixture(name));
      const answers = await fastTextAnswers(name);
      expect(loaded.words).toHaveLength(answers.rows);
      for (const { word, vector } of answers.words.filter(({ known }) => known))
        expectClose(loaded.vectorOf(word), vector);
    }
  });

  it("takes words that are no UTF-8 by their bytes, and says so", async () => {
    const loaded = await load(formatFixture("skipgram.bin"));
    const { vectorOfBrokenWord } = await fastTextAnswers("skipgram.bin");
    expectClose(loaded.vectorOf("br\ufffdken"), vectorOfBrokenWord!);
    expect(loaded.warnings).toEqual([
      '1 of the 24 words of skipgram.bin are no UTF-8 text; what cannot be read in them is shown as \ufffd, for example "br\ufffdken".',
    ]);
    expect(loaded.counts?.[loaded.words.indexOf("br\ufffdken")]).toBe(3);
  });

  it("gives the C++ tool's vectors of unknown words", async () => {
    for (const name of ["skipgram.bin", "classifier.bin"]) {
      const { ngrams } = await load(formatFixture(name));
      for (const { word, vector, known } of (await fastTextAnswers(name)).words)
        if (!known)
          expectClose(await readVectorOfUnknownWord(formatFixture(name), word, ngrams!), vector);
      expect(await readVectorOfUnknownWord(formatFixture(name), "</s>", ngrams!)).toBeUndefined();
    }
    expect((await load(formatFixture("cbow.bin"))).ngrams).toBeNull();
  });

  it("needs no memory for all n-grams at once", async () => {
    const whole = await load(formatFixture("skipgram.bin"));
    for (const blockFloats of [1, 30, 170]) {
      let vectors = new Float32Array(0);
      const allocate = (words: number, dimension: number) =>
        (vectors = new Float32Array(words * dimension));
      await loadFastText(formatFixture("skipgram.bin"), { allocate, blockFloats });
      expectClose(vectors, [...whole.rows.rawVectors]);
    }
  });

  it("reads word2vec.c's binary file as its text, and gensim's the same", async () => {
    const binary = await load(formatFixture("word2vec.bin"));
    const text = await load(formatFixture("word2vec.txt"));
    const gensim = await load(formatFixture("gensim.bin"));
    expect(binary.words).toEqual(text.words);
    expect(binary.words).toContain("👩‍👩‍👧");
    expectClose(binary.rows.rawVectors, [...text.rows.rawVectors]);
    expect(gensim.words).toEqual(binary.words);
    expect(gensim.rows.rawVectors).toEqual(binary.rows.rawVectors);
    expect(binary.counts).toBeNull();
    expect(binary.warnings).toEqual([]);
  });

  it("keeps the first of words that stand twice", async () => {
    const path = join(await temporaryFolder(), "twice.bin");
    const record = (word: string, ...numbers: number[]) =>
      Buffer.concat([Buffer.from(`${word} `), Buffer.from(Float32Array.from(numbers).buffer)]);
    await writeFile(
      path,
      Buffer.concat([
        Buffer.from("4 2\n"),
        record("a", 1, 2),
        record("a", 3, 4),
        record("", 5, 6),
        record("b", 7, 8),
      ]),
    );
    const loaded = await load(path);
    expect(loaded.words).toEqual(["a", "b"]);
    expect([...loaded.rows.rawVectors]).toEqual([1, 2, 7, 8]);
    expect(loaded.warnings).toEqual([
      "1 of the 4 words of twice.bin repeat another; the first of each is kept.",
      "1 of the 4 words of twice.bin are empty and are left out.",
    ]);
  });

  it("reads what we write in word2vec's binary form, across slices", async () => {
    const path = join(await temporaryFolder(), "large.bin");
    const words = Array.from({ length: 6000 }, (_, i) => `wörd${i}`);
    const dimension = 200;
    const vectors = randomVector(words.length * dimension, 4);
    const readRow = (row: number) => vectors.subarray(row * dimension, (row + 1) * dimension);
    const composed = await composeWord2vecBinary({ words, dimension, readRow });
    const parts: Uint8Array[] = [];
    for await (const chunk of composed.chunks) parts.push(chunk);
    await writeFile(path, Buffer.concat(parts));
    const loaded = await load(path);
    expect(loaded.words).toEqual(words);
    expect(Buffer.compare(bytesOf(loaded.rows.rawVectors), bytesOf(vectors))).toBe(0);
  });

  it.each(["word2vec.bin", "gensim.bin", "word2vec.txt", "../models/gensim.vec"])(
    "refuses %s cut off at any byte, or warns",
    async (name) => {
      const bytes = await readFile(formatFixture(name));
      const path = join(await temporaryFolder(), "cut.bin");
      await writeFile(path, bytes);
      // The last byte of a file may be a line break.
      const lastLine = bytes.lastIndexOf("\n", bytes.length - 2);
      for (let length = bytes.length - 2; length >= 0; length -= length > lastLine - 10 ? 1 : 7) {
        await truncate(path, length);
        const outcome = await load(path).then(
          ({ warnings }) => warnings.join(),
          (error: unknown) => error,
        );
        if (typeof outcome === "string")
          expect(outcome, `at ${length}`).toContain("its last number may be cut off");
        else expect(outcome, `at ${length}`).toMatchObject({ code: "bad-format" });
      }
    },
  );

  it("refuses bytes after the end and numbers that are not finite", async () => {
    const path = join(await temporaryFolder(), "a.bin");
    const bytes = await readFile(formatFixture("word2vec.bin"));
    await writeFile(path, Buffer.concat([bytes, Buffer.from("more")]));
    await expect(load(path)).rejects.toThrow("a.bin is damaged: it has 5 bytes more than it says");
    bytes.writeFloatLE(NaN, bytes.indexOf(" ", 5) + 1);
    await writeFile(path, bytes);
    await expect(load(path)).rejects.toThrow("number 1 of word 1 is not finite");
  });

  it("says how many words would fit where not all do", async () => {
    const path = join(await temporaryFolder(), "large.bin");
    await writeFile(path, "3000000 300\nthe \0\0\0\0");
    await truncate(path, 3_000_000 * 1201 + 12);
    await expect(load(path)).rejects.toMatchObject({
      code: "out-of-memory",
      message: expect.stringMatching(
        /^large.bin, 3,000,000 words of dimension 300, needs 4.6 GB of memory, more than the 4.3 GB that one model can have. Keep its 2,\d\d\d,000 most frequent words/,
      ) as string,
    });
  });

  it("has nothing but coded errors for random changes", async () => {
    const path = join(await temporaryFolder(), "a.bin");
    const golden = await readFile(formatFixture("word2vec.bin"));
    for (const [round, value] of randomVector(300, 6).entries()) {
      const bytes = Buffer.from(golden);
      bytes[(round * 7) % bytes.length] = Math.floor(Math.abs(value) * 1e5) & 255;
      await writeFile(path, bytes);
      await load(path).catch((error: unknown) => expect(error).toBeInstanceOf(WordfieldError));
    }
  });
});

async function load(path: string) {
  const loaded = await loadVectors(path);
  const decoded = await decodeVocabulary(loaded.vocabulary);
  if ("fault" in decoded) throw new Error(decoded.fault);
  const { words } = decoded;
  const { rawVectors, dimension } = loaded.rows;
  const vectorOf = (word: string) => {
    const wordId = words.indexOf(word);
    return rawVectors.subarray(wordId * dimension, (wordId + 1) * dimension);
  };
  return { ...loaded, words, vectorOf };
}

function expectClose(actual: Float32Array | undefined, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual![i]).toBeCloseTo(value, 5);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
