/** Everything that the page shows, as one value, and the named functions that change it. */
import type { OccurrenceList } from "../src/protocol/engineMessages.ts";
import type { MissingWords, Neighbor, NeighborList } from "../src/protocol/modelMessages.ts";
import type { SharedContexts } from "../src/protocol/sharedContextMessages.ts";
import type { FormulaAnswer, NgramPart } from "../src/protocol/wordMessages.ts";
import type { PageRequests, PanelState } from "../src/protocol/pageMessages.ts";
import { NO_COMPARE, type CompareState } from "./compare/compareState.ts";
import { NO_CONTEXT, type ContextState } from "./meaning/contextState.ts";
import { NO_SENSES, type SensesState } from "./meaning/sensesState.ts";
import { EMPTY_HISTORY, currentWord, travel, visit, type History } from "./history.ts";
import type { Sashes } from "./layout.ts";
import type { WordSet } from "./wordSetState.ts";
import { INITIAL_NEIGHBOR_VIEW, type NeighborView, type TwoLists } from "./neighborView.ts";
import { INITIAL_MAP, mapForgotten, type MapState } from "./mapState.ts";

/** What is known about the word that was asked for last. */
export type Answer = { readonly kind: "none" } | WaitingAnswer | FailedAnswer | KnownAnswer;

/** The question is under way; what was shown before stays until the answer comes or takes long. */
interface WaitingAnswer {
  readonly kind: "waiting";
  readonly word: string;
  /** The same word is asked for again in another way: the controls that ask, and the list, stay however long it takes. */
  readonly again: boolean;
  readonly slow: boolean;
  readonly before: KnownAnswer | null;
}

/** The question failed; the problem is told elsewhere. */
interface FailedAnswer {
  readonly kind: "failed";
  readonly word: string;
}

/** The model has the word or all words of the formula, or does not. */
type KnownAnswer =
  | { readonly kind: "found"; readonly word: string; readonly list: NeighborList }
  | { readonly kind: "formula"; readonly word: string; readonly result: FormulaAnswer }
  | ({ readonly kind: "missing"; readonly word: string } & MissingWords);

/** The places of a word. */
export interface Lines {
  /** The word whose lines are on the way or shown. */
  readonly word: string | null;
  readonly status: "none" | "waiting" | "slow" | "ready" | "failed";
  readonly shown: { readonly word: string; readonly list: OccurrenceList } | null;
}

/** Why two words are near. */
export interface WhySimilar {
  readonly status: Lines["status"];
  readonly pair: { readonly a: string; readonly b: string } | null;
  readonly shown: SharedContexts | null;
  /** Only lines with this context; null for all. */
  readonly filter: string | null;
}

/** Sections that can be closed when they stand in one column. */
export type SectionName = "neighbors" | "map" | "lines";

/** The state of the page. */
export interface PageState {
  /** The tab that is shown. */
  readonly view: "explore" | "context" | "senses" | "compare";
  readonly context: ContextState;
  readonly senses: SensesState;
  readonly compare: CompareState;
  /** Serial number of the last command that asked for a tab. */
  readonly followedTab: number | null;
  /** Serial number of the last kept view that was asked for. */
  readonly followedView: number | null;
  /** What the host sent last; null until it has answered. */
  readonly panel: PanelState | null;
  /** Model and answer are those that the page showed in its last life; the host has not confirmed them yet. */
  readonly isRemembered: boolean;
  /** The host has not answered for a while. */
  readonly slowStart: boolean;
  readonly history: History;
  readonly answer: Answer;
  readonly lines: Lines;
  readonly why: WhySimilar;
  /** Which of the two the evidence shows. */
  readonly evidence: "lines" | "why";
  readonly map: MapState;
  readonly wordSet: WordSet;
  readonly neighborView: NeighborView;
  /** Null where they are not shown, or not known yet. */
  readonly twoLists: TwoLists | null;
  /** The lists of the pinned words that the model has. */
  readonly pinned: readonly NeighborList[];
  readonly filterOpen: boolean;
  /** Which parts the vocabulary has; null until it was asked for. */
  readonly vocabulary: PageRequests["listParts"]["result"] | null;
  /** What the vector of a word outside of the vocabulary is made of. */
  readonly ngrams: { readonly word: string; readonly parts: readonly NgramPart[] } | null;
  readonly closed: readonly SectionName[];
  /** Which of the two is shown where map and evidence share one place. */
  readonly tab: "map" | "lines";
  readonly sashes: Sashes;
  readonly survey: PageRequests["surveyWorkspace"]["result"] | null;
  readonly problem: string | null;
  /** The word under the pointer, in whichever view. */
  readonly pointed: string | null;
  /** The last request of a command that was followed. */
  readonly followed: { readonly serial: number; readonly word: string } | null;
  /** What a screen reader is to say. */
  readonly announcement: string;
}

export const INITIAL_STATE: PageState = {
  view: "explore",
  context: NO_CONTEXT,
  senses: NO_SENSES,
  compare: NO_COMPARE,
  followedTab: null,
  followedView: null,
  panel: null,
  isRemembered: false,
  slowStart: false,
  history: EMPTY_HISTORY,
  answer: { kind: "none" },
  lines: { word: null, status: "none", shown: null },
  why: { status: "none", pair: null, shown: null, filter: null },
  evidence: "lines",
  map: INITIAL_MAP,
  wordSet: { open: false, text: "", answer: null },
  neighborView: INITIAL_NEIGHBOR_VIEW,
  twoLists: null,
  pinned: [],
  filterOpen: false,
  vocabulary: null,
  ngrams: null,
  closed: [],
  tab: "map",
  sashes: { column: null, evidence: null },
  survey: null,
  problem: null,
  pointed: null,
  followed: null,
  announcement: "",
};

/** The word that the page is about. */
export function askedWord(state: PageState): string | null {
  return currentWord(state.history);
}

/** The answer to look at: the one before while its successor is on the way and quick, or about the same word. */
export function shownAnswer({ answer }: PageState): Answer {
  if (answer.kind !== "waiting" || !answer.before) return answer;
  return answer.again || !answer.slow ? answer.before : answer;
}

/** Whether the list that is shown is about to be replaced, and has been for long enough to say so. */
export function isListLate({ answer }: PageState): boolean {
  return answer.kind === "waiting" && answer.slow;
}

/** Identifies the contents of the active model; null without one. */
export function modelKey(panel: PanelState | null): string | null {
  if (panel?.model.kind !== "ready") return null;
  const { path, createdAt, bytes } = panel.model.model;
  return JSON.stringify([path, createdAt, bytes]);
}

/** Takes over what the host says; another model makes all answers of the one before void. */
export function panelArrived(state: PageState, panel: PanelState): PageState {
  // While the model is loading, what is remembered of it is better than nothing.
  if (state.isRemembered && state.panel && panel.model.kind === "loading")
    return { ...state, panel: { ...panel, model: state.panel.model }, slowStart: false };
  const next = { ...state, panel, isRemembered: false, slowStart: false };
  if (modelKey(panel) === modelKey(state.panel)) return next;
  return {
    ...next,
    answer: { kind: "none" },
    lines: INITIAL_STATE.lines,
    why: INITIAL_STATE.why,
    evidence: "lines",
    map: mapForgotten(state.map),
    twoLists: null,
    pinned: [],
    vocabulary: null,
    ngrams: null,
    wordSet: { ...state.wordSet, answer: null },
    problem: null,
    pointed: null,
  };
}

/** Goes to a word. */
export function wordAsked(state: PageState, word: string): PageState {
  return waitingFor({ ...state, history: visit(state.history, word) }, word);
}

/** Goes back or forward. */
export function traveled(state: PageState, steps: number): PageState {
  const history = travel(state.history, steps);
  const word = currentWord(history);
  return word === null || history === state.history
    ? state
    : waitingFor({ ...state, history }, word);
}

/** Marks the question about a word as under way; `again` where it is the same word as before. */
export function waitingFor(state: PageState, word: string, again = false): PageState {
  const { answer } = state;
  const before =
    answer.kind === "waiting"
      ? answer.before
      : answer.kind === "none" || answer.kind === "failed"
        ? null
        : answer;
  // Why another word was near is no answer to this one.
  const { why, evidence } = INITIAL_STATE;
  return {
    ...state,
    why,
    evidence,
    pointed: null,
    answer: {
      kind: "waiting",
      word,
      again: again && (answer.kind !== "waiting" || answer.again),
      slow: false,
      before,
    },
  };
}

/** Tells that an answer takes long enough to show a skeleton. */
export function answerSlow(state: PageState): PageState {
  const { answer } = state;
  return answer.kind === "waiting" ? { ...state, answer: { ...answer, slow: true } } : state;
}

/** Shows what the model knows of a word. */
export function answerArrived(
  state: PageState,
  asked: string,
  result: NeighborList | MissingWords | FormulaAnswer,
): PageState {
  const answer: KnownAnswer =
    "missing" in result
      ? { kind: "missing", word: asked, missing: result.missing }
      : "formula" in result
        ? { kind: "formula", word: asked, result }
        : { kind: "found", word: result.entry.word, list: result };
  return { ...state, answer, problem: null };
}

/** Keeps what is known of the same word, as where a filter was refused; else there is no answer. */
export function answerFailed(state: PageState, asked: string): PageState {
  const { answer } = state;
  const before =
    answer.kind === "waiting" && (answer.again || answer.before?.word === asked)
      ? answer.before
      : null;
  return { ...state, answer: before ?? { kind: "failed", word: asked } };
}

/** What the views mark: the word that was asked for, or the formula's answer, and what is near it. */
export function markedWords(answer: ReturnType<typeof shownAnswer>): {
  readonly word: string | null;
  readonly neighbors: readonly Neighbor[];
} {
  if (answer.kind === "found") return { word: answer.word, neighbors: answer.list.neighbors };
  if (answer.kind !== "formula") return { word: null, neighbors: NO_NEIGHBORS };
  const [best] = answer.result.candidates;
  return { word: best?.word ?? null, neighbors: neighborsOfFormula(answer.result) };
}

/** The word whose lines belong to the question: the one that was asked for, or the answer of a formula. */
export function lineWord(state: PageState): string | null {
  return markedWords(shownAnswer(state)).word ?? askedWord(state);
}

const NO_NEIGHBORS: readonly Neighbor[] = [];
const ofFormula = new WeakMap<FormulaAnswer, readonly Neighbor[]>();

/** The further candidates and the formula's own words; the same list each time, so that no view draws it twice. */
function neighborsOfFormula(answer: FormulaAnswer): readonly Neighbor[] {
  const known = ofFormula.get(answer);
  if (known) return known;
  const neighbors = [...answer.candidates.slice(1), ...answer.inputs].map(
    ({ word, score, count }) => ({ word, cosine: score, count }),
  );
  ofFormula.set(answer, neighbors);
  return neighbors;
}

/** Opens or closes a section of the one-column arrangement. */
export function sectionToggled(state: PageState, name: SectionName): PageState {
  const closed = state.closed.includes(name)
    ? state.closed.filter((other) => other !== name)
    : [...state.closed, name];
  return { ...state, closed };
}
