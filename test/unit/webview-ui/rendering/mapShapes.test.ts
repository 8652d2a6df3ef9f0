import { describe, expect, it } from "vitest";
import { densityContours } from "../../../../webview-ui/rendering/contours.ts";
import { isInOutline, outlineBounds } from "../../../../webview-ui/rendering/lasso.ts";
import { PointIndex } from "../../../../webview-ui/rendering/pointIndex.ts";
import { framePositions } from "../../../../webview-ui/rendering/positions.ts";
import { paintByDepth, turnPoints } from "../../../../webview-ui/rendering/rotation.ts";
import { strangersOf } from "../../../../webview-ui/rendering/strangers.ts";
import { boundsOf } from "../../../../webview-ui/rendering/viewport.ts";
import { seededRandom } from "../../../support/seededRandom.ts";

function randomPoints(count: number): Float32Array {
  const random = seededRandom(5);
  return Float32Array.from({ length: count * 2 }, () => random() * 2 - 1);
}

describe("framePositions", () => {
  it("puts the middle at the origin and the longest side from -1 to 1", () => {
    const framed = framePositions(Float32Array.of(10, 0, 30, 5, Number.NaN, 2), 2);
    expect([...framed.subarray(0, 4)]).toEqual([-1, -0.25, 1, 0.25]);
    expect(framed[4]).toBeNaN();
  });

  it("bears a single point, and none", () => {
    expect([...framePositions(Float32Array.of(3, 4, 5), 3)]).toEqual([0, 0, 0]);
    expect([...framePositions(new Float32Array(), 2)]).toEqual([]);
  });
});

describe("turnPoints", () => {
  it("shows the first two axes from the front, and the third from the side", () => {
    const positions = Float32Array.of(0.5, 0.25, -1);
    const xy = new Float32Array(2);
    const depths = new Float32Array(1);
    turnPoints(positions, { yaw: 0, pitch: 0 }, xy, depths);
    expect([...xy, ...depths]).toEqual([0.5, 0.25, -1]);
    turnPoints(positions, { yaw: Math.PI / 2, pitch: 0 }, xy, depths);
    expect(xy[0]).toBeCloseTo(-1);
    expect(depths[0]).toBeCloseTo(-0.5);
  });

  it("keeps the distance from the middle, however it is turned", () => {
    const random = seededRandom(6);
    for (let i = 0; i < 50; i++) {
      const positions = Float32Array.from({ length: 3 }, () => random() * 2 - 1);
      const xy = new Float32Array(2);
      const depths = new Float32Array(1);
      turnPoints(positions, { yaw: random() * 7, pitch: random() * 3 - 1.5 }, xy, depths);
      expect(Math.hypot(...xy, ...depths)).toBeCloseTo(Math.hypot(...positions), 5);
    }
  });
});

describe("paintByDepth", () => {
  it("draws the near over the far, and every point once", () => {
    const depths = Float32Array.of(0.9, -1, 0, Number.NaN);
    const { order } = paintByDepth({ colors: new Uint8Array(16), order: null }, depths);
    expect([...order!]).toEqual([1, 3, 2, 0]);
  });
});

describe("isInOutline", () => {
  it("tells inside from outside, also in the notch of a bent line", () => {
    const bent = [0, 0, 4, 0, 4, 4, 2, 1, 0, 4];
    expect(isInOutline(bent, 1, 1)).toBe(true);
    expect(isInOutline(bent, 2, 3)).toBe(false);
    expect(isInOutline(bent, 5, 1)).toBe(false);
    expect(outlineBounds(bent)).toEqual({ left: 0, right: 4, bottom: 0, top: 4 });
    expect(isInOutline([], 0, 0)).toBe(false);
  });
});

describe("densityContours", () => {
  it("draws closed lines around where points are dense, the denser the farther inside", () => {
    const random = seededRandom(7);
    const xy = Float32Array.from({ length: 4000 }, (_, i) =>
      i < 3000 ? 0.5 + (random() - 0.5) * 0.2 : random() * 2 - 1,
    );
    const levels = densityContours(xy, boundsOf(xy)!);
    expect(levels.length).toBe(6);
    const densest = levels.at(-1)!.rings;
    expect(densest.length).toBeGreaterThan(0);
    for (const ring of densest) {
      expect([...ring.subarray(0, 2)]).toEqual([...ring.subarray(-2)]);
      expect(ring.every((value) => Math.abs(value - 0.5) < 0.25)).toBe(true);
    }
  });

  it("draws none for few points, or points that share one place", () => {
    expect(
      densityContours(Float32Array.of(0, 0, 1, 1), boundsOf(Float32Array.of(0, 0, 1, 1))!),
    ).toEqual([]);
    const same = new Float32Array(200).fill(3);
    expect(densityContours(same, boundsOf(same)!)).toEqual([]);
  });
});

describe("the neighbors on the map", () => {
  it("are the same as by a search through all", () => {
    const xy = randomPoints(1500);
    const index = new PointIndex(xy, boundsOf(xy)!);
    for (const from of [0, 17, 400, 1499]) {
      const distance = (row: number) =>
        Math.hypot(xy[row * 2]! - xy[from * 2]!, xy[row * 2 + 1]! - xy[from * 2 + 1]!);
      const expected = Array.from({ length: 1500 }, (_, row) => row)
        .filter((row) => row !== from)
        .sort((a, b) => distance(a) - distance(b))
        .slice(0, 15);
      expect(index.nearestOf(from, 15)).toEqual(expected);
    }
  });

  it("are all there are where there are fewer, and none of a point without a place", () => {
    const xy = Float32Array.of(0, 0, 1, 1, Number.NaN, 0, 0.5, 0.5);
    const index = new PointIndex(xy, boundsOf(xy)!);
    expect(index.nearestOf(0, 15)).toEqual([3, 1]);
    expect(index.nearestOf(2, 15)).toEqual([]);
  });

  it("count in a view without going through all, the first by their rows", () => {
    const xy = randomPoints(60_000);
    const index = new PointIndex(xy, boundsOf(xy)!);
    const view = { left: -0.5, right: 0.9, bottom: -0.8, top: 0.8 };
    const { rows, total } = index.firstWithin(view, 100);
    expect(rows).toEqual(index.within(view).slice(0, 100));
    expect(total).toBeGreaterThan(30_000);
  });
});

describe("strangersOf", () => {
  it("names what is near on the map and not among as many by cosine", () => {
    const cosines = Float32Array.of(1, 0.9, 0.1, 0.8, 0.7, -0.2);
    expect(strangersOf(0, [1, 2, 5], cosines)).toEqual([
      { row: 2, cosine: cosines[2] },
      { row: 5, cosine: cosines[5] },
    ]);
    expect(strangersOf(0, [1, 3], cosines)).toEqual([]);
    expect(strangersOf(0, [], cosines)).toEqual([]);
  });
});
