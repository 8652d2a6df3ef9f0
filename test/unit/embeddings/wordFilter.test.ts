import { describe, expect, it } from "vitest";
import { partVocabulary } from "../../../src/embeddings/vocabularyParts.ts";
import { markWords, type WordConditions } from "../../../src/embeddings/wordFilter.ts";

const WORDS = ["king", "readFile", "max_size", "utf8", "银行", "café", "река", "ринг", "2024"];
const COUNTS = Uint32Array.of(90, 80, 70, 60, 50, 40, 30, 20, 10);

async function passing(
  conditions: WordConditions,
  words: readonly string[] = WORDS,
  counts: Uint32Array | null = COUNTS,
): Promise<string[]> {
  const marks = await markWords({ words, counts, parts: () => partVocabulary(words) }, conditions);
  return words.filter((_, wordId) => marks[wordId] === 1);
}

describe("markWords", () => {
  it.each([
    [{ minimumCount: 80 }, ["king", "readFile"]],
    [{ minimumCount: 30, maximumCount: 50 }, ["银行", "café", "река"]],
    [{ pattern: "^.{4}$" }, ["king", "utf8", "café", "река", "ринг", "2024"]],
    [{ pattern: "(?i)FILE|ing$" }, ["king", "readFile"]],
    [{ kind: "names" }, ["readFile", "max_size", "utf8"]],
    [{ kind: "words", script: "Latin" }, ["king", "café"]],
    [{ script: "Cyrillic", maximumCount: 20 }, ["ринг"]],
    [{ script: "Klingon" }, []],
  ] as const)("keeps the words that fulfil %j", async (conditions, expected) => {
    expect(await passing(conditions)).toEqual(expected);
  });

  it("passes no word by a frequency that is not known", async () => {
    expect(await passing({ minimumCount: 0 }, ["a"], null)).toEqual([]);
  });

  it("is not held up by a pattern on which other engines go back and forth for years", async () => {
    const words = ["a".repeat(5_000), `${"a".repeat(5_000)}!`];
    expect(await passing({ pattern: "^(a+)+$" }, words, null)).toEqual([words[0]]);
  });

  it.each([
    ["(a", /“\(a” is no regular expression in RE2’s syntax: missing closing \)/],
    ["(?=a)", /is no regular expression in RE2’s syntax/],
    ["((a{1000}){1000}){1000}", /invalid repeat count/],
    ["x".repeat(201), /A pattern of 201 characters is too long\. Use at most 200\./],
  ])("refuses %s in a sentence", async (pattern, message) => {
    await expect(passing({ pattern })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(message) as string,
    });
  });
});

describe("partVocabulary", () => {
  it("counts names of code and scripts, the most frequent first", async () => {
    const { names, scripts } = await partVocabulary(WORDS);
    expect(names).toBe(3);
    expect(scripts).toEqual([
      { script: "Latin", words: 5 },
      { script: "Cyrillic", words: 2 },
      { script: "Han", words: 1 },
    ]);
  });
});
