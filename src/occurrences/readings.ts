// How the words of a file are found: what the index needs to know of kinds and tokenizers.

import { sourceRange, type Prose } from "../corpus/kinds/prose.ts";
import type { TextKind } from "../corpus/kinds/textKinds.ts";
import { forEachToken, type TokenizerName, type TokenVisitor } from "../corpus/tokenize.ts";

/** How files of one kind are read. */
export interface Reading {
  readonly kind: TextKind;
  /** Whether a text may be read in parts that end behind a line break or a space. */
  readonly inParts: boolean;
  /** Visits the words of a source text, with the places in it where they stand. Units: UTF-16 units. */
  readonly visit: (source: string, visit: TokenVisitor) => void;
}

/** Chooses how a file is read, by its path. */
export type ChooseReading = (path: string) => Reading;

/** Reads text of which everything is prose. */
export function plainReading(tokenizer: TokenizerName): Reading {
  return {
    kind: "plain",
    inParts: true,
    visit: (source, visit) => forEachToken(source, tokenizer, visit),
  };
}

/** Reads a kind of files whose words have to be told from markup. */
export function proseReading(
  kind: TextKind,
  tokenizer: TokenizerName,
  readProse: (source: string) => Prose,
): Reading {
  return {
    kind,
    inParts: false,
    visit: (source, visit) => {
      const prose = readProse(source);
      forEachToken(prose.text, tokenizer, (word, start, end) => {
        const range = sourceRange(prose, start, end);
        visit(word, range.start, range.end);
      });
    },
  };
}

/** How all files of an index are read. `name` stands for everything that decides which words are where. */
export interface Readings {
  readonly name: string;
  readonly readingOf: ChooseReading;
}

/** Reads every file as plain text. */
export function plainReadings(tokenizer: TokenizerName): Readings {
  const reading = plainReading(tokenizer);
  return { name: `plain ${tokenizer}`, readingOf: () => reading };
}
