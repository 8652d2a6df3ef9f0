// Tables of what was measured.
import { cpus, loadavg, release, totalmem } from "node:os";
import type { Measurement } from "./measure.ts";
import type { Trainer } from "./trainers.ts";

/** What one trainer took for one kind of training, in each round. */
export interface Row {
  readonly trainer: string;
  readonly family: Trainer["family"];
  readonly threads: number;
  readonly rounds: readonly (Measurement & { readonly trainingSpeed: number | undefined })[];
  /** Why there is no measurement. */
  readonly failure?: string;
}

/** The best of the rounds: whatever else runs on a machine only makes a program slower. */
export interface Best {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakBytes: number;
  readonly trainingSpeed: number | undefined;
}

/** Takes the best of each measure on its own. */
export function best(row: Row): Best {
  const least = (key: "cpuSeconds" | "wallSeconds" | "peakBytes") =>
    Math.min(...row.rounds.map((round) => round[key]));
  const speeds = row.rounds.flatMap(({ trainingSpeed }) => trainingSpeed ?? []);
  return {
    cpuSeconds: least("cpuSeconds"),
    wallSeconds: least("wallSeconds"),
    peakBytes: least("peakBytes"),
    trainingSpeed: speeds.length === 0 ? undefined : Math.max(...speeds),
  };
}

/** Says on what machine this is. */
export function describeMachine(): string {
  return `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${release()}, load ${loadavg()[0]?.toFixed(1)}`;
}

/**
 * Lays out one kind of training at one number of threads; `tokens` are those of all epochs.
 *
 * Ratios are those of each Wordfield, in the order of its rows, to each peer, by tokens per CPU-second and by wall time.
 */
export function layOutCase(
  title: string,
  rows: readonly Row[],
  tokens: number,
  aims: Partial<Record<Trainer["family"], number>>,
): string[] {
  const measured = rows.filter(({ rounds }) => rounds.length > 0);
  const ours = measured.filter(({ family }) => family === "Wordfield").map(best);
  const table = measured.map((row) => {
    const { cpuSeconds, wallSeconds, peakBytes, trainingSpeed } = best(row);
    const aim = aims[row.family];
    const ratios =
      row.family === "Wordfield"
        ? []
        : ours.map(
            (our) =>
              `${(cpuSeconds / our.cpuSeconds).toFixed(1)}x CPU, ${(wallSeconds / our.wallSeconds).toFixed(1)}x wall`,
          );
    return [
      row.trainer,
      cpuSeconds.toFixed(1),
      wallSeconds.toFixed(1),
      (peakBytes / 1e6).toFixed(0),
      thousands(tokens / cpuSeconds),
      trainingSpeed === undefined ? "-" : thousands(trainingSpeed),
      `${ratios.join("; ")}${aim === undefined ? "" : ` (aim ${aim}x)`}`,
    ];
  });
  return [
    "",
    title,
    ...columns([
      ["", "CPU s", "wall s", "MB", "k tokens/CPU s", "training k/s", "Wordfield is faster by"],
      ...table,
    ]),
    ...rows.flatMap(({ trainer, failure }) =>
      failure === undefined ? [] : [`  ${trainer}: ${failure}`],
    ),
  ];
}

/** Aligns cells, the first and the last to the left. */
export function columns(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  return table.map((cells) =>
    `  ${cells
      .map((cell, column) =>
        column === 0 || column === widths.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")}`.trimEnd(),
  );
}

function thousands(count: number): string {
  return (count / 1e3).toFixed(0);
}
