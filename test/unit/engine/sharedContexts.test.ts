import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../support/seededRandom.ts";
import { startEngine, trainingOf } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const FILLER = ["road", "house", "paper", "window", "garden", "letter", "stone", "chair", "river"];

/** Tea and coffee stand near cup, hot and sugar; everything else is by chance. */
function kitchenText(): string {
  const random = seededRandom(7);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)]!;
  const lines: string[] = [];
  for (let line = 0; line < 1200; line++) {
    const noise = Array.from({ length: 8 }, () => pick(FILLER));
    const drink = line % 3 === 0 ? ["tea", "coffee"][(line / 3) % 2]! : null;
    if (drink) noise.splice(2, 4, pick(["hot", "sugar"]), drink, "cup");
    lines.push(`${noise.join(" ")}.`);
  }
  return lines.join("\n");
}

async function trained(text: string, name = "kitchen") {
  const folder = await temporaryFolder({ "text/kitchen.txt": text });
  const { engine } = await startEngine();
  const modelPath = join(folder, "models", `${name}.safetensors`);
  await engine.calls.trainModel(trainingOf(join(folder, "text"), modelPath));
  return { engine, modelPath, file: join(folder, "text", "kitchen.txt") };
}

const ASKED = { a: "tea", b: "coffee", count: 8, lines: 400, documents: [] };

describe("findSharedContexts", () => {
  it("names what both words stand near, and every line that it cites holds that", async () => {
    const { engine, modelPath, file } = await trained(kitchenText());
    const found = await engine.calls.findSharedContexts({ ...ASKED, modelPath });
    expect(found.contexts.map(({ word }) => word).sort()).toEqual(["cup", "hot", "sugar"]);
    expect(found.a).toEqual({ word: "tea", total: 200, read: 200 });
    expect(found.b).toEqual({ word: "coffee", total: 200, read: 200 });
    const text = (await readFile(file, "utf8")).split("\n");
    expect(found.lines.length).toBeGreaterThan(100);
    for (const line of found.lines) {
      const whole = text[line.line - 1]!;
      expect(whole.slice(line.column - 1, line.column - 1 + line.length)).toBe(line.match);
      expect(line.match).toBe(line.of === "a" ? "tea" : "coffee");
      expect(line.contexts.length).toBeGreaterThan(0);
      for (const { word, side, start, end } of line.contexts)
        expect(line[side].slice(start, end)).toBe(word);
    }
    await engine.close();
  });

  it("cites the lines that make the words alike: without them the cosine falls", async () => {
    const text = kitchenText();
    const first = await trained(text);
    const pair = { a: "tea", b: "coffee" };
    const before = await first.engine.calls.compareWords({ ...pair, modelPath: first.modelPath });
    const { lines } = await first.engine.calls.findSharedContexts({
      ...ASKED,
      modelPath: first.modelPath,
    });
    await first.engine.close();
    // So many lines of each remain that the words stay in the vocabulary.
    const cited = new Set(lines.slice(0, 340).map(({ line }) => line));
    const random = seededRandom(11);
    const other = ["tea", "coffee"].flatMap((word) =>
      Array.from({ length: 60 }, () => {
        const noise = Array.from(
          { length: 7 },
          () => FILLER[Math.floor(random() * FILLER.length)]!,
        );
        return [...noise.slice(0, 3), word, ...noise.slice(3)].join(" ");
      }),
    );
    const rest = [...text.split("\n").filter((_, index) => !cited.has(index + 1)), ...other];
    const second = await trained(rest.join("\n"), "rest");
    const after = await second.engine.calls.compareWords({ ...pair, modelPath: second.modelPath });
    await second.engine.close();
    if (!("cosine" in before) || !("cosine" in after)) throw new Error("A word is missing.");
    expect(after.cosine).toBeLessThan(before.cosine);
  });

  it("finds nothing for a word that is not in the text, and says how many places there were", async () => {
    const { engine, modelPath } = await trained(kitchenText());
    const found = await engine.calls.findSharedContexts({ ...ASKED, b: "absent", modelPath });
    expect(found).toMatchObject({ contexts: [], lines: [], b: { total: 0, read: 0 } });
    await engine.close();
  });

  it("reads unsaved text instead of its file", async () => {
    const { engine, modelPath, file } = await trained(kitchenText());
    await writeFile(file, kitchenText());
    const documents = [{ path: file, text: "hot tea cup and hot coffee cup" }];
    const found = await engine.calls.findSharedContexts({ ...ASKED, documents, modelPath });
    expect(found.lines.map(({ match }) => match)).toEqual(["tea", "coffee"]);
    await engine.close();
  });
});
