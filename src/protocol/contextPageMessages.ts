/** What the page asks of a selection and of the senses of a word; part of the page's contract. */
import type {
  ContextReading,
  ContextRequests,
  LayerCurves,
  UsageReading,
} from "./contextMessages.ts";
import type { ModelPair } from "./driftMessages.ts";
import type { MaskedWord } from "./encoderMessages.ts";
import type { RunningEncoder } from "./encodingMessages.ts";
import type { SenseRequests } from "./senseMessages.ts";

/** A text that was selected in an editor. */
export interface ContextSelection {
  readonly text: string;
  /** Where it stands; null for a text that was given. */
  readonly place: {
    readonly path: string;
    /** From 1, in UTF-16 units. */
    readonly line: number;
    readonly column: number;
  } | null;
  /** Whether more was selected. */
  readonly isCut: boolean;
}

/** What a command asked the panel to show; a new serial number means: show it now. */
export interface TabRequest {
  readonly serial: number;
  readonly tab: "context" | "senses" | "compare";
  readonly selection: ContextSelection | null;
  readonly word: string | null;
  /** The models to compare. */
  readonly pair?: ModelPair | null;
}

/** A stretch of the selection, in UTF-16 units. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Page → host. All of them speak of the active model, if there is one. */
export interface ContextPageRequests {
  /** What is selected in the editor that was active last, or the line of its cursor; null without an editor. */
  readSelection: { params: object; result: { readonly selection: ContextSelection | null } };
  readContext: {
    params: { readonly text: string; readonly layer: number | null };
    result: RunningEncoder & ContextReading;
  };
  placeInUsage: {
    params: Stretch & {
      readonly text: string;
      readonly staticWord: string;
      readonly layer: number | null;
      readonly places: number;
    };
    result: UsageReading;
  };
  neighborsInContext: {
    params: Stretch & { readonly text: string; readonly layer: number | null };
    result: ContextRequests["neighborsInContext"]["result"];
  };
  measureLayers: { params: { readonly text: string }; result: LayerCurves };
  /** Attention at one layer, or of all layers up to it: each head, then their mean, then the rollout. */
  readLayerAttention: {
    params: { readonly text: string; readonly layer: number; readonly heads: number };
    result: {
      readonly tokens: number;
      /** Shape [tokens, tokens] each: row = the token that attends. */
      readonly slices: readonly Float32Array<ArrayBuffer>[];
    };
  };
  /** Words that the encoder expects in the place of one. */
  expectWords: {
    params: Stretch & { readonly text: string };
    result: {
      readonly words: readonly MaskedWord[];
      readonly actual: MaskedWord | null;
      readonly pseudoPerplexity: number;
    };
  };
  /** Marks a stretch of the selection in its editor; null takes the mark away. */
  markStretch: { params: { readonly stretch: Stretch | null }; result: object };
  /** Puts the comparison of the selection on the clipboard, as Markdown. */
  copyComparison: { params: { readonly text: string }; result: object };
  findSenses: {
    params: {
      readonly word: string;
      /** Null where the places are to say it. */
      readonly senses: number | null;
    };
    result: SenseRequests["findSenses"]["result"];
  };
}

/** Longer selections are cut. Units: UTF-16 units. */
export const LONGEST_SELECTION = 5_000;

/** The methods of this part of the contract. */
export const CONTEXT_PAGE_METHODS = [
  "readSelection",
  "readContext",
  "placeInUsage",
  "neighborsInContext",
  "measureLayers",
  "readLayerAttention",
  "expectWords",
  "markStretch",
  "copyComparison",
  "findSenses",
] as const satisfies readonly (keyof ContextPageRequests)[];
