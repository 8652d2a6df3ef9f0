import { describe, expect, it } from "vitest";
import { forEachLine, isSpace, visitLabeledText } from "../../../src/classifier/labeledText.ts";

function visit(text: string, prefix = "__label__"): { labels: string[]; words: string[] } {
  const labels: string[] = [];
  const words: string[] = [];
  visitLabeledText(text, prefix, {
    label: (label) => labels.push(label),
    word: (word) => words.push(word),
  });
  return { labels, words };
}

describe("visitLabeledText", () => {
  it("finds labels anywhere in a line, as they stand, and folds the words", () => {
    expect(visit("__label__A-b The River,\t__label__c's BANK.")).toEqual({
      labels: ["__label__A-b", "__label__c's"],
      words: ["the", "river", "bank"],
    });
  });

  it("takes for a label only what begins a word", () => {
    expect(visit("x__label__y (__label__z)")).toEqual({
      labels: [],
      words: ["x", "label", "y", "label", "z"],
    });
    expect(visit("__label__")).toEqual({ labels: ["__label__"], words: [] });
  });

  it("finds labels with another prefix", () => {
    expect(visit("#good #bad so so #", "#")).toEqual({
      labels: ["#good", "#bad", "#"],
      words: ["so", "so"],
    });
  });

  it("keeps a word that a label stands in front of without space", () => {
    expect(visit("a\n__label__b\nc")).toEqual({ labels: ["__label__b"], words: ["a", "c"] });
  });
});

describe("forEachLine", () => {
  it("gives each line, and the rest if there is one", () => {
    const linesOf = (text: string) => {
      const lines: string[] = [];
      forEachLine(text, (line) => lines.push(line));
      return lines;
    };
    expect(linesOf("a\n\nb\r\nc")).toEqual(["a", "", "b\r", "c"]);
    expect(linesOf("a\n")).toEqual(["a"]);
    expect(linesOf("")).toEqual([]);
  });
});

describe("isSpace", () => {
  it("is true for what fastText takes for white space and nothing else", () => {
    const spaces = Array.from({ length: 0x3001 }, (_, unit) => unit).filter(isSpace);
    expect(spaces).toEqual([0, 9, 10, 11, 12, 13, 32]);
  });
});
