import { describe, expect, it } from "vitest";
import {
  fromSavedCompare,
  modelsChosen,
  movedArrows,
  NO_COMPARE,
  pairMapArrived,
  toSavedCompare,
  type CompareState,
} from "../../../webview-ui/compare/compareState.ts";

const WORDS = ["energy", "issues", "bank", "war"];
const PAIR = { firstPath: "/before", secondPath: "/after" };

/** Two models of which list and map are there. */
function shown(moved: readonly string[], arrows: CompareState["arrows"] = 12): CompareState {
  const entry = (word: string) => ({
    ...{ word, firstCount: 20, secondCount: 30, distance: 1, beyond: 0.5 },
    ...{ firstNeighbors: [], secondNeighbors: [] },
  });
  const state = {
    ...modelsChosen({ ...NO_COMPARE, arrows }, PAIR, "ready"),
    found: { moved: moved.map(entry) } as unknown as CompareState["found"],
  };
  return pairMapArrived(state, {
    words: WORDS,
    counts: new Uint32Array(),
    positions: Float32Array.from({ length: 4 * WORDS.length }, (_, at) => at),
    trustworthiness: 0.9,
  });
}

describe("the arrows of moved words", () => {
  it("lead from where a word was to where it is; that of the picked word stands out", () => {
    expect(movedArrows(shown(["issues", "war"]), ["war"])).toEqual([
      { from: 5, to: [1], strong: false, moves: true },
      { from: 7, to: [3], strong: true, moves: true },
    ]);
  });

  it("are as many as are wanted, with those that stand out in any case, and of words on the map alone", () => {
    const many = [...Array.from({ length: 11 }, (_, i) => `rare${i}`), "issues", "war"];
    expect(movedArrows(shown(many), [null])).toHaveLength(1);
    expect(movedArrows(shown(many), ["energy", "nowhere"])).toHaveLength(2);
    expect(movedArrows(shown(many, 24), [null])).toHaveLength(2);
  });

  it("are none before list and map are there", () => {
    expect(movedArrows({ ...shown(["war"]), map: null }, ["war"])).toEqual([]);
    expect(movedArrows({ ...shown(["war"]), found: null }, ["war"])).toEqual([]);
  });
});

describe("what is kept of the tab", () => {
  const reload = (state: CompareState) =>
    fromSavedCompare(JSON.parse(JSON.stringify(toSavedCompare(state))) as Record<string, unknown>);

  it("is which models are compared and how many arrows there are; the rest is asked again", () => {
    expect(reload(shown(["war"], 40))).toEqual({
      ...NO_COMPARE,
      ...PAIR,
      ...{ status: "wanted", arrows: 40 },
    });
    expect(reload({ ...NO_COMPARE, firstPath: "/before" })).toMatchObject({
      ...{ status: "choosing", firstPath: "/before", secondPath: null },
    });
  });

  it("takes nothing that does not fit", () => {
    for (const saved of [{}, { firstPath: 7, secondPath: "", isCompared: true, arrows: 7 }])
      expect(fromSavedCompare(saved)).toEqual(NO_COMPARE);
  });
});
