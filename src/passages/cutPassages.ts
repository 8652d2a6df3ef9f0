/** Cuts a file's text into the passages that are encoded: sentences, lines or paragraphs, each with its place. */
import { readProse } from "../corpus/kinds/readProse.ts";
import { sourceRange, wholeProse } from "../corpus/kinds/prose.ts";
import { LineFinder } from "../corpus/lineFinder.ts";
import { SentenceScanner } from "../corpus/sentences.ts";
import { forEachToken } from "../corpus/tokenize.ts";
import { DEFAULT_TOKENIZER, type TokenizerOptions } from "../corpus/tokenizerOptions.ts";

/** What a passage is. */
export type PassageUnit = TokenizerOptions["sentences"];

/**
 * A passage and its place.
 *
 * Units: `line` and `column` from 1; `column` and `length` in UTF-16 units, of the file's own text.
 */
export interface Passage {
  /** Without markup, line breaks and runs of blanks made single blanks. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** One word is no sentence that a meaning could be found in. */
const LEAST_WORDS = 2;
/** More than an encoder of 512 tokens reads; what is longer is cut there. Units: UTF-16 units. */
const LONGEST_TEXT = 4_000;

/** Cuts the text of a file; markup is left out by the file's kind. */
export function cutPassages(path: string, text: string, unit: PassageUnit): Passage[] {
  const options: TokenizerOptions = { ...DEFAULT_TOKENIZER, sentences: unit, chinese: "icu" };
  const read = readProse(path, text, options);
  const prose = read ?? wholeProse(text);
  const scanner = new SentenceScanner(prose.text, options, read ? "hard" : "soft");
  const lines = new LineFinder(text);
  const passages: Passage[] = [];
  let start = -1;
  let end = 0;
  let words = 0;
  const close = (next: number) => {
    if (words < LEAST_WORDS) return;
    const behind = withClosingMarks(prose.text, end, next);
    const range = sourceRange(prose, start, behind);
    passages.push({
      text: prose.text.slice(start, behind).replace(/\s+/g, " ").slice(0, LONGEST_TEXT),
      ...lines.place(range.start),
      length: range.end - range.start,
    });
  };
  forEachToken(prose.text, options, (_, from, to) => {
    if (scanner.endsBefore(from, to) || start < 0) {
      close(from);
      start = from;
      words = 0;
    }
    words++;
    end = to;
  });
  close(prose.text.length);
  return passages;
}

/** Where the marks end that stand behind a passage's last word: "?)" belongs to it. */
function withClosingMarks(text: string, end: number, next: number): number {
  let behind = end;
  while (behind < next && !/\s/.test(text.charAt(behind))) behind++;
  return behind;
}
