/** What the Senses tab shows. */
import type { ContextPageRequests } from "../../src/protocol/contextPageMessages.ts";

/** The senses of a word. */
export type SensesFound = ContextPageRequests["findSenses"]["result"];

/** The state of the tab. */
export interface SensesState {
  /** The word that was asked for last. */
  readonly word: string | null;
  /** How many senses the user wants; null where the places say it. */
  readonly wanted: number | null;
  readonly status: "none" | "waiting" | "slow" | "ready" | "failed";
  readonly problem: string | null;
  readonly found: SensesFound | null;
  /** The sense whose points are lit and whose lines are listed; null for all. */
  readonly lit: number | null;
}

export const NO_SENSES: SensesState = {
  word: null,
  wanted: null,
  status: "none",
  problem: null,
  found: null,
  lit: null,
};
