/** When a neighbor may be trusted, for all who show neighbors. */
import type { Neighbor } from "./modelMessages.ts";

/**
 * From this confidence on a neighbor counts as sure. Of all that are sure, about eight in ten or more return with another seed
 * (docs/decisions/019-confidence-of-neighbors.md).
 */
export const SURE = 0.65;

/** Whether another training on the same text may well leave this neighbor out; false where nothing is known. */
export function isUnsure({ confidence }: Pick<Neighbor, "confidence">): boolean {
  return confidence !== undefined && confidence < SURE;
}

/** In how many of ten trainings a neighbor is likely to be seen again, 0 to 10. */
export function timesOfTen(confidence: number): number {
  return Math.round(10 * confidence);
}
