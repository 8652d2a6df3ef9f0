import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFastText, writeFastText } from "../../../src/embeddings/fastTextFile.node.ts";
import type { FastTextModel } from "../../../src/embeddings/formats/fastText.ts";
import { ngramBuckets } from "../../../src/embeddings/subwords.ts";
import { WordfieldError } from "../../../src/errors.ts";
import { fastTextAnswers, formatFixture } from "../../support/formatFixtures.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const GOLDEN = ["skipgram.bin", "cbow.bin", "classifier.bin"] as const;

describe("readFastText", () => {
  it("reads the arguments, words and labels of the C++ tool's files", async () => {
    const skipGram = await readFastText(formatFixture("skipgram.bin"));
    expect(skipGram.arguments).toEqual({
      model: "skip-gram",
      loss: "ns",
      dimension: 10,
      window: 3,
      epochs: 3,
      minimumCount: 1,
      negatives: 4,
      wordNgrams: 1,
      buckets: 200,
      minimumNgram: 2,
      maximumNgram: 5,
      sample: 0.01,
      learningRateUpdateRate: 100,
    });
    expect(skipGram.words).toContain("br\ufffdken");
    expect(skipGram.counts[skipGram.words.indexOf("</s>")]).toBe(303);
    expect(skipGram.tokens).toBe(skipGram.counts.reduce((sum, count) => sum + count));
    expect(skipGram.labels).toEqual([]);
    const cbow = await readFastText(formatFixture("cbow.bin"));
    expect(cbow.arguments).toMatchObject({ model: "cbow", loss: "hs", buckets: 0 });
    const classifier = await readFastText(formatFixture("classifier.bin"));
    expect(classifier.arguments).toMatchObject({ model: "supervised", loss: "ova", wordNgrams: 2 });
    expect(classifier.labels).toEqual((await fastTextAnswers("classifier.bin")).labels);
  });

  it.each(GOLDEN)("has the C++ tool's rows for the words and n-grams of %s", async (name) => {
    const model = await readFastText(formatFixture(name));
    const answers = await fastTextAnswers(name);
    expect(model.words).toHaveLength(answers.rows);
    for (const { word, known, subwords, vector } of answers.words) {
      const rows = rowsOf(model, word);
      expect(rows, word).toEqual(subwords);
      expect(model.words.includes(word)).toBe(known);
      for (const [column, value] of vector.entries())
        expect(meanOf(model, rows, column), word).toBeCloseTo(value, 6);
    }
  });

  it.each([
    ["quantized.ftz", "quantized"],
    ["pruned.ftz", "pruned"],
  ])("refuses %s", async (name, how) => {
    await expect(readFastText(formatFixture(name))).rejects.toMatchObject({
      code: "bad-format",
      message: `${name} is a compressed fastText model (${how}, as a rule .ftz), whose vectors Wordfield does not read. Choose the .bin file that it was made of.`,
    });
  });

  it.each(GOLDEN)("refuses %s cut off at any byte", async (name) => {
    const path = join(await temporaryFolder(), name);
    const bytes = await readFile(formatFixture(name));
    await writeFile(path, bytes);
    for (let length = bytes.length - 1; length >= 0; length -= length > 1500 ? 37 : 1) {
      await truncate(path, length);
      await expect(readFastText(path), `at ${length}`).rejects.toMatchObject({
        code: "bad-format",
        message: expect.stringMatching(/^\w+\.bin .*[.]$/) as string,
      });
    }
  });

  it("refuses bytes after the end", async () => {
    const path = join(await temporaryFolder(), "a.bin");
    await writeFile(
      path,
      Buffer.concat([await readFile(formatFixture("cbow.bin")), Buffer.alloc(3)]),
    );
    await expect(readFastText(path)).rejects.toThrow("a.bin is damaged: it has 3 bytes more");
  });

  it.each<[string, number, number[], string]>([
    ["another version", 4, [13, 0, 0, 0], "version 13 of the fastText format, expected 12"],
    ["no dimension", 8, [0, 0, 0, 0], "its dimension is 0"],
    ["n-grams of any length", 48, [0, 0, 0, 1], "its longest n-gram is 16777216"],
    ["an unknown loss", 32, [9, 0, 0, 0], "its loss has the unknown number 9"],
    ["an unknown model", 36, [0, 0, 0, 0], "its model has the unknown number 0"],
    ["more entries than fit", 64, [0, 0, 0, 127, 0, 0, 0, 127], "2,130,706,432 words, at most"],
    ["words that are none", 68, [1, 0, 0, 0], "entries are 1 words and 0 labels"],
    ["many buckets", 40, [0, 0, 0, 127], "rows, expected 21307064"],
  ])("refuses a file with %s", async (_, at, change, message) => {
    const path = join(await temporaryFolder(), "a.bin");
    const bytes = await readFile(formatFixture("cbow.bin"));
    bytes.set(change, at);
    await writeFile(path, bytes);
    await expect(readFastText(path)).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringContaining(message) as string,
    });
  });

  it("has nothing but coded errors for random changes", async () => {
    const random = seededRandom(8);
    const path = join(await temporaryFolder(), "a.bin");
    const golden = await readFile(formatFixture("classifier.bin"));
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(golden);
      const at = Math.floor(random() * (round % 2 ? 1200 : bytes.length));
      bytes[at] = Math.floor(random() * 256);
      await writeFile(path, bytes);
      await readFastText(path).catch((error: unknown) => {
        expect(error, `byte ${at}`).toBeInstanceOf(WordfieldError);
        expect((error as WordfieldError).code).toBe("bad-format");
      });
    }
  });

  it("says that a file of another kind is none", async () => {
    const folder = await temporaryFolder({ "a.bin": "something else" });
    await expect(readFastText(join(folder, "a.bin"))).rejects.toThrow(
      "a.bin is no file of word vectors: it does not begin like a fastText file.",
    );
    await expect(readFastText(join(folder, "b.bin"))).rejects.toMatchObject({
      code: "model-missing",
    });
  });

  it("stops when it is canceled", async () => {
    await expect(
      readFastText(formatFixture("cbow.bin"), AbortSignal.abort()),
    ).rejects.toMatchObject({ code: "canceled" });
  });
});

describe("writeFastText", () => {
  it.each(["cbow.bin", "classifier.bin"])("writes %s as the C++ tool has", async (name) => {
    const path = join(await temporaryFolder(), "copy.bin");
    await writeFastText(path, await readFastText(formatFixture(name)));
    expect(Buffer.compare(await readFile(path), await readFile(formatFixture(name)))).toBe(0);
  });

  it("takes the input matrix in parts", async () => {
    const path = join(await temporaryFolder(), "copy.bin");
    const model = await readFastText(formatFixture("classifier.bin"));
    const { inputMatrix } = model;
    await writeFastText(path, {
      ...model,
      inputMatrix: [inputMatrix.subarray(0, 30), inputMatrix.subarray(30)],
    });
    expect(await readFastText(path)).toEqual(model);
  });

  it("refuses what could not be read again", async () => {
    const path = join(await temporaryFolder(), "a.bin");
    const model = await readFastText(formatFixture("cbow.bin"));
    const refusal = (change: Partial<FastTextModel>) =>
      expect(writeFastText(path, { ...model, ...change })).rejects;
    await refusal({ inputMatrix: new Float32Array(3) }).toThrow("The input matrix has 3 elements");
    await refusal({ outputMatrix: new Float32Array(3) }).toThrow("The output matrix has 3");
    await refusal({ counts: new Float64Array(3) }).toThrow("The counts has 3 elements");
    await refusal({ words: ["a\0b", ...model.words.slice(1)] }).toThrow("Entry 0 has a NUL.");
    await refusal({ outputMatrix: model.outputMatrix.map(() => NaN) }).toThrow("not finite");
  });
});

function rowsOf({ words, arguments: settings }: FastTextModel, word: string): number[] {
  const row = words.indexOf(word);
  return [
    ...(row < 0 ? [] : [row]),
    ...ngramBuckets(word, settings).map((bucket) => words.length + bucket),
  ];
}

function meanOf(model: FastTextModel, rows: readonly number[], column: number): number {
  const { dimension } = model.arguments;
  const sum = rows.reduce((all, row) => all + model.inputMatrix[row * dimension + column]!, 0);
  return sum / rows.length;
}
