import { describe, expect, it } from "vitest";
import { addTerms, parseFormula } from "../../../src/embeddings/formula.ts";

const weightsOf = (formula: string) =>
  Object.fromEntries(parseFormula(formula).map(({ word, weight }) => [word, weight]));

describe("a formula of words", () => {
  it.each<[string, Record<string, number>]>([
    ["she - he", { she: 1, he: -1 }],
    ["king − man + woman", { king: 1, man: -1, woman: 1 }],
    ["(paris + berlin) / 2 - city", { paris: 0.5, berlin: 0.5, city: -1 }],
    ["-he + she", { he: -1, she: 1 }],
    ["2 * (a - (b - 0.5 * c)) / 4", { a: 0.5, b: -0.5, c: 0.25 }],
    ["3 * 2 * a", { a: 6 }],
    ["king+queen", { king: 1, queen: 1 }],
    ["a * -2", { a: -2 }],
    ["a + a + b - b", { a: 2, b: 0 }],
    ["国王 - 男人 ＋ 女人", { 国王: 1, 男人: -1, 女人: 1 }],
    ["（国王 − 男人）× 2", { 国王: 2, 男人: -2 }],
    ["word", { word: 1 }],
  ])("%s is read as a sum with weights", (formula, weights) => {
    expect(weightsOf(formula)).toEqual(weights);
  });

  it("keeps hyphens and apostrophes within words, and what stands in quotes as it is", () => {
    expect(weightsOf("well-known - don't - x-y-z")).toEqual({
      "well-known": 1,
      "don't": -1,
      "x-y-z": -1,
    });
    expect(weightsOf('"c++" - “-er” + "2020" + "new york"')).toEqual({
      "c++": 1,
      "-er": -1,
      "2020": 1,
      "new york": 1,
    });
    expect(weightsOf("word2vec + 2pac")).toEqual({ word2vec: 1, "2pac": 1 });
    expect(weightsOf("she -he")).toEqual({ she: 1, he: -1 });
    expect(weightsOf("she- he")).toEqual({ she: 1, he: -1 });
  });

  it("says where its words stand", () => {
    expect(parseFormula('(a + "b c") - a')).toEqual([
      { word: "a", weight: 0, start: 1, end: 2 },
      { word: "b c", weight: 1, start: 5, end: 10 },
    ]);
  });

  it.each([
    ["", "Column 1 of “”: a word is missing at the end. Write one."],
    ["she - ", "Column 7 of “she - ”: a word is missing at the end. Write one."],
    ["she * / he", "Column 7 of “she * / he”: a word is missing before “/”. Write one."],
    ["she he", "Column 5 of “she he”: a sign is missing. Write + or - between."],
    ["(she - he", "Column 1 of “(she - he”: the parenthesis is not closed. Add “)”."],
    [
      "she) - he",
      "Column 4 of “she) - he”: the parenthesis was not opened. Remove it, or add “(” before it.",
    ],
    ["a * b", "Column 3 of “a * b”: words are multiplied by words. Multiply by a number."],
    ["a / b", "Column 3 of “a / b”: it is divided by a word. Divide by a number."],
    ["a / (2 - 2)", "Column 3 of “a / (2 - 2)”: it is divided by zero. Divide by another number."],
    [
      "a + 1",
      "Column 3 of “a + 1”: a number is added to words, or taken from them. Multiply or divide words by it.",
    ],
    ["2 * 3", "Column 1 of “2 * 3”: it has no word. Write words, as in “she - he”."],
    ['a - "b', 'Column 5 of “a - "b”: the quote is not closed. Add “"”.'],
    ['a - ""', 'Column 5 of “a - ""”: the quotes are empty. Put a word in them.'],
    ["𝄞 - ”", "Column 5 of “𝄞 - ””: “”” is not expected. Remove it."],
  ])("refuses %j, with the place", (formula, message) => {
    expect(() => parseFormula(formula)).toThrow(
      expect.objectContaining({ code: "bad-input", message }),
    );
  });

  it("refuses what would take the stack, the time, or the range of numbers", () => {
    expect(() => parseFormula("(".repeat(200) + "a" + ")".repeat(200))).toThrow(
      /more than 100 parentheses/,
    );
    expect(() => parseFormula("a".repeat(2000))).toThrow(/2000 characters is too long/);
    expect(() => parseFormula(`a * ${"9".repeat(400)}`)).toThrow(/number is too large/);
    expect(() => parseFormula(`a / .${"0".repeat(320)}1`)).toThrow(/divided by zero|too large/);
  });
});

describe("the sum of a formula's vectors", () => {
  const vectors: Record<string, Float32Array> = {
    a: Float32Array.of(0.1, 0.2),
    b: Float32Array.of(1, 0),
    zero: Float32Array.of(0, 0),
  };
  const vectorOf = (word: string) => vectors[word]!;

  it("is weighted", () => {
    const [x, y] = addTerms(parseFormula("2 * a - b / 2"), vectorOf)!;
    expect(x).toBeCloseTo(-0.3, 6);
    expect(y).toBeCloseTo(0.4, 6);
  });

  it("is nothing where the words cancel out or have no vectors", () => {
    expect(addTerms(parseFormula("a - a"), vectorOf)).toBeNull();
    expect(addTerms(parseFormula("a / 3 + a / 3 + a / 3 - a"), vectorOf)).toBeNull();
    expect(addTerms(parseFormula("zero"), vectorOf)).toBeNull();
  });
});
