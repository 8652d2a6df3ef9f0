import { readdirSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readAsciiDoc } from "../../../../src/corpus/kinds/asciiDoc.ts";
import { readHtml } from "../../../../src/corpus/kinds/html.ts";
import { readLatex } from "../../../../src/corpus/kinds/latex.ts";
import { readLog } from "../../../../src/corpus/kinds/log.ts";
import { readMarkdown } from "../../../../src/corpus/kinds/markdown.ts";
import { readPlainText } from "../../../../src/corpus/kinds/plainText.ts";
import { readRestructuredText } from "../../../../src/corpus/kinds/restructuredText.ts";
import { readSubtitles } from "../../../../src/corpus/kinds/subtitles.ts";
import {
  DEFAULT_PROSE_OPTIONS,
  type ProseReader,
  type TextKind,
} from "../../../../src/corpus/kinds/textKinds.ts";
import { foldText } from "../../../../src/corpus/caseFolding.ts";
import { layOutTokens, tokensOf } from "./goldenTokens.ts";

const READERS = {
  plain: readPlainText,
  markdown: readMarkdown,
  restructuredtext: readRestructuredText,
  asciidoc: readAsciiDoc,
  latex: readLatex,
  html: readHtml,
  log: readLog,
  subtitles: readSubtitles,
} satisfies Partial<Record<TextKind, ProseReader>>;
const WITHOUT_CODE = {
  ...DEFAULT_PROSE_OPTIONS,
  code: { identifiers: false, comments: false, strings: false },
};
const FIXTURES = resolve(import.meta.dirname, "../../../fixtures/corpus");

const cases = Object.entries(READERS).flatMap(([kind, read]) =>
  readdirSync(join(FIXTURES, kind))
    .filter((name) => !name.endsWith(".tokens.txt"))
    .map((name) => ({ kind, name, read, path: join(FIXTURES, kind, name) })),
);

describe.each(cases)("$kind/$name", ({ read, path, name }) => {
  const source = readFileSync(path, "utf8");
  const extension = extname(name).slice(1);

  it("has the words and places that were read by eye", async () => {
    const tokens = tokensOf(source, read(source, DEFAULT_PROSE_OPTIONS, extension));
    await expect(layOutTokens(source, tokens)).toMatchFileSnapshot(`${path}.tokens.txt`);
  });

  it("has no word of what is markup", () => {
    const tokens = tokensOf(source, read(source, WITHOUT_CODE, extension));
    expect(tokens.filter(({ word }) => word.startsWith("hidden"))).toEqual([]);
  });

  it("has each word where its surface form stands", () => {
    const tokens = tokensOf(source, read(source, DEFAULT_PROSE_OPTIONS, extension));
    expect(tokens.length).toBeGreaterThan(40);
    let start = 0;
    for (const token of tokens) {
      // The parts of a name stand within it.
      expect(token.start).toBeGreaterThanOrEqual(start);
      start = token.start;
      // What is written with an escape is no word as it stands.
      if (!/[&\\{}%\u00ad<]/.test(token.surface)) expect(foldText(token.surface)).toBe(token.word);
    }
  });

  it("has the same words when its lines end with \\r\\n", () => {
    const words = (text: string) => {
      const tokens = tokensOf(text, read(text, DEFAULT_PROSE_OPTIONS, extension));
      return tokens.map(({ word, beginsSentence }) => (beginsSentence ? `\n${word}` : word));
    };
    expect(words(source.replaceAll("\n", "\r\n"))).toEqual(words(source));
  });
});
