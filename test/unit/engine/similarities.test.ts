import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SMALL_OPTIONS, startEngine, trainingOf } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";

async function smallModel() {
  const folder = await temporaryFolder({ "text/text.txt": topicText(4000) });
  const { engine } = await startEngine();
  const modelPath = join(folder, "m.safetensors");
  await engine.calls.trainModel(
    trainingOf(join(folder, "text"), modelPath, { options: { ...SMALL_OPTIONS, epochs: 2 } }),
  );
  const { words } = await engine.calls.readMap({ modelPath, count: 1000 });
  return { engine, modelPath, words };
}

describe("findSimilarities", () => {
  it("gives the same cosines as comparing the words one by one", async () => {
    const { engine, modelPath, words } = await smallModel();
    const word = words[3]!;
    const found = await engine.calls.findSimilarities({ modelPath, word, count: 1000 });
    if (!("cosines" in found)) throw new Error("The word is missing.");
    expect(found.cosines).toHaveLength(words.length);
    expect(found.cosines[3]).toBeCloseTo(1, 5);
    for (const [row, other] of words.slice(0, 8).entries()) {
      const pair = await engine.calls.compareWords({ modelPath, a: word, b: other });
      expect(found.cosines[row]).toBeCloseTo("cosine" in pair ? pair.cosine : NaN, 5);
    }
    const few = await engine.calls.findSimilarities({ modelPath, word, count: 2 });
    expect("cosines" in few && few.cosines.length).toBe(2);
  });

  it("names a word that the model does not have", async () => {
    const { engine, modelPath } = await smallModel();
    expect(
      await engine.calls.findSimilarities({ modelPath, word: "qwertz", count: 5 }),
    ).toMatchObject({ missing: [{ word: "qwertz" }] });
  });
});
