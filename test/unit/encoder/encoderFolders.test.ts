import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bytesField, message, numberField, utf8 } from "../../../src/encoder/protobuf.ts";
import { SMALL_ENCODER, startEncoder } from "../../support/encoderFixtures.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

/** A copy of the small encoder with some files changed; null leaves one out. */
async function changedEncoder(
  changes: Readonly<Record<string, string | Uint8Array | null>>,
): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "onnx"));
  for (const name of ["config.json", "tokenizer.json", "onnx/model.onnx"])
    if (!(name in changes)) await copyFile(join(SMALL_ENCODER, name), join(folder, name));
  for (const [name, content] of Object.entries(changes))
    if (content !== null) await writeFile(join(folder, name), content);
  return folder;
}

async function refusal(folder: string) {
  const encoder = await startEncoder(folder);
  return encoder.open().then(
    () => undefined,
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );
}

const model = () => readFile(join(SMALL_ENCODER, "onnx/model.onnx"));
const config = async (changes: object) =>
  JSON.stringify({
    ...(JSON.parse(await readFile(join(SMALL_ENCODER, "config.json"), "utf8")) as object),
    ...changes,
  });

/** The small model with one more initializer, whose numbers lie in another file. */
async function withExternalWeights(location: string): Promise<Uint8Array> {
  const entry = (key: string, value: string) =>
    bytesField(13, bytesField(1, utf8(key)), bytesField(2, utf8(value)));
  const tensor = [
    numberField(1, 4),
    numberField(2, 1),
    bytesField(8, utf8("elsewhere")),
    entry("location", location),
    entry("length", "16"),
    numberField(14, 1),
  ];
  return message(await model(), bytesField(7, bytesField(5, ...tensor)));
}

describe("an encoder's folder", () => {
  it.each([
    ["no config.json", { "config.json": null }, "model-missing", /config\.json is missing/],
    ["no vocabulary", { "tokenizer.json": null }, "model-missing", /tokenizer\.json is missing/],
    ["no weights", { "onnx/model.onnx": null }, "model-missing", /has no ONNX file/],
    [
      "config.json that is no JSON",
      { "config.json": "{" },
      "bad-format",
      /config\.json is no readable JSON/,
    ],
    [
      "tokenizer.json of another kind",
      { "tokenizer.json": "[]" },
      "bad-format",
      /describes no tokenizer/,
    ],
    [
      "a tokenizer without words",
      { "tokenizer.json": '{"model":{}}' },
      "bad-format",
      /tokenizer\.json cannot be used/,
    ],
    ["an empty ONNX file", { "onnx/model.onnx": "" }, "bad-format", /holds no graph/],
    [
      "text as ONNX file",
      { "onnx/model.onnx": "hello world, no model" },
      "bad-format",
      /ONNX file is damaged/,
    ],
  ])("with %s is refused with a sentence", async (_, changes, code, sentence) => {
    const refused = await refusal(await changedEncoder(changes));
    expect(refused?.code).toBe(code);
    expect(refused?.message).toMatch(sentence);
  });

  it.each([
    [{ model_type: "gpt2" }, "bad-input", /family "gpt2"\. Choose a BERT-like encoder/],
    [{ model_type: 7 }, "bad-format", /names no model_type/],
    [{ num_hidden_layers: -1 }, "bad-format", /num_hidden_layers is -1, expected a whole number/],
    [{ hidden_size: 1e9 }, "bad-format", /hidden_size is 1000000000/],
    [{ hidden_size: 48 }, "bad-format", /do not belong together/],
  ])("whose config.json says %j is refused with a sentence", async (changes, code, sentence) => {
    const refused = await refusal(await changedEncoder({ "config.json": await config(changes) }));
    expect(refused?.code).toBe(code);
    expect(refused?.message).toMatch(sentence);
  });

  it("whose ONNX file is cut off anywhere, or has random bytes in it, never ends the process", async () => {
    const whole = await model();
    const random = seededRandom(5);
    for (let attempt = 0; attempt < 12; attempt++) {
      const bytes = Uint8Array.from(whole);
      if (attempt % 2 === 0)
        for (let change = 0; change < 40; change++)
          bytes[Math.floor(random() * (attempt < 6 ? 3_000 : bytes.length))] = random() * 256;
      const cut =
        attempt % 2 === 0 ? bytes : bytes.subarray(0, Math.floor(random() * bytes.length));
      const refused = await refusal(await changedEncoder({ "onnx/model.onnx": cut }));
      if (attempt % 2 === 1) expect(refused?.code).toBe("bad-format");
      else if (refused) expect(["bad-format", "bad-input"]).toContain(refused.code);
    }
  });

  it("whose weights lie outside of it is refused, by a path or by a link", async () => {
    for (const location of ["../config.json", "/etc/hostname", "a/../../tokenizer.json"]) {
      const folder = await changedEncoder({
        "onnx/model.onnx": await withExternalWeights(location),
      });
      const refused = await refusal(folder);
      expect(refused?.code).toBe("bad-format");
      expect(refused?.message).toContain("outside its folder, which is not read");
    }
    const linked = await changedEncoder({
      "onnx/model.onnx": await withExternalWeights("weights"),
    });
    await symlink(join(linked, "config.json"), join(linked, "onnx/weights"));
    expect((await refusal(linked))?.message).toContain("a link that leads out of its folder");
  });

  it("whose weights lie in another file beside the model is read", async () => {
    const folder = await changedEncoder({
      "onnx/model.onnx": await withExternalWeights("model.onnx_data"),
      "onnx/model.onnx_data": new Uint8Array(16),
    });
    expect(await refusal(folder)).toBeUndefined();
  });

  it("whose layers cannot be found, and that gives no last one either, is refused", async () => {
    const folder = await changedEncoder({ "config.json": await config({ num_hidden_layers: 5 }) });
    // Its own outputs are heads only: without the layers nothing is left of it.
    expect(await refusal(folder)).toMatchObject({ code: "bad-input" });
  });
});

describe("a question to an encoder", () => {
  it("about an empty text, a megabyte, or a script that it does not know is answered", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const texts = ["", "we walk ".repeat(131_072), "ありがとう", "\ud800", "\0".repeat(1_000)];
    const { vectors, tokens, unknown, truncated } = await encoder.ask("encodeTexts", {
      texts,
      pooling: "mean",
      layer: "last",
      normalize: true,
    });
    expect(vectors.every(Number.isFinite)).toBe(true);
    expect([...tokens]).toEqual([2, 512, 3, 2, 2]);
    expect([...unknown]).toEqual([0, 0, 1, 0, 0]);
    expect(truncated).toBe(1);
  });

  it("about a layer, a head or a mask that is not there is refused with a sentence", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    await expect(encoder.ask("encodeTokens", { text: "a", layers: [9] })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("no layer 9") as string,
    });
    await expect(
      encoder.ask("readAttention", { text: "a", slices: [{ kind: "head", layer: 0, head: 4 }] }),
    ).rejects.toMatchObject({ code: "bad-input" });
    await expect(
      encoder.ask("fillMask", { text: "no mask", stretch: null, count: 5 }),
    ).rejects.toThrow("The text has no [MASK]");
  });
});
