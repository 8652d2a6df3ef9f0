import { describe, expect, it } from "vitest";
import { createEmbeddings, type Embeddings } from "../../../src/embeddings/embeddings.ts";
import { closeInSpelling, completeWord } from "../../../src/embeddings/spelling.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { seededRandom } from "../../support/seededRandom.ts";

describe("completeWord", () => {
  it("lists longer words by falling count, whatever their case", async () => {
    const model = await modelOf("the", "Kings", "kin", "KINGDOM", "kingly", "ink", "king");
    expect(await completions(model, "king", 10)).toEqual(["king", "Kings", "KINGDOM", "kingly"]);
    expect(await completions(model, "KIN", 3)).toEqual(["kin", "Kings", "KINGDOM"]);
  });

  it("puts the word itself first, however rare it is", async () => {
    const model = await modelOf("category", "cats", "catch", "Cat");
    expect(await completions(model, "cat", 2)).toEqual(["Cat", "category"]);
  });

  it("knows every script", async () => {
    const model = await modelOf("北京", "北", "😀😀", "😁", "İstanbul", "ﬁre", "北京市");
    expect(await completions(model, "北", 9)).toEqual(["北", "北京", "北京市"]);
    expect(await completions(model, "😀", 9)).toEqual(["😀😀"]);
    expect(await completions(model, "i̇st", 9)).toEqual(["İstanbul"]);
  });

  it("offers the most frequent words for an empty text and none for an unknown beginning", async () => {
    const model = await modelOf("the", "of", "and");
    expect(await completions(model, "", 2)).toEqual(["the", "of"]);
    expect(await completions(model, "xyz", 2)).toEqual([]);
  });
});

describe("closeInSpelling", () => {
  it("finds words that differ by few letters, the most similar first", async () => {
    const model = await modelOf("the", "steamboat", "steamboats", "steam", "boating", "streaming");
    expect(await similar(model, "steamboating")).toEqual(["steamboat", "steamboats"]);
    expect(await similar(model, "Steambaots")).toEqual(["steamboats", "steamboat"]);
  });

  it("takes a swap of two letters for one difference", async () => {
    const model = await modelOf("the", "tea", "to", "form");
    expect(await similar(model, "teh")).toEqual(["the", "tea"]);
    expect(await similar(model, "from")).toEqual(["form"]);
  });

  it("offers nothing for one letter or for a very long text", async () => {
    const model = await modelOf("a", "b", "ab", "x".repeat(100));
    expect(await similar(model, "a")).toEqual([]);
    expect(await similar(model, "x".repeat(99))).toEqual([]);
  });

  it("agrees with the full table of distances", async () => {
    const random = seededRandom(5);
    const text = () =>
      Array.from({ length: 2 + Math.floor(random() * 10) }, () =>
        "abcdé".charAt(Math.floor(random() * 5)),
      ).join("");
    const words = [...new Set(Array.from({ length: 1500 }, text))];
    const model = await modelOf(...words);
    for (let trial = 0; trial < 40; trial++) {
      const wanted = text();
      const limit = wanted.length < 6 ? 1 : wanted.length < 10 ? 2 : 3;
      const expected = words
        .map((word) => ({ word, distance: fullDistance(word, wanted) }))
        .filter(({ distance }) => distance <= limit)
        .sort((a, b) => a.distance - b.distance)
        .map(({ word }) => word);
      expect(await similar(model, wanted, 2000), wanted).toEqual(expected);
    }
  });
});

async function completions(model: Embeddings, text: string, count: number) {
  return (await completeWord(model, text, count)).map((wordId) => model.words[wordId]);
}

async function similar(model: Embeddings, text: string, count = 5) {
  return (await closeInSpelling(model, text, count)).map((wordId) => model.words[wordId]);
}

async function modelOf(...words: string[]): Promise<Embeddings> {
  const vectors = new Float32Array(words.length).fill(1);
  return createEmbeddings({ words, counts: null, dimension: 1, vectors }, await kernelModule());
}

/** Optimal string alignment, without band or limit. */
function fullDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      table[i]![j] = Math.min(
        table[i - 1]![j - 1]! + (same ? 0 : 1),
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        table[i]![j] = Math.min(table[i]![j]!, table[i - 2]![j - 2]! + 1);
    }
  return table[a.length]![b.length]!;
}
