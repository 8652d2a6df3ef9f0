import { describe, expect, it } from "vitest";
import type { TextSurvey } from "../../../src/protocol/corpusMessages.ts";
import { writeSurvey } from "../../../src/vscode/surveyMarkdown.ts";
import { english } from "./english.ts";

const SURVEY: TextSurvey = {
  files: 3,
  bytes: 12_345,
  tokens: 2_000,
  sentences: 100,
  words: 700,
  kinds: [
    { kind: "markdown", files: 2, bytes: 10_000, tokens: 1_500 },
    { kind: "code", files: 1, bytes: 2_345, tokens: 500 },
  ],
  languages: [
    { language: "en", files: 2, bytes: 12_000, tokens: 1_900 },
    { language: "und", files: 1, bytes: 345, tokens: 100 },
  ],
  scripts: [{ script: "Latin", tokens: 2_000, words: 700 }],
  largest: [{ path: "/w/a_b|c.md", kind: "markdown", language: "en", bytes: 9_000, tokens: 1_400 }],
  skipped: [
    { path: "/w/x.bin", reason: "binary" },
    { path: "/w/y.log", reason: "too large: 200 MB, limit 10 MB" },
    { path: "/w/z.log", reason: "too large: 300 MB, limit 10 MB" },
  ],
};
const nameOf = (path: string) => path.slice(3);
const write = (change: Partial<TextSurvey> = {}, language = "en") =>
  writeSurvey("notes", { ...SURVEY, ...change }, nameOf, english, language);

describe("writeSurvey", () => {
  it("sums up, and lists by kind, language and script", () => {
    const text = write();
    expect(text).toMatch(/^# What would be read: notes\n/);
    expect(text).toContain("3 files, 12 kB: 2,000 tokens in 100 sentences, 700 different words.");
    expect(text).toContain("| markdown | 2 | 10 kB | 1,500 |");
    expect(text).toContain("| English | 2 | 12 kB | 1,900 |");
    expect(text).toContain("| cannot be told | 1 | 345 bytes | 100 |");
    expect(text).toContain("| Latin | 700 | 2,000 |");
  });

  it("names languages in the language of the editor", () => {
    expect(write({}, "zh-cn")).toContain("| 英语 | 2 | 12 kB | 1,900 |");
  });

  it("names the largest files, whose names are only text", () => {
    expect(write()).toContain("| a\\_b\\|c.md | markdown | English | 9.0 kB | 1,400 |");
  });

  it("says what was skipped and why, the most usual reason first", () => {
    const text = write();
    expect(text).toMatch(/\| too large \| 2 \|\n\| binary \| 1 \|/);
    expect(text).toContain("- y.log: too large: 200 MB, limit 10 MB");
    const many = Array.from({ length: 250 }, (_, i) => ({ path: `/w/${i}`, reason: "binary" }));
    expect(write({ skipped: many })).toContain("- and 50 more");
    expect(write({ skipped: [] })).not.toContain("Skipped");
  });

  it("says where there is nothing to train on", () => {
    const nothing = { files: 0, tokens: 0, kinds: [], languages: [], scripts: [], largest: [] };
    expect(write(nothing)).toContain("There is no word to train on");
  });
});
