// The prose of any file: its kind, and the reader for it.

import { readAsciiDoc } from "./asciiDoc.ts";
import { readCodeFile } from "./code.ts";
import { readCommitMessage } from "./commitMessages.ts";
import { readCsv } from "./csv.ts";
import { readHtml } from "./html.ts";
import { readJson, readJsonLines } from "./json.ts";
import { extensionOfPath, kindOf } from "./kindOf.ts";
import { readLatex } from "./latex.ts";
import { readLog } from "./log.ts";
import { readMarkdown } from "./markdown.ts";
import { createNotebookReader } from "./notebook.ts";
import type { Prose } from "./prose.ts";
import { readRestructuredText } from "./restructuredText.ts";
import { readSubtitles } from "./subtitles.ts";
import type { TokenizerOptions } from "../tokenizerOptions.ts";
import type { ProseOptions, ProseReader, TextKind } from "./textKinds.ts";

/** Plain text is no matter of readers: all of it is prose. */
const READERS: Readonly<Record<Exclude<TextKind, "plain">, ProseReader>> = {
  markdown: readMarkdown,
  restructuredtext: readRestructuredText,
  asciidoc: readAsciiDoc,
  latex: readLatex,
  html: readHtml,
  notebook: createNotebookReader(readMarkdown),
  json: readJson,
  jsonl: readJsonLines,
  csv: readCsv,
  log: readLog,
  code: readCodeFile,
  subtitles: readSubtitles,
  commit: readCommitMessage,
};

/** A prose, the kind that it was read as, and what could not be read of it: a clause for the user. */
export type ProseOfFile = Prose & {
  readonly kind: Exclude<TextKind, "plain">;
  readonly warning?: string;
};

/**
 * Reads the prose of a file; undefined for plain text, of which everything is prose, and where the tokenizer takes all
 * for that.
 */
export function readProse(
  path: string,
  text: string,
  tokenizer: TokenizerOptions,
): ProseOfFile | undefined {
  if (tokenizer.markup === "keep") return undefined;
  const kind = kindOf(path, text);
  if (kind === "plain") return undefined;
  return { ...READERS[kind](text, proseOptions(tokenizer), extensionOfPath(path)), kind };
}

/** What the options of a tokenizer say of the kinds. */
function proseOptions({
  identifiers,
  comments,
  strings,
  columns = [],
  addresses,
}: TokenizerOptions): ProseOptions {
  return {
    code: {
      identifiers: identifiers === "read",
      comments: comments === "read",
      strings: strings === "read",
    },
    columns,
    addresses: addresses !== "drop",
  };
}
