/** What the page knows of the map, and the named functions that change it. */
import type { Balance } from "../src/protocol/groundingMessages.ts";
import type { WordMap } from "../src/protocol/engineMessages.ts";
import type {
  MapFidelity,
  ProjectedMap,
  ProjectionMethod,
  ProjectionSnapshot,
  WordCluster,
} from "../src/protocol/mapMessages.ts";
import type { WordColumn } from "../src/protocol/wordColumnMessages.ts";
import { framePositions } from "./rendering/positions.ts";
import type { Coloring } from "./rendering/pointColors.ts";
import { startingWords } from "./rendering/starts.ts";

/** How the words are to be placed. */
export interface MapChoice {
  readonly method: ProjectionMethod;
  readonly dimensions: 2 | 3;
  /** So many of the most frequent words. */
  readonly count: number;
  /** One formula for each axis, for the method of that name. */
  readonly axes: readonly string[];
  /** Which meaning brings words near each other, where the model knows more than one. */
  readonly balance: Balance;
}

/** The map that is seen; it stays while another is computed. */
export interface ShownMap {
  /** The same array for as long as the words are the same. */
  readonly words: readonly string[];
  /** Shape [n]; empty where the model has no counts. */
  readonly counts: Uint32Array;
  /** Shape [n, dimensions]: the middle at the origin, the longest side from -1 to 1. */
  readonly positions: Float32Array;
  readonly dimensions: 2 | 3;
  readonly method: ProjectionMethod;
  readonly axes: readonly string[];
  /** Share of the variance that each axis keeps; empty where the method does not say. */
  readonly explained: readonly number[];
  /** Shape [n]: positions in `clusters`; empty where there are none. */
  readonly clusterOfWord: Uint16Array;
  readonly clusters: readonly WordCluster[];
  readonly fidelity: MapFidelity | null;
  /** How far the projection was when its places were taken; null for a complete one. */
  readonly unfinished: { readonly round: number; readonly rounds: number } | null;
}

/** What is said of each word of the map. */
export interface ShownColumn {
  /** The colors that it is for. */
  readonly of: Coloring;
  readonly name: string;
  /** The words that it is about: those of the map. */
  readonly words: readonly string[];
  readonly content: WordColumn;
}

/** The map of the active model. */
export interface MapState {
  readonly status: "none" | "waiting" | "slow" | "ready" | "failed";
  readonly map: ShownMap | null;
  readonly choice: MapChoice;
  /** The projection that is computed at the moment. */
  readonly run: { readonly runId: string; readonly snapshot: ProjectionSnapshot | null } | null;
  readonly coloring: Coloring;
  /** Groups that keep their color; empty for all. */
  readonly only: readonly number[];
  /** What the colors say where the map does not know it by itself; null until it is there. */
  readonly column: ShownColumn | null;
  /** Cosines of a word to all of the map, under a balance. Shape [n]. */
  readonly similarities: {
    readonly word: string;
    readonly balance: Balance;
    readonly cosines: Float32Array;
  } | null;
  /** Rows that the user has drawn a line around, the most frequent first. */
  readonly selection: readonly number[] | null;
  /** Whether words that look near and are not are shown. */
  readonly strangersShown: boolean;
  /** Words to begin with, from the edges of the quick map. */
  readonly starts: readonly string[];
}

const MAP_WORDS = 4000;
const START_WORDS = 10;

export const INITIAL_MAP: MapState = {
  status: "none",
  map: null,
  choice: { method: "umap", dimensions: 2, count: MAP_WORDS, axes: [], balance: "auto" },
  run: null,
  coloring: "cluster",
  only: [],
  column: null,
  similarities: null,
  selection: null,
  strangersShown: false,
  starts: [],
};

/** Forgets what belongs to a model; what the user has chosen stays. */
export function mapForgotten({ choice, coloring }: MapState): MapState {
  return { ...INITIAL_MAP, choice, coloring };
}

/** Shows the quick map that every model has at once. */
export function quickMapArrived(state: MapState, quick: WordMap): MapState {
  const map: ShownMap = {
    words: quick.words,
    counts: quick.counts,
    positions: framePositions(quick.xy, 2),
    dimensions: 2,
    method: "pca",
    axes: [],
    explained: quick.explained,
    clusterOfWord: new Uint16Array(),
    clusters: [],
    fidelity: null,
    unfinished: null,
  };
  const { only, similarities, selection } = INITIAL_MAP;
  const starts = startingWords(quick.words, quick.xy, START_WORDS);
  return { ...state, status: "ready", map, only, similarities, selection, starts };
}

/** Follows a projection under way; the places of another run change nothing. */
export function projectionProgressed(state: MapState, snapshot: ProjectionSnapshot): MapState {
  if (state.run?.runId !== snapshot.runId) return state;
  const run = { ...state.run, snapshot };
  const { map, choice } = state;
  const { positions, round, rounds } = snapshot;
  const { method, dimensions, axes } = choice;
  if (!map || positions?.length !== map.words.length * dimensions) return { ...state, run };
  return {
    ...state,
    run,
    map: {
      ...map,
      ...{ method, dimensions, axes },
      positions: framePositions(positions, dimensions),
      explained: [],
      fidelity: null,
      unfinished: { round, rounds },
    },
  };
}

/** Shows a finished projection. */
export function projectionArrived(state: MapState, result: ProjectedMap): MapState {
  const { settings } = result;
  const before = state.map;
  // The words of a model in the order of their frequency: as many are the same.
  const isSame = before?.words.length === result.words.length;
  return {
    ...state,
    status: "ready",
    run: null,
    ...(isSame ? {} : { only: [], similarities: null, selection: null }),
    map: {
      words: isSame ? before.words : result.words,
      counts: isSame ? before.counts : result.counts,
      positions: framePositions(result.positions, settings.dimensions),
      dimensions: settings.dimensions,
      method: settings.method,
      axes: settings.axes ?? [],
      explained: result.explained,
      clusterOfWord: result.clusterOfWord,
      clusters: result.clusters,
      fidelity: result.fidelity,
      unfinished: null,
    },
  };
}

/** A projection was stopped or has failed: what is seen is what was chosen. */
export function projectionEnded(state: MapState): MapState {
  const { map, choice } = state;
  return {
    ...state,
    run: null,
    choice: map
      ? { ...choice, method: map.method, dimensions: map.dimensions, axes: map.axes }
      : choice,
  };
}

/** A click in the legend: only this group, or all again; `adds` puts it to the others or takes it away. */
export function groupPicked(state: MapState, group: number, adds: boolean): MapState {
  const { only } = state;
  const has = only.includes(group);
  if (!adds) return { ...state, only: has && only.length === 1 ? [] : [group] };
  return { ...state, only: has ? only.filter((other) => other !== group) : [...only, group] };
}

/** What of the map is kept for the next life of the page. */
export function toSavedMap({ choice, coloring }: MapState): object {
  return { ...choice, coloring };
}

const METHODS: readonly ProjectionMethod[] = ["pca", "umap", "t-sne", "axes"];
/** A table that was chosen in another life of the page is not chosen in this one. */
const COLORINGS: readonly Coloring[] = [
  ...(["cluster", "folder", "kind", "language", "script", "count", "similarity"] as const),
  ...(["fidelity", "departure", "none"] as const),
];

/** Reads what was kept; whatever does not fit is left out. */
export function fromSavedMap(saved: unknown): MapState {
  if (typeof saved !== "object" || saved === null) return INITIAL_MAP;
  const { method, dimensions, count, axes, balance, coloring } = saved as Record<string, unknown>;
  const { choice } = INITIAL_MAP;
  const texts = Array.isArray(axes) ? axes.filter((axis) => typeof axis === "string") : [];
  const isCount = Number.isInteger(count) && (count as number) >= 1 && (count as number) <= 1e6;
  const wanted: MapChoice = {
    method: METHODS.find((known) => known === method) ?? choice.method,
    dimensions: dimensions === 3 ? 3 : 2,
    count: isCount ? (count as number) : choice.count,
    axes: texts,
    balance: typeof balance === "number" && balance >= 0 && balance <= 1 ? balance : "auto",
  };
  const isComplete = wanted.method !== "axes" || wanted.axes.length === wanted.dimensions;
  return {
    ...INITIAL_MAP,
    choice: isComplete ? wanted : choice,
    coloring: COLORINGS.find((known) => known === coloring) ?? INITIAL_MAP.coloring,
  };
}
