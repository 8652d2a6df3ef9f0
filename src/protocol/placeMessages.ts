/** The place of a word in a file. Lines and columns count from 1, columns and length in UTF-16 units. */
export interface Occurrence {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** Text of the same line, before and after. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
}
