/** What the Context tab shows, and the named functions that change it. */
import type {
  ContextReading,
  LayerCurves,
  UsageReading,
} from "../../src/protocol/contextMessages.ts";
import type {
  ContextPageRequests,
  ContextSelection,
} from "../../src/protocol/contextPageMessages.ts";
import type { RunningEncoder } from "../../src/protocol/encodingMessages.ts";

/** Which attention is drawn: that of a head, the mean of the heads, or the rollout over the layers. */
export type HeadChoice = number | "mean" | "rollout";

/** The attention of one layer, each head, then their mean, then the rollout; shape [tokens, tokens] each. */
export type LayerAttention = ContextPageRequests["readLayerAttention"]["result"];

/** The state of the tab. */
export interface ContextState {
  readonly selection: ContextSelection | null;
  readonly status: "none" | "waiting" | "slow" | "ready" | "failed" | "empty";
  /** Why there is nothing, or why a part is missing; a sentence. */
  readonly problem: string | null;
  readonly reading: (RunningEncoder & ContextReading) | null;
  /** The word that is looked at, as a position among the words. */
  readonly picked: number;
  /** The layer that was asked for; null for the last. */
  readonly layer: number | null;
  /** How the picked word is used elsewhere; null until that is known. */
  readonly usage: UsageReading | null;
  readonly neighbors: ContextPageRequests["neighborsInContext"]["result"] | null;
  readonly expected: ContextPageRequests["expectWords"]["result"] | null;
  /** For each word the share of its places that are nearer to its usual meaning; null where that is not known. */
  readonly unusual: readonly (number | null)[];
  readonly curves: LayerCurves | null;
  /** By layer of attention, from 0. */
  readonly attention: readonly (LayerAttention | null)[];
  readonly head: HeadChoice;
  readonly copied: boolean;
}

export const NO_CONTEXT: ContextState = {
  selection: null,
  status: "none",
  problem: null,
  reading: null,
  picked: -1,
  layer: null,
  usage: null,
  neighbors: null,
  expected: null,
  unusual: [],
  curves: null,
  attention: [],
  head: 0,
  copied: false,
};

/** Begins with another selection; the layer and the head that were chosen stay. */
export function selectionTaken(
  state: ContextState,
  selection: ContextSelection | null,
): ContextState {
  const { layer, head } = state;
  const same = selection !== null && selection.text === state.selection?.text;
  return {
    ...NO_CONTEXT,
    layer,
    head,
    selection,
    picked: same ? state.picked : -1,
    status: selection === null || selection.text.trim() === "" ? "empty" : "waiting",
  };
}

/** Takes what was read; a layer that this encoder does not have is forgotten. */
export function readingArrived(
  state: ContextState,
  reading: RunningEncoder & ContextReading,
): ContextState {
  const kept = state.picked >= 0 && state.picked < reading.words.length;
  return {
    ...state,
    status: reading.words.length === 0 ? "empty" : "ready",
    reading,
    picked: kept ? state.picked : tellingWord(reading),
    unusual:
      state.unusual.length === reading.words.length ? state.unusual : reading.words.map(() => null),
    attention:
      state.attention.length === reading.attentionLayers
        ? state.attention
        : Array.from({ length: reading.attentionLayers }, () => null),
    head: typeof state.head === "number" && state.head >= reading.heads ? 0 : state.head,
  };
}

/** Looks at another word: what was known of the one before is no longer shown. */
export function wordPicked(state: ContextState, picked: number): ContextState {
  return { ...state, picked, usage: null, neighbors: null, expected: null, problem: null };
}

/** The number of the layer of attention that belongs to the layer that is shown. */
export function attentionLayer({ reading }: ContextState): number {
  if (!reading) return 0;
  return Math.max(0, Math.min(reading.attentionLayers - 1, reading.layer - 1));
}

/** The share of places that are nearer to the usual meaning than the word here; null without places. */
export function unusualShare({ distance, distances }: UsageReading): number | null {
  if (distance === null || distances.length < 2) return null;
  let nearer = 0;
  for (const other of distances) if (other < distance) nearer++;
  return nearer / distances.length;
}

/** The longest of the words that the model knows: short ones say little. */
function tellingWord({ words }: ContextReading): number {
  let best = 0;
  for (const [index, { surface, staticWord }] of words.entries()) {
    const before = words[best];
    if (!before || staticWord === null) continue;
    if (before.staticWord === null || surface.length > before.surface.length) best = index;
  }
  return best;
}
