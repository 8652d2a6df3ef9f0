/** What the page asks of two models; part of the page's contract. */
import type { DriftRequests, ModelPair, ModelPairMap } from "./driftMessages.ts";
import type { Neighbor } from "./modelMessages.ts";
import type { Occurrence } from "./placeMessages.ts";

/** Page → host. All of them speak of models of the workspace, of which the active one need not be any. */
export interface ComparePageRequests {
  /** Lists the words that moved most from the first model to the second. */
  listMovedWords: { params: ModelPair; result: DriftRequests["compareModels"]["result"] };
  /** Places the words of both models on one plane; snapshots of the same run come as `projectionChanged`. */
  projectModels: { params: ModelPair & { readonly runId: string }; result: ModelPairMap };
  /** What a word is near in a model, and where it stands in the model's text. */
  readWordIn: {
    params: { readonly path: string; readonly word: string };
    result: {
      /** Null where the model does not have the word. */
      readonly neighbors: readonly Neighbor[] | null;
      readonly count: number | null;
      /** None where the model does not say what text it was made of, or the text is gone. */
      readonly lines: readonly Occurrence[];
      /** Why the lines could not be read; the neighbors are there all the same. */
      readonly linesProblem: string | null;
    };
  };
}

/** The methods of this part. */
export const COMPARE_PAGE_METHODS = [
  "listMovedWords",
  "projectModels",
  "readWordIn",
] as const satisfies readonly (keyof ComparePageRequests)[];
