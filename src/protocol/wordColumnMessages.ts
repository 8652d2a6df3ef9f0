/** The part of the contract that says something of each of the most frequent words, to color a map by it. */

/** What is said of the words. */
export type ColumnSource =
  /** The folder of the corpus that a word is typical of. */
  | { readonly of: "folder" }
  /** The kind of file that a word is typical of. */
  | { readonly of: "kind" }
  /** The language of the files that a word is typical of, a code of BCP 47. */
  | { readonly of: "language" }
  /** The script that a word is written in. */
  | { readonly of: "script" }
  /** How differently a word is used here, in standard deviations from what words of its frequency show. */
  | { readonly of: "departure" }
  /** A column of a table of the user's; the first column has the words. */
  | { readonly of: "table"; readonly path: string; readonly column: number };

/** Words in groups, the group of most words first. */
export interface WordGroups {
  readonly kind: "groups";
  readonly names: readonly string[];
  /** Shape [n]: positions in `names`; `names.length` for a word of none. */
  readonly groupOfWord: Uint16Array<ArrayBuffer>;
}

/** A number for each word. */
interface WordNumbers {
  readonly kind: "numbers";
  /** Shape [n]; NaN where it is not known. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** What is said of each word. */
export type WordColumn = WordGroups | WordNumbers;

/** Host → engine. */
export interface WordColumnRequests {
  /**
   * Says something of each of the `count` most frequent words of a model.
   *
   * Errors: `bad-input` where the model does not say what is asked (it has no text, no general vectors), or the table has no
   * such column or none of the words; those of opening the model and of reading the table; `canceled`.
   */
  describeWords: {
    params: {
      readonly modelPath: string;
      readonly count: number;
      readonly source: ColumnSource;
    };
    result: WordColumn;
  };
  /** Names the columns of a table besides that of the words. Errors: those of reading it. */
  listColumns: {
    params: { readonly path: string };
    result: { readonly columns: readonly string[] };
  };
}
