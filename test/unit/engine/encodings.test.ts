import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import type { LayerChoice } from "../../../src/protocol/encoderMessages.ts";
import type { EncodingSnapshot } from "../../../src/protocol/encodingMessages.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { largestDifference, SMALL_ENCODER } from "../../support/encoderFixtures.ts";
import { watchEventLoop } from "../../support/eventLoop.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const small = { folder: SMALL_ENCODER, threads: 1 };
const bundled = { folder: null, threads: 1 };

async function startEngine(): Promise<{ engine: Engine; snapshots: EncodingSnapshot[] }> {
  const { folder } = await builtPaths();
  const snapshots: EncodingSnapshot[] = [];
  const engine = createEngine({
    folder,
    emit: (name, snapshot) => {
      if (name === "encodingChanged") snapshots.push(snapshot as EncodingSnapshot);
    },
    log: () => undefined,
  });
  onTestFinished(() => engine.close());
  return { engine, snapshots };
}

describe("the engine's encoders", () => {
  it("are the two that come with it, and folders; a broken one is listed with the reason", async () => {
    const { engine } = await startEngine();
    const broken = await temporaryFolder();
    const { encoders } = await engine.calls.listEncoders({ folders: [SMALL_ENCODER, broken] });
    expect(
      encoders.map((listing) => (listing.kind === "encoder" ? listing.encoder.name : listing.kind)),
    ).toEqual(["all-MiniLM-L6-v2", "bge-small-zh-v1.5", "small", "damaged"]);
    expect(encoders[0]).toMatchObject({
      encoder: {
        language: "en",
        license: "Apache-2.0",
        weightType: "int8",
        layers: 6,
        dimension: 384,
        sentencePooling: "mean",
        isBundled: true,
      },
    });
    expect(encoders[1]).toMatchObject({ encoder: { language: "zh", sentencePooling: "cls" } });
    expect(encoders[2]).toMatchObject({ encoder: { isBundled: false, hasMaskedWords: true } });
    expect(encoders[3]).toMatchObject({
      folder: broken,
      reason: expect.stringContaining("config.json is missing") as string,
    });
  });

  it("are listed with what they compute on while they run", async () => {
    const { engine } = await startEngine();
    const runsOn = async () =>
      (await engine.calls.listEncoders({ folders: [SMALL_ENCODER] })).encoders.map((listing) =>
        listing.kind === "encoder" ? listing.runsOn : undefined,
      );
    expect(await runsOn()).toEqual([null, null, null]);
    const choice = { folder: SMALL_ENCODER, provider: "cpu", idleMs: 200 };
    await engine.calls.openEncoder({ choice, text: "" });
    expect(await runsOn()).toEqual([null, null, "cpu"]);
    // It ends when it was not asked for as long as was said.
    await expect.poll(runsOn, { timeout: 20_000 }).toEqual([null, null, null]);
  });

  it("are chosen by the text's script", async () => {
    const { engine } = await startEngine();
    const nameFor = async (text: string) =>
      (await engine.calls.encodeSelection({ choice: bundled, text, layers: [] })).encoder.name;
    expect(await nameFor("The bank of the river")).toBe("all-MiniLM-L6-v2");
    expect(await nameFor("我们用 Wordfield 学习中文的词。")).toBe("bge-small-zh-v1.5");
    expect(await nameFor("1 + 1")).toBe("all-MiniLM-L6-v2");
  });

  it("give a selection's tokens, layers and what runs", async () => {
    const { engine } = await startEngine();
    const text = "The bank of the river";
    const selection = await engine.calls.encodeSelection({
      choice: small,
      text,
      layers: [0, "last"],
    });
    expect(selection).toMatchObject({ provider: "cpu", hiddenStates: 4, isTruncated: false });
    expect(selection.tokens.slice(1, 3).map(({ start, end }) => text.slice(start, end))).toEqual([
      "The",
      "bank",
    ]);
    expect(selection.hidden.map(({ length }) => length)).toEqual([7 * 32, 7 * 32]);
  });

  it("encode many texts in portions, tell how far they are, and leave the event loop free", async () => {
    const { engine, snapshots } = await startEngine();
    const texts = Array.from(
      { length: 600 },
      (_, index) => `we walk ${"river ".repeat(index % 9)}`,
    );
    await engine.calls.openEncoder({ choice: small, text: "" });
    const lag = watchEventLoop();
    const { vectors, tokens } = await engine.calls.encodeTexts({
      runId: "run",
      choice: small,
      texts,
      pooling: null,
      layer: "last",
    });
    const longestMs = lag.longestMs();
    lag.stop();
    expect(vectors).toHaveLength(600 * 32);
    expect(tokens[8]).toBe(12);
    expect(
      largestDifference(vectors.subarray(0, 32), vectors.subarray(9 * 32, 10 * 32)),
    ).toBeLessThan(1e-5);
    expect(snapshots.map(({ encoded }) => encoded)).toEqual([256, 512, 600]);
    expect(snapshots.at(-1)).toMatchObject({ fraction: 1, texts: 600, runId: "run" });
    expect(longestMs).toBeLessThan(500);
  });

  it("keep the vectors of words on disk, by encoder; a damaged file is written again", async () => {
    const { engine } = await startEngine();
    const cacheFolder = join(await temporaryFolder(), "words");
    const ask = (words: string[]) =>
      engine.calls.encodeWords({ runId: "run", choice: small, words, cacheFolder });
    const first = await ask(["king", "queen", "king", "ありがとう", "\ud800", ""]);
    expect(first.fromCache).toBe(0);
    const row = ({ vectors }: { vectors: Float32Array }, index: number) =>
      vectors.subarray(index * 32, (index + 1) * 32);
    expect(row(first, 2)).toEqual(row(first, 0));
    expect(row(first, 3).every((value) => value === 0)).toBe(true); // all its pieces are unknown

    const second = await ask(["river", "queen"]);
    expect(second.fromCache).toBe(1);
    expect(row(second, 1)).toEqual(row(first, 1));
    const alone = await engine.calls.encodeWords({
      ...{ runId: "run", choice: small, words: ["river"], cacheFolder: null },
    });
    expect(largestDifference(row(second, 0), row(alone, 0))).toBeLessThan(1e-5);

    const mixed = await ask(["sea", "king", "queen", "ありがとう", "river", "king", "lake"]);
    expect(mixed.fromCache).toBe(5);
    expect(row(mixed, 1)).toEqual(row(first, 0));
    expect(row(mixed, 2)).toEqual(row(first, 1));
    expect(row(mixed, 3).every((value) => value === 0)).toBe(true);
    expect(row(mixed, 4)).toEqual(row(second, 0));
    expect(row(mixed, 5)).toEqual(row(first, 0));
    const unknown = await engine.calls.encodeWords({
      ...{ runId: "run", choice: small, words: ["sea", "lake"], cacheFolder: null },
    });
    expect(largestDifference(row(mixed, 0), row(unknown, 0))).toBeLessThan(1e-5);
    expect(largestDifference(row(mixed, 6), row(unknown, 1))).toBeLessThan(1e-5);

    const [file = ""] = await readdir(cacheFolder);
    const bytes = await readFile(join(cacheFolder, file));
    await writeFile(join(cacheFolder, file), bytes.subarray(0, bytes.length - 9));
    const third = await ask(["queen"]);
    expect(third.fromCache).toBe(0);
    expect(largestDifference(row(third, 0), row(first, 1))).toBeLessThan(1e-5);
    expect((await ask(["queen"])).fromCache).toBe(1);
  });

  it("are kept apart by layer", async () => {
    const { engine } = await startEngine();
    const cacheFolder = join(await temporaryFolder(), "words");
    const ask = (layer: LayerChoice) =>
      engine.calls.encodeWords({
        ...{ runId: "run", choice: small, words: ["king", "queen"], layer, cacheFolder },
      });
    const last = await ask("last");
    const first = await ask(0);
    expect(first.fromCache).toBe(0);
    expect(largestDifference(first.vectors, last.vectors)).toBeGreaterThan(0.1);
    const again = await ask(0);
    expect(again.fromCache).toBe(2);
    expect(again.vectors).toEqual(first.vectors);
    expect((await ask("last")).vectors).toEqual(last.vectors);
  });

  it("are none for words of a script that the encoder's language is not written in", async () => {
    const { engine } = await startEngine();
    const zero = async (text: string, words: string[]) => {
      const question = { runId: "run", choice: bundled, cacheFolder: null };
      const { encoder, vectors } = await engine.calls.encodeWords({ ...question, words });
      const { dimension, language } = encoder;
      expect(language).toBe(text);
      return words.filter((_, row) =>
        vectors.subarray(row * dimension, (row + 1) * dimension).every((value) => value === 0),
      );
    };
    const english = ["river", "Fluß", "2026", "naïve"];
    expect(await zero("en", [...english, "привет", "中国", "ποταμός"])).toEqual([
      ...["привет", "中国", "ποταμός"],
    ]);
    expect(await zero("zh", ["中国", "河流", "学习", "模型", "bank", "привет"])).toEqual([
      "привет",
    ]);
  });

  it("stop when they are canceled, and refuse a provider that does not exist", async () => {
    const { engine } = await startEngine();
    const texts = Array.from({ length: 3_000 }, () => "word ".repeat(60));
    const cancel = new AbortController();
    const request = { runId: "run", choice: bundled, texts, pooling: null, layer: "last" } as const;
    const pending = engine.calls.encodeTexts(request, cancel.signal);
    setTimeout(() => cancel.abort(), 500);
    await expect(pending).rejects.toMatchObject({ code: "canceled" });
    await expect(
      engine.calls.openEncoder({ choice: { folder: SMALL_ENCODER, provider: "abacus" }, text: "" }),
    ).rejects.toMatchObject({ code: "bad-input" });
  });
});
