import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readModel, readPassportBytes } from "../../../src/embeddings/modelFile.node.ts";
import { parsePassport } from "../../../src/occurrences/passport.node.ts";
import { SMALL_OPTIONS, startEngine, trainingOf } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";

async function trained() {
  const folder = await temporaryFolder({
    "text/a.txt": topicText(800),
    "text/b.txt": "gone words of a file\n".repeat(10),
    "text/c.txt": "secret words here\n".repeat(10),
  });
  const { engine } = await startEngine();
  const text = join(folder, "text");
  const before = join(folder, "before.safetensors");
  const after = join(folder, "after.safetensors");
  await engine.calls.trainModel(trainingOf(text, before));
  const further = () =>
    engine.calls.trainModel(
      trainingOf(text, after, {
        ...{ options: { ...SMALL_OPTIONS, epochs: 1 }, warmStartPath: before, newOnly: true },
      }),
    );
  const passportOf = async (path: string) =>
    parsePassport((await readPassportBytes(path))!, "model");
  return { folder, engine, text, before, after, further, passportOf };
}

const countOf = async (path: string, word: string) => {
  const { words, counts } = await readModel(path);
  const id = words.indexOf(word);
  return id < 0 ? 0 : counts![id]!;
};

describe("training on what is new", () => {
  it("reads new and changed files only, with the words that the model knows however rare", async () => {
    const { text, before, after, further } = await trained();
    await writeFile(join(text, "c.txt"), "secret harbor\n");
    await writeFile(join(text, "new.txt"), `${"otter ".repeat(6)}river weasel\n`);
    const { model } = await further();
    const added = async (word: string) =>
      (await countOf(after, word)) - (await countOf(before, word));
    expect(await countOf(after, "otter")).toBe(6);
    expect(await added("river")).toBe(1);
    expect(await added("secret")).toBe(1);
    expect(await added("money")).toBe(0);
    expect(await countOf(after, "weasel")).toBe(0); // new, and rarer than the minimum
    expect(model.words).toBe((await readModel(before)).words.length + 1);
  });

  it("says then what both have read, a changed file as it is now and a deleted one as it was", async () => {
    const { text, before, after, further, passportOf } = await trained();
    await writeFile(join(text, "c.txt"), "secret river\n");
    await rm(join(text, "b.txt"));
    await writeFile(join(text, "d.txt"), "river money\n");
    const { model } = await further();
    const [then, now] = [await passportOf(before), await passportOf(after)];
    const nameOf = ({ path }: { path: string }) => path.slice(text.length + 1);
    expect(now.files.map(nameOf)).toEqual(["a.txt", "b.txt", "c.txt", "d.txt"]);
    const same = (name: string) =>
      then.files.find((file) => nameOf(file) === name)?.sha256 ===
      now.files.find((file) => nameOf(file) === name)?.sha256;
    expect([same("a.txt"), same("b.txt"), same("c.txt")]).toEqual([true, true, false]);
    const tokens = now.files.reduce((sum, file) => sum + file.tokens, 0);
    expect(model.corpus).toMatchObject({ files: 4, tokens });
  });

  it("says where nothing is new, and where the model does not know what it has read", async () => {
    const { engine, text, after, further, folder } = await trained();
    await expect(further()).rejects.toThrow(/^Nothing is new in .*text: /);
    const vectors = join(folder, "some.vec");
    await writeFile(vectors, "2 2\nriver 1 0\nmoney 0 1\n");
    const order = trainingOf(text, after, { newOnly: true, options: {} });
    await expect(engine.calls.trainModel({ ...order, warmStartPath: vectors })).rejects.toThrow(
      "some.vec does not say which files it has read",
    );
    await expect(engine.calls.trainModel(order)).rejects.toThrow("needs a model to start from");
  });

  it("leaves out what was forgotten, whose vectors stay byte for byte", async () => {
    const { engine, text, before, after, further, passportOf } = await trained();
    const vectors = await readModel(before, { withOutputVectors: true });
    const old = await readFile(before);
    expect(await engine.calls.forgetFiles({ modelPath: before, paths: [text] })).toMatchObject({
      ...{ files: 0, tokens: 0 },
    });
    expect((await readFile(before)).equals(old)).toBe(false);
    const kept = await readModel(before, { withOutputVectors: true });
    expect(kept.words).toEqual(vectors.words);
    expect(kept.inputVectors).toEqual(vectors.inputVectors);
    expect(kept.outputVectors).toEqual(vectors.outputVectors);
    await writeFile(join(text, "b.txt"), "changed after it was forgotten\n");
    await writeFile(join(text, "d.txt"), "river money\n");
    await further();
    const { files, forgotten } = await passportOf(after);
    expect(files.map(({ path }) => path)).toEqual([join(text, "d.txt")]);
    expect(forgotten).toEqual(["a.txt", "b.txt", "c.txt"].map((name) => join(text, name)));
  });
});
