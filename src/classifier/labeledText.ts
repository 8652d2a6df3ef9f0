// Text with labels, as fastText's supervised mode has it: "__label__x __label__y text …".
import { forEachToken } from "../corpus/tokenize.ts";

/** What labels begin with where nothing else is said. */
export const LABEL_PREFIX = "__label__";

/** fastText's word for the end of a line; every example ends with it. */
export const END_OF_LINE = "</s>";

/** Receives what stands in a text. */
export interface LabeledTextVisitor {
  /** Receives a label with its prefix. */
  label(label: string): void;
  word(word: string): void;
}

/**
 * Visits labels and words of a text from left to right. A label is what stands between white space and begins with the
 * prefix, anywhere; the rest is cut into words as `words` does in a corpus.
 */
export function visitLabeledText(
  text: string,
  labelPrefix: string,
  visitor: LabeledTextVisitor,
): void {
  const visitWord = (word: string) => visitor.word(word);
  let start = 0;
  for (let at = text.indexOf(labelPrefix); at >= 0; at = text.indexOf(labelPrefix, at + 1)) {
    if (at > 0 && !isSpace(text.charCodeAt(at - 1))) continue;
    forEachToken(text.slice(start, at), "words", visitWord);
    start = at;
    while (start < text.length && !isSpace(text.charCodeAt(start))) start++;
    visitor.label(text.slice(at, start));
    at = start;
  }
  forEachToken(start === 0 ? text : text.slice(start), "words", visitWord);
}

/** Calls `visit` with each line; what follows the last line break is a line unless it is empty. */
export function forEachLine(text: string, visit: (line: string) => void): void {
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    visit(text.slice(start, end));
    start = end + 1;
  }
}

/** Tells whether fastText takes a byte, or an ASCII character, for white space: C's isspace, and NUL. */
export function isSpace(unit: number): boolean {
  return unit <= 0x20 && (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0);
}
