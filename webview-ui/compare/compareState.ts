/** What the Compare tab shows, and the named functions that change it. */
import type { ComparePageRequests } from "../../src/protocol/comparePageMessages.ts";
import type { ModelPair, ModelPairMap } from "../../src/protocol/driftMessages.ts";
import type { ProjectionSnapshot } from "../../src/protocol/mapMessages.ts";
import type { PanelState } from "../../src/protocol/pageMessages.ts";
import { framePositions } from "../rendering/positions.ts";
import type { MapArrow } from "../rendering/mapArrows.ts";

/** Two models, and which words moved from the one to the other. */
export type MovedWords = ComparePageRequests["listMovedWords"]["result"];

/** A word in one of the models. */
type WordInModel = ComparePageRequests["readWordIn"]["result"];

/** How many arrows the map may have. */
export const ARROW_COUNTS = [12, 24, 40] as const;

/** One side of the picked word: null until it is known. */
export type Side = WordInModel | { readonly problem: string } | null;

/** The words of both models on one plane. */
interface ShownPairMap {
  readonly words: readonly string[];
  /** Shape [n]; empty where the second model has no counts. */
  readonly counts: Uint32Array;
  /** Shape [2 n, 2]: where the words are, then where they were. */
  readonly positions: Float32Array;
  readonly rows: ReadonlyMap<string, number>;
  readonly trustworthiness: number | null;
}

/** The state of the tab. */
export interface CompareState {
  readonly firstPath: string | null;
  readonly secondPath: string | null;
  /** Which files the models were when they were asked, `pairStamp`; null before. */
  readonly stamp: string | null;
  /** "choosing": the user has not asked yet. "wanted": asked for in another life of the page, or by a command. */
  readonly status: "choosing" | "wanted" | "waiting" | "slow" | "ready" | "failed";
  readonly problem: string | null;
  readonly found: MovedWords | null;
  readonly map: ShownPairMap | null;
  readonly mapProblem: string | null;
  /** The projection that is computed; fraction from 0 to 1. */
  readonly run: { readonly runId: string; readonly fraction: number } | null;
  readonly arrows: (typeof ARROW_COUNTS)[number];
  /** The word that both sides are about. */
  readonly word: string | null;
  readonly first: Side;
  readonly second: Side;
}

export const NO_COMPARE: CompareState = {
  firstPath: null,
  secondPath: null,
  stamp: null,
  status: "choosing",
  problem: null,
  found: null,
  map: null,
  mapProblem: null,
  run: null,
  arrows: 24,
  word: null,
  first: null,
  second: null,
};

/** Tells the files of two models from those that stood at the same paths before. */
export function pairStamp(
  listed: PanelState["modelNames"],
  { firstPath, secondPath }: Pick<CompareState, "firstPath" | "secondPath">,
): string {
  const stampOf = (path: string | null) => listed.find((model) => model.path === path)?.stamp;
  return JSON.stringify([stampOf(firstPath), stampOf(secondPath)]);
}

/** Other models: what was found of the ones before is forgotten, what the user has set stays. */
export function modelsChosen(
  { arrows }: CompareState,
  { firstPath, secondPath }: { readonly [P in keyof ModelPair]: string | null },
  status: CompareState["status"],
): CompareState {
  return { ...NO_COMPARE, arrows, firstPath, secondPath, status };
}

/** Follows a projection under way; another run changes nothing. */
export function pairMapProgressed(state: CompareState, snapshot: ProjectionSnapshot): CompareState {
  const { runId, fraction, positions, words } = snapshot;
  if (state.run?.runId !== runId) return state;
  const run = { runId, fraction };
  if (!positions || !words) return { ...state, run };
  const map = placeWords(state.map, { ...words, positions, trustworthiness: null });
  return { ...state, run, map };
}

/** The map is finished. */
export function pairMapArrived(state: CompareState, found: ModelPairMap): CompareState {
  return { ...state, run: null, map: placeWords(state.map, found) };
}

/** The words of two models are the same in every map of them: they stay what they are, and only move. */
function placeWords(
  before: ShownPairMap | null,
  { words, counts, positions, trustworthiness }: ModelPairMap,
): ShownPairMap {
  const isSame = before?.words.length === words.length;
  const named = isSame
    ? before
    : { ...{ words, counts }, rows: new Map(words.map((word, row) => [word, row])) };
  return { ...named, positions: framePositions(positions, 2), trustworthiness };
}

/** Arrows of the words that moved most, and of those that stand out, however little they have moved. */
export function movedArrows(
  { found, map, arrows: count }: Pick<CompareState, "found" | "map" | "arrows">,
  strong: readonly (string | null)[],
): readonly MapArrow[] {
  if (!found || !map) return [];
  const most = found.moved.slice(0, count).map(({ word }) => word);
  const words = new Set([...most, ...strong]);
  return [...words].flatMap((word) => {
    const row = word === null ? undefined : map.rows.get(word);
    if (row === undefined) return [];
    return [
      { from: row + map.words.length, to: [row], strong: strong.includes(word), moves: true },
    ];
  });
}

/** What of the tab is kept for the next life of the page. */
export function toSavedCompare({ firstPath, secondPath, status, arrows }: CompareState): object {
  return { firstPath, secondPath, isCompared: status !== "choosing", arrows };
}

/** Reads what was kept; whatever does not fit is left out. */
export function fromSavedCompare(saved: Record<string, unknown>): CompareState {
  const { firstPath, secondPath, isCompared, arrows } = saved;
  const [first, second] = [firstPath, secondPath].map((path) =>
    typeof path === "string" && path !== "" ? path : null,
  );
  const isWanted = isCompared === true && first && second;
  return {
    ...NO_COMPARE,
    firstPath: first ?? null,
    secondPath: second ?? null,
    status: isWanted ? "wanted" : "choosing",
    arrows: ARROW_COUNTS.find((count) => count === arrows) ?? NO_COMPARE.arrows,
  };
}
