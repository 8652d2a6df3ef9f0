import { describe, expect, it } from "vitest";
import { PointIndex } from "../../../../webview-ui/rendering/pointIndex.ts";
import { startingWords } from "../../../../webview-ui/rendering/starts.ts";
import { boundsOf } from "../../../../webview-ui/rendering/viewport.ts";
import { seededRandom } from "../../../support/seededRandom.ts";

function randomPoints(count: number): Float32Array {
  const random = seededRandom(3);
  return Float32Array.from({ length: count * 2 }, () => random() * 10);
}

describe("PointIndex", () => {
  it("finds the same nearest point as a search through all", () => {
    const xy = randomPoints(2000);
    const index = new PointIndex(xy, boundsOf(xy)!);
    const random = seededRandom(4);
    for (let i = 0; i < 200; i++) {
      const [x, y] = [random() * 11, random() * 11];
      let best: number | null = null;
      let least = 0.5;
      for (let row = 0; row < 2000; row++) {
        const distance = Math.hypot(xy[row * 2]! - x, xy[row * 2 + 1]! - y);
        if (distance <= least) [best, least] = [row, distance];
      }
      expect(index.nearest(x, y, 0.5)).toBe(best);
    }
  });

  it("lists what is inside a rectangle, in the order of the rows", () => {
    const xy = randomPoints(500);
    const index = new PointIndex(xy, boundsOf(xy)!);
    const expected = Array.from({ length: 500 }, (_, row) => row).filter(
      (row) =>
        xy[row * 2]! >= 2 && xy[row * 2]! <= 4 && xy[row * 2 + 1]! >= 1 && xy[row * 2 + 1]! <= 9,
    );
    expect(index.within({ left: 2, right: 4, bottom: 1, top: 9 })).toEqual(expected);
  });

  it("goes to the near point in a direction, and nowhere at the rim", () => {
    const xy = Float32Array.of(0, 0, 1, 0.1, 5, 0, 0.2, 3, -1, -1);
    const index = new PointIndex(xy, boundsOf(xy)!);
    expect(index.toward(0, 1, 0)).toBe(1);
    expect(index.toward(0, 0, 1)).toBe(3);
    expect(index.toward(2, 1, 0)).toBeNull();
  });

  it("leaves out points without a place, and bears points that share one", () => {
    const xy = Float32Array.of(Number.NaN, 0, 1, 1, 1, 1, 1, Infinity);
    const index = new PointIndex(xy, boundsOf(xy)!);
    expect(index.within({ left: 0, right: 2, bottom: 0, top: 2 })).toEqual([1, 2]);
    expect(index.toward(1, 1, 0)).toBeNull();
    expect(
      new PointIndex(new Float32Array(), { left: 0, right: 1, bottom: 0, top: 1 }).nearest(0, 0, 9),
    ).toBeNull();
  });
});

describe("startingWords", () => {
  it("takes the farthest word of each direction, the frequent first, and no figures", () => {
    const words = ["middle", "east", "far east", "north", "1891", "west"];
    const xy = Float32Array.of(0, 0, 3, 0.1, 5, 0.1, 0.1, 4, 0.2, 9, -4, -0.1);
    expect(startingWords(words, xy, 4)).toEqual(["far east", "north", "west"]);
  });

  it("has none for a map without places", () => {
    expect(startingWords([], new Float32Array(), 10)).toEqual([]);
    expect(startingWords(["one"], Float32Array.of(1, 1), 10)).toEqual([]);
    expect(startingWords(["one"], Float32Array.of(Number.NaN, 1), 10)).toEqual([]);
  });
});
