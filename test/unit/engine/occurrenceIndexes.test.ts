import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readPassportBytes } from "../../../src/embeddings/modelFile.node.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import { parsePassport } from "../../../src/occurrences/passport.node.ts";
import type { IndexSnapshot } from "../../../src/protocol/corpusMessages.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { sourcesOf, trainingOf } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";

/** An engine as the editor has it, and a model of three files. */
async function trainedEngine() {
  const folder = await temporaryFolder({
    "text/a.txt": topicText(1_500),
    "text/b.txt": "The harbor of the river.\nRiver harbor, harbor.\n",
    "text/c.txt": "Nothing here but a needle.",
  });
  const snapshots: IndexSnapshot[] = [];
  const log: string[] = [];
  let wake: () => void = () => undefined;
  const engine = createEngine({
    folder: (await builtPaths()).folder,
    emit: (name, snapshot) => {
      if (name === "indexChanged") snapshots.push(snapshot as IndexSnapshot);
      wake();
    },
    log: (line) => log.push(line),
    keepsIndexes: true,
  });
  onTestFinished(() => engine.close());
  const untilIndexed = async () => {
    while (!snapshots.some(({ done }) => done))
      await new Promise<void>((resolve) => (wake = resolve));
    snapshots.length = 0;
  };
  const text = join(folder, "text");
  const modelPath = join(folder, "topics.safetensors");
  await engine.calls.trainModel(trainingOf(text, modelPath));
  await untilIndexed();
  const at = (name: string) => join(text, name);
  const find = (word: string, documents: { path: string; text: string }[] = []) =>
    engine.calls.findOccurrences({ modelPath, word, limit: 100_000, documents });
  return { engine, modelPath, at, text, find, untilIndexed, log, folder };
}

describe("a model's passport", () => {
  it("says which files it was made of, with their hashes and words, and how they were chosen", async () => {
    const { modelPath, at, text } = await trainedEngine();
    const passport = parsePassport((await readPassportBytes(modelPath))!, "topics");
    expect(passport.selection.paths).toEqual([text]);
    expect(passport.files.map(({ path }) => path)).toEqual(["a.txt", "b.txt", "c.txt"].map(at));
    for (const { path, sha256 } of passport.files)
      expect(sha256).toBe(
        createHash("sha256")
          .update(await readFile(path))
          .digest("hex"),
      );
    expect(passport.files[1]).toMatchObject({ bytes: 47, tokens: 8, kind: "plain" });
    expect(() => parsePassport(Buffer.from("no gzip"), "topics")).toThrow("topics");
  });
});

describe("the index of a model", () => {
  it("is built after the training, and gives what reading all files gives", async () => {
    const { engine, modelPath, at, find, folder } = await trainedEngine();
    expect(await readdir(join(folder, "topics.occurrences"))).toContain("index.json");
    const documents = [{ path: at("c.txt"), text: "harbor in an editor" }];
    for (const word of ["harbor", "river", "harbor of", "nowhere"]) {
      const plain = await engine.calls.findInSources({
        ...{ sources: sourcesOf(join(folder, "text")), text: word, tokenizer: "words" },
        limit: 100_000,
      });
      const found = await find(word);
      expect(found).toEqual({
        ...{ total: plain.total, inFiles: plain.inFiles, occurrences: plain.occurrences },
        skipped: [],
      });
    }
    const before = await find("harbor");
    const { total, occurrences } = await find("harbor", documents);
    expect(total).toBe(before.total + 1);
    expect(occurrences.at(-1)).toMatchObject({ path: at("c.txt"), after: " in an editor" });
    const files = await engine.calls.filesOfWord({ modelPath, word: "harbor", limit: 1 });
    expect(files).toMatchObject({
      total: before.total,
      inFiles: 2,
      files: [{ path: at("a.txt") }],
    });
  });

  it("follows files that have changed, told or not", async () => {
    const { engine, at, find, untilIndexed } = await trainedEngine();
    const { total } = await find("harbor");
    await writeFile(at("b.txt"), "harbor");
    expect((await find("harbor")).total).toBe(total - 2);
    await writeFile(at("new.txt"), "harbor harbor");
    await engine.calls.filesChanged({ paths: [at("new.txt"), at("b.txt")] });
    await untilIndexed();
    const found = await find("harbor");
    expect([found.total, found.occurrences.at(-1)?.path]).toEqual([total, at("new.txt")]);
  });

  it("tells how far the files have gone on since the training", async () => {
    const { engine, modelPath, at } = await trainedEngine();
    const ask = () => engine.calls.corpusStaleness({ modelPath, limit: 2 });
    expect(await ask()).toEqual({
      ...{ filesChanged: 0, filesAdded: 0, filesDeleted: 0, tokens: 0, files: [] },
    });
    await writeFile(at("b.txt"), "two words");
    await writeFile(at("new.txt"), "three new words");
    await rm(at("c.txt"));
    await engine.calls.filesChanged({ paths: ["b.txt", "new.txt", "c.txt"].map(at) });
    expect(await ask()).toEqual({
      ...{ filesChanged: 1, filesAdded: 1, filesDeleted: 1, tokens: 2 + 3 + 5 },
      files: [
        { path: at("b.txt"), change: "changed", tokens: 2 },
        { path: at("c.txt"), change: "deleted", tokens: 5 },
      ],
    });
    const gaveUp = AbortSignal.abort();
    await expect(
      engine.calls.corpusStaleness({ modelPath, limit: 1 }, gaveUp),
    ).rejects.toMatchObject({ code: "canceled" });
  });

  it("forgets a file, and names the others for a training without it", async () => {
    const { engine, modelPath, at, find, folder, untilIndexed } = await trainedEngine();
    const without = await engine.calls.forgetFiles({ modelPath, paths: [at("b.txt")] });
    expect(without).toMatchObject({ files: 2, sources: { paths: [at("a.txt"), at("c.txt")] } });
    const found = await find("harbor");
    expect(found.inFiles).toBe(1);
    expect(without!.forgotten).toEqual([at("b.txt")]);
    const passport = parsePassport((await readPassportBytes(modelPath))!, "topics");
    expect(passport.files.map(({ path }) => path)).toEqual([at("a.txt"), at("c.txt")]);
    expect(passport.forgotten).toEqual([at("b.txt")]);
    const { model: now } = await engine.calls.describeModel({ modelPath });
    expect(now.corpus).toMatchObject({ files: 2, tokens: without!.tokens });
    // The index is built from nothing, and a file that was forgotten stays so.
    await untilIndexed();
    await writeFile(join(modelPath.replace(".safetensors", ".occurrences"), "index.json"), "x");
    expect((await find("harbor")).inFiles).toBe(1);
    await untilIndexed();
    const stale = await engine.calls.corpusStaleness({ modelPath, limit: 9 });
    expect(stale?.files).toEqual([]);
    expect(await engine.calls.forgetFiles({ modelPath, paths: [at("b.txt")] })).toMatchObject({
      ...{ forgotten: [], files: 2 },
    });
    const { model } = await engine.calls.trainModel({
      ...trainingOf(folder, join(folder, "without.safetensors")),
      sources: { ...without!.sources, documents: [] },
    });
    expect(model.corpus).toMatchObject({ files: 2, tokens: without!.tokens });
  });

  it("is built again where it is damaged, and the question has its answer all the same", async () => {
    const { modelPath, find, untilIndexed, log } = await trainedEngine();
    const expected = await find("harbor");
    const folder = modelPath.replace(".safetensors", ".occurrences");
    await writeFile(join(folder, "index.json"), "damaged");
    expect(await find("harbor")).toEqual(expected);
    expect(log.join()).toContain("damaged");
    await untilIndexed();
    expect(await find("harbor")).toEqual(expected);
    expect(await readFile(join(folder, "index.json"), "utf8")).toContain("wordfield-occurrences");
  });
});
