import { describe, expect, it } from "vitest";
import { createEmbeddings } from "../../../src/embeddings/embeddings.ts";
import { searchWords } from "../../../src/embeddings/fuzzySearch.ts";
import { distancesToBeginnings } from "../../../src/kernels/spellingReference.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { seededRandom } from "../../support/seededRandom.ts";

async function search(words: readonly string[], text: string, count = 8): Promise<string[]> {
  const source = { words, counts: null, dimension: 1, vectors: new Float32Array(words.length) };
  const embeddings = await createEmbeddings(source, await kernelModule());
  return (await searchWords(embeddings, text, count)).map((wordId) => words[wordId]!);
}

/** The least over the beginnings of a word. */
function distance(pattern: string, word: string): number {
  return Math.min(...distancesToBeginnings(pattern, word));
}

describe("searchWords", () => {
  const WORDS = [
    "government",
    "bank",
    "river",
    "governor",
    "embankment",
    "银行",
    "中国银行",
    "Größe",
  ];

  it("puts beginnings before what is inside, and that before typing errors", async () => {
    expect(await search(WORDS, "bank")).toEqual(["bank", "embankment"]);
    expect(await search(WORDS, "银行")).toEqual(["银行", "中国银行"]);
    expect(await search(["banker", "embank", "bnak", "bank"], "bank")).toEqual([
      "bank",
      "banker",
      "embank",
      "bnak",
    ]);
  });

  it.each([
    ["goverment", ["government"]],
    ["govenr", ["government", "governor"]],
    ["rvier", ["river"]],
    ["grüße", ["Größe"]],
    ["xqz", []],
  ])("finds for %s: %j", async (text, expected) => {
    expect(await search(WORDS, text)).toEqual(expected);
  });

  it("finds the words within the errors allowed that the definition finds, nearest first", async () => {
    const random = seededRandom(11);
    const pick = (letters: string) => letters[Math.floor(random() * letters.length)]!;
    const make = (length: number) => Array.from({ length }, () => pick("abcdé行")).join("");
    const words = [
      ...new Set(Array.from({ length: 1_500 }, () => make(2 + Math.floor(random() * 11)))),
    ];
    for (const length of [3, 4, 6, 7, 10, 12]) {
      const limit = length < 6 ? 1 : length < 10 ? 2 : 3;
      const text = make(length);
      const key = (word: string) => {
        if (word === text) return -2;
        if (word.startsWith(text)) return -1;
        return word.includes(text) ? 0.5 : distance(text, word);
      };
      const expected = words
        .map((word, wordId) => ({ word, wordId, key: key(word) }))
        .filter((entry) => entry.key <= limit)
        .sort((a, b) => a.key - b.key || a.wordId - b.wordId)
        .map(({ word }) => word);
      expect(await search(words, text, words.length)).toEqual(expected);
      expect(await search(words, text, 3)).toEqual(expected.slice(0, 3));
    }
  });
});
