/** How neighbors are asked for and shown; kept over the lives of the page. */
import type { Balance } from "../src/protocol/groundingMessages.ts";
import type { NeighborList } from "../src/protocol/modelMessages.ts";
import type { PanelState } from "../src/protocol/pageMessages.ts";
import type {
  FormulaMethod,
  Metric,
  NeighborOptions,
  WordFilter,
} from "../src/protocol/wordMessages.ts";

/** How many neighbors there may be. */
export const NEIGHBOR_COUNTS = [10, 20, 50, 100] as const;
export const METRICS: readonly Metric[] = ["cosine", "dot", "euclidean"];
export const FORMULA_METHODS: readonly FormulaMethod[] = ["3CosAdd", "3CosMul"];
/** So many lists can stand beside that of the word. */
export const MOST_PINS = 4;

/** What the user has chosen for lists of neighbors. */
export interface NeighborView {
  readonly balance: Balance;
  /** Shows what is near here and what is near in general side by side. */
  readonly twoLists: boolean;
  readonly metric: Metric;
  readonly count: number;
  readonly filter: WordFilter;
  /** How formulas are solved. */
  readonly method: FormulaMethod;
  /** Words whose lists stand beside that of the word. */
  readonly pins: readonly string[];
}

export const INITIAL_NEIGHBOR_VIEW: NeighborView = {
  balance: "auto",
  twoLists: false,
  metric: "cosine",
  count: 20,
  filter: {},
  method: "3CosAdd",
  pins: [],
};

/** The neighbors of a word by its uses here alone, and by its general meaning alone. */
export interface TwoLists {
  readonly word: string;
  readonly here: NeighborList;
  readonly general: NeighborList;
}

/** The part of the state that questions are made of. */
interface Asking {
  readonly panel: PanelState | null;
  readonly neighborView: NeighborView;
}

/** Whether the active model has general vectors, so that a balance can be asked for. */
export function isGrounded(panel: PanelState | null): boolean {
  return panel?.model.kind === "ready" && panel.model.model.encoder !== undefined;
}

/** The part of a question that says the balance; nothing for a model that has only one. */
export function askedBalance({ panel, neighborView }: Asking): { readonly balance?: Balance } {
  return isGrounded(panel) ? { balance: neighborView.balance } : {};
}

/** The part of a question that says how neighbors are measured, and which may be in the list. */
export function askedOptions(state: Asking): NeighborOptions {
  const { metric, filter } = state.neighborView;
  return {
    ...askedBalance(state),
    ...(metric === "cosine" ? {} : { metric }),
    ...(isFiltered(filter) ? { filter } : {}),
  };
}

/** Whether a filter leaves anything out. */
export function isFiltered(filter: WordFilter): boolean {
  return Object.keys(filter).length > 0;
}

/** Reads what was kept; whatever does not fit is as at the beginning. */
export function toNeighborView(saved: Readonly<Record<string, unknown>>): NeighborView {
  const { balance, metric, count, method, pins } = saved;
  const initial = INITIAL_NEIGHBOR_VIEW;
  return {
    balance: typeof balance === "number" && balance >= 0 && balance <= 1 ? balance : "auto",
    twoLists: saved["twoLists"] === true,
    metric: METRICS.find((name) => name === metric) ?? initial.metric,
    count: NEIGHBOR_COUNTS.find((number) => number === count) ?? initial.count,
    filter: toFilter(saved["filter"]),
    method: FORMULA_METHODS.find((name) => name === method) ?? initial.method,
    pins: Array.isArray(pins)
      ? pins.filter((word) => typeof word === "string").slice(0, MOST_PINS)
      : initial.pins,
  };
}

function toFilter(saved: unknown): WordFilter {
  if (typeof saved !== "object" || saved === null) return {};
  const { minimumCount, maximumCount, pattern, kind, script } = saved as Record<string, unknown>;
  return {
    ...(isCount(minimumCount) ? { minimumCount } : {}),
    ...(isCount(maximumCount) ? { maximumCount } : {}),
    ...(typeof pattern === "string" && pattern !== "" ? { pattern } : {}),
    ...(kind === "names" || kind === "words" ? { kind } : {}),
    ...(typeof script === "string" ? { script } : {}),
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
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
