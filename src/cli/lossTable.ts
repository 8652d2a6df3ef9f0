import type { Style } from "./style.ts";
import { layOutTable } from "./table.ts";

/** Lays out the loss after each epoch. */
export function layOutLosses(style: Style, lossPerEpoch: readonly number[]): string[] {
  return layOutTable(
    style,
    [
      { heading: "epoch", align: "right" },
      { heading: "loss per pair", align: "right" },
    ],
    lossPerEpoch.map((loss, index) => [String(index + 1), loss.toFixed(4)]),
  );
}
