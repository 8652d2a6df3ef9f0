import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { projectPca } from "../../../src/projection/pca.ts";
import { randomVector } from "../../support/seededRandom.ts";

interface Golden {
  readonly n: number;
  readonly d: number;
  readonly vectors: number[];
  readonly xy: number[];
  readonly explained: number[];
}

describe("projectPca", () => {
  it("equals numpy's singular value decomposition", async () => {
    const path = new URL("../../fixtures/projection/pca.json", import.meta.url);
    const golden = JSON.parse(await readFile(path, "utf8")) as Golden;
    const { xy, explained } = projectPca(Float32Array.from(golden.vectors), golden.n, golden.d);
    for (const [i, value] of golden.xy.entries())
      expect(Math.abs(xy[i]! - value)).toBeLessThan(1e-4);
    for (const [axis, share] of golden.explained.entries())
      expect(explained[axis]).toBeCloseTo(share, 6);
  });

  it("gives the same points every time", () => {
    const vectors = randomVector(300 * 20, 1);
    expect(projectPca(vectors, 300, 20)).toEqual(projectPca(vectors.slice(), 300, 20));
  });

  it("finds the two axes of random vectors, whose variances are close", () => {
    const [n, d] = [500, 100];
    const { xy, explained } = projectPca(randomVector(n * d, 2), n, d);
    const variances = [0, 1].map((axis) => {
      let sum = 0;
      for (let row = 0; row < n; row++) sum += xy[row * 2 + axis]! ** 2;
      return sum / n;
    });
    expect(variances[0]! / variances[1]!).toBeCloseTo(explained[0] / explained[1], 4);
    let covariance = 0;
    for (let row = 0; row < n; row++) covariance += (xy[row * 2]! * xy[row * 2 + 1]!) / n;
    expect(Math.abs(covariance)).toBeLessThan(1e-6);
    expect(explained[0]).toBeGreaterThanOrEqual(explained[1]);
  });

  it("keeps distances where there are two dimensions", () => {
    const vectors = randomVector(30 * 2, 3);
    const { xy, explained } = projectPca(vectors, 30, 2);
    expect(explained[0] + explained[1]).toBeCloseTo(1, 9);
    const distance = (points: Float32Array, a: number, b: number) =>
      Math.hypot(points[a * 2]! - points[b * 2]!, points[a * 2 + 1]! - points[b * 2 + 1]!);
    for (let i = 1; i < 30; i++) expect(distance(xy, 0, i)).toBeCloseTo(distance(vectors, 0, i), 5);
  });

  it("puts one dimension on the first axis", () => {
    expect(projectPca(Float32Array.of(1, 3, 8), 3, 1)).toEqual({
      xy: Float32Array.of(-3, 0, -1, 0, 4, 0),
      explained: [1, 0],
    });
  });

  it("puts one row, equal rows and no rows in the middle", () => {
    const middle = { xy: new Float32Array(2), explained: [0, 0] };
    expect(projectPca(Float32Array.of(5, 6, 7), 1, 3)).toEqual(middle);
    expect(projectPca(new Float32Array(6).fill(3), 3, 2).xy).toEqual(new Float32Array(6));
    expect(projectPca(new Float32Array(0), 0, 5)).toEqual({ ...middle, xy: new Float32Array(0) });
  });

  it("leaves the second axis empty where all vectors lie on a line", () => {
    const vectors = Float32Array.from({ length: 12 }, (_, i) => Math.floor(i / 3) * ((i % 3) + 1));
    const { xy, explained } = projectPca(vectors, 4, 3);
    expect(explained[0]).toBeCloseTo(1, 9);
    for (let row = 0; row < 4; row++) expect(Math.abs(xy[row * 2 + 1]!)).toBeLessThan(1e-6);
  });

  it("refuses sizes that do not agree", () => {
    expect(() => projectPca(new Float32Array(5), 2, 3)).toThrow("5 numbers for 2 rows of 3");
  });
});
