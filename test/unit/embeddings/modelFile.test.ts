import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  openModel,
  readModel,
  readPassportBytes,
  writeModel,
} from "../../../src/embeddings/modelFile.node.ts";
import { readModelHeader } from "../../../src/embeddings/modelHeader.node.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { randomVector } from "../../support/seededRandom.ts";
import { smallModel } from "../../support/smallModel.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const everything = { withOutputVectors: true, withNgrams: true };

describe("writeModel", () => {
  it("writes what readModel reads", async () => {
    const path = join(await temporaryFolder(), "my model.safetensors");
    const model = smallModel();
    await writeModel(path, model);
    const stored = await readModel(path, everything);
    expect(stored).toMatchObject({
      words: model.words,
      counts: model.counts,
      dimension: 5,
      inputVectors: model.inputVectors,
      outputVectors: model.outputVectors,
      ngrams: model.ngrams,
    });
    expect(stored.wordIds.get("北京")).toBe(3);
    expect(stored.header).toMatchObject({
      path,
      name: "my model",
      words: 7,
      dimension: 5,
      hasCounts: true,
      hasOutputVectors: true,
      ngrams: 11,
      hyperparameters: model.hyperparameters,
      corpus: model.corpus,
      createdAt: model.createdAt,
      bytes: (await readFile(path)).length,
    });
    expect(await readModelHeader(path)).toEqual(stored.header);
  });

  it("writes a header as the safetensors format describes it", async () => {
    const path = join(await temporaryFolder(), "m.safetensors");
    await writeModel(path, smallModel());
    const bytes = await readFile(path);
    const length = Number(bytes.readBigUInt64LE(0));
    expect(length % 8).toBe(0);
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Record<
      string,
      { data_offsets: [number, number] }
    >;
    const { __metadata__: metadata, ...tensors } = header;
    expect(metadata).toEqual({
      format: "wordfield",
      version: "1",
      hyperparameters: '{"algorithm":"skip-gram","dimension":5,"lossPerEpoch":[2.5,1.5]}',
      corpus: '{"tokens":123,"files":["/a/b.txt"]}',
      created: "2026-11-22T10:11:12.000Z",
    });
    expect(tensors).toMatchObject({
      input_vectors: { dtype: "F32", shape: [7, 5], data_offsets: [0, 140] },
      output_vectors: { dtype: "F32", shape: [7, 5], data_offsets: [140, 280] },
      ngram_vectors: { dtype: "F32", shape: [11, 5], data_offsets: [280, 500] },
      ngram_buckets: { dtype: "U32", shape: [11], data_offsets: [500, 544] },
      counts: { dtype: "U32", shape: [7], data_offsets: [544, 572] },
      vocabulary_offsets: { dtype: "U32", shape: [8], data_offsets: [572, 604] },
      vocabulary_bytes: { dtype: "U8" },
    });
    expect(bytes.length).toBe(8 + length + tensors["vocabulary_bytes"]!.data_offsets[1]);
    expect(bytes.toString("utf8", 8 + length + 604)).toBe(smallModel().words.join(""));
  });

  it("keeps what a model says of its files, without loading it with the model", async () => {
    const path = join(await temporaryFolder(), "m.safetensors");
    await writeModel(path, smallModel());
    expect(await readPassportBytes(path)).toBeNull();
    await writeModel(path, { ...smallModel(), passport: Uint8Array.of(1, 2, 3) });
    expect(await readPassportBytes(path)).toEqual(Uint8Array.of(1, 2, 3));
    expect((await readModel(path)).words).toEqual(smallModel().words);
  });

  it("takes views of shared memory, and more bytes than one slice has", async () => {
    const path = join(await temporaryFolder(), "m.safetensors");
    const words = Array.from({ length: 15_000 }, (_, i) => `word${i}`);
    const shared = new Float32Array(new SharedArrayBuffer(words.length * 100 * 4 + 64), 64);
    shared.set(randomVector(shared.length, 4));
    const { hyperparameters, corpus, createdAt } = smallModel();
    const model = { words, dimension: 100, hyperparameters, corpus, createdAt };
    await writeModel(path, { ...model, inputVectors: shared });
    const target = new Float32Array(new SharedArrayBuffer(shared.byteLength));
    const stored = await readModel(path, { allocate: () => target });
    expect(stored.words).toEqual(words);
    expect(stored.counts).toBeNull();
    expect(Buffer.compare(Buffer.from(target), Buffer.from(shared))).toBe(0);
  });

  it("replaces a model only when the new one is complete", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "m.safetensors");
    await writeModel(path, smallModel());
    const before = await readFile(path);
    const bad = smallModel();
    bad.outputVectors[3] = Infinity; // found when half of the file is written
    await expect(writeModel(path, bad)).rejects.toThrow("output_vectors holds a number that is");
    await expect(writeModel(path, smallModel(), AbortSignal.abort())).rejects.toMatchObject({
      code: "canceled",
    });
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(["m.safetensors"]);
  });

  it("refuses a model that could not be read again", async () => {
    const folder = await temporaryFolder();
    const refusal = (change: object) =>
      expect(writeModel(join(folder, "m.safetensors"), { ...smallModel(), ...change })).rejects;
    await refusal({ words: ["a", "b", "c", "d", "e", "f", "a"] }).toThrow('"a" stands twice');
    await refusal({ words: ["a", "b", "c", "d", "e", "f", ""] }).toThrow("Word 6 cannot be stored");
    await refusal({ words: ["a", "b", "c", "d", "e", "f", "\ud83d"] }).toThrow("Word 6 cannot");
    await refusal({ words: [] }).toThrow("A model without words");
    await refusal({ counts: Uint32Array.of(1) }).toThrow("counts has 1 elements, expected [7]");
    await refusal({ inputVectors: new Float32Array(3) }).toThrow("expected [7, 5]");
    expect(await readdir(folder)).toEqual([]);
  });

  it("says in a sentence where a file cannot be written", async () => {
    const path = join(await temporaryFolder(), "no such folder", "m.safetensors");
    await expect(writeModel(path, smallModel())).rejects.toMatchObject({
      code: "file-unwritable",
      message: `${path} could not be written. The folder does not exist. Choose another place.`,
    });
  });
});

describe("readModel", () => {
  it("reads a model that Python's safetensors has written", async () => {
    const path = fileURLToPath(
      new URL("../../fixtures/models/python.safetensors", import.meta.url),
    );
    const stored = await readModel(path);
    expect(stored.words.slice(0, 3)).toEqual(["of", "the", "city"]);
    expect(stored.words).toContain("zürich");
    expect(stored.words).toContain("北京");
    expect(stored.dimension).toBe(14);
    expect(stored.inputVectors[0]).toBe(Math.fround(0.585761));
    expect(stored.counts?.[0]).toBe(8000);
    expect(stored.header.hyperparameters).toEqual({
      algorithm: "skip-gram",
      dimension: 14,
      tool: "gensim 4.4.0",
    });
  });

  it("leaves out what was not asked for", async () => {
    const path = join(await temporaryFolder(), "m.safetensors");
    await writeModel(path, smallModel());
    expect(await readModel(path)).toMatchObject({ outputVectors: null, ngrams: null });
  });

  it("says that a model is missing", async () => {
    const path = join(await temporaryFolder(), "gone.safetensors");
    for (const read of [readModel, readModelHeader])
      await expect(read(path)).rejects.toMatchObject({
        code: "model-missing",
        message: `${path} does not exist. Train a model or choose another one.`,
      });
  });

  it("says that a folder is no model", async () => {
    const path = join(await temporaryFolder(), "folder.safetensors");
    await mkdir(path);
    await expect(readModel(path)).rejects.toMatchObject({ code: "bad-format" });
  });

  it.runIf(process.platform !== "win32")("says what the system says of a path", async () => {
    const path = join(await temporaryFolder(), "x".repeat(300));
    await expect(readModel(path)).rejects.toMatchObject({
      code: "file-unreadable",
      message: `${path} cannot be read: the system says ENAMETOOLONG. Check its permissions and the disk.`,
    });
  });

  it("stops when it is canceled", async () => {
    const path = join(await temporaryFolder(), "m.safetensors");
    await writeModel(path, smallModel());
    await expect(readModel(path, {}, AbortSignal.abort())).rejects.toMatchObject({
      code: "canceled",
    });
  });

  it("closes the file, so that it can be replaced at once", async () => {
    const path = join(await temporaryFolder(), "m.safetensors");
    await writeModel(path, smallModel());
    await readModel(path);
    await writeFile(path, "no model any more");
    await expect(readModel(path)).rejects.toMatchObject({ code: "bad-format" });
  });
});

describe("openModel", () => {
  it("gives embeddings whose raw vectors are those on disk", async () => {
    const path = join(await temporaryFolder(), "m.safetensors");
    const model = smallModel();
    await writeModel(path, model);
    const { header, embeddings } = await openModel(path, await kernelModule());
    expect(header.words).toBe(7);
    expect(embeddings.counts).toEqual(model.counts);
    for (const [wordId, word] of model.words.entries()) {
      expect(embeddings.wordId(word)).toBe(wordId);
      const raw = embeddings.index.rawVector(wordId);
      for (const [i, value] of raw.entries())
        expect(value).toBeCloseTo(model.inputVectors[wordId * 5 + i]!, 6);
    }
    expect(embeddings.wordId("King")).toBeUndefined();
  });
});
