import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readModel } from "../../../src/embeddings/modelFile.node.ts";
import type { TrainingOptions } from "../../../src/protocol/engineMessages.ts";
import type { ModelDescription, TokenizerName } from "../../../src/protocol/modelMessages.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { SMALL_OPTIONS, startEngine, trainingOf } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText, topicWords } from "../../support/topicText.ts";

/** Trains on one file; every number of the model must be finite. */
async function trainOn(
  text: string | Uint8Array,
  options: TrainingOptions = {},
  tokenizer: TokenizerName = "words",
): Promise<ModelDescription & { list: string[] }> {
  const folder = await temporaryFolder({ "text/text.txt": text });
  const { engine } = await startEngine();
  const modelPath = join(folder, "m.safetensors");
  const { model } = await engine.calls.trainModel(
    trainingOf(join(folder, "text"), modelPath, {
      tokenizer,
      options: { ...SMALL_OPTIONS, epochs: 2, minimumCount: 1, ...options },
    }),
  );
  const stored = await readModel(modelPath, { withOutputVectors: true, withNgrams: true });
  for (const matrix of [stored.inputVectors, stored.outputVectors!, stored.ngrams?.vectors])
    expect(matrix?.every(Number.isFinite) ?? true).toBe(true);
  expect(stored.inputVectors.some((value) => value !== 0)).toBe(true);
  expect(model.lossPerEpoch.every(Number.isFinite)).toBe(true);
  return { ...model, list: stored.words };
}

/** Trains on what no model can come of, and returns the sentence. */
async function refusalOf(
  text: string | Uint8Array,
  options: TrainingOptions = {},
): Promise<{ code: string; message: string }> {
  const folder = await temporaryFolder({ "text/text.txt": text });
  const { engine } = await startEngine();
  const error: unknown = await engine.calls
    .trainModel(
      trainingOf(join(folder, "text"), join(folder, "m.safetensors"), {
        options: { ...SMALL_OPTIONS, epochs: 2, minimumCount: 1, ...options },
      }),
    )
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(await readdir(folder)).toEqual(["text"]);
  return error as { code: string; message: string };
}

describe("a training on text that nothing can be learned from", () => {
  it.each([
    ["an empty file", "", /No word in the text of .+ Choose files with text\./],
    ["only white space", " \n\t \u3000\r\n ".repeat(1000), /No word in the text/],
    ["only punctuation", "!?… — \n".repeat(100), /No word in the text/],
    ["one word", "lonely", /one word, and training needs two at least\. Train on more text/],
    [
      "the same word a million times",
      "again ".repeat(1_000_000),
      /one word, and training needs two/,
    ],
    ["one word a line", "one\n\ntwo\n\nthree\n\n".repeat(3), /No sentence has two words/],
  ])("says so: %s", async (_, text, sentence) => {
    const error = await refusalOf(text);
    expect(error.code).toBe("corpus-too-small");
    expect(error.message).toMatch(sentence);
  });

  it("says so where all words are rarer than the minimum count, and names it", async () => {
    const error = await refusalOf("every word stands here but once", { minimumCount: 5 });
    expect(error).toMatchObject({ code: "corpus-too-small" });
    expect(error.message).toMatch(
      /No word occurs 5 times or more among the 6 words in .+ lower the minimum count/,
    );
  });

  it("says so where the file is binary", async () => {
    const error = await refusalOf(Uint8Array.from({ length: 5000 }, (_, at) => (at * 7) % 256));
    expect(error.code).toBe("corpus-too-small");
    expect(error.message).toMatch(/No text file in .+ \(skipped: 1 binary\)/);
  });
});

describe("a training on odd text brings a good model", () => {
  it("of two words", async () => {
    expect((await trainOn("salt pepper ".repeat(50))).list).toEqual(["pepper", "salt"]);
    expect((await trainOn("salt pepper")).words).toBe(2);
  });

  it.each(["skip-gram", "fasttext-cbow"] as const)(
    "of one sentence of a million words, %s",
    async (algorithm) => {
      const text = topicText(125_000).replaceAll(".\n", " ");
      const model = await trainOn(text, { algorithm, epochs: 1, window: 2, negatives: 2 });
      expect(model.words).toBe(16);
    },
  );

  it("of a million words of which two stand a million times", async () => {
    const model = await trainOn("a b ".repeat(500_000), { epochs: 1, sample: 1e-4 });
    expect(model.corpus?.tokens).toBe(1_000_000);
    expect(model.words).toBe(2);
  });

  it.each(["words", "whitespace"] as const)(
    "with a word of a megabyte, which does not become n-grams without end, told apart by %s",
    async (tokenizer) => {
      const text = `${topicText(300)}\n${"x".repeat(1_000_000)} ${"中文".repeat(200_000)} ${topicText(300)}`;
      const model = await trainOn(text, { algorithm: "fasttext", minimumCount: 5 }, tokenizer);
      expect(model.words).toBeLessThan(40);
      const all = await trainOn(text, { algorithm: "fasttext" }, tokenizer);
      expect(all.bytes).toBeLessThan(3_000_000);
    },
  );

  it("with bytes that are no UTF-8, and with null characters here and there", async () => {
    const text = Buffer.from(topicText(400));
    const broken = Buffer.concat([text, Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82]), text]);
    const model = await trainOn(broken, { minimumCount: 5 });
    expect(model.words).toBe(16);
    const late = Buffer.concat([text, text, Buffer.from("\0river\0bank\0 "), text]);
    expect((await trainOn(late, { minimumCount: 5 })).words).toBe(16);
  });

  it("with words in every script, lone surrogates, and a byte order mark inside", async () => {
    const text =
      "中文 слово λέξη שלום سلام 日本語 한국어 ไทย 👍🏽 naïve e\u0301 \ufeffmark \n".repeat(60);
    const model = await trainOn(text, { algorithm: "fasttext" });
    expect(model.words).toBeGreaterThan(10);
    const folder = await temporaryFolder();
    const { engine } = await startEngine();
    const order = trainingOf(folder, join(folder, "m.safetensors"));
    const lone = await engine.calls.trainModel({
      ...order,
      sources: {
        ...order.sources,
        documents: [
          { path: "untitled:1", text: "up \ud800down\ud800 up down\ud800 up\n".repeat(60) },
        ],
      },
    });
    expect(lone.model.words).toBeGreaterThan(1);
    await engine.calls.findNeighbors({ modelPath: lone.model.path, word: "up", count: 3 });
  });

  it("with 300,000 different words", async () => {
    const random = seededRandom(1);
    const text = Array.from({ length: 60_000 }, (_, line) =>
      Array.from({ length: 5 }, (_, at) => `w${(5 * line + at).toString(36)}`).join(" "),
    );
    text.push(
      ...Array.from({ length: 100 }, () => `w${Math.floor(random() * 99).toString(36)} wa`),
    );
    const model = await trainOn(text.join("\n"), { dimension: 4, epochs: 1, threads: 2 });
    expect(model.words).toBe(300_000);
  });
});

describe("a training with odd options", () => {
  const text = topicText(300);
  const short = { minimumCount: 5, epochs: 2 };
  it.each<[string, TrainingOptions]>([
    ["dimension 1", { dimension: 1 }],
    ["dimension 2000", { dimension: 2000, epochs: 1 }],
    [
      "dimension 2000 in the deterministic mode",
      { dimension: 2000, epochs: 1, deterministic: true },
    ],
    ["window 100", { window: 100 }],
    ["window 100 for CBOW with n-grams", { window: 100, algorithm: "fasttext-cbow" }],
    ["100 negatives of 16 words", { negatives: 100 }],
    ["100 negatives for each pair", { negatives: 100, sharedNegatives: false, window: 100 }],
    ["one bucket for all n-grams", { algorithm: "fasttext", buckets: 1 }],
    [
      "n-grams longer than all words",
      { algorithm: "fasttext", minimumNgram: 20, maximumNgram: 20 },
    ],
    ["n-grams of one letter", { algorithm: "fasttext-cbow", minimumNgram: 1, maximumNgram: 1 }],
    ["noise that prefers rare words", { samplingExponent: -2 }],
    ["nearly all words dropped", { sample: 1e-6 }],
    ["256 threads", { threads: 256 }],
    ["the smallest learning rate", { learningRate: 1e-6, schedule: "constant" }],
    ["two words of all", { maximumWords: 2 }],
    ["full softmax of few dimensions", { loss: "softmax", dimension: 2 }],
    ["hierarchical softmax over a window of 100", { loss: "hs", algorithm: "cbow", window: 100 }],
  ])("brings a model whose numbers are finite: %s", async (_, options) => {
    const model = await trainOn(text, { ...short, ...options });
    expect(model.words).toBe(options.maximumWords ?? 16);
    expect(model.dimension).toBe(options.dimension ?? 16);
  });

  it("finds the topics also with n-grams longer than all words, which have none", async () => {
    const folder = await temporaryFolder({ "text/text.txt": topicText(1500) });
    const { engine } = await startEngine();
    const modelPath = join(folder, "m.safetensors");
    const options = { algorithm: "fasttext", minimumNgram: 20, maximumNgram: 20 } as const;
    await engine.calls.trainModel(
      trainingOf(join(folder, "text"), modelPath, {
        options: { ...SMALL_OPTIONS, ...options, epochs: 8 },
      }),
    );
    const found = await engine.calls.findNeighbors({ modelPath, word: "bank", count: 5 });
    const neighbors = "neighbors" in found ? found.neighbors.map(({ word }) => word) : [];
    expect(topicWords()[0]).toEqual(expect.arrayContaining(neighbors));
    expect(neighbors).toHaveLength(5);
    const unknown = await engine.calls.findNeighbors({ modelPath, word: "banks", count: 5 });
    expect(unknown).toMatchObject({ missing: [{ word: "banks" }] });
  });

  it.each<[string, TrainingOptions, RegExp]>([
    ["a learning rate that is too high", { learningRate: 1, epochs: 200 }, /lower learning rate/],
    [
      "n-grams whose least is their most",
      { algorithm: "fasttext", minimumNgram: 7 },
      /n-gram 7 is longer/,
    ],
    ["no dimension", { dimension: 0 }, /Dimension 0 is out of range: choose 1 to 2000/],
    ["half an epoch", { epochs: 0.5 }, /epochs 0\.5/],
    ["no number", { window: NaN }, /Window NaN is out of range/],
    ["no buckets", { algorithm: "fasttext", buckets: 0 }, /buckets 0 is out of range/],
  ])("is refused with the remedy: %s", async (_, options, sentence) => {
    const error = await refusalOf(text, { ...short, ...options });
    expect(error.code).toBe("bad-input");
    expect(error.message).toMatch(sentence);
  });

  it("tells early that vectors have become infinite, not only after all epochs", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "text.txt"), text);
    const { engine, snapshots } = await startEngine();
    await expect(
      engine.calls.trainModel(
        trainingOf(join(folder, "text.txt"), join(folder, "m.safetensors"), {
          options: { ...SMALL_OPTIONS, learningRate: 1, epochs: 1000 },
        }),
      ),
    ).rejects.toMatchObject({ code: "bad-input" });
    expect(Math.max(...snapshots.map(({ epoch }) => epoch))).toBeLessThan(900);
  });
});
