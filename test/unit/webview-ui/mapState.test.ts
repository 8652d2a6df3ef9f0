import { describe, expect, it } from "vitest";
import type { ProjectedMap, ProjectionSnapshot } from "../../../src/protocol/mapMessages.ts";
import {
  fromSavedMap,
  groupPicked,
  INITIAL_MAP,
  projectionArrived,
  projectionEnded,
  projectionProgressed,
  quickMapArrived,
  toSavedMap,
  type MapState,
} from "../../../webview-ui/mapState.ts";

const QUICK = {
  words: ["the", "of", "bank"],
  counts: Uint32Array.of(30, 20, 10),
  xy: Float32Array.of(0, 0, 2, 0, 2, 2),
  explained: [0.2, 0.1] as const,
};
const RUNNING: MapState = {
  ...quickMapArrived(INITIAL_MAP, QUICK),
  run: { runId: "now", snapshot: null },
};
const SNAPSHOT: ProjectionSnapshot = {
  runId: "now",
  phase: "layout",
  fraction: 0.5,
  round: 100,
  rounds: 200,
  secondsLeft: 3,
  positions: Float32Array.of(0, 0, 4, 4, 0, 4),
};

function result(words: readonly string[]): ProjectedMap {
  return {
    settings: {
      ...({ method: "umap", dimensions: 2, count: words.length, seed: 1 } as const),
      ...{ neighbors: 15, minimumDistance: 0.1, epochs: 200, perplexity: 30, balance: 0 },
    },
    words,
    counts: new Uint32Array(words.length),
    positions: Float32Array.from({ length: words.length * 2 }, (_, i) => i),
    explained: [],
    clusterOfWord: new Uint16Array(words.length),
    clusters: [{ words: ["the"], size: words.length }],
    fidelity: null,
    seconds: 1,
  };
}

describe("a projection", () => {
  it("moves the words of the quick map while it gets on", () => {
    const { map, run } = projectionProgressed(RUNNING, SNAPSHOT);
    expect(map!.words).toBe(QUICK.words);
    expect([...map!.positions]).toEqual([-1, -1, 1, 1, -1, 1]);
    expect(map).toMatchObject({ method: "umap", unfinished: { round: 100, rounds: 200 } });
    expect(run!.snapshot).toBe(SNAPSHOT);
  });

  it("changes nothing as another run, and no places of another number of words", () => {
    expect(projectionProgressed(RUNNING, { ...SNAPSHOT, runId: "before" })).toBe(RUNNING);
    const odd = { ...SNAPSHOT, positions: new Float32Array(4) };
    expect(projectionProgressed(RUNNING, odd).map).toBe(RUNNING.map);
  });

  it("keeps the words and the selection where the final map has as many, else forgets them", () => {
    const selected: MapState = { ...RUNNING, selection: [1] };
    const same = projectionArrived(selected, result(["the", "of", "bank"]));
    expect(same.map!.words).toBe(QUICK.words);
    expect([same.selection, same.run]).toEqual([[1], null]);
    const other = projectionArrived(selected, result(["the", "of"]));
    expect([other.map!.words, other.selection]).toEqual([["the", "of"], null]);
  });

  it("leaves the choice at what is seen when it is stopped", () => {
    const failed = projectionEnded({ ...RUNNING, choice: { ...RUNNING.choice, method: "t-sne" } });
    expect(failed.choice.method).toBe("pca");
    const stopped = projectionEnded(projectionProgressed(RUNNING, SNAPSHOT));
    expect(stopped.choice.method).toBe("umap");
    expect(stopped.map!.unfinished).toEqual({ round: 100, rounds: 200 });
  });
});

describe("the legend", () => {
  it("shows one group alone, adds others, and shows all again", () => {
    const steps: (readonly [number, boolean])[] = [
      [2, false],
      [5, true],
      [2, true],
      [5, false],
    ];
    const seen: (readonly number[])[] = [];
    let state = RUNNING;
    for (const [group, adds] of steps) {
      state = groupPicked(state, group, adds);
      seen.push(state.only);
    }
    expect(seen).toEqual([[2], [2, 5], [5], []]);
  });
});

describe("what is kept of the map", () => {
  it("comes back as it was", () => {
    const placed = { method: "axes", dimensions: 2, count: 1000, axes: ["a - b", "c"] } as const;
    const choice = { ...placed, balance: 0 };
    const saved: unknown = JSON.parse(
      JSON.stringify(toSavedMap({ ...INITIAL_MAP, choice, coloring: "count" })),
    );
    expect(fromSavedMap(saved)).toEqual({ ...INITIAL_MAP, choice, coloring: "count" });
  });

  it.each([
    null,
    "map",
    { method: "magic", dimensions: 7, count: -1, axes: 3, coloring: [] },
    { method: "axes", dimensions: 2, count: 4000, axes: [1, 2] },
    { count: Infinity },
    { balance: 2 },
    { balance: "none" },
  ])("is the initial map where it does not fit: %j", (saved) => {
    expect(fromSavedMap(saved)).toEqual(INITIAL_MAP);
  });
});
