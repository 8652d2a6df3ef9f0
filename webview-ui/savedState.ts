/** What survives a reload: kept by the host, read back with suspicion. */
import { EMPTY_HISTORY, type History } from "./history.ts";
import { toNeighborView } from "./neighborView.ts";
import { fromSavedMap, toSavedMap } from "./mapState.ts";
import { fromRemembered, toRemembered } from "./remembered.ts";
import { fromSavedTabs, toSavedTabs } from "./meaning/savedTabs.ts";
import { INITIAL_STATE, type PageState, type SectionName } from "./state.ts";

const VERSION = 1;
const WORDS = 50;
const SECTIONS: readonly SectionName[] = ["neighbors", "map", "lines"];

/** The part of the state that is worth keeping. */
export function toSaved(state: PageState): object {
  const { history, wordSet, neighborView, tab, sashes, closed, followed, followedView, map } =
    state;
  return {
    v: VERSION,
    word: history.words[history.position] ?? null,
    history,
    wordSet: { open: wordSet.open, text: wordSet.text },
    neighborView,
    tab,
    sashes,
    closed,
    followed,
    followedView,
    map: toSavedMap(map),
    ...toSavedTabs(state),
    remembered: toRemembered(state),
  };
}

/** The initial state, with what was kept; whatever does not fit is left out. */
export function fromSaved(saved: unknown): PageState {
  if (!isRecord(saved) || saved["v"] !== VERSION) return INITIAL_STATE;
  const wordSet = record(saved["wordSet"]);
  const sashes = record(saved["sashes"]);
  const followed = record(saved["followed"]);
  const closed = saved["closed"];
  const remembered = fromRemembered(saved["remembered"]);
  return {
    ...INITIAL_STATE,
    ...remembered,
    ...fromSavedTabs(saved),
    isRemembered: remembered !== null,
    history: toHistory(saved["history"]),
    map: fromSavedMap(saved["map"]),
    wordSet: {
      ...INITIAL_STATE.wordSet,
      open: wordSet["open"] === true,
      text: word(wordSet["text"]),
    },
    neighborView: toNeighborView(record(saved["neighborView"])),
    tab: saved["tab"] === "lines" ? "lines" : "map",
    sashes: { column: size(sashes["column"]), evidence: size(sashes["evidence"]) },
    closed: Array.isArray(closed) ? SECTIONS.filter((name) => closed.includes(name)) : [],
    followedView: typeof saved["followedView"] === "number" ? saved["followedView"] : null,
    followed:
      typeof followed["serial"] === "number" && typeof followed["word"] === "string"
        ? { serial: followed["serial"], word: followed["word"] }
        : null,
  };
}

function toHistory(saved: unknown): History {
  const { words, position } = record(saved);
  if (!Array.isArray(words) || !Number.isInteger(position)) return EMPTY_HISTORY;
  const kept = words.slice(0, WORDS);
  if (kept.length === 0 || !kept.every((entry) => typeof entry === "string")) return EMPTY_HISTORY;
  return { words: kept, position: Math.min(kept.length - 1, Math.max(0, position as number)) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function size(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
}
