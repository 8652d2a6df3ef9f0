/** What is typed into the field: a word, or a formula of words. */

/** Signs of a formula. A hyphen within a word, as in well-known, is none; a minus has spaces around it. */
const FORMULA =
  /\s[+＋−–－*×/÷-]\s|[^\s+＋*×÷]\s?[+＋*×÷]\s?[^\s+＋*×÷]|::|∷|\s:\s|\s=\s|[()（）]|^\s*[−-]\s/u;
/** What stands between the words of a formula or of a list. */
const BETWEEN = /[\s+＋−*×/÷()（）:,;，、；]/u;
/** What a word cannot have outside of quotes. */
const NEEDS_QUOTES = /[\s+＋−–－*×＊/÷／()（）"“”「」:]|^-|-$|^[\d.]+$/u;

/** Whether a text asks for a formula. A word that looks like one, as c++, is asked for in quotes. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** Writes a word so that a formula takes it for one. */
export function asTerm(word: string): string {
  if (!NEEDS_QUOTES.test(word)) return word;
  return word.includes('"') ? `“${word}”` : `"${word}"`;
}

/** A part of a text, in UTF-16 units; `end` is behind it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Finds the word at the caret of a formula or a list. */
export function termAt(text: string, caret: number): TextRange {
  let start = Math.min(caret, text.length);
  while (start > 0 && !BETWEEN.test(text[start - 1]!)) start--;
  let end = caret;
  while (end < text.length && !BETWEEN.test(text[end]!)) end++;
  return { start, end };
}

/** The words of a list, each once; parted by spaces, commas, semicolons or lines. */
export function listedWords(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;，、；]+/u).filter((word) => word !== ""))];
}
