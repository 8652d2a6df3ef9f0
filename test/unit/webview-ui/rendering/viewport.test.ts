import { describe, expect, it } from "vitest";
import {
  between,
  boundsOf,
  fitBounds,
  isFar,
  mapX,
  mapY,
  panned,
  screenX,
  screenY,
  viewOfWord,
  zoomedAt,
} from "../../../../webview-ui/rendering/viewport.ts";

const SIZE = { width: 800, height: 500 };
const VIEW = { centerX: 1, centerY: 2, scale: 100 };

describe("the viewport", () => {
  it("turns map units into pixels and back, with y pointing up", () => {
    expect([screenX(VIEW, SIZE, 1), screenY(VIEW, SIZE, 2)]).toEqual([400, 250]);
    expect([screenX(VIEW, SIZE, 2), screenY(VIEW, SIZE, 3)]).toEqual([500, 150]);
    expect([mapX(VIEW, SIZE, 500), mapY(VIEW, SIZE, 150)]).toEqual([2, 3]);
  });

  it("keeps what is under the pointer there while zooming, inside its limits", () => {
    const [x, y] = [123, 321];
    const before = [mapX(VIEW, SIZE, x), mapY(VIEW, SIZE, y)];
    const zoomed = zoomedAt(VIEW, SIZE, 2, x, y, [10, 1000]);
    expect(zoomed.scale).toBe(200);
    expect(mapX(zoomed, SIZE, x)).toBeCloseTo(before[0]!);
    expect(mapY(zoomed, SIZE, y)).toBeCloseTo(before[1]!);
    expect(zoomedAt(VIEW, SIZE, 1e9, x, y, [10, 1000]).scale).toBe(1000);
    expect(zoomedAt(VIEW, SIZE, 0, x, y, [10, 1000]).scale).toBe(10);
  });

  it("moves with the pointer", () => {
    const moved = panned(VIEW, 50, -30);
    expect(screenX(moved, SIZE, 1)).toBeCloseTo(450);
    expect(screenY(moved, SIZE, 2)).toBeCloseTo(220);
  });

  it("flies from one view to another and ends exactly there", () => {
    const to = { centerX: 5, centerY: -1, scale: 400 };
    expect(between(VIEW, to, 0)).toEqual(VIEW);
    const end = between(VIEW, to, 1);
    expect(end.centerX).toBeCloseTo(5);
    expect(end.centerY).toBeCloseTo(-1);
    expect(end.scale).toBeCloseTo(400);
    const level = between(VIEW, { ...VIEW, centerX: 3 }, 0.5);
    expect(level).toEqual({ centerX: 2, centerY: 2, scale: 100 });
  });

  it("cuts instead of flying over more than two screens", () => {
    expect(isFar(VIEW, { ...VIEW, centerX: 3 }, SIZE)).toBe(false);
    expect(isFar(VIEW, { ...VIEW, centerX: 40 }, SIZE)).toBe(true);
  });
});

describe("fitting", () => {
  it("shows all points, leaving out those without a place", () => {
    const xy = Float32Array.of(0, 0, 4, 2, Number.NaN, 9, Infinity, 9);
    const bounds = boundsOf(xy)!;
    expect(bounds).toEqual({ left: 0, right: 4, bottom: 0, top: 2 });
    const view = fitBounds(bounds, SIZE, 1);
    for (const [x, y] of [
      [0, 0],
      [4, 2],
    ] as const) {
      expect(screenX(view, SIZE, x)).toBeGreaterThanOrEqual(27.9);
      expect(screenX(view, SIZE, x)).toBeLessThanOrEqual(SIZE.width - 27.9);
      expect(screenY(view, SIZE, y)).toBeGreaterThanOrEqual(27.9);
      expect(screenY(view, SIZE, y)).toBeLessThanOrEqual(SIZE.height - 27.9);
    }
  });

  it("has a scale for one point, for points in one place, and none for no points", () => {
    const bounds = boundsOf(Float32Array.of(3, 4, 3, 4))!;
    expect(fitBounds(bounds, SIZE, 7)).toEqual({ centerX: 3, centerY: 4, scale: 7 });
    expect(boundsOf(new Float32Array())).toBeNull();
    expect(boundsOf(Float32Array.of(Number.NaN, 1))).toBeNull();
  });

  it("brings a word and its nearest into view, never wider than the whole map or closer than three times", () => {
    const xy = Float32Array.of(0, 0, 0.1, 0, 0, 0.1, 10, 10);
    const whole = fitBounds(boundsOf(xy)!, SIZE, 1);
    const near = viewOfWord(xy, 0, [1, 2], whole, SIZE);
    expect(near.scale).toBeCloseTo(whole.scale * 3);
    const far = viewOfWord(xy, 0, [1, 2, 3], whole, SIZE);
    expect(far.scale).toBeGreaterThanOrEqual(whole.scale);
    for (const view of [near, far]) {
      expect(screenX(view, SIZE, 0)).toBeGreaterThan(0);
      expect(screenY(view, SIZE, 0)).toBeLessThan(SIZE.height);
    }
    expect(viewOfWord(Float32Array.of(Number.NaN, 0), 0, [], whole, SIZE)).toBe(whole);
  });
});
