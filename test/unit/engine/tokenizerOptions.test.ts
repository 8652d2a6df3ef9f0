import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { composeCorpusRecord, parseMetadata } from "../../../src/engine/modelMetadata.ts";
import {
  DEFAULT_TOKENIZER,
  FIRST_TOKENIZER,
  TOKENIZER_CHOICES,
  type TokenizerOptions,
} from "../../../src/corpus/tokenizerOptions.ts";
import { TOKENIZER_OPTION_CHOICES } from "../../../src/protocol/tokenizerSettings.ts";
import type { Passport } from "../../../src/occurrences/passport.node.ts";
import type { ModelHeader } from "../../../src/embeddings/modelHeader.node.ts";
import { sourcesOf, startEngine } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const TEXT = "Snake_case, snake_case and Straße in 1984 and 1985.\n".repeat(20);

async function trainOn(text: string, params: object = {}) {
  const folder = await temporaryFolder({ "text/a.txt": text });
  const { engine } = await startEngine();
  const modelPath = join(folder, "models", "a.safetensors");
  const order = (path: string, more: object) => ({
    runId: "run",
    sources: sourcesOf(join(folder, "text")),
    tokenizer: "words" as const,
    options: { dimension: 4, epochs: 1, threads: 1, minimumCount: 1, seed: 1 },
    modelPath: path,
    ...more,
  });
  const { model } = await engine.calls.trainModel(order(modelPath, params));
  const find = async (word: string, path = modelPath) => {
    const found = await engine.calls.findNeighbors({ modelPath: path, word, count: 1 });
    return "entry" in found ? found.entry : undefined;
  };
  return { engine, folder, model, modelPath, order, find };
}

const headerOf = (corpus: unknown) => ({ hyperparameters: {}, corpus }) as unknown as ModelHeader;
const passportOf = (tokenizer: TokenizerOptions): Passport => ({
  selection: { paths: [], exclude: [], useIgnoreFiles: true, maximumFileBytes: 1 },
  ...{ tokenizer, files: [], skipped: [], forgotten: [] },
});

describe("the options of the tokenizer", () => {
  it("are the same for people and for the tokenizer, the defaults first", () => {
    expect(TOKENIZER_OPTION_CHOICES).toEqual(TOKENIZER_CHOICES);
    const firsts = Object.entries(TOKENIZER_CHOICES).map(([name, [first]]) => [name, first]);
    expect({ name: "words", ...Object.fromEntries(firsts) }).toEqual(DEFAULT_TOKENIZER);
  });

  it("are recorded with a model and make words out of questions", async () => {
    const { model, find } = await trainOn(TEXT, { tokenizerOptions: { numbers: "fold" } });
    const options = {
      numbers: "fold",
      underscores: "join",
      addresses: "drop",
      sentences: "sentences",
    };
    expect(model.corpus).toMatchObject({ tokenizer: "words", tokenizerOptions: options });
    expect(await find("2026")).toMatchObject({ word: "0", count: 40 });
    expect(await find("SNAKE_CASE")).toMatchObject({ word: "snake_case", count: 40 });
    expect(await find("STRASSE")).toMatchObject({ word: "strasse" });
  });

  it("decide alike what a training, its lines and its record read of code and tables", async () => {
    const folder = await temporaryFolder({
      "text/a.ts": "// Opens the gate.\nconst gateKeeper = open();\n".repeat(3),
      "text/b.csv": "title,body\nold gate,the bridge is old\nold gate,the bridge is new\n",
    });
    const { engine } = await startEngine();
    const modelPath = join(folder, "a.safetensors");
    const { model } = await engine.calls.trainModel({
      runId: "run",
      sources: sourcesOf(join(folder, "text")),
      tokenizer: "words",
      tokenizerOptions: { identifiers: "drop", columns: ["title"] },
      options: { dimension: 4, epochs: 1, threads: 1, minimumCount: 1, seed: 1 },
      modelPath,
    });
    expect(model.words).toBe(4); // opens, the, gate, old
    expect(model.corpus?.tokenizerOptions).toMatchObject({
      ...{ identifiers: "drop", comments: "read", columns: ["title"] },
    });
    const lines = { modelPath, word: "gate", limit: 9, documents: [] };
    expect(await engine.calls.findOccurrences(lines)).toMatchObject({ total: 5, inFiles: 2 });
  });

  it("cut the Chinese of a question as that of the text, and name who cut it", async () => {
    const { model, find, engine, modelPath } = await trainOn("我来到北京清华大学。\n".repeat(20));
    expect(model.corpus?.tokenizerOptions).toMatchObject({ chinese: "jieba" });
    expect(await find("“清华大学”")).toMatchObject({ word: "清华大学", count: 20 });
    const question = { modelPath, text: "在清华大学学习", offset: 3, count: 1 };
    const found = await engine.calls.findNeighborsAt(question);
    expect(found).toMatchObject({ start: 1, end: 5, entry: { word: "清华大学" } });
    const places = { modelPath, word: "清华大学", limit: 5, documents: [] };
    expect(await engine.calls.findOccurrences(places)).toMatchObject({ total: 20 });
  });

  it("stay those of the model that a training begins with, but for what is said", async () => {
    const before = await trainOn(TEXT, {
      tokenizerOptions: { underscores: "separate", numbers: "drop" },
    });
    const further = join(before.folder, "models", "b.safetensors");
    const { model } = await before.engine.calls.trainModel(
      before.order(further, {
        warmStartPath: before.modelPath,
        tokenizerOptions: { numbers: "keep" },
      }),
    );
    expect(model.corpus?.tokenizerOptions).toMatchObject({
      underscores: "separate",
      numbers: "keep",
    });
  });

  it("are those of the first models where a file has none, or what this version does not know", () => {
    const old = composeCorpusRecord(passportOf(DEFAULT_TOKENIZER), 1);
    delete old["tokenizerOptions"];
    expect(parseMetadata(headerOf(old)).tokenizer).toEqual(FIRST_TOKENIZER);
    const odd = { ...old, tokenizerOptions: { numbers: "roman", hyphens: "join" } };
    expect(parseMetadata(headerOf(odd)).tokenizer).toEqual({ ...FIRST_TOKENIZER, hyphens: "join" });
    const spaced = composeCorpusRecord(passportOf({ ...DEFAULT_TOKENIZER, name: "whitespace" }), 1);
    expect(spaced).not.toHaveProperty("tokenizerOptions");
    expect(parseMetadata(headerOf(spaced)).tokenizer?.name).toBe("whitespace");
    expect(parseMetadata(headerOf({ tokenizer: 7 })).tokenizer).toBeNull();
  });
});
