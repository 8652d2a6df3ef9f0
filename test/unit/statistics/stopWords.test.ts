import { describe, expect, it } from "vitest";
import { normalizeWord } from "../../../src/corpus/tokenize.ts";
import { dropWords, STOP_WORD_LANGUAGES, stopWordsOf } from "../../../src/statistics/stopWords.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { encodeDocuments, randomDocuments, sentencesOf } from "./goldenText.ts";

describe("the lists of stop words", () => {
  it("have each word once, as the tokenizer gives it", () => {
    for (const language of STOP_WORD_LANGUAGES) {
      const words = [...stopWordsOf([language])];
      expect(words.length).toBeGreaterThan(119);
      expect(words.filter((word) => normalizeWord(word, "words") !== word)).toEqual([]);
      expect(words).not.toContain("");
    }
  });

  it("hold function words and no words of any subject", () => {
    const both = stopWordsOf(["en", "zh"]);
    for (const word of ["the", "of", "don't", "herself", "的", "我们", "因為"])
      expect(both.has(word), word).toBe(true);
    for (const word of ["computer", "system", "new", "war", "中国", "学习", "人"])
      expect(both.has(word), word).toBe(false);
    expect(stopWordsOf(["en"]).has("的")).toBe(false);
    expect(stopWordsOf([]).size).toBe(0);
  });
});

describe("dropWords", () => {
  it("leaves the others as they are, and no empty sentence", () => {
    const text = encodeDocuments([
      [
        ["the", "cat"],
        ["of", "the"],
      ],
      [["the"]],
      [["cat", "the", "mat"]],
    ]);
    const { words, counts, ids, documents } = dropWords(text, (word) =>
      stopWordsOf(["en"]).has(word),
    );
    expect(words).toEqual(["cat", "mat"]);
    expect([...counts]).toEqual([2, 1]);
    expect([...ids]).toEqual([0, -1, 0, 1, -1]);
    expect(documents).toEqual({ starts: Uint32Array.of(0, 2, 2), ends: Uint32Array.of(2, 2, 5) });
  });

  it("gives what a corpus without these words gives", () => {
    const random = seededRandom(6);
    for (let round = 0; round < 20; round++) {
      const documents = randomDocuments(random);
      const isDropped = (word: string) => word.endsWith("1") || word === "v0";
      const dropped = dropWords(encodeDocuments(documents), isDropped);
      const expected = encodeDocuments(
        documents.map((sentences) =>
          sentences.map((words) => words.filter((word) => !isDropped(word))),
        ),
      );
      expect(dropped).toEqual(expected);
      expect(sentencesOf(dropped.words, dropped.ids).every(({ length }) => length > 0)).toBe(true);
    }
  });
});
