import { describe, expect, it } from "vitest";
import {
  findScoreFileKind,
  parseAnalogies,
  parseSimilarityPairs,
} from "../../../../src/embeddings/evaluation/scoreFiles.ts";

const pairs = (text: string) => parseSimilarityPairs(text, "pairs.txt");
const sections = (text: string) => parseAnalogies(text, "questions.txt");

describe("parseSimilarityPairs", () => {
  it("reads columns between tabs, spaces, commas and semicolons, and any line ends", async () => {
    const wanted = [
      { a: "tiger", b: "cat", score: 7.35 },
      { a: "李白", b: "诗", score: 9.2 },
    ];
    expect(await pairs("tiger\tcat\t7.35\r\n李白\t诗\t9.2\r\n")).toEqual(wanted);
    expect(await pairs("tiger cat 7.35\n\n  李白  诗 9.2")).toEqual(wanted);
    expect(await pairs("tiger,cat,7.35\n李白, 诗, 9.2\n")).toEqual(wanted);
    expect(await pairs("tiger;cat;7.35\n李白;诗;9.2\n")).toEqual(wanted);
  });

  it("leaves words with spaces whole where the line has tabs", async () => {
    expect(await pairs("ice cream\tcone\t8")).toEqual([{ a: "ice cream", b: "cone", score: 8 }]);
  });

  it("leaves out a heading, comments and further columns", async () => {
    const text = "# WordSim\nWord 1,Word 2,Human (mean),x\nlove,sex,6.77,1\ntiger,cat,7.35,2\n";
    expect(await pairs(text)).toEqual([
      { a: "love", b: "sex", score: 6.77 },
      { a: "tiger", b: "cat", score: 7.35 },
    ]);
  });

  it("names the line that is wrong, and how it should be", async () => {
    await expect(pairs("a b 1\n\nold new A 1.58\n")).rejects.toMatchObject({
      code: "bad-format",
      message:
        'pairs.txt, line 3: the third column "A" is no number. Each line needs two words and a score, as in "tiger cat 7.35".',
    });
    await expect(pairs("a b 1\na b\n")).rejects.toThrow(
      'pairs.txt, line 2: "a b" has too few columns.',
    );
    await expect(pairs("a b Infinity\na b Infinity")).rejects.toThrow("line 2");
    await expect(pairs(`a b 1\na b ${"x".repeat(500)}`)).rejects.toThrow(
      `"${"x".repeat(40)}…" is no number`,
    );
  });

  it("refuses a file without a pair", async () => {
    for (const text of ["", "\n\n", "# nothing", "word word score"])
      await expect(pairs(text)).rejects.toThrow("pairs.txt has no pair of words.");
  });

  it("refuses more pairs than any test has", async () => {
    await expect(pairs("tiger cat 7.35\n".repeat(50_001))).rejects.toThrow(
      "pairs.txt, line 50001: more than 50000 pairs. Divide the file.",
    );
  });

  it("stops when it is canceled", async () => {
    const line = "tiger cat 7.35\n";
    await expect(
      parseSimilarityPairs(line.repeat(2_000), "pairs.txt", AbortSignal.abort()),
    ).rejects.toMatchObject({ code: "canceled" });
  });
});

describe("parseAnalogies", () => {
  it("reads sections of questions, with Google's first line", async () => {
    const text =
      "//Copyright\n: capital-common-countries\nAthens Greece Oslo Norway\n:  gram1  adverb \n calm\tcalmly\tmost\tmostly \n\n: empty\n";
    expect(await sections(text)).toEqual([
      { name: "capital-common-countries", questions: [["Athens", "Greece", "Oslo", "Norway"]] },
      { name: "gram1 adverb", questions: [["calm", "calmly", "most", "mostly"]] },
      { name: "empty", questions: [] },
    ]);
  });

  it("reads questions before any heading", async () => {
    expect(await sections("a b c d\n: named\na b c d\n")).toEqual([
      { name: "", questions: [["a", "b", "c", "d"]] },
      { name: "named", questions: [["a", "b", "c", "d"]] },
    ]);
  });

  it("names the line that is wrong, and how it should be", async () => {
    await expect(sections(": A\na b c d\na b c\n")).rejects.toMatchObject({
      code: "bad-format",
      message:
        'questions.txt, line 3: "a b c" has 3 words. Each line needs four words, as in "Athens Greece Oslo Norway", or a colon and the name of a relation.',
    });
    await expect(sections("a b c d e")).rejects.toThrow("has 5 words");
    await expect(sections("a")).rejects.toThrow("has 1 word.");
  });

  it("refuses a file without a question", async () => {
    for (const text of ["", ": section\n: another\n"])
      await expect(sections(text)).rejects.toThrow("questions.txt has no question.");
  });
});

describe("findScoreFileKind", () => {
  it("tells pairs from questions by the first lines", () => {
    expect(findScoreFileKind("# comment\n: section\n")).toBe("analogies");
    expect(findScoreFileKind("Athens Greece Oslo Norway\n")).toBe("analogies");
    expect(findScoreFileKind("tiger cat 7.35\n")).toBe("similarity");
    expect(findScoreFileKind("tiger,cat,7.35,9\n")).toBe("similarity");
    expect(findScoreFileKind("Word 1\tWord 2\tScore\n")).toBe("similarity");
    expect(findScoreFileKind("")).toBe("similarity");
  });
});
