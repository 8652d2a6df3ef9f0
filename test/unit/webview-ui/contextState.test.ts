import { describe, expect, it } from "vitest";
import type { ContextReading } from "../../../src/protocol/contextMessages.ts";
import type { RunningEncoder } from "../../../src/protocol/encodingMessages.ts";
import {
  attentionLayer,
  NO_CONTEXT,
  readingArrived,
  selectionTaken,
  unusualShare,
  wordPicked,
} from "../../../webview-ui/meaning/contextState.ts";
import { fromSaved, toSaved } from "../../../webview-ui/savedState.ts";
import { INITIAL_STATE } from "../../../webview-ui/state.ts";

const SELECTION = { text: "the bank lends", place: null, isCut: false };

/** What an encoder with six layers says of three words. */
function reading(layer = 6): RunningEncoder & ContextReading {
  return {
    hiddenStates: 7,
    attentionLayers: 6,
    heads: 12,
    layer,
    words: ["the", "bank", "lends"].map((surface, index) => ({
      surface,
      start: index * 5,
      end: index * 5 + surface.length,
      pieces: [index + 1],
      staticWord: surface === "lends" ? null : surface,
    })),
  } as unknown as RunningEncoder & ContextReading;
}

describe("the Context tab", () => {
  it("begins with the longest word that the model knows, and keeps the one that was picked", () => {
    const taken = selectionTaken(NO_CONTEXT, SELECTION);
    expect(taken.status).toBe("waiting");
    const shown = readingArrived(taken, reading());
    expect(shown.picked).toBe(1);
    const again = selectionTaken(wordPicked(shown, 2), SELECTION);
    expect(readingArrived(again, reading()).picked).toBe(2);
    expect(
      readingArrived(selectionTaken(again, { ...SELECTION, text: "x" }), reading()).picked,
    ).toBe(1);
  });

  it("is empty for a selection of blanks or none", () => {
    expect(selectionTaken(NO_CONTEXT, { ...SELECTION, text: " \n" }).status).toBe("empty");
    expect(selectionTaken(NO_CONTEXT, null).status).toBe("empty");
  });

  it("shows the attention that makes the layer, and the first one for the embeddings", () => {
    expect(attentionLayer(readingArrived(NO_CONTEXT, reading(6)))).toBe(5);
    expect(attentionLayer(readingArrived(NO_CONTEXT, reading(1)))).toBe(0);
    expect(attentionLayer(readingArrived(NO_CONTEXT, reading(0)))).toBe(0);
  });

  it("forgets a head that another encoder does not have", () => {
    const state = { ...NO_CONTEXT, head: 15 };
    expect(readingArrived(state, reading()).head).toBe(0);
    expect(readingArrived({ ...NO_CONTEXT, head: "rollout" }, reading()).head).toBe("rollout");
  });

  it("calls unusual what is farther than most places, and says nothing without places", () => {
    const usage = { total: 4, nearest: [], distances: Float32Array.of(0.1, 0.2, 0.3, 0.4) };
    expect(unusualShare({ ...usage, distance: 0.35 })).toBe(0.75);
    expect(unusualShare({ ...usage, distance: 0.05 })).toBe(0);
    expect(unusualShare({ ...usage, distance: null })).toBe(null);
    expect(unusualShare({ ...usage, distances: Float32Array.of(0.1), distance: 0.2 })).toBe(null);
  });
});

describe("the saved tabs", () => {
  it("come back as they were looked at, and are asked anew", () => {
    const context = { ...NO_CONTEXT, selection: SELECTION, picked: 2, layer: 3, head: 4 as const };
    const saved = toSaved({ ...INITIAL_STATE, view: "context", context, followedTab: 9 });
    const back = fromSaved(JSON.parse(JSON.stringify(saved)));
    expect(back.view).toBe("context");
    expect(back.followedTab).toBe(9);
    expect(back.context).toEqual(context);
  });

  it("are left out where they were tampered with", () => {
    const saved = toSaved(INITIAL_STATE) as Record<string, unknown>;
    const broken = fromSaved({
      ...saved,
      view: "elsewhere",
      followedTab: "9",
      context: { selection: { text: "x".repeat(5_001), place: {} }, layer: -1, head: "all" },
    });
    expect(broken.view).toBe("explore");
    expect(broken.followedTab).toBe(null);
    expect(broken.context).toEqual({ ...NO_CONTEXT, picked: -1 });
  });
});
