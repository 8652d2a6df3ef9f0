import { describe, expect, it } from "vitest";
import type { NeighborList } from "../../../src/protocol/modelMessages.ts";
import type { PanelState } from "../../../src/protocol/pageMessages.ts";
import { fromSaved, toSaved } from "../../../webview-ui/savedState.ts";
import {
  answerArrived,
  answerFailed,
  answerSlow,
  askedWord,
  INITIAL_STATE,
  markedWords,
  panelArrived,
  sectionToggled,
  shownAnswer,
  traveled,
  waitingFor,
  wordAsked,
  type PageState,
} from "../../../webview-ui/state.ts";

const BANK: NeighborList = {
  entry: { word: "bank", count: 401, rank: 513 },
  neighbors: [{ word: "notes", cosine: 0.69, count: 309 }],
};

function ready(createdAt = "2026-11-22"): PanelState {
  return {
    model: {
      kind: "ready",
      model: {
        path: "/m/sotu.safetensors",
        name: "sotu",
        algorithm: "skip-gram",
        words: 10,
        dimension: 4,
        bytes: 100,
        createdAt,
        corpus: null,
        hyperparameters: {},
        lossPerEpoch: [],
      },
    },
    modelNames: [],
    training: null,
    request: null,
    following: false,
  };
}

function withBank(): PageState {
  const asked = wordAsked(panelArrived(INITIAL_STATE, ready()), "bank");
  return answerArrived(asked, "bank", BANK);
}

describe("the answer", () => {
  it("stays the one before while its successor is quick, and gives way to a skeleton when it is slow", () => {
    const waiting = wordAsked(withBank(), "peace");
    expect(shownAnswer(waiting)).toMatchObject({ kind: "found", word: "bank" });
    expect(shownAnswer(answerSlow(waiting))).toMatchObject({ kind: "waiting", word: "peace" });
    // A third question keeps the last thing that was known.
    expect(shownAnswer(wordAsked(waiting, "war"))).toMatchObject({ kind: "found", word: "bank" });
  });

  it("names a word that the model does not have, with words spelled like it", () => {
    const state = answerArrived(withBank(), "bnak", {
      missing: [{ word: "bnak", similar: ["bank"] }],
    });
    expect(state.answer).toEqual({
      kind: "missing",
      word: "bnak",
      missing: [{ word: "bnak", similar: ["bank"] }],
    });
  });

  it("keeps the list of a word where a filter was refused, and none where another word failed", () => {
    const again = waitingFor(withBank(), "bank");
    expect(answerFailed(again, "bank").answer).toEqual(withBank().answer);
    const other = wordAsked(withBank(), "peace");
    expect(answerFailed(other, "peace").answer).toEqual({ kind: "failed", word: "peace" });
  });

  it("marks the answer of a formula, the other candidates and its words", () => {
    const candidate = (word: string) => ({ word, score: 0.5, count: 3, alone: 1 });
    const state = answerArrived(wordAsked(withBank(), "a - b"), "a - b", {
      formula: "a - b",
      method: "3CosAdd",
      terms: [],
      last: "a",
      candidates: [candidate("best"), candidate("second")],
      inputs: [{ word: "a", score: 0.9, count: 8 }],
    });
    const marked = markedWords(shownAnswer(state));
    expect(marked.word).toBe("best");
    expect(marked.neighbors.map(({ word }) => word)).toEqual(["second", "a"]);
    expect(markedWords(shownAnswer(state)).neighbors).toBe(marked.neighbors);
  });

  it("is void when another model takes the place, but the word stays asked", () => {
    const next = panelArrived(withBank(), ready("2026-11-23"));
    expect(next.answer).toEqual({ kind: "none" });
    expect(next.map.map).toBeNull();
    expect(askedWord(next)).toBe("bank");
  });

  it("stays when the host says anything else", () => {
    const before = withBank();
    expect(
      panelArrived(before, { ...ready(), modelNames: [{ path: "/x", name: "x", stamp: "1" }] })
        .answer,
    ).toBe(before.answer);
  });
});

describe("named changes", () => {
  it("travels only where there is a word to go to", () => {
    const state = withBank();
    expect(traveled(state, -1)).toBe(state);
    const back = traveled(wordAsked(state, "peace"), -1);
    expect(askedWord(back)).toBe("bank");
    expect(back.answer.kind).toBe("waiting");
  });

  it("closes and opens sections", () => {
    const closed = sectionToggled(INITIAL_STATE, "map");
    expect(closed.closed).toEqual(["map"]);
    expect(sectionToggled(closed, "map").closed).toEqual([]);
  });
});

describe("what is remembered", () => {
  it("comes back as it was, without answers", () => {
    const state: PageState = {
      ...wordAsked(withBank(), "peace"),
      wordSet: { open: true, text: "x y z", answer: null },
      tab: "lines",
      sashes: { column: 300, evidence: null },
      closed: ["map"],
      followed: { serial: 4, word: "bank" },
    };
    const restored = fromSaved(JSON.parse(JSON.stringify(toSaved(state))));
    expect(restored).toEqual({
      ...INITIAL_STATE,
      history: state.history,
      wordSet: state.wordSet,
      tab: "lines",
      sashes: state.sashes,
      closed: ["map"],
      followed: state.followed,
    });
    expect(toSaved(state)).toMatchObject({ v: 1, word: "peace" });
  });

  it.each([
    undefined,
    null,
    "text",
    7,
    [],
    {},
    { v: 2, history: { words: ["a"], position: 0 } },
    { v: 1, history: { words: [1, 2], position: 0 } },
    { v: 1, history: { words: "ab", position: 0 } },
    { v: 1, sashes: { column: "wide", evidence: -3 }, closed: ["kitchen"], tab: "x", wordSet: 3 },
    { v: 1, followed: { serial: "1", word: "x" } },
  ])("falls back to the beginning where it makes no sense: %j", (saved) => {
    expect(fromSaved(saved)).toEqual(INITIAL_STATE);
  });

  it("moves a position outside the history into it", () => {
    expect(fromSaved({ v: 1, history: { words: ["a", "b"], position: 9 } }).history.position).toBe(
      1,
    );
    expect(fromSaved({ v: 1, history: { words: ["a", "b"], position: -9 } }).history.position).toBe(
      0,
    );
  });
});
