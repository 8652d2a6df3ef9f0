/** Markdown of the documents in which results are told: tables in which names are only text. */

/** Keeps a name on one line and from being Markdown; less than in a hover, because the document is read as it is, too. */
export function escapeText(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/[\\`*_[\]<>|]/g, "\\$&");
}

/** Writes a table; the first columns to the left, numbers to the right. Cells are escaped already. */
export function writeTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  leftColumns = 1,
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, column) => (column < leftColumns ? ":--" : "--:"))),
    ...rows.map(line),
  ];
}
