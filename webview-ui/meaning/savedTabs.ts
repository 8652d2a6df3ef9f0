/** What of the tabs survives a reload; read back with suspicion. */
import {
  LONGEST_SELECTION,
  type ContextSelection,
} from "../../src/protocol/contextPageMessages.ts";
import type { PageState } from "../state.ts";
import { fromSavedCompare, toSavedCompare } from "../compare/compareState.ts";
import { NO_CONTEXT } from "./contextState.ts";
import { NO_SENSES } from "./sensesState.ts";
import { VIEWS } from "./tabs.ts";

/** The part of the tabs that is worth keeping: what was looked at, not what was found. */
export function toSavedTabs({ view, context, compare, followedTab }: PageState): object {
  const { selection, picked, layer, head } = context;
  return {
    view,
    followedTab,
    context: { selection, picked, layer, head },
    compare: toSavedCompare(compare),
  };
}

/** The tabs as they were; whatever does not fit is left out. */
export function fromSavedTabs(
  saved: Record<string, unknown>,
): Pick<PageState, "view" | "context" | "senses" | "compare" | "followedTab"> {
  const context = record(saved["context"]);
  const { picked, layer, head } = context;
  const isHead = isIndex(head) || head === "mean" || head === "rollout";
  return {
    view: VIEWS.find((view) => view === saved["view"]) ?? "explore",
    followedTab: typeof saved["followedTab"] === "number" ? saved["followedTab"] : null,
    context: {
      ...NO_CONTEXT,
      selection: toSelection(record(context["selection"])),
      picked: isIndex(picked) ? picked : -1,
      layer: isIndex(layer) ? layer : null,
      head: isHead ? head : 0,
    },
    senses: NO_SENSES,
    compare: fromSavedCompare(record(saved["compare"])),
  };
}

function toSelection(saved: Record<string, unknown>): ContextSelection | null {
  const { text, isCut } = saved;
  if (typeof text !== "string" || text.length > LONGEST_SELECTION) return null;
  const { path, line, column } = record(saved["place"]);
  const isPlace = typeof path === "string" && isIndex(line) && isIndex(column);
  return { text, isCut: isCut === true, place: isPlace ? { path, line, column } : null };
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
