import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../../src/engine/engine.ts";
import type { ColumnSource, WordColumn } from "../../../src/protocol/wordColumnMessages.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { trainingOf } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";

/** A model of three folders: topics of text, notes with words of their own, and a page in another script. */
async function trainedEngine() {
  const folder = await temporaryFolder({
    "text/topics/a.txt": topicText(1_500),
    "text/notes/b.md": "The harbor of the anchor. An anchor and an anchor.\n".repeat(200),
    "text/pages/c.txt": "привет мир и привет тебе мир\n".repeat(200),
  });
  const engine = createEngine({
    folder: (await builtPaths()).folder,
    emit: () => undefined,
    log: () => undefined,
    keepsIndexes: true,
  });
  onTestFinished(() => engine.close());
  const modelPath = join(folder, "topics.safetensors");
  await engine.calls.trainModel(trainingOf(join(folder, "text"), modelPath));
  const { words } = await engine.calls.readMap({ modelPath, count: 1_000 });
  const describeBy = (source: ColumnSource) =>
    engine.calls.describeWords({ modelPath, count: 1_000, source });
  const groupOf = (column: WordColumn, word: string) => {
    if (column.kind !== "groups") throw new Error("These are numbers.");
    return column.names[column.groupOfWord[words.indexOf(word)]!];
  };
  return { engine, folder, modelPath, words, describeBy, groupOf };
}

describe("the words of a model", () => {
  it("are described by folder, kind of file, language and script", async () => {
    const { describeBy, groupOf, words } = await trainedEngine();
    const byFolder = await describeBy({ of: "folder" });
    expect(groupOf(byFolder, "anchor")).toBe("notes");
    expect(groupOf(byFolder, "привет")).toBe("pages");
    if (byFolder.kind !== "groups") throw new Error("These are numbers.");
    expect(byFolder.names[0]).toBe("topics"); // most of the words
    expect(byFolder.groupOfWord).toHaveLength(words.length);
    expect(groupOf(await describeBy({ of: "kind" }), "anchor")).toBe("markdown");
    const byLanguage = await describeBy({ of: "language" });
    expect([groupOf(byLanguage, "привет"), groupOf(byLanguage, "anchor")]).toEqual(["ru", "en"]);
    const byScript = await describeBy({ of: "script" });
    expect([groupOf(byScript, "мир"), groupOf(byScript, "anchor")]).toEqual(["Cyrillic", "Latin"]);
  });

  it("are described by a column of a table, of numbers or of names", async () => {
    const { engine, folder, describeBy, groupOf, words } = await trainedEngine();
    const path = join(folder, "words.csv");
    await writeFile(
      path,
      'word,age,"part, of speech"\nAnchor,12.5,noun\nand,,joint\nмир,-3,noun\nabsent,1,verb\n',
    );
    expect(await engine.calls.listColumns({ path })).toEqual({
      columns: ["age", "part, of speech"],
    });
    const ages = await describeBy({ of: "table", path, column: 1 });
    if (ages.kind !== "numbers") throw new Error("These are groups.");
    expect(ages.values[words.indexOf("anchor")]).toBe(12.5);
    expect(ages.values[words.indexOf("мир")]).toBe(-3);
    expect(ages.values[words.indexOf("and")]).toBeNaN();
    const parts = await describeBy({ of: "table", path, column: 2 });
    expect(["anchor", "and", "мир", "of"].map((word) => groupOf(parts, word))).toEqual([
      "noun",
      "joint",
      "noun",
      undefined,
    ]);
  });

  it("are not described where the table or the model does not say it", async () => {
    const { engine, folder, describeBy } = await trainedEngine();
    const path = join(folder, "words.tsv");
    await writeFile(path, "word\tage\nzebra\t1\n");
    await expect(describeBy({ of: "table", path, column: 1 })).rejects.toThrow(
      "The first column of words.tsv has none of the words on the map.",
    );
    await expect(describeBy({ of: "table", path, column: 2 })).rejects.toThrow(
      "words.tsv has no column 2: it has 1 besides that of the words.",
    );
    await writeFile(path, "word\nanchor\n");
    await expect(engine.calls.listColumns({ path })).rejects.toThrow(
      "words.tsv has no second column.",
    );
    await expect(engine.calls.listColumns({ path: `${path}.gone` })).rejects.toThrow(
      "can’t be read",
    );
    await expect(describeBy({ of: "departure" })).rejects.toThrow("has no general vectors");
  });
});
