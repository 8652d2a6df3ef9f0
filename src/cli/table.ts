import { displayWidth, pad, type Style } from "./style.ts";

/** A column of a table for people. */
export interface Column {
  /** Empty in a table without headings. */
  readonly heading: string;
  readonly align: "left" | "right";
}

/** Lays out rows under headings, each column as wide as its widest cell; rows without headings where all are empty. */
export function layOutTable(
  style: Style,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = columns.map(({ heading }, index) =>
    rows.reduce(
      (widest, row) => Math.max(widest, displayWidth(row[index] ?? "")),
      displayWidth(heading),
    ),
  );
  const layOut = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) =>
        pad(cells[index] ?? "", widths[index] ?? 0, align === "left" ? "right" : "left"),
      )
      .join("  ")
      .trimEnd();
  const body = rows.map(layOut);
  const headings = columns.map(({ heading }) => heading);
  return headings.some((heading) => heading !== "") ? [style.dim(layOut(headings)), ...body] : body;
}
