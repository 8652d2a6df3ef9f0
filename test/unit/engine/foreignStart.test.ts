import { readFile, truncate, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFastText } from "../../../src/embeddings/fastTextFile.node.ts";
import { loadVectors } from "../../../src/embeddings/loadVectors.node.ts";
import { readModel } from "../../../src/embeddings/modelFile.node.ts";
import { NgramTable } from "../../../src/embeddings/ngramTable.ts";
import { ngramBuckets, vectorOfUnknownWord } from "../../../src/embeddings/subwords.ts";
import type { TrainingOptions } from "../../../src/protocol/engineMessages.ts";
import { SMALL_OPTIONS, startEngine, trainingOf } from "../../support/engine.ts";
import { fastTextAnswers, formatFixture } from "../../support/formatFixtures.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText, topicWords } from "../../support/topicText.ts";

/** New words, and few of those that the golden files have. */
const TEXT = [...Array<string>(30).fill("canoe paddle lagoon canoe reef paddle"), "the king"].join(
  "\n",
);
const NEW_WORDS = ["canoe", "paddle", "lagoon", "reef"];
/** Hardly keeps a word, and hardly moves a vector: what is there at the end is what training began with. */
const STANDSTILL = { learningRate: 1e-6, epochs: 1, threads: 1, minimumCount: 1, sample: 1e-12 };

type Stored = Awaited<ReturnType<typeof readModel>>;

const rowOf = (matrix: Float32Array, row: number, dimension: number) =>
  matrix.subarray(row * dimension, (row + 1) * dimension);

function vectorOf(model: Stored, word: string): Float32Array {
  expect(model.words).toContain(word);
  return rowOf(model.inputVectors, model.words.indexOf(word), model.dimension);
}

function expectSame(actual: Iterable<number> | undefined, expected: Iterable<number>): void {
  const numbers = [...(actual ?? [])];
  const wanted = [...expected];
  expect(numbers).toHaveLength(wanted.length);
  expect(Math.max(...numbers.map((x, i) => Math.abs(x - wanted[i]!)))).toBeLessThan(1e-6);
}

/** Trains a file's vectors further and reads what came out. */
async function trainFrom(warmStartPath: string, options: TrainingOptions = {}, text = TEXT) {
  const folder = await temporaryFolder({ "text/new.txt": text });
  const { engine, log } = await startEngine();
  const path = join(folder, "further.safetensors");
  const { model } = await engine.calls.trainModel(
    trainingOf(join(folder, "text"), path, { options, warmStartPath }),
  );
  const after = await readModel(path, { withOutputVectors: true, withNgrams: true });
  return { engine, folder, log, description: model, after };
}

describe("trainModel with vectors of another program to start from", () => {
  it.each([
    "skipgram.bin",
    "cbow.bin",
    "classifier.bin",
    "word2vec.bin",
    "word2vec.txt",
    "gensim.bin",
    "../models/gensim.vec",
    "../models/gensim-without-header.txt",
  ])("keeps the vectors of %s and adds the words that are new", async (name) => {
    const path = formatFixture(name);
    const { after, description } = await trainFrom(path, STANDSTILL);
    const { rows, vocabulary, counts } = await loadVectors(path);
    const decoder = new TextDecoder();
    const words = Array.from({ length: rows.size }, (_, wordId) =>
      decoder.decode(
        vocabulary.bytes.slice(vocabulary.offsets[wordId], vocabulary.offsets[wordId + 1]),
      ),
    );
    const added = ["the", "king", ...NEW_WORDS].filter((word) => !words.includes(word));
    expect([...after.words].sort()).toEqual([...words, ...added].sort());
    for (const [wordId, word] of words.entries()) {
      expectSame(vectorOf(after, word), rowOf(rows.rawVectors, wordId, rows.dimension));
      const inText = ["the", "king"].includes(word) ? 1 : 0;
      const before = Math.max(counts?.[wordId] ?? 1, 1 - inText);
      // A word of a file without counts stands for one occurrence at least.
      expect(after.counts![after.words.indexOf(word)]).toBe(before + inText);
    }
    for (const word of NEW_WORDS)
      expect(vectorOf(after, word).every((value) => Number.isFinite(value))).toBe(true);
    expect(description.hyperparameters).toMatchObject({ warmStart: basename(name) });
  });

  it.each(["skipgram.bin", "cbow.bin", "classifier.bin"])(
    "begins with the vectors that the C++ tool gives for words of %s",
    async (name) => {
      const { after } = await trainFrom(formatFixture(name), STANDSTILL);
      const { words } = await fastTextAnswers(name);
      for (const { word, vector } of words.filter(({ known }) => known))
        expectSame(vectorOf(after, word), vector);
    },
  );

  it("takes over the rows of n-grams, so that unknown words keep their vectors, too", async () => {
    const path = formatFixture("skipgram.bin");
    const { after } = await trainFrom(path, STANDSTILL);
    const { inputMatrix, words, arguments: settings } = await readFastText(path);
    const table = new NgramTable(after.ngrams!);
    const inVocabulary = words.filter((word) => !word.includes("\ufffd") && word !== "</s>");
    for (const bucket of new Set(inVocabulary.flatMap((word) => ngramBuckets(word, settings))))
      expectSame(table.vectorOf(bucket), rowOf(inputMatrix, words.length + bucket, 10));
    const trained = (await fastTextAnswers("skipgram.bin")).words.filter(
      ({ word, known }) =>
        !known && ngramBuckets(word, settings).every((bucket) => table.vectorOf(bucket)),
    );
    expect(trained.map(({ word }) => word)).toContain("東京");
    for (const { word, vector } of trained)
      expectSame(vectorOfUnknownWord(word, table, settings), vector);
  });

  it("takes over output vectors, but for those of a tree's nodes and of labels", async () => {
    const outputs = async (name: string, options: TrainingOptions = {}) => {
      const { after } = await trainFrom(formatFixture(name), { ...STANDSTILL, ...options });
      const { words, outputMatrix } = await readFastText(formatFixture(name));
      return words
        .filter((word) => !word.includes("\ufffd"))
        .map((word) => ({
          is: [...rowOf(after.outputVectors!, after.words.indexOf(word), 10)],
          was: [...rowOf(outputMatrix, words.indexOf(word), 10)],
        }));
    };
    for (const { is, was } of await outputs("skipgram.bin")) {
      expect(was.some((value) => Math.abs(value) > 0.001)).toBe(true);
      // Noise words move a little.
      for (const [column, value] of is.entries()) expect(value).toBeCloseTo(was[column]!, 4);
    }
    const beginsAtZero = (rows: Awaited<ReturnType<typeof outputs>>) =>
      rows.every(({ is }) => is.every((value) => Math.abs(value) < 1e-3));
    expect(beginsAtZero(await outputs("skipgram.bin", { loss: "hs" }))).toBe(true);
    expect(beginsAtZero(await outputs("cbow.bin", { loss: "ns" }))).toBe(true);
    expect(beginsAtZero(await outputs("classifier.bin"))).toBe(true);
  });

  it.each<[string, TrainingOptions]>([
    ["skipgram.bin", { algorithm: "fasttext", minimumNgram: 3 }],
    ["skipgram.bin", { algorithm: "fasttext", buckets: 77 }],
    ["skipgram.bin", { algorithm: "skip-gram" }],
    ["skipgram.bin", { algorithm: "cbow", loss: "hs" }],
    ["cbow.bin", { algorithm: "fasttext", minimumNgram: 2, maximumNgram: 4, buckets: 500 }],
    ["word2vec.bin", { algorithm: "fasttext-cbow", buckets: 500 }],
    ["../models/gensim.vec", { loss: "softmax" }],
  ])("also goes on otherwise: from %s with %o", async (name, options) => {
    const path = formatFixture(name);
    const { after, description } = await trainFrom(path, { ...STANDSTILL, ...options });
    expect(description.hyperparameters).toMatchObject(options);
    const { rows, vocabulary } = await loadVectors(path);
    const first = new TextDecoder().decode(vocabulary.bytes.slice(0, vocabulary.offsets[1]));
    expectSame(vectorOf(after, first), rowOf(rows.rawVectors, 0, rows.dimension));
  });

  it("inherits what a fastText file says of its training, and nothing from mere vectors", async () => {
    const optionsOf = async (name: string, options: TrainingOptions = {}) =>
      (await trainFrom(formatFixture(name), { epochs: 1, threads: 1, minimumCount: 1, ...options }))
        .description.hyperparameters;
    expect(await optionsOf("skipgram.bin")).toMatchObject({
      ...{ algorithm: "fasttext", loss: "ns", dimension: 10, window: 3, negatives: 4 },
      ...{ samplingExponent: 0.5, minimumNgram: 2, maximumNgram: 5, buckets: 200, epochs: 1 },
    });
    expect(await optionsOf("cbow.bin")).toMatchObject({
      ...{ algorithm: "cbow", loss: "hs", cbowGradient: "whole", window: 3 },
    });
    expect(await optionsOf("classifier.bin")).toMatchObject({
      ...{ algorithm: "fasttext", loss: "ns", window: 5, minimumNgram: 2, maximumNgram: 3 },
    });
    expect(await optionsOf("word2vec.bin", { window: 4 })).toMatchObject({
      ...{ algorithm: "skip-gram", loss: "ns", dimension: 6, window: 4, samplingExponent: 0.75 },
    });
  });

  it("leaves out what the file says beyond what training can be told", async () => {
    const path = join(await temporaryFolder(), "odd.bin");
    const bytes = await readFile(formatFixture("skipgram.bin"));
    bytes.writeInt32LE(1000, 12); // the window
    bytes.writeInt32LE(30, 48); // the longest n-gram
    await writeFile(path, bytes);
    const { description } = await trainFrom(path, STANDSTILL);
    expect(description.hyperparameters).toMatchObject({ algorithm: "skip-gram", window: 5 });
  });

  it.each<[string, TrainingOptions]>([
    ["fastText", { algorithm: "fasttext", buckets: 2000, minimumNgram: 2 }],
    ["fastText", { algorithm: "fasttext-cbow", buckets: 2000 }],
    ["fastText", { algorithm: "skip-gram" }],
    ["word2vec text", { algorithm: "skip-gram" }],
    ["word2vec binary", { algorithm: "cbow" }],
  ])("goes on from our own export as %s as from the model itself: %o", async (kind, options) => {
    const folder = await temporaryFolder({ "may/text.txt": topicText(500) });
    const { engine } = await startEngine();
    const may = join(folder, "may.safetensors");
    await engine.calls.trainModel(
      trainingOf(join(folder, "may"), may, { options: { ...SMALL_OPTIONS, ...options } }),
    );
    const exported = join(folder, kind === "word2vec text" ? "may.vec" : "may.bin");
    await engine.calls.exportModel({
      ...{ modelPath: may, outputPath: exported },
      ...(kind === "word2vec binary" ? { format: "word2vec-binary" as const } : {}),
    });
    const text = "canoe paddle canoe";
    const [own, other] = await Promise.all([
      trainFrom(may, STANDSTILL, text),
      trainFrom(exported, STANDSTILL, text),
    ]);
    const before = await readModel(may);
    for (const word of before.words) {
      const [is, was] = [vectorOf(other.after, word), vectorOf(before, word)];
      if (kind !== "word2vec text") expectSame(is, was);
      // Six significant digits.
      else for (const [column, value] of is.entries()) expect(value).toBeCloseTo(was[column]!, 5);
    }
    if (kind !== "fastText") return;
    expect(other.after.words).toEqual(own.after.words);
    expect(other.after.counts).toEqual(own.after.counts);
    expectSame(other.after.outputVectors!, own.after.outputVectors!);
    expect(other.after.ngrams?.buckets).toEqual(own.after.ngrams?.buckets);
    expectSame(other.after.ngrams?.vectors ?? [], own.after.ngrams?.vectors ?? []);
  });

  it.each([
    ["may.bin", { algorithm: "fasttext", buckets: 2000 }],
    ["may.vec", {}],
  ] as const)("puts new words among those they stand with in %s", async (name, options) => {
    const [money, water] = topicWords() as [readonly string[], readonly string[]];
    const folder = await temporaryFolder({ "may/text.txt": topicText(1500) });
    const { engine } = await startEngine();
    const may = join(folder, "may.safetensors");
    await engine.calls.trainModel(
      trainingOf(join(folder, "may"), may, {
        options: { ...SMALL_OPTIONS, epochs: 8, ...options },
      }),
    );
    await engine.calls.exportModel({ modelPath: may, outputPath: join(folder, name) });
    const june = topicText(1500, 2).replaceAll("shore", "canoe").replaceAll("flood", "paddle");
    const further = { threads: 1, sample: 0, epochs: 8 };
    const { description } = await trainFrom(join(folder, name), further, june);
    const modelPath = description.path;
    for (const [word, topic] of [
      ["canoe", [...water, "canoe", "paddle"]],
      ["bank", money],
    ] as const) {
      const near = await engine.calls.findNeighbors({ modelPath, word, count: 5 });
      const words = "neighbors" in near ? near.neighbors.map((neighbor) => neighbor.word) : [];
      expect(words).toHaveLength(5);
      expect(topic).toEqual(expect.arrayContaining(words));
    }
  });

  it("moves old words hardly at all at the lowest learning rate", async () => {
    const path = formatFixture("skipgram.bin");
    const { after } = await trainFrom(path, { ...STANDSTILL, sample: 0 });
    const { words } = await fastTextAnswers("skipgram.bin");
    for (const { word, vector } of words.filter(({ known }) => known))
      for (const [column, value] of vectorOf(after, word).entries())
        expect(value).toBeCloseTo(vector[column]!, 3);
  });

  it("tells in the log what is odd about the words", async () => {
    const { log } = await trainFrom(formatFixture("skipgram.bin"), STANDSTILL);
    expect(log.join()).toContain("1 of the 24 words of skipgram.bin are no UTF-8 text");
  });

  it("refuses another dimension and wrong options before it reads the vectors", async () => {
    await expect(trainFrom(formatFixture("word2vec.bin"), { dimension: 20 })).rejects.toMatchObject(
      {
        code: "bad-input",
        message:
          "word2vec.bin has vectors of 6 numbers, which cannot become 20. Leave the dimension out.",
      },
    );
    await expect(trainFrom(formatFixture("word2vec.bin"), { window: 0 })).rejects.toMatchObject({
      message: "Window 0 is out of range: choose 1 to 100.",
    });
    const path = join(await temporaryFolder(), "long.txt");
    await writeFile(path, `a${" 0.5".repeat(2001)}\nb${" 0.25".repeat(2001)}\n`);
    await expect(trainFrom(path)).rejects.toMatchObject({
      code: "bad-input",
      message:
        "long.txt has vectors of 2001 numbers, and training takes at most 2000. Choose a model with shorter vectors.",
    });
  });

  it("refuses what is damaged, compressed or none", async () => {
    const folder = await temporaryFolder({ "prose.vec": "Some prose.", "empty.bin": "" });
    for (const name of ["skipgram.bin", "word2vec.bin", "word2vec.txt"]) {
      const cut = join(folder, `cut${extname(name)}`);
      const bytes = await readFile(formatFixture(name));
      await writeFile(cut, bytes.subarray(0, bytes.length - 100));
      await expect(trainFrom(cut)).rejects.toMatchObject({ code: "bad-format" });
    }
    for (const [path, says] of [
      [formatFixture("quantized.ftz"), /is a compressed fastText model.*Choose the \.bin file/],
      [join(folder, "prose.vec"), /prose\.vec is no file of word vectors/],
      [join(folder, "empty.bin"), /empty\.bin is no file of word vectors: it is empty/],
    ] as const)
      await expect(trainFrom(path)).rejects.toMatchObject({
        code: "bad-format",
        message: expect.stringMatching(says) as string,
      });
    await expect(trainFrom(join(folder, "absent.bin"))).rejects.toMatchObject({
      code: "model-missing",
    });
  });

  it("says how many words would fit where not all do, before it takes memory", async () => {
    const path = join(await temporaryFolder(), "large.bin");
    await writeFile(path, "2000000 300\nthe \0\0\0\0");
    await truncate(path, 2_000_000 * 1201 + 12);
    await expect(trainFrom(path)).rejects.toMatchObject({
      code: "out-of-memory",
      message: expect.stringMatching(
        /^Training large.bin further, 2,000,000 words of dimension 300, needs 4.8 GB of memory, more than the 4.3 GB that one training can have. Keep at most 1,\d\d\d,000 of its words, the most frequent ones, in another file, and start from that.$/,
      ) as string,
    });
  });
});
