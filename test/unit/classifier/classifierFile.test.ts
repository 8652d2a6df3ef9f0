import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  readClassifier,
  writeClassifier,
  type ClassifierHeader,
} from "../../../src/classifier/classifierFile.node.ts";
import type { ClassifierNotes } from "../../../src/classifier/classifierNotes.ts";
import { completeClassifierOptions } from "../../../src/classifier/hyperparameters.ts";
import {
  allocateClassifierMemory,
  type ClassifierMemory,
} from "../../../src/kernels/classifyMemory.ts";
import { formatFixture } from "../../support/formatFixtures.ts";
import { goldenClassifierPath } from "../../support/goldenClassifiers.ts";
import { randomVector } from "../../support/seededRandom.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const DICTIONARY = {
  words: ["</s>", "北京", "a"],
  labels: ["__label__x y", "__label__é"],
  counts: Float64Array.of(9, 5, 4, 3, 1),
  tokens: 22,
};

function notesOf(dimension: number): ClassifierNotes {
  return {
    tokenizer: "words",
    labelPrefix: "__label__",
    createdAt: "2026-11-22T00:00:00.000Z",
    corpus: { files: 1, bytes: 90, tokens: 18, examples: 4, skipped: 0 },
    hyperparameters: completeClassifierOptions(
      { dimension, loss: "ova", wordNgrams: 2, buckets: 7 },
      1,
    ),
    lossPerEpoch: [0.5, 0.25],
  };
}

function memoryOf(dimension: number, words = 3, labels = 2, buckets = 7): ClassifierMemory {
  return allocateClassifierMemory({
    wordCount: words,
    buckets,
    labelCount: labels,
    dimension,
    wordNgrams: 1,
    negatives: 0,
    threads: 1,
    epochs: 0,
    exampleCount: 0,
    tokenCount: 0,
    exampleLabelCount: 0,
    distinctTokens: 0,
    rowListLength: 0,
    longestExample: 0,
    pathLength: 0,
  });
}

/** A memory with random vectors, whose padding is zero. */
function filledMemory(dimension: number): ClassifierMemory {
  const memory = memoryOf(dimension);
  const stride = memory.layout.rowBytes / 4;
  for (const [seed, rows] of [memory.inputVectors, memory.outputVectors].entries())
    for (let row = 0; row < rows.length / stride; row++)
      rows.set(randomVector(dimension, 100 * seed + row), row * stride);
  return memory;
}

async function read(path: string): Promise<{ header: ClassifierHeader; memory: ClassifierMemory }> {
  let header: ClassifierHeader | undefined;
  let memory: ClassifierMemory | undefined;
  await readClassifier(path, async (found) => {
    header = found;
    const { words, labels } = found.dictionary;
    const { dimension, buckets } = found.arguments;
    return (memory = memoryOf(dimension, words.length, labels.length, buckets));
  });
  return { header: header!, memory: memory! };
}

describe("writeClassifier", () => {
  it.each([1, 6, 8])("writes what is read again, with dimension %i", async (dimension) => {
    const path = join(await temporaryFolder(), "model.bin");
    const written = filledMemory(dimension);
    await writeClassifier(path, written, DICTIONARY, notesOf(dimension));
    const { header, memory } = await read(path);
    expect(header.dictionary).toEqual(DICTIONARY);
    expect(header.notes).toEqual({ tokenizer: "words", labelPrefix: "__label__" });
    expect(header.arguments).toMatchObject({
      model: "supervised",
      loss: "ova",
      dimension,
      wordNgrams: 2,
      buckets: 7,
    });
    expect(memory.inputVectors).toEqual(written.inputVectors);
    expect(memory.outputVectors).toEqual(written.outputVectors);
  });

  it("writes nothing where a number is not finite", async () => {
    const folder = await temporaryFolder({ "model.bin": "before" });
    const path = join(folder, "model.bin");
    const memory = filledMemory(6);
    memory.inputVectors[40] = Number.NaN;
    await expect(writeClassifier(path, memory, DICTIONARY, notesOf(6))).rejects.toMatchObject({
      code: "bad-input",
    });
    expect(await readdir(folder)).toEqual(["model.bin"]);
    expect(await readFile(path, "utf8")).toBe("before");
  });
});

describe("readClassifier", () => {
  it("reads fastText's files, which have no notes", async () => {
    const { header } = await read(goldenClassifierPath("softmax"));
    expect(header.notes).toBeUndefined();
    expect(header.dictionary.labels).toContain("__label__奇");
    expect(header.arguments).toMatchObject({ loss: "softmax", dimension: 10, wordNgrams: 2 });
  });

  it("refuses notes that have been changed so that they do not say how to read text", async () => {
    const path = join(await temporaryFolder(), "model.bin");
    await writeClassifier(path, filledMemory(4), DICTIONARY, notesOf(4));
    const bytes = await readFile(path);
    for (const [from, to] of [
      ['"words"', '"wörd"'],
      ['{"tokenizer"', '["tokenizer"'],
      ["wordfield-01", "wordfield-02"],
    ] as const) {
      const changed = Buffer.from(bytes);
      changed.write(to, bytes.indexOf(from));
      await writeFile(path, changed);
      await expect(read(path), to).rejects.toMatchObject({ code: "bad-format" });
    }
  });

  it("refuses a file that is cut off anywhere", async () => {
    const path = join(await temporaryFolder(), "model.bin");
    await writeClassifier(path, filledMemory(4), DICTIONARY, notesOf(4));
    const bytes = await readFile(path);
    // Without all of its notes, and nothing else, it is a file as fastText writes it.
    const endOfModel = bytes.length - bytes.readUInt32LE(bytes.length - 16) - 16;
    for (let length = bytes.length - 1; length >= 0; length -= 7) {
      if (length === endOfModel) continue;
      await truncate(path, length);
      await expect(read(path), `${length} bytes`).rejects.toMatchObject({ code: "bad-format" });
    }
  });

  it("refuses word vectors, and says what they are", async () => {
    await expect(read(formatFixture("skipgram.bin"))).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringContaining(
        "holds word vectors (skip-gram) and no classifier",
      ) as string,
    });
  });

  it("refuses what is no model and what is not there", async () => {
    const folder = await temporaryFolder({ "text.bin": "no model at all, only text" });
    await expect(read(join(folder, "text.bin"))).rejects.toMatchObject({ code: "bad-format" });
    await expect(read(join(folder, "none.bin"))).rejects.toMatchObject({ code: "model-missing" });
  });
});
