// Comments and strings that several languages have, and the rows of the tables of languages.

import {
  block,
  characterLiteral,
  line,
  quoted,
  type CodeRule,
  type CodeSyntax,
} from "./codeSyntax.ts";

export const DOUBLE = quoted('"');
export const SINGLE = quoted("'");
export const DOUBLE_LINES = quoted('"', { multiline: true });
export const DOUBLED_DOUBLE = quoted('"', { escapes: "doubled" });
export const DOUBLED_SINGLE = quoted("'", { escapes: "doubled" });
export const TRIPLE_DOUBLE = quoted('"""', { multiline: true });
export const TRIPLE_SINGLE = quoted("'''", { multiline: true });
/** Languages in which an apostrophe may also stand in plain text. */
export const CAREFUL_SINGLE = quoted("'", { place: "not after a name" });
export const CHARACTER = characterLiteral();
export const RAW_BACKTICK = quoted("`", { escapes: "none", multiline: true });
export const HASH = line("#");
export const HASH_AFTER_SPACE = line("#", "after space");
export const C_COMMENTS = [line("//"), block("/*", "*/")];
export const NESTED_C_COMMENTS = [line("//"), block("/*", "*/", { nested: true })];

/** A language's names and extensions, separated by spaces, with its rules and keywords. */
export type CodeLanguage = readonly [
  names: string,
  rules: readonly CodeRule[],
  keywords: ReadonlySet<string>,
  others?: Omit<CodeSyntax, "rules" | "keywords">,
];

/** What may stand directly before a quote, separated by spaces. */
export const prefixes = (text: string) => ({ stringPrefixes: new Set(text.split(" ")) });
