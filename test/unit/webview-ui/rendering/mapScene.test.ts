import { describe, expect, it } from "vitest";
import { buildScene, type MapSubject } from "../../../../webview-ui/rendering/mapScene.ts";

const SIZE = { width: 400, height: 300 };
const VIEW = { centerX: 0, centerY: 0, scale: 100 };
const measure = (text: string, size: number) => text.length * size * 0.5;

function subject(change: Partial<MapSubject> = {}): MapSubject {
  return {
    words: ["the", "bank", "notes", "far"],
    xy: Float32Array.of(-1, 1, 0, 0, 0.5, 0.25, 30, 0),
    picked: null,
    neighbors: [],
    strangers: [],
    arrows: [],
    fidelity: null,
    colors: null,
    obstacles: [],
    pointed: null,
    cursor: null,
    ...change,
  };
}

describe("buildScene", () => {
  it("labels the words in view when nothing is picked", () => {
    const scene = buildScene(subject(), VIEW, SIZE, [0, 1, 2], measure);
    expect(scene.labels.map(({ text }) => text)).toEqual(["the", "bank", "notes"]);
    expect(scene.marks).toEqual([]);
    expect(scene.links).toEqual([]);
  });

  it("says around the picked word, and where the pointer is, how far a place is to be trusted", () => {
    const fidelity = Float32Array.of(0.1, 0.25, 0.5, 1);
    const about = { picked: 1, neighbors: [{ row: 2, cosine: 0.7 }], fidelity };
    const scene = buildScene(subject({ ...about, pointed: 0 }), VIEW, SIZE, [0, 1, 2], measure);
    const trusts = scene.marks.map(({ row, trust }) => [row, trust]);
    expect(trusts).toEqual([
      [2, null],
      [1, 0.25],
      [0, Math.fround(0.1)],
    ]);
  });

  it("lets the picked word and its neighbors stand out, joined by links", () => {
    const neighbors = [{ row: 2, cosine: 0.7 }];
    const scene = buildScene(subject({ picked: 1, neighbors }), VIEW, SIZE, [0, 1, 2], measure);
    expect(scene.labels[0]).toMatchObject({ text: "bank", rank: "picked", bold: true });
    expect(scene.labels[1]).toMatchObject({ text: "notes", rank: "near" });
    expect(scene.marks.map(({ row, kind }) => [row, kind])).toEqual([
      [2, "near"],
      [1, "picked"],
    ]);
    expect(scene.links).toEqual([
      { from: { x: 200, y: 150 }, to: { x: 250, y: 125 }, cosine: 0.7 },
    ]);
  });

  it("shows a neighbor out of view by an arrow at the edge that points to it", () => {
    const neighbors = [{ row: 3, cosine: 0.6 }];
    const { edges, marks } = buildScene(
      subject({ picked: 1, neighbors }),
      VIEW,
      SIZE,
      [0, 1, 2],
      measure,
    );
    expect(marks.map(({ row }) => row)).toEqual([1]);
    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({ row: 3, x: 386, y: 150, text: "far" });
    expect(edges[0]!.angle).toBeCloseTo(0);
    expect(edges[0]!.textX).toBeLessThan(386);
  });

  it("points to the picked word when that is out of view", () => {
    const away = { ...VIEW, centerX: 25 };
    const { edges } = buildScene(subject({ picked: 1 }), away, SIZE, [3], measure);
    expect(edges.map(({ row }) => row)).toEqual([1]);
    expect(Math.abs(edges[0]!.angle)).toBeCloseTo(Math.PI);
  });

  it("swells the word under the pointer and gives it a label before others", () => {
    const scene = buildScene(subject({ pointed: 2 }), VIEW, SIZE, [0, 1, 2], measure);
    expect(scene.marks).toMatchObject([{ row: 2, kind: "pointed" }]);
    expect(scene.labels[0]).toMatchObject({ text: "notes", bold: true });
    expect(scene.labels.filter(({ row }) => row === 2)).toHaveLength(1);
  });

  it("cuts long words and bears points without a place", () => {
    const long = subject({
      words: ["x".repeat(10_000), "bank"],
      xy: Float32Array.of(0, 0, Number.NaN, 0),
      picked: 1,
      neighbors: [{ row: 0, cosine: 0.1 }],
    });
    const scene = buildScene(long, VIEW, SIZE, [0], measure);
    expect(scene.labels.map(({ text }) => [...text].length)).toEqual([28]);
  });
});
