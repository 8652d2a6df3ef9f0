// The kinds of text that a workspace holds, and what is wanted of them.
import type { Prose } from "./prose.ts";

/** All kinds of files whose words can be told from their markup. */
export const TEXT_KINDS = [
  "plain",
  "markdown",
  "restructuredtext",
  "asciidoc",
  "latex",
  "html",
  "notebook",
  "json",
  "jsonl",
  "csv",
  "log",
  "code",
  "subtitles",
  "commit",
] as const;

/** A kind of file; `html` stands for all markup in angle brackets, `csv` for all tables, `markdown` also for MDX. */
export type TextKind = (typeof TEXT_KINDS)[number];

/** What is taken of files that hold more than prose. */
export interface ProseOptions {
  /** Of source code, and of code in Markdown and notebooks: which parts are read. */
  readonly code: {
    readonly identifiers: boolean;
    readonly comments: boolean;
    readonly strings: boolean;
  };
  /** Columns of tables and fields of JSON that are read, by name; empty for all that hold text. */
  readonly columns: readonly string[];
  /** Whether e-mail addresses and URLs count as text. */
  readonly addresses: boolean;
}

/** What is taken where nothing is said. */
export const DEFAULT_PROSE_OPTIONS: ProseOptions = {
  code: { identifiers: true, comments: true, strings: true },
  columns: [],
  addresses: false,
};

/**
 * Reads the prose of one kind.
 *
 * `extension` is that of the file in lower case, without the dot, for kinds with several syntaxes. Takes time linear in the
 * text's length, whatever its content. What does not parse to the end is read as far as it goes, with a warning: a clause
 * for the user, such as "no notebook: line 3 is no JSON".
 */
export type ProseReader = (
  text: string,
  options: ProseOptions,
  extension: string,
) => Prose & { readonly warning?: string };
