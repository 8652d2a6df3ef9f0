import { describe, expect, it } from "vitest";
import type { FormulaAnswer } from "../../../src/protocol/wordMessages.ts";
import { analogyArrows } from "../../../webview-ui/formulaArrows.ts";
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
      { from: 1, to: [0], strong: true, moves: false },
      { from: 2, to: [3], strong: true, moves: false },
    ]);
  });

  it("are missing where a word is not on the map, and for any other formula", () => {
    expect(analogyArrows(answerOf({ king: 1, man: -1, woman: 1 }, "empress"), rowOf)).toEqual([
      { from: 1, to: [0], strong: true, moves: false },
    ]);
    expect(analogyArrows(answerOf({ king: 1, man: 1, woman: 1 }, "queen"), rowOf)).toEqual([]);
    expect(analogyArrows(answerOf({ king: 2, man: -1, woman: 1 }, "queen"), rowOf)).toEqual([]);
    expect(analogyArrows(answerOf({ king: 1, man: -1 }, "queen"), rowOf)).toEqual([]);
  });
});

describe("an arrow on the screen", () => {
  const at = (row: number) => ({ x: row * 100, y: 0 });
  const plain = { strong: false, moves: false };
  const everywhere = () => true;

  it("points to the middle of several places, and leaves room for the points at its ends", () => {
    expect(layArrows([{ from: 0, to: [1, 3], ...plain }], at, everywhere)).toEqual([
      { fromX: 7, fromY: 0, toX: 193, toY: 0, ...plain },
    ]);
  });

  it("is not drawn where it would be too short, or leads nowhere", () => {
    for (const arrow of [
      { from: 1, to: [1] },
      { from: 1, to: [] },
      { from: NaN, to: [1] },
    ])
      expect(layArrows([{ ...arrow, ...plain }], at, everywhere)).toEqual([]);
  });

  it("from where a word was to where it is needs both ends in view", () => {
    const arrow = { from: 0, to: [3], strong: true, moves: true };
    const near = ({ x }: { readonly x: number }) => x < 250;
    expect(layArrows([arrow], at, everywhere)).toHaveLength(1);
    expect(layArrows([arrow], at, near)).toEqual([]);
    expect(layArrows([{ ...arrow, moves: false }], at, near)).toHaveLength(1);
  });
});
