/** How far neighbors can be trusted, in words. */
import { html, nothing, type TemplateResult } from "lit";
import type { Neighbor, NeighborList } from "../../src/protocol/modelMessages.ts";
import { isUnsure, timesOfTen } from "../../src/protocol/neighborConfidence.ts";
import { text } from "../texts.ts";

/** Shares of a list's neighbors that are sure, from which on the list has high and medium confidence. */
const HIGH = 0.7;
const MEDIUM = 0.4;

/** Says whether a neighbor is seen again after another training; null where that is not known. */
export function confidenceText(neighbor: Neighbor, among: number | undefined): string | null {
  const { confidence } = neighbor;
  if (confidence === undefined || among === undefined) return null;
  return text(
    isUnsure(neighbor) ? "unsureNeighbor" : "sureNeighbor",
    timesOfTen(confidence),
    among,
  );
}

/** Renders how many of a word's neighbors are sure; nothing where that is not known. */
export function listConfidence({
  neighbors,
  among,
}: NeighborList): TemplateResult | typeof nothing {
  const known = neighbors.filter(({ confidence }) => confidence !== undefined);
  if (known.length === 0 || among === undefined) return nothing;
  const sure = known.filter((neighbor) => !isUnsure(neighbor)).length;
  const share = sure / known.length;
  const level =
    share >= HIGH ? "highConfidence" : share >= MEDIUM ? "mediumConfidence" : "lowConfidence";
  return html`<p class="list-confidence small dim" title=${text("confidenceTitle", among)}>
    ${text(level, sure, known.length)}
  </p>`;
}
