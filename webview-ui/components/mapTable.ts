/** The map as a table: the same words, for those who cannot see the picture or want to sort it. */
import { html, nothing, type TemplateResult } from "lit";
import { formatCosine, formatCount, formatNumber } from "../formatting.ts";
import type { ShownMap } from "../mapState.ts";
import { text } from "../texts.ts";
import { icon } from "./elements.ts";
import { clusterName } from "./mapLegend.ts";

type Column = "word" | "cluster" | "rank" | "count" | "cosine" | "fidelity";

/** By which column, and in which direction. */
export interface MapTableSort {
  readonly column: Column;
  readonly descending: boolean;
}

/** What the table needs. */
export interface MapTableOptions {
  readonly map: ShownMap;
  /** The rows of the words in view. */
  readonly rows: readonly number[];
  /** Cosine of each neighbor of the picked word. */
  readonly cosines: ReadonlyMap<string, number>;
  readonly sort: MapTableSort;
  /** All words in view, not only the first. */
  readonly whole: boolean;
  readonly setSort: (sort: MapTableSort) => void;
  readonly showWhole: () => void;
  readonly walk: (word: string) => void;
  readonly key: (event: KeyboardEvent) => void;
}

const FIRST_ROWS = 200;

/** Renders the table. */
export function mapTable(options: MapTableOptions): TemplateResult {
  const { map, cosines, sort, walk } = options;
  const rows = sortRows(options);
  const shown = options.whole ? rows : rows.slice(0, FIRST_ROWS);
  const columns: readonly (readonly [Column, string])[] = [
    ["word", text("columnWord")],
    ...(map.clusters.length > 0 ? [["cluster", text("mapTableCluster")] as const] : []),
    ["rank", text("mapTableRank")],
    ["count", text("columnCount")],
    ["cosine", text("columnCosine")],
    ...(map.fidelity ? [["fidelity", text("mapTableFidelity")] as const] : []),
  ];
  return html`<div class="map-table scroll" tabindex="-1" @keydown=${options.key}>
    <table>
      <caption>
        ${text("mapTableCaption", rows.length)}
      </caption>
      <thead>
        <tr>
          ${columns.map(([column, label]) => {
            const sorted = sort.column === column;
            const direction = sort.descending ? "descending" : "ascending";
            return html`<th
              scope="col"
              class="map-table-${column}"
              aria-sort=${sorted ? direction : "none"}
            >
              <button
                type="button"
                title=${text("mapTableSort", label)}
                @click=${() =>
                  options.setSort({
                    column,
                    // Numbers are first wanted from the greatest down, but ranks from the first.
                    descending: sorted
                      ? !sort.descending
                      : column === "count" || column === "cosine" || column === "fidelity",
                  })}
              >
                ${label}${sorted ? icon(sort.descending ? "arrow-down" : "arrow-up") : nothing}
              </button>
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${shown.map((row) => {
          const word = map.words[row] ?? "";
          const cosine = cosines.get(word);
          return html`<tr>
            <th scope="row">
              <button type="button" class="link cut" dir="auto" @click=${() => walk(word)}>
                ${word}
              </button>
            </th>
            ${
              map.clusters.length > 0
                ? html`<td class="map-table-cluster dim" dir="auto">${nameOfCluster(map, row)}</td>`
                : nothing
            }
            <td class="map-table-rank">${formatNumber(row + 1)}</td>
            <td>${formatCount(map.counts[row] ?? null)}</td>
            <td>${cosine === undefined ? "" : formatCosine(cosine)}</td>
            ${
              map.fidelity
                ? html`<td>${formatCosine(map.fidelity.perPoint[row] ?? null)}</td>`
                : nothing
            }
          </tr>`;
        })}
      </tbody>
    </table>
    ${
      shown.length < rows.length
        ? html`<button type="button" class="link padded" @click=${options.showWhole}>
            ${text("mapTableMore", rows.length)}
          </button>`
        : nothing
    }
  </div>`;
}

/** The name of the cluster of a word; empty where it has none. */
export function nameOfCluster({ clusters, clusterOfWord }: ShownMap, row: number): string {
  return clusterName(clusters[clusterOfWord[row] ?? -1]?.words ?? []);
}

function sortRows({ map, rows, cosines, sort }: MapTableOptions): readonly number[] {
  const { words, counts } = map;
  const cosineOf = (row: number) => cosines.get(words[row] ?? "") ?? -Infinity;
  const compare: Record<Column, (a: number, b: number) => number> = {
    word: (a, b) => (words[a] ?? "").localeCompare(words[b] ?? ""),
    rank: (a, b) => a - b,
    cluster: (a, b) => (map.clusterOfWord[a] ?? 0) - (map.clusterOfWord[b] ?? 0) || a - b,
    fidelity: (a, b) =>
      (map.fidelity?.perPoint[a] ?? 0) - (map.fidelity?.perPoint[b] ?? 0) || b - a,
    count: (a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || b - a,
    // Words that are no neighbors come after all that are, whichever the direction.
    cosine: (a, b) => {
      const [first, second] = [cosineOf(a), cosineOf(b)];
      if (first === second) return sort.descending ? b - a : a - b;
      if (first === -Infinity) return sort.descending ? -1 : 1;
      if (second === -Infinity) return sort.descending ? 1 : -1;
      return first - second;
    },
  };
  const sorted = [...rows].sort(compare[sort.column]);
  return sort.descending ? sorted.reverse() : sorted;
}
