import { describe, expect, it } from "vitest";
import { asTerm, isFormula, listedWords, termAt } from "../../../webview-ui/formulaText.ts";

describe("isFormula", () => {
  it.each([
    "king - man + woman",
    "king−man + woman",
    "(paris + berlin) / 2 - city",
    "man : king :: woman",
    "北京+法国",
    "- war",
    "2 * king",
  ])("takes %s for a formula", (text) => expect(isFormula(text)).toBe(true));

  it.each([
    "king",
    "well-known",
    "c++",
    "c#",
    "--flag",
    "node.js",
    "new york",
    "12:30",
    "a/b",
    "don’t",
  ])("takes %s for a word", (text) => expect(isFormula(text)).toBe(false));
});

describe("asTerm", () => {
  it("quotes what a formula would take apart", () => {
    expect(asTerm("well-known")).toBe("well-known");
    expect(asTerm("c++")).toBe('"c++"');
    expect(asTerm("a b")).toBe('"a b"');
    expect(asTerm("2024")).toBe('"2024"');
    expect(asTerm('say"')).toBe('“say"”');
  });
});

describe("termAt", () => {
  it("finds the word that the caret is in or behind", () => {
    const text = "king - (man + wom) / 2";
    const at = (caret: number) => {
      const { start, end } = termAt(text, caret);
      return text.slice(start, end);
    };
    expect([at(0), at(4), at(9), at(17), at(6)]).toEqual(["king", "king", "man", "wom", "-"]);
  });
});

describe("listedWords", () => {
  it("parts a list by spaces, commas and semicolons of any script, each word once", () => {
    expect(listedWords(" army, navy;troops  army 银行、河 ")).toEqual([
      "army",
      "navy",
      "troops",
      "银行",
      "河",
    ]);
  });
});
