// Source code as prose: its names, comments and strings.

import { findCodeSyntax } from "./codeLanguages.ts";
import { CodeScanner } from "./codeScanner.ts";
import { ProseBuilder } from "./prose.ts";
import { SentenceWriter } from "./sentenceWriter.ts";
import type { ProseOptions, ProseReader } from "./textKinds.ts";

/**
 * Reads a file of source code.
 *
 * A file of which more than half are lines of over 5,000 characters with next to no white space was made by a program
 * (minified scripts, data): it gives no words, and a warning.
 */
export const readCodeFile: ProseReader = (text, options, extension) => {
  const builder = new ProseBuilder(text, false);
  const minifiedLine = findMinifiedLine(text);
  if (minifiedLine > 0)
    return {
      ...builder.finish(),
      warning: `minified: line ${minifiedLine} is over ${LONGEST_LINE} characters long and has next to no white space`,
    };
  // A line for the shell, whatever the language.
  const start = text.startsWith("#!") ? Math.max(text.indexOf("\n"), 0) : 0;
  readCode(builder, text, start, text.length, extension, options.code, options.addresses);
  return builder.finish();
};

/**
 * Reads the code that stands from `start` to `end` in the source of a builder.
 *
 * `language` is an extension or a name, such as `ts` or `typescript`; where it is not known, comments and strings are
 * those that most languages have. A statement, or a line of it outside of parentheses, is a sentence; so is a paragraph of
 * a comment. A name is followed by its parts. Keywords are left out: of the words in code they are a quarter (C) to a third
 * (Python), they say nothing of what it is about, and in a window of five to each side they push out names that do. Left out are also names of a single
 * letter, numbers, and regular expressions.
 */
export function readCode(
  builder: ProseBuilder,
  source: string,
  start: number,
  end: number,
  language: string,
  options: ProseOptions["code"],
  addresses = false,
): void {
  const syntax = findCodeSyntax(language, source);
  const writer = new SentenceWriter(builder, source, addresses);
  new CodeScanner(source, syntax, options).read(writer, start, end);
}

const LONGEST_LINE = 5000;
/** Code has 10 to 30 %, minified code 2 to 4 %. */
const LEAST_WHITE_SPACE = 0.08;

/** Returns the number of the first long line where such lines make up more than half of a text, or 0. */
function findMinifiedLine(text: string): number {
  let lineNumber = 0;
  let found = 0;
  let inLongLines = 0;
  for (let start = 0; start < text.length;) {
    lineNumber++;
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > LONGEST_LINE && isWithoutSpace(text, start, end)) {
      inLongLines += end - start;
      found ||= lineNumber;
    }
    start = end + 1;
  }
  return inLongLines * 2 > text.length ? found : 0;
}

function isWithoutSpace(text: string, start: number, end: number): boolean {
  let blanks = 0;
  for (let position = start; position < end; position++)
    if (text.charCodeAt(position) <= 0x20) blanks++;
  return blanks < (end - start) * LEAST_WHITE_SPACE;
}
