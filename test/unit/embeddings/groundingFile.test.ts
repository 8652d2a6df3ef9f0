import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readGrounding, writeGrounding } from "../../../src/embeddings/groundingFile.node.ts";
import {
  readModel,
  readPassportBytes,
  writeModel,
} from "../../../src/embeddings/modelFile.node.ts";
import { readModelHeader } from "../../../src/embeddings/modelHeader.node.ts";
import { smallModel } from "../../support/smallModel.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const everything = { withOutputVectors: true, withNgrams: true };

function smallGrounding(words: number) {
  const bytes = (from: number) => Int8Array.from({ length: words * 3 }, (_, i) => from + i);
  return {
    encoder: { name: "tiny", fingerprint: "0123" },
    dimension: 3,
    general: bytes(-12),
    grounded: bytes(5),
    departure: Float32Array.from({ length: words }, (_, i) => i / 2 - 1),
  };
}

describe("writeGrounding", () => {
  it("adds what readGrounding reads, and changes nothing else", async () => {
    const path = join(await temporaryFolder(), "model.safetensors");
    const passport = Uint8Array.of(1, 2, 3);
    const model = { ...smallModel(), passport };
    await writeModel(path, model);
    expect(await readGrounding(path)).toBeNull();
    const before = await readModel(path, everything);
    const grounding = smallGrounding(model.words.length);
    await writeGrounding(path, grounding);
    expect(await readGrounding(path)).toEqual(grounding);
    expect(await readModel(path, everything)).toMatchObject({
      words: before.words,
      counts: before.counts,
      inputVectors: before.inputVectors,
      outputVectors: before.outputVectors,
      ngrams: before.ngrams,
    });
    expect(await readPassportBytes(path)).toEqual(passport);
    expect((await readModelHeader(path)).encoder).toEqual(grounding.encoder);
  });

  it("takes the place of what was there", async () => {
    const path = join(await temporaryFolder(), "model.safetensors");
    const model = smallModel();
    await writeModel(path, model);
    const grounding = smallGrounding(model.words.length);
    await writeGrounding(path, grounding);
    const { bytes } = await readModelHeader(path);
    await writeGrounding(path, { ...grounding, encoder: { name: "tidy", fingerprint: "4567" } });
    const header = await readModelHeader(path);
    expect(header.encoder?.name).toBe("tidy");
    expect(header.bytes).toBe(bytes);
  });

  it.each([
    ["general_vectors", "general_vektors", "incomplete"],
    ['"prior":"{', '"prior":"[', "name no encoder"],
    ['"shape":[7,3]', '"shape":[3,7]', "not those of its 7 words"],
  ])("refuses a file in which %s became %s", async (from, to, reason) => {
    const path = join(await temporaryFolder(), "model.safetensors");
    await writeModel(path, smallModel());
    await writeGrounding(path, smallGrounding(7));
    const bytes = await readFile(path);
    const at = bytes.indexOf(from);
    expect(at).toBeGreaterThan(0);
    bytes.write(to, at);
    await writeFile(path, bytes);
    await expect(readGrounding(path)).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringContaining(reason) as string,
    });
  });
});
