import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BUNDLED_ENCODERS,
  largestDifference,
  readGoldenEncoders,
  readGoldenTensors,
  SMALL_ENCODER,
  startEncoder,
} from "../../support/encoderFixtures.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const golden = readGoldenEncoders();
const tensors = readGoldenTensors();
const ask = { pooling: "mean", layer: "last", normalize: false } as const;

function rowsOf(values: Float32Array, rows: readonly number[], dimension: number): number[] {
  return rows.flatMap((row) => [...values.subarray(row * dimension, (row + 1) * dimension)]);
}

describe("an encoder in single precision", () => {
  it("gives the hidden states of every layer as Python's onnxruntime does, for 1 to 512 tokens", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    expect(await encoder.open()).toMatchObject({
      provider: "cpu",
      dimension: 32,
      hiddenStates: 4,
      attentionLayers: 3,
      heads: 4,
      maximumTokens: 512,
      hasMaskedWords: true,
      hasNextSentence: true,
      missing: [],
    });
    expect(golden.small.texts).toHaveLength(20);
    expect(Math.max(...golden.small.texts.map(({ tokens }) => tokens))).toBe(512);
    for (const [index, { text, tokens, rows }] of golden.small.texts.entries()) {
      const answer = await encoder.ask("encodeTokens", { text, layers: [0, 1, 2, 3] });
      expect(answer.tokens).toHaveLength(tokens);
      const mine = answer.hidden.flatMap((layer) => rowsOf(layer, rows, 32));
      expect(largestDifference(mine, tensors.get(`hidden${index}`) ?? [])).toBeLessThan(1e-5);
    }
  });

  it("gives the attention of every head as Python's onnxruntime does, rows summing to 1", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const { text, tokens } = golden.small.texts[3] ?? { text: "", tokens: 0 };
    const all = [0, 1, 2].flatMap((layer) =>
      [0, 1, 2, 3].map((head) => ({ kind: "head", layer, head }) as const),
    );
    const answer = await encoder.ask("readAttention", {
      text,
      slices: [
        ...all,
        { kind: "head", layer: 1, head: null },
        { kind: "rollout", layer: 2, head: null },
      ],
    });
    const expected = tensors.get("attention3") ?? new Float32Array();
    const heads = answer.slices.slice(0, 12).flatMap((slice) => [...slice]);
    expect(largestDifference(heads, expected)).toBeLessThan(1e-5);
    const [mean, rollout] = answer.slices.slice(12);
    const size = tokens * tokens;
    const meanOfHeads = Array.from({ length: size }, (_, cell) =>
      [4, 5, 6, 7].reduce((sum, plane) => sum + (expected[plane * size + cell] ?? 0) / 4, 0),
    );
    expect(largestDifference(mean ?? [], meanOfHeads)).toBeLessThan(1e-5);
    for (let row = 0; row < tokens; row++) {
      const sum = rollout?.subarray(row * tokens, (row + 1) * tokens).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
    expect(largestDifference(rollout ?? [], mean ?? [])).toBeGreaterThan(0.01);
  });

  it("gives the same vectors in batches with padding as alone, and in any order", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const texts = golden.small.texts.map(({ text }) => text);
    const { vectors, tokens, truncated } = await encoder.ask("encodeTexts", { texts, ...ask });
    expect([...tokens]).toEqual(golden.small.texts.map((text) => text.tokens));
    expect(truncated).toBe(1);
    for (const index of texts.keys()) {
      const mine = vectors.subarray(index * 32, (index + 1) * 32);
      expect(largestDifference(mine, tensors.get(`mean${index}`) ?? [])).toBeLessThan(1e-5);
    }
    const reversed = await encoder.ask("encodeTexts", { texts: texts.toReversed(), ...ask });
    const first = vectors.subarray(0, 32);
    expect(largestDifference(reversed.vectors.subarray(19 * 32), first)).toBeLessThan(1e-5);
  });

  it("pools layers, word pieces, windows and the first token as their definitions say", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const text = "we unbelievable walk"; // [CLS] we un ##believ ##able walk [SEP]
    const layers = [0, 1, 2, 3, "last", "last-four"] as const;
    const { hidden, tokens } = await encoder.ask("encodeTokens", { text, layers });
    expect(tokens.map(({ token }) => token).slice(2, 5)).toEqual(["un", "##believ", "##able"]);
    const [, , , last = new Float32Array(), sameLast = new Float32Array(), four] = hidden;
    expect(sameLast).toEqual(last);
    const meanOfLayers = last.map(
      (_, at) => hidden.slice(0, 4).reduce((sum, layer) => sum + (layer[at] ?? 0), 0) / 4,
    );
    expect(largestDifference(four ?? [], meanOfLayers)).toBeLessThan(1e-6);
    const row = (at: number) => last.subarray(at * 32, (at + 1) * 32);
    const mean = (...rows: number[]) =>
      row(0).map((_, at) => rows.reduce((sum, r) => sum + (row(r)[at] ?? 0), 0) / rows.length);
    const place = { text, start: text.indexOf("unbel"), end: text.indexOf(" walk") };
    const pooled = async (pooling: "mean" | "first" | "last") =>
      encoder.ask("encodeOccurrences", {
        occurrences: [place],
        parts: ["word", "window", "sentence", "cls"],
        window: 1,
        pooling,
        layer: "last",
      });
    const [word, window, sentence, cls] = (await pooled("mean")).vectors;
    expect(largestDifference(word ?? [], mean(2, 3, 4))).toBeLessThan(1e-6);
    expect(largestDifference(window ?? [], mean(1, 2, 3, 4, 5))).toBeLessThan(1e-6);
    expect(largestDifference(sentence ?? [], mean(0, 1, 2, 3, 4, 5, 6))).toBeLessThan(1e-6);
    expect(largestDifference(cls ?? [], row(0))).toBeLessThan(1e-6);
    expect(largestDifference((await pooled("first")).vectors[0] ?? [], row(2))).toBeLessThan(1e-6);
    expect(largestDifference((await pooled("last")).vectors[0] ?? [], row(4))).toBeLessThan(1e-6);
  });

  it("gives each layer of an occurrence from one run, as it gives them one by one", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const text = "The unbelievable king walked.";
    const asked = {
      occurrences: [{ text, start: 17, end: 21 }],
      parts: ["word", "window"] as const,
      window: 1,
      pooling: "mean" as const,
    };
    const { vectors } = await encoder.ask("encodeOccurrences", { ...asked, layer: "each" });
    const layers = (await encoder.open()).hiddenStates;
    expect(layers).toBeGreaterThan(2);
    expect(vectors).toHaveLength(2 * layers);
    for (let layer = 0; layer < layers; layer++) {
      const [word, window] = (await encoder.ask("encodeOccurrences", { ...asked, layer })).vectors;
      expect(largestDifference(vectors[layer] ?? [], word ?? [])).toBeLessThan(1e-6);
      expect(largestDifference(vectors[layers + layer] ?? [], window ?? [])).toBeLessThan(1e-6);
    }
  });

  it("puts one mask in the place of a word of several pieces, as if the text had it", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const ask = (text: string, start: number, end: number, masked: boolean) =>
      encoder.ask("encodeOccurrences", {
        occurrences: [{ text, start, end }],
        parts: ["word", "window"],
        ...{ window: 1, pooling: "mean", layer: "last", masked },
      });
    const hidden = await ask("The unbelievable king walked.", 4, 16, true);
    const written = await ask("The [MASK] king walked.", 4, 10, false);
    for (const part of [0, 1])
      expect(
        largestDifference(hidden.vectors[part] ?? [], written.vectors[part] ?? []),
      ).toBeLessThan(1e-6);
    const plain = await ask("The unbelievable king walked.", 4, 16, false);
    expect(largestDifference(hidden.vectors[0] ?? [], plain.vectors[0] ?? [])).toBeGreaterThan(0.1);
  });

  it("finds an occurrence far behind what the model reads, and says where there is none", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const text = `${"we walk every day ".repeat(400)}king`;
    const start = text.length - 4;
    const { found, vectors } = await encoder.ask("encodeOccurrences", {
      occurrences: [
        { text, start, end: start + 4 },
        { text: "we  walk", start: 2, end: 4 },
      ],
      parts: ["word"],
      window: 5,
      pooling: "mean",
      layer: "last",
    });
    expect([...found]).toEqual([1, 0]);
    expect(vectors[0]?.subarray(0, 32).some((value) => value !== 0)).toBe(true);
    expect(vectors[0]?.subarray(32).every((value) => value === 0)).toBe(true);
  });

  it("expects words for masked places and scores sentences as Python's onnxruntime does", async () => {
    const encoder = await startEncoder(SMALL_ENCODER);
    const text = "The capital of [MASK] is Paris.";
    const { places } = await encoder.ask("fillMask", { text, stretch: null, count: 5 });
    expect(places).toMatchObject([{ start: 15, end: 21, actual: null }]);
    expect(places[0]?.words.map(({ token }) => token)).toEqual(golden.small.masked.map(([t]) => t));
    const probabilities = places[0]?.words.map(({ probability }) => probability) ?? [];
    expect(
      largestDifference(
        probabilities,
        golden.small.masked.map(([, p]) => p),
      ),
    ).toBeLessThan(1e-5);

    const stretch = { start: 15, end: 16 };
    const asked = await encoder.ask("fillMask", {
      text: "The capital of France is Paris.",
      stretch,
      count: 5,
    });
    expect(asked.places[0]?.words).toEqual(places[0]?.words);
    expect(asked.places[0]).toMatchObject({ start: 15, end: 21, actual: { token: "france" } });

    const score = await encoder.ask("scoreSentence", { text: "the bank of the river" });
    const mine = [...score.logProbabilities].slice(1, -1);
    expect(largestDifference(mine, golden.small.logProbabilities)).toBeLessThan(1e-3);
    const mean = golden.small.logProbabilities.reduce((a, b) => a + b, 0) / 5;
    expect(score.pseudoPerplexity / Math.exp(-mean)).toBeCloseTo(1, 3);

    const next = await encoder.ask("scoreNextSentence", { first: "we walk", second: "every day" });
    expect(next.probability).toBeCloseTo(golden.small.follows, 5);
  });
});

describe("the encoders that come with Wordfield", () => {
  // INT8: the runtime rounds activations to 255 steps, and a last bit before that can move one of them.
  it.each([
    ["all-MiniLM-L6-v2", "english", "mean", 7, 6],
    ["bge-small-zh-v1.5", "chinese", "cls", 5, 4],
  ] as const)(
    "%s gives the sentence vectors that Python's onnxruntime gives, within the rounding of INT8",
    async (name, key, pooling, hiddenStates, attentionLayers) => {
      const encoder = await startEncoder(`${BUNDLED_ENCODERS}${name}`);
      expect(await encoder.open()).toMatchObject({ hiddenStates, attentionLayers, missing: [] });
      for (const { text, tokens, vector } of golden[key]) {
        const answer = await encoder.ask("encodeTexts", {
          texts: [text],
          pooling,
          layer: "last",
          normalize: true,
        });
        expect([...answer.tokens]).toEqual([tokens]);
        expect(largestDifference(answer.vectors, vector)).toBeLessThan(5e-3);
      }
    },
  );

  it("change a text's vector by less than 0.02 where others run beside it", async () => {
    const encoder = await startEncoder(`${BUNDLED_ENCODERS}all-MiniLM-L6-v2`);
    const texts = [
      "river",
      "software",
      "protein",
      "king",
      "desert",
      "piano",
      "a bank",
      "an engine",
    ];
    const options = { pooling: "mean", layer: "last", normalize: true } as const;
    const together = await encoder.ask("encodeTexts", { texts, ...options });
    for (const [index, text] of texts.entries()) {
      const alone = await encoder.ask("encodeTexts", { texts: [text], ...options });
      const mine = together.vectors.subarray(index * 384, (index + 1) * 384);
      const cosine = mine.reduce((sum, value, at) => sum + value * (alone.vectors[at] ?? 0), 0);
      expect(1 - cosine).toBeLessThan(0.02);
    }
  });
});

// A real BERT-base is 438 MB: WORDFIELD_BERT_BASE names its folder where it is at hand.
const bertBase = process.env["WORDFIELD_BERT_BASE"];
if (bertBase !== undefined)
  describe("bert-base-uncased", () => {
    it("in single precision expects what Python's onnxruntime expects, and has its hidden states", async () => {
      const folder = await temporaryFolder();
      await mkdir(join(folder, "onnx"));
      for (const name of ["config.json", "tokenizer.json", "onnx/model.onnx"])
        await symlink(join(bertBase, name), join(folder, name)); // the INT8 file beside it would be preferred
      const encoder = await startEncoder(folder);
      for (const { text, words } of golden.bertBase.masked) {
        const { places } = await encoder.ask("fillMask", { text, stretch: null, count: 5 });
        const mine = places[0]?.words ?? [];
        expect(mine.map(({ token }) => token)).toEqual(words.map(([token]) => token));
        const probabilities = mine.map(({ probability }) => probability);
        expect(
          largestDifference(
            probabilities,
            words.map(([, p]) => p),
          ),
        ).toBeLessThan(1e-4);
      }
      const layers = golden.bertBase.bank.map((_, layer) => layer);
      const { hidden } = await encoder.ask("encodeTokens", { text: golden.bertBase.text, layers });
      for (const [layer, numbers] of golden.bertBase.bank.entries()) {
        const mine = hidden[layer]?.subarray(2 * 768, 2 * 768 + 4) ?? [];
        expect(largestDifference(mine, numbers)).toBeLessThan(1e-4);
      }
    });

    it("in INT8 expects Paris too, also on processors that add INT8 products in 16 bits", async () => {
      const encoder = await startEncoder(bertBase);
      const { text } = golden.bertBase.masked[0] ?? { text: "" };
      const { places } = await encoder.ask("fillMask", { text, stretch: null, count: 5 });
      expect(places[0]?.words[0]?.token).toBe("paris");
      expect(places[0]?.words[0]?.probability).toBeGreaterThan(0.4);
    });
  });
