// How the words of a file are found: what the index needs to know of kinds and tokenizers.

import { kindOf, kindOfName } from "../corpus/kinds/kindOf.ts";
import type { Prose } from "../corpus/kinds/prose.ts";
import { readProse } from "../corpus/kinds/readProse.ts";
import type { TextKind } from "../corpus/kinds/textKinds.ts";
import { tokenizerOptions, type TokenizerChoice } from "../corpus/tokenizerOptions.ts";

/** How a file is read. */
export interface Reading {
  /** "plain" where nothing is known. */
  readonly kind: TextKind;
  /** Gives the prose of its text; undefined where all of it is prose, absent where that is known before. */
  readonly proseOf?: (source: string) => Prose | undefined;
}

/** Chooses how a file is read, by its path and by its beginning, which is undefined where it is too long to be read at once. */
export type ChooseReading = (path: string, beginning: string | undefined) => Reading;

/** Changes whenever words of the same file are found elsewhere than before, so that older indexes are built anew. */
const READING_RULES = 2;

/** Names everything that decides which words are where. */
export function readingName(choice: TokenizerChoice): string {
  return JSON.stringify({ rules: READING_RULES, ...tokenizerOptions(choice) });
}

/** Returns how a tokenizer reads files, as readCorpus.node.ts does. */
export function readingsOf(choice: TokenizerChoice): ChooseReading {
  const tokenizer = tokenizerOptions(choice);
  return (path, beginning) => {
    const kind = beginning === undefined ? kindOfName(path) : kindOf(path, beginning);
    if (tokenizer.markup === "keep" || kind === "plain") return { kind: "plain" };
    return { kind: kind ?? "plain", proseOf: (source) => readProse(path, source, tokenizer) };
  };
}
