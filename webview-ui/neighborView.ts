/** How neighbors are asked for and shown; kept over the lives of the page. */
import type { Balance } from "../src/protocol/groundingMessages.ts";
import type { NeighborList } from "../src/protocol/modelMessages.ts";
import type { PanelState } from "../src/protocol/pageMessages.ts";

/** What the user has chosen for lists of neighbors. */
export interface NeighborView {
  readonly balance: Balance;
  /** Shows what is near here and what is near in general side by side. */
  readonly twoLists: boolean;
}

export const INITIAL_NEIGHBOR_VIEW: NeighborView = { balance: "auto", twoLists: false };

/** The neighbors of a word by its uses here alone, and by its general meaning alone. */
export interface TwoLists {
  readonly word: string;
  readonly here: NeighborList;
  readonly general: NeighborList;
}

/** Whether the active model has general vectors, so that a balance can be asked for. */
export function isGrounded(panel: PanelState | null): boolean {
  return panel?.model.kind === "ready" && panel.model.model.encoder !== undefined;
}

/** The part of a question that says the balance; nothing for a model that has only one. */
export function askedBalance(state: {
  readonly panel: PanelState | null;
  readonly neighborView: NeighborView;
}): { readonly balance?: Balance } {
  return isGrounded(state.panel) ? { balance: state.neighborView.balance } : {};
}

/** Reads what was kept; whatever does not fit is as at the beginning. */
export function toNeighborView(saved: Readonly<Record<string, unknown>>): NeighborView {
  return {
    balance: toBalance(saved["balance"]),
    twoLists: saved["twoLists"] === true,
  };
}

function toBalance(saved: unknown): Balance {
  return typeof saved === "number" && saved >= 0 && saved <= 1
    ? saved
    : INITIAL_NEIGHBOR_VIEW.balance;
}

/** The words that stand in at least two lists. */
export function commonWords(lists: readonly NeighborList[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const common = new Set<string>();
  for (const { neighbors } of lists)
    for (const { word } of neighbors)
      if (seen.has(word)) common.add(word);
      else seen.add(word);
  return common;
}
