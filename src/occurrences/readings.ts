// How the words of a file are found: what the index needs to know of kinds and tokenizers.

import { isNamedText, kindOf, kindOfName } from "../corpus/kinds/kindOf.ts";
import { sourceRange } from "../corpus/kinds/prose.ts";
import { readProse } from "../corpus/kinds/readProse.ts";
import type { TextKind } from "../corpus/kinds/textKinds.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import { forEachToken, type TokenVisitor } from "../corpus/tokenize.ts";
import { tokenizerOptions, type TokenizerChoice } from "../corpus/tokenizerOptions.ts";

/** How a file is read. */
export interface Reading {
  /** What its name tells, and the beginning of a `.txt`; "plain" where that is nothing. */
  readonly kind: TextKind;
  /** Whether a text may be read in parts that end behind a line break or a space. */
  readonly inParts: boolean;
  /** Visits the words of a source text, with the places in it where they stand. Units: UTF-16 units. */
  readonly visit: (source: string, visit: TokenVisitor) => void;
}

/** Chooses how a file is read, by its path and by its text, which is undefined where it is too long to be read at once. */
export type ChooseReading = (path: string, text: string | undefined) => Reading;

/** How all files of an index are read. `name` stands for everything that decides which words are where. */
export interface Readings {
  readonly name: string;
  readonly readingOf: ChooseReading;
}

/** Changes whenever words of the same file are found elsewhere than before, so that older indexes are built anew. */
const READING_RULES = 2;

/** Returns how a tokenizer reads files, as readCorpus.node.ts does. */
export function readingsOf(choice: TokenizerChoice, segmenter: Segmenter): Readings {
  const tokenizer = tokenizerOptions(choice);
  const plain: Reading = {
    kind: "plain",
    inParts: true,
    visit: (source, visit) => forEachToken(source, tokenizer, visit, segmenter),
  };
  return {
    name: JSON.stringify({ rules: READING_RULES, ...tokenizer }),
    readingOf: (path, text) => {
      const kind = text !== undefined && isNamedText(path) ? kindOf(path, text) : kindOfName(path);
      if (tokenizer.markup === "keep" || kind === "plain") return plain;
      return {
        kind: kind ?? "plain",
        // Its beginning tells the kind of a file whose name does not, and markup may go on over any place.
        inParts: false,
        visit: (source, visit) => {
          const prose = readProse(path, source, tokenizer);
          if (!prose) return plain.visit(source, visit);
          const tell: TokenVisitor = (word, start, end) => {
            const range = sourceRange(prose, start, end);
            visit(word, range.start, range.end);
          };
          forEachToken(prose.text, tokenizer, tell, segmenter);
        },
      };
    },
  };
}
