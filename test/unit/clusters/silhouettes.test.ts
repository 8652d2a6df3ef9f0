import { describe, expect, it } from "vitest";
import { silhouettes } from "../../../src/clusters/silhouettes.ts";

/** The cosines of directions in the plane at these angles, in degrees, with each other. */
function atAngles(...degrees: number[]): Float32Array {
  return Float32Array.from(
    degrees.flatMap((a) => degrees.map((b) => Math.cos(((a - b) * Math.PI) / 180))),
  );
}

const distance = (degrees: number) => 1 - Math.cos((degrees * Math.PI) / 180);

describe("silhouettes", () => {
  it("are what the distances to the own and the nearest other group say", () => {
    const found = silhouettes(atAngles(0, 10, 90, 100, 110), Uint16Array.of(0, 0, 1, 1, 1), 2);
    const within = distance(10);
    const other = (distance(90) + distance(100) + distance(110)) / 3;
    expect(found[0]).toBeCloseTo((other - within) / other, 6);
    const middle = (distance(10) + distance(10)) / 2;
    const across = (distance(100) + distance(90)) / 2;
    expect(found[3]).toBeCloseTo((across - middle) / across, 6);
  });

  it("are negative for a point in the wrong group, and small between groups", () => {
    const found = silhouettes(atAngles(0, 5, 95, 90, 92, 47), Uint16Array.of(0, 0, 0, 1, 1, 1), 2);
    expect(found[2]).toBeLessThan(0);
    expect(Math.abs(found[5] ?? 1)).toBeLessThan(0.4);
  });

  it("are 0 in a group of one, and where there is only one group", () => {
    expect([...silhouettes(atAngles(0, 10, 90), Uint16Array.of(0, 0, 1), 2)][2]).toBe(0);
    expect([...silhouettes(atAngles(0, 10, 90), new Uint16Array(3), 1)]).toEqual([0, 0, 0]);
  });
});
