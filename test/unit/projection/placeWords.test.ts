import { beforeAll, describe, expect, it } from "vitest";
import { createMultiplyRows, type MultiplyRows } from "../../../src/kernels/matrixProducts.ts";
import { findNeighborGraph, type UnitRows } from "../../../src/projection/neighborGraph.ts";
import {
  placeWords,
  type Placing,
  type PlacingProgress,
} from "../../../src/projection/placeWords.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { plantedVectors } from "../../support/plantedVectors.ts";
import { seededRandom } from "../../support/seededRandom.ts";

const UMAP: Placing = {
  method: "umap",
  dimensions: 2,
  seed: 1,
  neighbors: 15,
  minimumDistance: 0.1,
  epochs: 200,
  perplexity: 30,
  directions: [],
};
let multiply: MultiplyRows;
beforeAll(async () => {
  multiply = createMultiplyRows(await kernelModule());
});
const place = (
  rows: UnitRows,
  placing: Placing,
  onProgress: (progress: PlacingProgress) => void = () => undefined,
  mostLaidOut?: number,
) => placeWords(rows, placing, multiply, seededRandom(2), onProgress, mostLaidOut);

/** The share of points whose nearest point on the map is of their group. */
function purity(
  positions: Float32Array,
  dimensions: number,
  groupOf: (row: number) => number,
): number {
  const n = positions.length / dimensions;
  let pure = 0;
  for (let row = 0; row < n; row++) {
    let [nearest, least] = [-1, Infinity];
    for (let other = 0; other < n; other++) {
      let squares = 0;
      for (let axis = 0; axis < dimensions; axis++)
        squares +=
          (positions[row * dimensions + axis]! - positions[other * dimensions + axis]!) ** 2;
      if (other !== row && squares < least) [nearest, least] = [other, squares];
    }
    if (groupOf(row) === groupOf(nearest)) pure++;
  }
  return pure / n;
}

describe("the graph of neighbors", () => {
  it("has the same neighbors as comparing all by hand, ties by the lower row", () => {
    const { vectors, n, d } = plantedVectors(2100, 9, 7, 1);
    vectors.copyWithin(0, 5 * d, 6 * d); // equal vectors
    vectors.fill(0, 20 * d, 23 * d);
    const { ids, cosines } = findNeighborGraph({ vectors, n, d }, 4, multiply, () => undefined);
    for (const row of [0, 5, 21, 1023, 1024, 1500, 2099]) {
      const all = multiply(vectors.subarray(row * d, (row + 1) * d), 1, vectors, n, d);
      const order = [...all.keys()].filter((other) => other !== row);
      order.sort((a, b) => all[b]! - all[a]! || a - b);
      expect([...ids.subarray(row * 4, row * 4 + 4)]).toEqual(order.slice(0, 4));
      for (const [at, other] of order.slice(0, 4).entries())
        expect(cosines[row * 4 + at]).toBeCloseTo(all[other]!, 6);
    }
  });
});

describe("placing words", () => {
  it.each([2, 3] as const)(
    "by UMAP keeps planted groups apart, in %i dimensions",
    async (dimensions) => {
      const rows = plantedVectors(400, 30, 8, 0.9);
      const { positions } = await place(rows, { ...UMAP, dimensions });
      expect(positions.length).toBe(400 * dimensions);
      expect(purity(positions, dimensions, rows.groupOf)).toBeGreaterThan(0.98);
    },
  );

  it.each([2, 3] as const)(
    "by t-SNE keeps them apart, too, in %i dimensions",
    async (dimensions) => {
      const rows = plantedVectors(400, 30, 8, 0.9);
      const placing: Placing = { ...UMAP, method: "t-sne", dimensions, epochs: 400 };
      const { positions } = await place(rows, placing);
      expect(positions.length).toBe(400 * dimensions);
      expect(purity(positions, dimensions, rows.groupOf)).toBeGreaterThan(0.98);
      expect((await place(rows, placing)).positions).toEqual(positions);
    },
  );

  it("by UMAP gives the same positions for the same seed, and others for another", async () => {
    const rows = plantedVectors(200, 10, 4, 1);
    const [first, second, third] = [
      await place(rows, UMAP),
      await place(rows, UMAP),
      await place(rows, { ...UMAP, seed: 2 }),
    ];
    expect(second.positions).toEqual(first.positions);
    expect(third.positions).not.toEqual(first.positions);
  });

  it("tells of the components first, then of each round", async () => {
    const rows = plantedVectors(100, 10, 3, 1);
    const reports: (PlacingProgress & { readonly now: Float32Array })[] = [];
    const { positions } = await place(rows, { ...UMAP, epochs: 20 }, (progress) =>
      reports.push({ ...progress, now: progress.positions() }),
    );
    const principal = await place(rows, { ...UMAP, method: "pca" });
    expect(reports[0]).toMatchObject({ phase: "neighbors", round: 0, now: principal.positions });
    const rounds = reports.filter(({ phase }) => phase === "layout");
    expect(rounds.map(({ round }) => round)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(rounds.at(-1)?.now).toEqual(positions);
  });

  it("puts words among landmarks where there are too many to lay out", async () => {
    const rows = plantedVectors(600, 30, 6, 0.9);
    const { positions } = await place(rows, UMAP, undefined, 200);
    expect(positions.every(Number.isFinite)).toBe(true);
    expect(purity(positions, 2, rows.groupOf)).toBeGreaterThan(0.97);
  });

  it("by axes multiplies with each direction", async () => {
    const rows = { vectors: Float32Array.of(1, 0, 0.6, 0.8, 0, 0), n: 3, d: 2 };
    const directions = [Float32Array.of(0, 1), Float32Array.of(0.8, -0.6)];
    const { positions } = await place(rows, { ...UMAP, method: "axes", directions });
    for (const [at, value] of [0, 0.8, 0.8, 0, 0, 0].entries())
      expect(positions[at]).toBeCloseTo(value, 6);
  });

  describe.each(["pca", "umap", "t-sne"] as const)("by %s", (method) => {
    it.each([
      ["no word", new Float32Array(), 0, 3],
      ["one word", Float32Array.of(1, 0, 0), 1, 3],
      ["two words", Float32Array.of(1, 0, 0, 0, 1, 0), 2, 3],
      ["vectors without length", new Float32Array(30), 10, 3],
      ["equal vectors", new Float32Array(40).fill(0.5), 10, 4],
      ["one dimension", Float32Array.of(1, -1, 1, -1, 0, 1, 1), 7, 1],
      ["two dimensions", plantedVectors(40, 2, 4, 0.5).vectors, 40, 2],
    ])("gives finite positions for %s", async (_, vectors, n, d) => {
      for (const dimensions of [2, 3] as const) {
        const { positions } = await place({ vectors, n, d }, { ...UMAP, method, dimensions });
        expect(positions.length).toBe(n * dimensions);
        expect(positions.every(Number.isFinite)).toBe(true);
      }
    });
  });
});
