import { describe, expect, it } from "vitest";
import type { FormulaAnswer } from "../../../src/protocol/wordMessages.ts";
import { analogyArrows, driftArrows, type Drift } from "../../../webview-ui/mapDrift.ts";
import { INITIAL_MAP } from "../../../webview-ui/mapState.ts";
import { layArrows } from "../../../webview-ui/rendering/mapArrows.ts";

const words = ["king", "man", "woman", "queen", "bank", "river", "money"];
const rowOf = (word: string) => (words.includes(word) ? words.indexOf(word) : null);

function answerOf(weights: Readonly<Record<string, number>>, best: string): FormulaAnswer {
  return {
    formula: "",
    method: "3CosAdd",
    terms: Object.entries(weights).map(([word, weight]) => ({
      entry: { word, count: null, rank: 1 },
      weight,
    })),
    last: null,
    candidates: [{ word: best, score: 0.7, count: null, alone: null }],
    inputs: [],
  };
}

describe("the arrows of an analogy", () => {
  it("lead from the word taken away to the first that is added, and from the other to the answer", () => {
    expect(analogyArrows(answerOf({ king: 1, man: -1, woman: 1 }, "queen"), rowOf)).toEqual([
      { from: 1, to: [0], strong: true },
      { from: 2, to: [3], strong: true },
    ]);
  });

  it("are missing where a word is not on the map, and for any other formula", () => {
    expect(analogyArrows(answerOf({ king: 1, man: -1, woman: 1 }, "empress"), rowOf)).toEqual([
      { from: 1, to: [0], strong: true },
    ]);
    expect(analogyArrows(answerOf({ king: 1, man: 1, woman: 1 }, "queen"), rowOf)).toEqual([]);
    expect(analogyArrows(answerOf({ king: 2, man: -1, woman: 1 }, "queen"), rowOf)).toEqual([]);
    expect(analogyArrows(answerOf({ king: 1, man: -1 }, "queen"), rowOf)).toEqual([]);
  });
});

describe("the arrows of moved words", () => {
  const moved = (word: string, ...secondNeighbors: string[]) => ({
    ...{ word, firstCount: 20, secondCount: 20, distance: 1, beyond: 0.5 },
    ...{ firstNeighbors: [], secondNeighbors },
  });
  const mapWith = (list: Drift["moved"]) => ({
    ...INITIAL_MAP,
    drift: { path: "/later", name: "later", moved: list },
  });

  it("lead to those neighbors in the other model that the map has; that of the picked word stands out", () => {
    const map = mapWith([moved("bank", "river", "shore"), moved("king", "queen", "man")]);
    expect(driftArrows(map, rowOf, "king")).toEqual([
      { from: 4, to: [5], strong: false },
      { from: 0, to: [3, 1], strong: true },
    ]);
  });

  it("are at most forty, with that of the picked word in any case", () => {
    const map = mapWith([
      ...Array.from({ length: 60 }, () => moved("bank", "river")),
      moved("king", "queen"),
    ]);
    expect(driftArrows(map, rowOf, null)).toHaveLength(40);
    expect(driftArrows(map, rowOf, "king")).toHaveLength(41);
  });

  it("are none before they are known, and without another model", () => {
    expect(driftArrows(mapWith(null), rowOf, null)).toEqual([]);
    expect(driftArrows(INITIAL_MAP, rowOf, null)).toEqual([]);
  });
});

describe("an arrow on the screen", () => {
  const at = (row: number) => ({ x: row * 100, y: 0 });

  it("points to the middle of several places, and leaves room for the points at its ends", () => {
    expect(layArrows([{ from: 0, to: [1, 3], strong: false }], at)).toEqual([
      { fromX: 7, fromY: 0, toX: 193, toY: 0, strong: false },
    ]);
  });

  it("is not drawn where it would be too short, or leads nowhere", () => {
    expect(layArrows([{ from: 1, to: [1], strong: false }], at)).toEqual([]);
    expect(layArrows([{ from: 1, to: [], strong: false }], at)).toEqual([]);
    expect(layArrows([{ from: NaN, to: [1], strong: false }], at)).toEqual([]);
  });
});
