import { beforeAll, describe, expect, it } from "vitest";
import { createGroundedIndex, type GroundedIndex } from "../../../src/embeddings/groundedIndex.ts";
import { findNeighbors } from "../../../src/embeddings/neighbors.ts";
import {
  allocateSearchRows,
  createSearchIndex,
  type SearchIndex,
} from "../../../src/embeddings/searchIndex.ts";
import { unitRowsOf } from "../../../src/embeddings/unitRows.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { randomVector } from "../../support/seededRandom.ts";

const N = 200;
const HERE = 10;
const GENERAL = 6;
const WITHOUT_GENERAL = 3;

const bytes = (seed: number) =>
  Int8Array.from(randomVector(N * GENERAL, seed), (value) => Math.round(100 * Math.tanh(value)));
const general = bytes(2).fill(0, WITHOUT_GENERAL * GENERAL, (WITHOUT_GENERAL + 1) * GENERAL);
const grounded = bytes(3);

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    first += a[i]! ** 2;
    second += b[i]! ** 2;
  }
  return first === 0 || second === 0 ? 0 : product / Math.sqrt(first * second);
}

describe("createGroundedIndex", () => {
  let trained: SearchIndex;
  let index: GroundedIndex;
  let generalRows: Parameters<typeof createGroundedIndex>[1];
  let centered: number[][];

  beforeAll(async () => {
    const rows = allocateSearchRows(N, HERE);
    rows.rawVectors.set(randomVector(N * HERE, 1));
    const kernels = await kernelModule();
    trained = await createSearchIndex(rows, kernels);
    generalRows = { tokens: 2_000_000, dimension: GENERAL, general, grounded };
    index = await createGroundedIndex(trained, generalRows, kernels);
    const mean = Array.from({ length: HERE }, (_, i) => {
      let sum = 0;
      for (let row = 0; row < N; row++) sum += trained.unitVector(row)[i]! / N;
      return sum;
    });
    centered = Array.from({ length: N }, (_, row) =>
      Array.from(trained.unitVector(row), (value, i) => value - mean[i]!),
    );
  });

  const part = (rows: Int8Array, row: number) => rows.subarray(row * GENERAL, (row + 1) * GENERAL);
  const parts = (a: number, b: number) => ({
    here: cosine(centered[a]!, centered[b]!),
    general: cosine(part(general, a), part(general, b)),
    grounded: cosine(part(grounded, a), part(grounded, b)),
  });

  it.each([
    [0, (a: number, b: number) => parts(a, b).here],
    [1, (a: number, b: number) => parts(a, b).general],
    [0.5, (a: number, b: number) => (parts(a, b).here + parts(a, b).general) / 2],
    [0.8, (a: number, b: number) => (parts(a, b).here + 16 * parts(a, b).general) / 17],
    ["auto" as const, (a: number, b: number) => (parts(a, b).here + 4 * parts(a, b).grounded) / 5],
  ])("weighs the cosines of the parts under a balance of %s", async (balance, expected) => {
    const vectors = index.under(balance);
    const neighbors = await findNeighbors(vectors, 17, N);
    expect(neighbors).toHaveLength(N - 1);
    for (const { wordId, cosine: found } of neighbors)
      expect(found).toBeCloseTo(expected(17, wordId), 4);
    const best = [...Array(N).keys()]
      .filter((row) => row !== 17)
      .sort((a, b) => expected(17, b) - expected(17, a))[0];
    expect(neighbors[0]?.wordId).toBe(best);
  });

  it("has vectors of the parts that count, alone and as rows for threads", async () => {
    const dimensions = ([0, 1, 0.5, "auto"] as const).map((b) => index.under(b).dimension);
    expect(dimensions).toEqual([HERE, GENERAL, HERE + GENERAL, HERE + GENERAL]);
    const vectors = index.under(1);
    const { vectors: rows, stride } = await unitRowsOf(vectors, 50, undefined);
    expect(stride).toBe(8);
    expect(rows).toHaveLength(50 * stride);
    for (const row of [0, 17, WITHOUT_GENERAL, 49]) {
      const padded = [...vectors.unitVector(row), 0, 0];
      expect([...rows.subarray(row * stride, (row + 1) * stride)]).toEqual(padded);
    }
    expect((await unitRowsOf(trained, N, undefined)).vectors).toBe(trained.unitRows.vectors);
  });

  it("says how much of a general meaning is kept, and what auto comes to", () => {
    for (const row of [0, 17, N - 1])
      expect(index.keptOf(row)).toBeCloseTo(cosine(part(general, row), part(grounded, row)), 4);
    expect(index.keptOf(WITHOUT_GENERAL)).toBeNull();
    // Where all is kept, auto is [1, 2] of here and general: the same as a balance of 2/3.
    expect(index.autoBalance(1)).toBeCloseTo(2 / 3, 10);
    expect(index.autoBalance(-0.4)).toBe(0);
  });

  it("takes less of the vectors here where there was little text", async () => {
    const kernels = await kernelModule();
    const balanceOf = async (tokens: number) =>
      (await createGroundedIndex(trained, { ...generalRows, tokens }, kernels)).autoBalance(1);
    expect(await balanceOf(0)).toBeCloseTo(3 / 4, 10);
    expect(await balanceOf(100_000)).toBeCloseTo(3 / 4, 10);
    expect(await balanceOf(500_000)).toBeCloseTo(2 / 3, 10);
    const between = await balanceOf(223_607); // half way by the logarithm
    expect(between).toBeCloseTo(2.5 / 3.5, 5);
  });

  it("has no general meaning of a word that the encoder does not know", async () => {
    const neighbors = await findNeighbors(index.under(1), WITHOUT_GENERAL, 5);
    expect(neighbors.map(({ cosine: found }) => found)).toEqual([0, 0, 0, 0, 0]);
  });
});
