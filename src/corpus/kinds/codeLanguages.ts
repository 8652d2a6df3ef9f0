// The syntaxes of programming languages, by file extension and by name.

import { C_LIKE_LANGUAGES } from "./cLikeLanguages.ts";
import { CAREFUL_SINGLE, DOUBLE, HASH_AFTER_SPACE, TRIPLE_DOUBLE } from "./codeRules.ts";
import { block, line, type CodeSyntax } from "./codeSyntax.ts";
import * as keywords from "./keywords.ts";
import { OTHER_LANGUAGES } from "./otherLanguages.ts";

/**
 * Returns the syntax of a language.
 *
 * `language` is an extension without the dot or a name, in any case (`ts`, `TypeScript`); `source` decides where two
 * languages have one extension. An unknown language gets the comments and strings that most have.
 */
export function findCodeSyntax(language: string, source: string): CodeSyntax {
  const name = language.toLowerCase();
  if (name === "m" && OBJECTIVE_C.test(source.slice(0, 10_000)))
    return SYNTAXES.get("objective-c")!;
  return SYNTAXES.get(name) ?? UNKNOWN;
}

const OBJECTIVE_C = /^[ \t]*(?:#import|#include|@(?:interface|implementation|protocol|import)\b)/m;

/** Comments and strings that most languages have; an apostrophe may be one. */
const UNKNOWN: CodeSyntax = {
  rules: [
    line("//", "not after a colon"),
    block("/*", "*/"),
    HASH_AFTER_SPACE,
    TRIPLE_DOUBLE,
    DOUBLE,
    CAREFUL_SINGLE,
  ],
  keywords: keywords.NONE,
};

const SYNTAXES = new Map<string, CodeSyntax>();
for (const [names, rules, words, others] of [...C_LIKE_LANGUAGES, ...OTHER_LANGUAGES])
  for (const name of names.split(" ")) SYNTAXES.set(name, { rules, keywords: words, ...others });
