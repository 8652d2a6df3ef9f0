import { describe, expect, it } from "vitest";
import { SENTENCE_END } from "../../../src/corpus/encodedText.ts";
import { chooseWords, type WordChoice } from "../../../src/statistics/chooseWords.ts";

/** Sentences as ids, words in the order in which they come. */
function encode(sentences: readonly string[]) {
  const words: string[] = [];
  const counts: number[] = [];
  const ids = sentences.flatMap((sentence) => [
    ...sentence.split(" ").map((word) => {
      const known = words.indexOf(word);
      const id = known < 0 ? words.push(word) - 1 : known;
      counts[id] = (counts[id] ?? 0) + 1;
      return id;
    }),
    SENTENCE_END,
  ]);
  const documents = { starts: new Uint32Array(), ends: new Uint32Array() };
  return { words, counts: Uint32Array.from(counts), ids: Int32Array.from(ids), documents };
}

function choose(sentences: readonly string[], choice: Partial<WordChoice>, minimumCount = 1) {
  const { words, counts, ids } = chooseWords(
    encode(sentences),
    { phrases: [], stopWords: [], kept: [], ...choice },
    { minimumCount },
  );
  const text = [...ids].map((id) => (id < 0 ? "|" : words[id]!)).join(" ");
  return { text, counts: Object.fromEntries(words.map((word, id) => [word, counts[id]!])) };
}

describe("chooseWords", () => {
  it("joins phrases from left to right, the longest first, and counts what is left", () => {
    const phrases = [
      ["new", "york"],
      ["new", "york", "times"],
      ["times", "square"],
    ];
    const { text, counts } = choose(
      ["in new york times square", "new york new york times", "york new"],
      { phrases },
    );
    expect(text).toBe("in new_york_times square | new_york new_york_times | york new |");
    expect(counts).toEqual({
      ...{ new_york_times: 2, new_york: 1, in: 1, square: 1, york: 1, new: 1 },
    });
  });

  it("joins nothing over the end of a sentence, and no phrase of words that are not there", () => {
    const phrases = [["new", "york"], ["new", "delhi"], ["york"]];
    expect(choose(["so new", "york is"], { phrases }).text).toBe("so new | york is |");
  });

  it("leaves out stop words, but not in phrases, and sentences that become empty", () => {
    const choice = { phrases: [["state", "of", "mind"]], stopWords: ["of", "the"] };
    expect(choose(["the state of mind of the king", "of the", "the end"], choice).text).toBe(
      "state_of_mind king | end |",
    );
  });

  it("leaves out rare words but those that are kept, and never makes up words", () => {
    const { counts } = choose(["a a a b c c"], { kept: ["b", "nowhere"] }, 2);
    expect(counts).toEqual({ a: 3, c: 2, b: 1 });
  });

  it("adds up a phrase and a word that are written alike", () => {
    const { counts } = choose(["a_b a b a_b"], { phrases: [["a", "b"]] });
    expect(counts).toEqual({ a_b: 3 });
  });
});
