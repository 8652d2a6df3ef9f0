import type { Neighbor } from "../protocol/modelMessages.ts";
import { isUnsure, timesOfTen } from "../protocol/neighborConfidence.ts";
import { formatCosine, formatCount } from "./format.ts";
import { visible, type Style } from "./style.ts";
import { layOutTable, type Column } from "./table.ts";

/**
 * Lays out neighbors with cosine and, where it is known, frequency and in how many of ten trainings with other seeds each is
 * likely to be seen again; those that may well not be are dim and have a question mark.
 */
export function layOutNeighbors(style: Style, neighbors: readonly Neighbor[]): string[] {
  const hasCounts = neighbors.some(({ count }) => count !== null);
  const hasConfidence = neighbors.some(({ confidence }) => confidence !== undefined);
  const columns: Column[] = [
    { heading: "word", align: "left" },
    { heading: "cosine", align: "right" },
    ...(hasCounts ? [{ heading: "count", align: "right" } as const] : []),
    ...(hasConfidence ? [{ heading: "again", align: "left" } as const] : []),
  ];
  return layOutTable(
    style,
    columns,
    neighbors.map((neighbor) => {
      const { word, cosine, count } = neighbor;
      const cells = [
        visible(word),
        formatCosine(cosine),
        ...(hasCounts ? [count === null ? "–" : formatCount(count)] : []),
        ...(hasConfidence ? [formatConfidence(neighbor)] : []),
      ];
      return isUnsure(neighbor) ? cells.map(style.dim) : cells;
    }),
  );
}

function formatConfidence(neighbor: Neighbor): string {
  const { confidence } = neighbor;
  if (confidence === undefined) return "";
  const times = `${timesOfTen(confidence)} of 10`;
  return isUnsure(neighbor) ? `${times} ?` : times;
}
