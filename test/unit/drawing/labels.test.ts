import { describe, expect, it } from "vitest";
import { LabelSpace, type Box, type Placement } from "../../../src/drawing/labels.ts";
import { seededRandom } from "../../support/seededRandom.ts";

const SIZE = { width: 400, height: 300 };
const LABEL = { width: 60, height: 15, gap: 5, leader: false };

function boxOf(place: Placement, width = LABEL.width, height = LABEL.height): Box {
  return {
    left: place.x,
    right: place.x + width,
    top: place.y - height / 2,
    bottom: place.y + height / 2,
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

describe("LabelSpace", () => {
  it("puts the first label right of its point, the next of the same point elsewhere", () => {
    const space = new LabelSpace(SIZE);
    const first = space.place({ ...LABEL, x: 200, y: 150 });
    expect(first).toEqual({ x: 205, y: 150, leader: null });
    const second = space.place({ ...LABEL, x: 200, y: 150 });
    expect(second).toEqual({ x: 135, y: 150, leader: null });
  });

  it("never lets labels cover each other or leave the view", () => {
    const random = seededRandom(7);
    const space = new LabelSpace(SIZE);
    const boxes: Box[] = [];
    for (let i = 0; i < 300; i++) {
      const place = space.place({
        ...LABEL,
        x: random() * SIZE.width,
        y: random() * SIZE.height,
        leader: i % 2 === 0,
      });
      if (place) boxes.push(boxOf(place));
    }
    expect(boxes.length).toBeGreaterThan(20);
    for (const [i, box] of boxes.entries()) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(SIZE.width);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThanOrEqual(SIZE.height);
      for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(false);
    }
  });

  it("leads a line to a label that must stand apart, and gives up without one", () => {
    const space = new LabelSpace(SIZE);
    space.add({ left: 120, right: 280, top: 135, bottom: 165 });
    expect(space.place({ ...LABEL, x: 200, y: 150 })).toBeNull();
    const place = space.place({ ...LABEL, x: 200, y: 150, leader: true });
    expect(place?.leader).not.toBeNull();
    expect(overlap(boxOf(place!), { left: 120, right: 280, top: 135, bottom: 165 })).toBe(false);
  });

  it("works in a view without any size", () => {
    const space = new LabelSpace({ width: 0, height: 0 });
    expect(space.place({ ...LABEL, x: 0, y: 0, leader: true })).toBeNull();
  });
});
