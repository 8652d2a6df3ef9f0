import { describe, expect, it } from "vitest";
import type { ModelDescription } from "../../../src/protocol/modelMessages.ts";
import type { PanelModel, PanelState } from "../../../src/protocol/pageMessages.ts";
import type { NeighborView } from "../../../webview-ui/neighborView.ts";
import { fromSaved, toSaved } from "../../../webview-ui/savedState.ts";
import {
  answerArrived,
  INITIAL_STATE,
  modelKey,
  panelArrived,
  wordAsked,
  type PageState,
} from "../../../webview-ui/state.ts";

const MODEL: ModelDescription = {
  path: "/models/sotu.safetensors",
  name: "sotu",
  algorithm: "skip-gram",
  words: 12_124,
  dimension: 100,
  bytes: 9_900_000,
  createdAt: "2026-11-22T02:54:13.825Z",
  corpus: null,
  hyperparameters: {},
  lossPerEpoch: [],
};
const LIST = {
  entry: { word: "bank", count: 401, rank: 513 },
  neighbors: [{ word: "banks", cosine: 0.67, count: null }],
};

function panelWith(model: PanelModel): PanelState {
  return { model, modelNames: [], training: null, request: null, following: false };
}

function shownBank(): PageState {
  const ready = panelArrived(INITIAL_STATE, panelWith({ kind: "ready", model: MODEL }));
  return answerArrived(wordAsked(ready, "bank"), "bank", LIST);
}

/** The state of the page's next life, by way of what VS Code stores: JSON. */
const reload = (state: PageState) => fromSaved(JSON.parse(JSON.stringify(toSaved(state))));

describe("the saved state", () => {
  it("shows the last word and its neighbors before the host has answered", () => {
    const restored = reload(shownBank());
    expect(restored.isRemembered).toBe(true);
    expect(restored.answer).toEqual({ kind: "found", word: "bank", list: LIST });
    expect(modelKey(restored.panel)).toBe(modelKey(shownBank().panel));
  });

  it("goes on showing it while the model is loading, and until the host has confirmed it", () => {
    const restored = reload(shownBank());
    const loading = panelArrived(restored, panelWith({ kind: "loading", name: "sotu" }));
    expect(loading.isRemembered).toBe(true);
    expect(loading.answer).toBe(restored.answer);
    const ready = panelArrived(loading, panelWith({ kind: "ready", model: MODEL }));
    expect(ready.isRemembered).toBe(false);
    expect(ready.answer).toBe(restored.answer);
  });

  it("drops it where the model is gone or another one", () => {
    const restored = reload(shownBank());
    const other = { ...MODEL, createdAt: "2026-11-23T00:00:00.000Z" };
    for (const model of [{ kind: "none" }, { kind: "ready", model: other }] as const) {
      const next = panelArrived(restored, panelWith(model));
      expect(next).toMatchObject({ isRemembered: false, answer: { kind: "none" } });
    }
  });

  it("is remembered again where the page ends before the host has answered", () => {
    expect(reload(reload(shownBank())).answer).toMatchObject({ kind: "found", word: "bank" });
  });

  it("remembers no answer where there was none", () => {
    const restored = reload(INITIAL_STATE);
    expect(restored).toMatchObject({ isRemembered: false, panel: null, answer: { kind: "none" } });
  });

  it("keeps how neighbors are asked for, and leaves out what does not fit", () => {
    const neighborView: NeighborView = {
      balance: 0.35,
      twoLists: true,
      metric: "euclidean",
      count: 50,
      filter: { minimumCount: 5, pattern: "ing$", kind: "words" },
      method: "3CosMul",
      pins: ["river", "money"],
    };
    expect(reload({ ...shownBank(), neighborView }).neighborView).toEqual(neighborView);
    const saved = {
      ...toSaved(shownBank()),
      neighborView: {
        balance: 1.5,
        metric: "taxicab",
        count: 1e9,
        filter: { minimumCount: -1, pattern: "", kind: "all", script: 3 },
        pins: ["a", 2, "b", "c", "d", "e"],
      },
    };
    expect(fromSaved(saved).neighborView).toEqual({
      ...INITIAL_STATE.neighborView,
      pins: ["a", "b", "c", "d"],
    });
  });

  it("takes nothing that does not fit", () => {
    const saved = toSaved(shownBank()) as { remembered: { model: object; list: object } };
    const { remembered } = saved;
    const damages: object[] = [
      { remembered: 7 },
      { remembered: { list: LIST } },
      { remembered: { ...remembered, model: { ...MODEL, words: "many" } } },
      { remembered: { ...remembered, list: { ...LIST, neighbors: [{ word: 1 }] } } },
      { remembered: { ...remembered, list: { ...LIST, entry: null } } },
    ];
    for (const damage of damages)
      expect(fromSaved({ ...saved, ...damage })).toMatchObject({
        isRemembered: false,
        panel: null,
        history: { words: ["bank"] },
      });
    for (const foreign of [null, "x", [], { v: 2 }]) expect(fromSaved(foreign)).toBe(INITIAL_STATE);
  });
});
