import { sourceRange, type Prose } from "../../../../src/corpus/kinds/prose.ts";
import { forEachToken } from "../../../../src/corpus/tokenize.ts";

/** A word of a prose, and what stands in the source for it. */
export interface ProseToken {
  readonly word: string;
  readonly surface: string;
  readonly start: number;
  readonly end: number;
  /** Whether a sentence ends between the token before and this one. */
  readonly beginsSentence: boolean;
}

/** Returns the words of a prose with their places in its source. */
export function tokensOf(source: string, prose: Prose): readonly ProseToken[] {
  const tokens: ProseToken[] = [];
  let last = 0;
  forEachToken(prose.text, "words", (word, start, end) => {
    let beginsSentence = false;
    for (let at = last; at < start; at++) beginsSentence ||= prose.text[at] === "\n";
    last = end;
    const range = sourceRange(prose, start, end);
    const surface = source.slice(range.start, range.end);
    tokens.push({ word, surface, ...range, beginsSentence });
  });
  return tokens;
}

/** Lays out tokens for reading: `line:column word`, the surface form where it differs, a blank line between sentences. */
export function layOutTokens(source: string, tokens: readonly ProseToken[]): string {
  const lines: string[] = [];
  let line = 1;
  let lineStart = 0;
  for (const { word, surface, start, beginsSentence } of tokens) {
    for (let at = source.indexOf("\n", lineStart); at >= 0 && at < start;) {
      line++;
      lineStart = at + 1;
      at = source.indexOf("\n", lineStart);
    }
    if (beginsSentence && lines.length > 0) lines.push("");
    const shown = surface === word ? "" : `  ${JSON.stringify(surface)}`;
    lines.push(`${line}:${start - lineStart + 1} ${word}${shown}`);
  }
  return lines.join("\n") + "\n";
}
