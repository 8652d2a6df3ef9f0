import type { Style } from "./style.ts";
import { layOutTable } from "./table.ts";

/** A longer list of losses is thinned out. */
const MAXIMUM_ROWS = 20;

/** Lays out the loss after each epoch, or after some of many. */
export function layOutLosses(
  style: Style,
  lossPerEpoch: readonly number[],
  heading = "loss per pair",
): string[] {
  const step = Math.ceil(lossPerEpoch.length / MAXIMUM_ROWS);
  return layOutTable(
    style,
    [
      { heading: "epoch", align: "right" },
      { heading, align: "right" },
    ],
    lossPerEpoch
      .map((loss, index) => ({ epoch: index + 1, loss }))
      .filter(({ epoch }) => epoch % step === 0 || epoch === 1 || epoch === lossPerEpoch.length)
      .map(({ epoch, loss }) => [String(epoch), loss.toFixed(4)]),
  );
}
