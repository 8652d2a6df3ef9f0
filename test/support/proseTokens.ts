// The words of a prose and where they stand in its source, as golden files have them.
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { foldText } from "../../src/corpus/caseFolding.ts";
import { sourceRange, type Prose } from "../../src/corpus/kinds/prose.ts";

/** A word of a prose. Units: UTF-16 units of the source. */
export interface ProseToken {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly surface: string;
}

// A stand-in for the tokenizer of words, in which an inner underscore joins too, so that these tests do not depend on its
// options; what is written without spaces is one word to it.
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’_]+[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;

/** Returns the words of each sentence; sentences without words are left out. */
export function tokensOf(source: string, prose: Prose): ProseToken[][] {
  const sentences: ProseToken[][] = [];
  let offset = 0;
  for (const line of prose.text.split("\n")) {
    const tokens: ProseToken[] = [];
    for (const match of line.matchAll(WORD)) {
      const begin = offset + match.index;
      const { start, end } = sourceRange(prose, begin, begin + match[0].length);
      tokens.push({ word: foldText(match[0]), start, end, surface: source.slice(start, end) });
    }
    if (tokens.length > 0) sentences.push(tokens);
    offset += line.length + 1;
  }
  return sentences;
}

/** Returns the words of each sentence, with blanks between. */
export function sentencesOf(source: string, prose: Prose): string[] {
  return tokensOf(source, prose).map((tokens) => tokens.map(({ word }) => word).join(" "));
}

/** Checks that what stands in the source at each word's place is the word, unless it is written with escapes. */
export function checkSurfaces(source: string, prose: Prose): number {
  let checked = 0;
  for (const { word, surface } of tokensOf(source, prose).flat()) {
    if (surface.includes("\\") || surface.includes("''")) continue;
    expect(foldText(surface)).toBe(word);
    checked++;
  }
  return checked;
}

/**
 * Compares the words of a prose and their places with a golden file: a sentence a line, each word as `line:column word`,
 * with its surface form behind `=` where that is not the word. With WRITE_GOLDEN=1 in the environment it is written.
 */
export function checkGolden(source: string, prose: Prose, file: URL): void {
  const lineStarts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1))
    lineStarts.push(at + 1);
  const place = (offset: number) => {
    const line = lineStarts.findLastIndex((start) => start <= offset);
    return `${line + 1}:${offset - lineStarts[line]! + 1}`;
  };
  const text = tokensOf(source, prose)
    .map((tokens) =>
      tokens
        .map(({ word, start, surface }) => {
          const form = surface === word ? "" : `=${surface}`;
          return `${place(start)} ${word}${form}`;
        })
        .join("  "),
    )
    .join("\n");
  if (process.env["WRITE_GOLDEN"]) writeFileSync(file, `${text}\n`);
  expect(`${text}\n`).toBe(readFileSync(file, "utf8"));
}
