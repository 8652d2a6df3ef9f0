import { describe, expect, it } from "vitest";
import { createWordIds } from "../../../src/embeddings/wordIds.ts";

describe("createWordIds", () => {
  it("knows every word by its id and no other", async () => {
    const words = [
      ...["", "a", "b", "ab", "ba", "北京", "京北", "😀", "\ufeffa", "constructor", "__proto__"],
      ...Array.from({ length: 3000 }, (_, i) => `word${i}`),
    ];
    const { wordIds, repeated } = await createWordIds(words);
    expect(repeated).toBeNull();
    expect(words.map((word) => wordIds.get(word))).toEqual([...words.keys()]);
    for (const word of ["A", "aa", "北", "word3000", "toString"])
      expect(wordIds.get(word)).toBeUndefined();
  });

  it("names the word that stands twice", async () => {
    expect(await createWordIds(["a", "", "b", "a", "b"])).toMatchObject({ repeated: "a" });
    expect(await createWordIds(["", "a", ""])).toMatchObject({ repeated: "" });
  });

  it("stops when it is canceled", async () => {
    await expect(createWordIds(["a"], AbortSignal.abort())).rejects.toMatchObject({
      code: "canceled",
    });
  });
});
