/** The contract between the page (webview) and the extension host. */
import {
  CONTEXT_PAGE_METHODS,
  type ContextPageRequests,
  type TabRequest,
} from "./contextPageMessages.ts";
import type { OccurrenceList, TrainingSnapshot, WordMap } from "./engineMessages.ts";
import { COMPARE_PAGE_METHODS, type ComparePageRequests } from "./comparePageMessages.ts";
import { MAP_PAGE_METHODS, type MapPageEvents, type MapPageRequests } from "./mapPageMessages.ts";
import type { ModelDescription, WordEntry } from "./modelMessages.ts";
import { WORD_METHODS, type WordPageRequests } from "./wordMessages.ts";
import {
  VIEW_METHODS,
  type ViewEvents,
  type ViewRequest,
  type ViewRequests,
} from "./viewMessages.ts";
import type { SharedContexts } from "./sharedContextMessages.ts";

/** What the page cannot know by itself; the host sends it whole whenever it changes. */
export interface PanelState {
  /** The active model, or what is wrong with it. */
  readonly model: PanelModel;
  /** All models, for the model menu. */
  readonly modelNames: readonly {
    readonly path: string;
    readonly name: string;
    /** Another one whenever the file is another. */
    readonly stamp: string;
  }[];
  readonly training: TrainingSnapshot | null;
  /** The word that a command asked the panel to show; a new serial number means: show it now. */
  readonly request: {
    readonly serial: number;
    readonly word: string;
    /** "cursor": the word under the cursor of an editor, which keeps the focus. */
    readonly show: "word" | "lines" | "cursor";
  } | null;
  /** Whether the panel shows the word under the cursor. */
  readonly following: boolean;
  /** The tab that a command asked for. */
  readonly tabRequest?: TabRequest | null;
  /** Names of the views that the user keeps, the latest first. */
  readonly views?: readonly string[];
  /** The kept view that was asked for. */
  readonly viewRequest?: ViewRequest | null;
}

export type PanelModel =
  | { readonly kind: "none" }
  | { readonly kind: "loading"; readonly name: string }
  | { readonly kind: "ready"; readonly model: ModelDescription }
  | {
      readonly kind: "damaged";
      readonly path: string;
      readonly name: string;
      readonly reason: string;
    };

/** Page → host. All of them speak of the active model, but those of the Compare tab. */
export interface PageRequests
  extends
    ComparePageRequests,
    ContextPageRequests,
    MapPageRequests,
    ViewRequests,
    WordPageRequests {
  readState: { params: object; result: PanelState };
  completeWord: {
    params: { readonly text: string; readonly count: number };
    result: { readonly words: readonly WordEntry[] };
  };
  readMap: { params: { readonly count: number }; result: WordMap };
  findOccurrences: {
    params: { readonly word: string; readonly limit: number };
    result: OccurrenceList;
  };
  /** What two words both stand near in the text. */
  findSharedContexts: {
    params: { readonly a: string; readonly b: string };
    result: SharedContexts;
  };
  /** What "Train on Workspace" would read, for the empty state. */
  surveyWorkspace: {
    params: object;
    result: { readonly files: number; readonly bytes: number; readonly seconds: number };
  };
  /** Opens a file at a place; a preview tab that leaves the focus here unless `keep`. */
  openPlace: {
    params: {
      readonly path: string;
      readonly line: number;
      readonly column: number;
      readonly length: number;
      readonly keep: boolean;
    };
    result: object;
  };
  runCommand: { params: { readonly command: PageCommand }; result: object };
  chooseModel: { params: { readonly path: string }; result: object };
}

/** The commands that the page may start. */
export type PageCommand =
  | "wordfield.train"
  | "wordfield.lookAround"
  | "wordfield.cancelTraining"
  | "wordfield.pauseTraining"
  | "wordfield.resumeTraining"
  | "wordfield.openModelFile"
  | "wordfield.chooseModel"
  | "wordfield.followCursor"
  | "wordfield.groundModel"
  | "wordfield.openView"
  | "wordfield.showLog";

/** Host → page. */
export interface PageEvents extends MapPageEvents, ViewEvents {
  stateChanged: PanelState;
}

/** The methods of the contract, for the page. */
export const PAGE_METHODS = [
  "readState",
  ...WORD_METHODS,
  "copyText",
  "completeWord",
  "readMap",
  "findOccurrences",
  "findSharedContexts",
  "surveyWorkspace",
  "openPlace",
  "runCommand",
  "chooseModel",
  ...MAP_PAGE_METHODS,
  ...VIEW_METHODS,
  ...CONTEXT_PAGE_METHODS,
  ...COMPARE_PAGE_METHODS,
] as const satisfies readonly (keyof PageRequests)[];

/**
 * A message as it crosses the border of the page.
 *
 * Each life of the page has an id of its own: requests are numbered from 0 in every life, so an answer to an earlier
 * life must not reach a later one.
 */
export interface PageEnvelope {
  readonly life: string;
  readonly message: object;
}
