import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readModel, writeModel } from "../../../src/embeddings/modelFile.node.ts";
import { readModelHeader } from "../../../src/embeddings/modelHeader.node.ts";
import { WordfieldError } from "../../../src/errors.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { smallModel } from "../../support/smallModel.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const everything = { withOutputVectors: true, withNgrams: true };

describe("readModel of a damaged file", () => {
  it("refuses a file that is cut off at any byte", async () => {
    const { path, bytes } = await writtenModel();
    for (let length = bytes.length - 1; length >= 0; length--) {
      await truncate(path, length);
      await expect(readModel(path, everything)).rejects.toMatchObject({ code: "bad-format" });
    }
  });

  it("says how much of a file is left", async () => {
    const { path, bytes } = await writtenModel();
    await truncate(path, 1000);
    await expect(readModelHeader(path)).rejects.toMatchObject({ code: "bad-format" });
    await expect(readModel(path)).rejects.toThrow(
      `notes.safetensors has 1.0 of ${(bytes.length / 1000).toFixed(1)} kB: the file is cut off. Train again or choose another model.`,
    );
    await writeFile(path, bytes.subarray(0, -1));
    await expect(readModel(path)).rejects.toThrow(/has 1,\d{3} of 1,\d{3} bytes: the file is cut/);
  });

  it("refuses a file with bytes after its end", async () => {
    const { path, bytes } = await writtenModel();
    await writeFile(path, Buffer.concat([bytes, Buffer.alloc(3)]));
    await expect(readModel(path)).rejects.toThrow("it has 3 bytes more than its header says");
  });

  it("tells a file of another program from a damaged one", async () => {
    const { path } = await writtenModel();
    await rewriteHeader(path, (header) => Reflect.deleteProperty(header, "__metadata__"));
    await expect(readModel(path)).rejects.toThrow(
      "notes.safetensors is no Wordfield model: it is a safetensors file of another program. Choose a file that Wordfield has written.",
    );
    await writeFile(path, "%PDF-1.7 and so on, long enough to have a length");
    await expect(readModel(path)).rejects.toThrow("does not begin like a safetensors file");
  });

  it.each<[string, string, (header: Header) => unknown]>([
    [
      "another version",
      'has version "2" of the model format',
      (h) => (h.__metadata__["version"] = "2"),
    ],
    [
      "metadata that are no JSON",
      'metadata "corpus" are no JSON text',
      (h) => (h.__metadata__["corpus"] = "{"),
    ],
    [
      "hyperparameters that are a list",
      "are no JSON object",
      (h) => (h.__metadata__["hyperparameters"] = "[]"),
    ],
    ["no date", 'metadata "created" are no date', (h) => (h.__metadata__["created"] = "soon")],
    ["no vectors", "begins at byte 140, expected 0", (h) => delete h["input_vectors"]],
    ["no words", "vocabulary_bytes is missing", (h) => delete h["vocabulary_bytes"]],
    [
      "another type",
      "counts is I32 [7], expected U32 with 1 axes",
      (h) => (tensor(h, "counts").dtype = "I32"),
    ],
    ["an unknown type", "an unknown type", (h) => (tensor(h, "counts").dtype = "toString")],
    [
      "another shape",
      "counts is U32 [1, 7], expected U32 with 1 axes",
      (h) => (tensor(h, "counts").shape = [1, 7]),
    ],
    [
      "a shape that is too large",
      "140 bytes, expected",
      (h) => (tensor(h, "input_vectors").shape = [2 ** 40, 2 ** 20]),
    ],
    ["a negative size", "has no shape", (h) => (tensor(h, "input_vectors").shape = [-7, -5])],
    [
      "an overlap",
      "begins at byte 100, expected 140",
      (h) => (tensor(h, "output_vectors").data_offsets = [100, 240]),
    ],
    [
      "a gap",
      "begins at byte 144, expected 140",
      (h) => (tensor(h, "output_vectors").data_offsets = [144, 284]),
    ],
    [
      "offsets that run backward",
      "-140 bytes, expected 140",
      (h) => (tensor(h, "output_vectors").data_offsets = [280, 140]),
    ],
    [
      "shapes that disagree",
      "expected [7, 5]",
      (h) => (tensor(h, "output_vectors").shape = [5, 7]),
    ],
  ])("refuses %s", async (_, message, change) => {
    const { path } = await writtenModel();
    await rewriteHeader(path, change);
    await expect(readModel(path)).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringMatching(/Train again|Update/) as string,
    });
    await expect(readModel(path)).rejects.toThrow(message);
  });

  it.each<[string, string, string, number, number[]]>([
    [
      "a vector that is not finite",
      "vector element 3 is not finite",
      "input_vectors",
      12,
      [0, 0, 0xc0, 0x7f],
    ],
    ["vocabulary offsets that fall", "word 0 has 0 bytes", "vocabulary_offsets", 4, [0, 0, 0, 0]],
    ["vocabulary offsets past the end", "word 6 has", "vocabulary_offsets", 28, [0, 0, 0, 0xf0]],
    ["words that are no UTF-8", "is no UTF-8 text", "vocabulary_bytes", 0, [0xff]],
    ["a word that ends within a character", "is no UTF-8 text", "vocabulary_bytes", 2, [0xc3]],
    [
      "a word that begins within a character",
      "word 1 begins within a character",
      "vocabulary_bytes",
      2,
      [0xc3, 0xa9],
    ],
  ])("refuses %s", async (_, message, name, place, changed) => {
    const { path, bytes } = await writtenModel();
    const { header, dataStart } = parse(bytes);
    bytes.set(changed, dataStart + tensor(header, name).data_offsets[0] + place);
    await writeFile(path, bytes);
    await expect(readModel(path)).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringContaining(message) as string,
    });
  });

  it("refuses a word that stands twice", async () => {
    const { path, bytes } = await writtenModel({ words: ["ab", "ac", "d", "e", "f", "g", "h"] });
    bytes[bytes.lastIndexOf("c")] = "b".charCodeAt(0);
    await writeFile(path, bytes);
    await expect(readModel(path)).rejects.toThrow('the word "ab" stands twice');
  });

  it("refuses a header that claims terabytes without allocating them", async () => {
    const { path, bytes } = await writtenModel();
    bytes.writeBigUInt64LE(2n ** 40n, 0);
    await writeFile(path, bytes);
    await expect(readModel(path)).rejects.toMatchObject({ code: "bad-format" });
    const claim = { dtype: "F32", shape: [2 ** 24, 2 ** 16], data_offsets: [0, 2 ** 42] };
    await rewriteHeader(path, (header) => Object.assign(header, { input_vectors: claim }));
    await expect(readModel(path)).rejects.toMatchObject({ code: "bad-format" });
  });

  it("has nothing but coded errors for random changes", async () => {
    const { path, bytes } = await writtenModel();
    const seed = 20261122;
    const random = seededRandom(seed);
    const { dataStart } = parse(bytes);
    for (let trial = 0; trial < 500; trial++) {
      const changed = Buffer.from(bytes);
      const changes = 1 + Math.floor(random() * 3);
      // Most changes hit the header, where a byte means more.
      const reach = random() < 0.8 ? dataStart : bytes.length;
      for (let i = 0; i < changes; i++) {
        const digit = 0x30 + Math.floor(random() * 10);
        const byte = random() < 0.5 ? digit : Math.floor(random() * 256);
        changed[Math.floor(random() * reach)] = byte;
      }
      await writeFile(path, changed);
      try {
        const { inputVectors } = await readModel(path, everything);
        expect(inputVectors.length).toBe(35);
      } catch (error) {
        // Which of the changes are harmless is not known: a sentence is right, a crash is not.
        expect(error, `seed ${seed}, trial ${trial}`).toBeInstanceOf(WordfieldError);
        expect(["bad-format"], `seed ${seed}, trial ${trial}`).toContain(
          (error as WordfieldError).code,
        );
      }
    }
  });
});

interface TensorEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

type Header = Record<string, unknown> & { __metadata__: Record<string, string> };

function tensor(header: Header, name: string): TensorEntry {
  return header[name] as TensorEntry;
}

async function writtenModel(change: object = {}): Promise<{ path: string; bytes: Buffer }> {
  const path = join(await temporaryFolder(), "notes.safetensors");
  await writeModel(path, { ...smallModel(), ...change });
  return { path, bytes: await readFile(path) };
}

function parse(bytes: Buffer): { header: Header; dataStart: number } {
  const dataStart = 8 + Number(bytes.readBigUInt64LE(0));
  return { header: JSON.parse(bytes.toString("utf8", 8, dataStart)) as Header, dataStart };
}

/** Writes the model with another header; the tensors' bytes stay. */
async function rewriteHeader(path: string, change: (header: Header) => unknown): Promise<void> {
  const model = join(await temporaryFolder(), "source.safetensors");
  await writeModel(model, smallModel());
  const bytes = await readFile(model);
  const { header, dataStart } = parse(bytes);
  change(header);
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  await writeFile(path, Buffer.concat([length, json, bytes.subarray(dataStart)]));
}
