import { describe, expect, it } from "vitest";
import { BodyTree } from "../../../src/projection/bodyTree.ts";
import { seededRandom } from "../../support/seededRandom.ts";

/** Points on a plane, or in space; shape [n, 3]. */
function randomPoints(n: number, dimensions: number): Float64Array {
  const random = seededRandom(5);
  return Float64Array.from({ length: 3 * n }, (_, at) =>
    at % 3 < dimensions ? 20 * random() ** 2 - 5 : 0,
  );
}

/** The pushes of all other points and of the point itself, one by one. */
function repulsionByHand(points: Float64Array, row: number): number[] {
  const sums = [0, 0, 0, 0];
  for (let other = 0; other < points.length; other += 3) {
    const along = [0, 1, 2].map((axis) => points[3 * row + axis]! - points[other + axis]!);
    const nearness = 1 / (1 + along.reduce((sum, value) => sum + value * value, 0));
    for (const [axis, value] of along.entries()) sums[axis]! += nearness * nearness * value;
    sums[3]! += nearness;
  }
  return sums;
}

describe.each([2, 3])("the tree over points of %i dimensions", (dimensions) => {
  it("pushes as all points do one by one where no cell acts as one point", () => {
    const points = randomPoints(300, dimensions);
    points.copyWithin(0, 3, 6); // two in one place
    const tree = new BodyTree(300, dimensions);
    const forces = new Float64Array(900);
    for (let build = 0; build < 2; build++) {
      tree.build(points);
      for (const row of [0, 1, 7, 299]) {
        const strength = tree.writeRepulsion(points, row, 0, forces);
        const [x, y, z, total] = repulsionByHand(points, row);
        expect(strength).toBeCloseTo(total!, 8);
        expect(forces[3 * row]).toBeCloseTo(x!, 8);
        expect(forces[3 * row + 1]).toBeCloseTo(y!, 8);
        expect(forces[3 * row + 2]).toBeCloseTo(z!, 8);
      }
    }
  });

  it("pushes nearly so where far cells do", () => {
    const points = randomPoints(2000, dimensions);
    const tree = new BodyTree(2000, dimensions);
    tree.build(points);
    const forces = new Float64Array(6000);
    for (const row of [0, 500, 1999]) {
      const strength = tree.writeRepulsion(points, row, 0.5, forces);
      const [x, y, , total] = repulsionByHand(points, row);
      expect(Math.abs(strength / total! - 1)).toBeLessThan(0.02);
      const error = Math.hypot(forces[3 * row]! - x!, forces[3 * row + 1]! - y!);
      expect(error / Math.hypot(x!, y!)).toBeLessThan(0.1);
    }
  });

  it("takes any number of points in one place", () => {
    const points = new Float64Array(3000).fill(2);
    const tree = new BodyTree(1000, dimensions);
    tree.build(points);
    const forces = new Float64Array(3000);
    expect(tree.writeRepulsion(points, 3, 0.5, forces)).toBeCloseTo(1000, 9);
    expect([...forces.subarray(9, 12)]).toEqual([0, 0, 0]);
  });
});
