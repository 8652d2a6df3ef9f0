/** Lists of words as Markdown tables, for the clipboard. */
import type { NeighborList } from "../src/protocol/modelMessages.ts";
import type { FormulaAnswer, Metric } from "../src/protocol/wordMessages.ts";
import { text } from "./texts.ts";

const PLACES = 4;

/** The neighbors of a word with their measure and count. */
export function neighborTable({ entry, neighbors }: NeighborList, metric: Metric): string {
  const measure = text(
    metric === "cosine" ? "columnCosine" : metric === "dot" ? "columnDot" : "columnDistance",
  );
  return table(
    [text("copyNear", entry.word), measure, text("columnCount")],
    neighbors.map(({ word, cosine, score, count }) => [
      word,
      (score ?? cosine).toFixed(PLACES),
      count === null ? "" : String(count),
    ]),
  );
}

/** The candidates of a formula with their score and their place near the last word alone. */
export function candidateTable({ formula, method, candidates }: FormulaAnswer): string {
  return table(
    [formula, method, text("columnAlone"), text("columnCount")],
    candidates.map(({ word, score, alone, count }) => [
      word,
      score.toFixed(PLACES),
      alone === null ? "" : String(alone),
      count === null ? "" : String(count),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(" | ")} |`;
  const rule = `| ${head.map((_, column) => (column === 0 ? ":--" : "--:")).join(" | ")} |`;
  return `${[line(head), rule, ...rows.map(line)].join("\n")}\n`;
}

/** Keeps a word on one line and from being Markdown. */
function escape(cell: string): string {
  return cell.replace(/\s+/gu, " ").replace(/[\\`*_[\]<>|]/g, "\\$&");
}
