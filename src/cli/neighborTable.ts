import type { Neighbor } from "../protocol/modelMessages.ts";
import { formatCosine, formatCount } from "./format.ts";
import { visible, type Style } from "./style.ts";
import { layOutTable, type Column } from "./table.ts";

/** Lays out neighbors with cosine and, where the model knows it, frequency. */
export function layOutNeighbors(style: Style, neighbors: readonly Neighbor[]): string[] {
  const hasCounts = neighbors.some(({ count }) => count !== null);
  const columns: Column[] = [
    { heading: "word", align: "left" },
    { heading: "cosine", align: "right" },
    ...(hasCounts ? [{ heading: "count", align: "right" } as const] : []),
  ];
  return layOutTable(
    style,
    columns,
    neighbors.map(({ word, cosine, count }) => [
      visible(word),
      formatCosine(cosine),
      ...(hasCounts ? [count === null ? "–" : formatCount(count)] : []),
    ]),
  );
}
