import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import { readFastText } from "../../../src/embeddings/fastTextFile.node.ts";
import { writeModel } from "../../../src/embeddings/modelFile.node.ts";
import { ngramBuckets } from "../../../src/embeddings/subwords.ts";
import type { NeighborList } from "../../../src/protocol/modelMessages.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { fastTextAnswers, formatFixture } from "../../support/formatFixtures.ts";
import { smallModel } from "../../support/smallModel.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const SKIP_GRAM = formatFixture("skipgram.bin");
let calls: Engine["calls"];
const logged: string[] = [];

beforeAll(async () => {
  const { folder } = await builtPaths();
  const log = (line: string) => logged.push(line);
  ({ calls } = createEngine({ folder, emit: () => undefined, log }));
}, BUILD_TIMEOUT_MS);

describe("describeModel", () => {
  it("tells of each format what its header says", async () => {
    const describe = async (name: string) =>
      (await calls.describeModel({ modelPath: formatFixture(name) })).model;
    expect(await describe("skipgram.bin")).toMatchObject({
      name: "skipgram",
      format: "fasttext",
      algorithm: "fasttext",
      words: 24,
      dimension: 10,
      corpus: null,
      hyperparameters: { loss: "ns", negatives: 4, minimumNgram: 2, buckets: 200, tokens: 2712 },
    });
    expect(await describe("cbow.bin")).toMatchObject({
      algorithm: "cbow",
      hyperparameters: { loss: "hs" },
    });
    expect(await describe("classifier.bin")).toMatchObject({
      algorithm: "supervised",
      hyperparameters: { loss: "ova", labels: 4, wordNgrams: 2 },
    });
    expect(await describe("word2vec.bin")).toMatchObject({
      format: "word2vec-binary",
      algorithm: "vectors",
    });
    const own = await describe("../models/python.safetensors");
    expect(own.format).toBeUndefined();
  });

  it("is what a list says of files beside the folder", async () => {
    const folder = await temporaryFolder({ "prose.vec": "Some prose." });
    const files = [SKIP_GRAM, formatFixture("word2vec.txt"), join(folder, "prose.vec")];
    const { models } = await calls.listModels({ folder, files });
    expect(
      models.map((listing) =>
        listing.kind === "model" ? listing.model.name : listing.reason.slice(0, 40),
      ),
    ).toEqual(
      expect.arrayContaining(["skipgram", "word2vec", "prose.vec is no file of word vectors: it"]),
    );
  });
});

describe("questions to files of other programs", () => {
  it("have the same answers for text and binary", async () => {
    const answers = ["word2vec.txt", "word2vec.bin", "gensim.bin"].map((name) =>
      calls.findNeighbors({ modelPath: formatFixture(name), word: "king", count: 5 }),
    );
    const [text, binary, gensim] = (await Promise.all(answers)) as NeighborList[];
    expect(text!.entry).toEqual({ word: "king", count: null, rank: expect.any(Number) as number });
    expect(binary).toEqual(gensim);
    expect(binary!.neighbors.map(({ word }) => word)).toEqual(
      text!.neighbors.map(({ word }) => word),
    );
  });

  it("compare words by the C++ tool's vectors, also words that it does not know", async () => {
    const { words } = await fastTextAnswers("skipgram.bin");
    const vectorOf = (word: string) => words.find((each) => each.word === word)!.vector;
    for (const [a, b] of [
      ["king", "queen"],
      ["king", "whereas"],
      ["प्रेम", "北京市"],
    ] as const) {
      const answer = await calls.compareWords({ modelPath: SKIP_GRAM, a, b });
      const [x, y] = [vectorOf(a), vectorOf(b)];
      const dot = (p: readonly number[], q: readonly number[]) =>
        p.reduce((sum, value, i) => sum + value * q[i]!, 0);
      expect("cosine" in answer && answer.cosine).toBeCloseTo(
        dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)),
        5,
      );
    }
  });

  it("take a word as it is typed, then in lower case", async () => {
    const entryOf = async (word: string) => {
      const found = await calls.findNeighbors({ modelPath: SKIP_GRAM, word, count: 1 });
      return "entry" in found ? found.entry : undefined;
    };
    expect(await entryOf("King")).toMatchObject({
      word: "king",
      rank: expect.any(Number) as number,
    });
    expect(await entryOf("Straße")).toMatchObject({
      word: "Straße",
      rank: expect.any(Number) as number,
    });
    expect(await entryOf(" Bananas ")).toEqual({ word: "Bananas", count: null, rank: null });
    const missing = await calls.findNeighbors({
      modelPath: formatFixture("word2vec.bin"),
      word: "bananas",
      count: 1,
    });
    expect(missing).toEqual({ missing: [{ word: "bananas", similar: ["banana"] }] });
  });

  it("find the word at a place of a text, with what belongs to it", async () => {
    const folder = await temporaryFolder({
      "a.vec": "C++ 1 0\nNew_York 0 1\nend 1 1\nU.S. 1 2\ndon't 2 1\n北京 3 1\nrome 4 1\n",
    });
    const at = async (text: string, offset: number) => {
      const modelPath = join(folder, "a.vec");
      const found = await calls.findNeighborsAt({ modelPath, text, offset, count: 1 });
      return "absent" in found ? null : [found.entry.word, text.slice(found.start, found.end)];
    };
    expect(await at("We use C++ here", 8)).toEqual(["C++", "C++"]);
    expect(await at("in (New_York), he", 9)).toEqual(["New_York", "New_York"]);
    expect(await at("The End.", 5)).toEqual(["end", "End"]);
    expect(await at("the U.S. is", 5)).toEqual(["U.S.", "U.S."]);
    expect(await at("they “don't”!", 8)).toEqual(["don't", "don't"]);
    expect(await at("我在北京生活", 3)).toEqual(["北京", "北京"]);
    expect(await at("state-of-Rome", 11)).toEqual(["rome", "Rome"]);
    expect(await at("nothing else", 3)).toBeNull();
  });

  it("complete words, with similar ones behind those that begin so, and draw maps", async () => {
    const { words } = await calls.completeWord({ modelPath: SKIP_GRAM, text: "ban", count: 3 });
    expect(words.map(({ word }) => word)).toEqual(["banana", "man"]);
    const map = await calls.readMap({ modelPath: SKIP_GRAM, count: 20 });
    expect(map.words).toHaveLength(20);
    expect(map.counts[0]).toBe(303);
  });

  it("hear what is odd in a file", async () => {
    const { model } = await calls.openModel({ modelPath: SKIP_GRAM });
    expect(model.warnings).toHaveLength(1);
    expect(logged).toContain(model.warnings![0]);
  });

  it("are answered from the new file where it was replaced by one of another format", async () => {
    const modelPath = join(await temporaryFolder(), "vectors");
    await copyFile(formatFixture("word2vec.bin"), modelPath);
    expect(await calls.openModel({ modelPath })).toMatchObject({ model: { words: 23 } });
    await copyFile(formatFixture("../models/python.safetensors"), modelPath);
    expect(await calls.openModel({ modelPath })).toMatchObject({ model: { words: 26 } });
    await writeFile(modelPath, "a 1\nb 2\n");
    expect(await calls.openModel({ modelPath })).toMatchObject({
      model: { words: 2, format: "word2vec-text" },
    });
  });
});

describe("exportModel", () => {
  it("writes fastText's format such that known and unknown words keep their vectors", async () => {
    const folder = await temporaryFolder();
    const modelPath = join(folder, "m.safetensors");
    const outputPath = join(folder, "m.bin");
    const model = smallModel();
    await writeModel(modelPath, {
      ...model,
      hyperparameters: {
        ...{ algorithm: "fasttext", window: 7, negatives: 3, loss: "ns", epochs: 2 },
        ...{ minimumNgram: 2, maximumNgram: 4, buckets: 100, minimumCount: 1, sample: 0.001 },
      },
    });
    expect(await calls.exportModel({ modelPath, outputPath })).toEqual({ words: 7, warnings: [] });
    const written = await readFastText(outputPath);
    expect(written.arguments).toEqual({
      ...{ model: "skip-gram", loss: "ns", dimension: 5, window: 7, epochs: 2, negatives: 3 },
      ...{ minimumCount: 1, wordNgrams: 1, buckets: 100, minimumNgram: 2, maximumNgram: 4 },
      ...{ sample: 0.001, learningRateUpdateRate: 100 },
    });
    expect(written.words).toEqual(model.words);
    expect([...written.counts]).toEqual([...model.counts]);
    expect(written.outputMatrix).toEqual(model.outputVectors);
    for (const [wordId, word] of model.words.entries()) {
      const rows = [wordId, ...ngramBuckets(word, written.arguments).map((bucket) => 7 + bucket)];
      for (let column = 0; column < 5; column++) {
        const sum = rows.reduce((all, row) => all + written.inputMatrix[row * 5 + column]!, 0);
        const expected = model.inputVectors[wordId * 5 + column]!;
        expect(Math.abs(sum / rows.length - expected)).toBeLessThan(1e-6);
      }
    }
  });

  it("says what has to be made up for fastText's format", async () => {
    const folder = await temporaryFolder();
    const outputPath = join(folder, "m.bin");
    const exported = await calls.exportModel({
      modelPath: formatFixture("word2vec.bin"),
      outputPath,
    });
    expect(exported).toEqual({
      words: 23,
      warnings: [
        "The model has no counts: the words get falling numbers in place of them.",
        "The model has no output vectors: they are zero, so training cannot go on.",
      ],
    });
    const written = await readFastText(outputPath);
    expect(written.counts[0]).toBe(23);
    expect(written.arguments).toMatchObject({ model: "skip-gram", buckets: 0, maximumNgram: 0 });
  });

  it("writes word2vec's two formats from any file", async () => {
    const folder = await temporaryFolder();
    const binary = join(folder, "m.bin");
    const text = join(folder, "m.vec");
    await calls.exportModel({
      modelPath: SKIP_GRAM,
      outputPath: binary,
      format: "word2vec-binary",
    });
    await calls.exportModel({ modelPath: binary, outputPath: text });
    const [a, b] = ["king", "北京"];
    const [original, fromBinary, fromText] = await Promise.all(
      [SKIP_GRAM, binary, text].map((modelPath) => calls.compareWords({ modelPath, a, b })),
    );
    const cosineOf = (answer: typeof original) =>
      answer && "cosine" in answer ? answer.cosine : NaN;
    expect(cosineOf(fromBinary)).toBeCloseTo(cosineOf(original), 6);
    expect(cosineOf(fromText)).toBeCloseTo(cosineOf(original), 5);
  });

  it("refuses what the format cannot hold or holds already", async () => {
    const folder = await temporaryFolder();
    const modelPath = join(folder, "m.safetensors");
    const outputPath = join(folder, "m.bin");
    await writeModel(modelPath, { ...smallModel(), words: ["a", "b", "c\0d", "e", "f", "g", "h"] });
    await expect(calls.exportModel({ modelPath, outputPath })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining('The word "c\\u0000d" has a NUL character') as string,
    });
    await expect(calls.exportModel({ modelPath: SKIP_GRAM, outputPath })).rejects.toThrow(
      "skipgram.bin is a file in fastText's format already.",
    );
  });
});
