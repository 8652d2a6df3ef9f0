import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { bindKernels, compileKernels, supportsRelaxedSimd } from "../../../src/kernels/kernels.ts";
import {
  findTopRowsReference,
  normalizeRowsReference,
} from "../../../src/kernels/searchReference.ts";
import {
  layoutSearchMemory,
  writeQuery,
  writeSearchState,
} from "../../../src/kernels/searchMemory.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { randomVector } from "../../support/seededRandom.ts";

const paths = await builtPaths();
// Relaxed SIMD is behind a flag in Node 20.
const builds = supportsRelaxedSimd()
  ? [paths.kernelsSimd, paths.kernelsRelaxed]
  : [paths.kernelsSimd];

describe.each(builds)("kernels of %s", (path) => {
  it("bring rows of any length to unit length, as the plain twin does", async () => {
    for (let dimension = 1; dimension <= 67; dimension++) {
      const { rows, norms, raw, stride } = await normalize(path, 9, dimension);
      const expected = normalizeRowsReference(raw, dimension, stride);
      expect(norms).toEqual(expected.norms);
      expect(rows).toEqual(expected.rows);
    }
  });

  it("find the same rows as the plain twin for every length and number of rows", async () => {
    for (let dimension = 1; dimension <= 67; dimension++) {
      const n = 1 + (dimension % 23);
      const { rows, stride, search } = await normalize(path, n, dimension);
      const query = rows.slice(0, stride);
      for (const k of [1, 3, n])
        checkSameRows(search(query, k), findTopRowsReference(rows, query, k));
    }
  });

  it("miss no row, however close the scores and whatever the lengths of query and rows", async () => {
    for (const [dimension, spread] of [
      [100, 1e-3],
      [100, 1e-6],
      [300, 0.05],
      [7, 1],
    ] as const) {
      // Rows around one direction: their sketches are alike, their scores differ by little.
      const center = randomVector(dimension, 5);
      const noise = randomVector(600 * dimension, 6);
      const { rows, search, stride } = await normalize(
        path,
        600,
        dimension,
        (_, i) => center[i % dimension]! + spread * noise[i]!,
      );
      for (const length of [1, 1e-3, 250]) {
        const query = rows.slice(0, stride).map((value) => value * length);
        const wanted = findTopRowsReference(rows, query, 10);
        const found = search(query, 10);
        // The tenth best of all is no better than the tenth that was found, but for rounding.
        expect(found).toHaveLength(10);
        for (const [place, { score }] of wanted.entries())
          expect(Math.abs(found[place]!.score - score)).toBeLessThan(2e-6 * length);
      }
    }
  });

  it("give an estimate for rows of one large number and for a query of zeros", async () => {
    const { rows, search, stride } = await normalize(path, 40, 64, (_, i) =>
      i % 65 === 0 ? 5 : i % 64 === 1 ? 1e-7 : 0,
    );
    checkSameRows(
      search(rows.slice(0, stride), 5),
      findTopRowsReference(rows, rows.slice(0, stride), 5),
    );
    expect(search(new Float32Array(stride), 3).map(({ row }) => row)).toEqual([0, 1, 2]);
  });

  it("keep the lower row of equally good ones", async () => {
    const { search, stride } = await normalize(path, 50, 4, (_, i) => (i % 4 === 0 ? 2 : 0));
    const query = new Float32Array(stride);
    query[0] = 1;
    expect(search(query, 7).map(({ row }) => row)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("give the same result for a scan in parts", async () => {
    const { search, rows, stride } = await normalize(path, 1003, 10);
    const query = rows.slice(0, stride);
    expect(search(query, 40, [0, 1, 6, 500, 501, 1003])).toEqual(search(query, 40));
  });

  it("leave zero rows zero and take lengths beyond single precision", async () => {
    const values = [0, 0, 3e38, 3e38, 1e-44, 0];
    const { rows, norms } = await normalize(path, 3, 2, (_, i) => values[i] ?? 0);
    expect([...rows.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect(rows[4]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(rows[8]).toBe(1);
    expect(norms[0]).toBe(0);
    expect(norms[1]).toBeGreaterThan(4e38);
  });
});

/** Sums are taken in another order by four lanes: for at most 67 products of numbers below 1 that is below 1e-6. */
function checkSameRows(
  actual: readonly { row: number; score: number }[],
  expected: readonly { row: number; score: number }[],
): void {
  expect(actual.length).toBe(expected.length);
  for (const [place, { row, score }] of expected.entries()) {
    expect(actual[place]?.score).toBeCloseTo(score, 5);
    // Rows whose scores differ by rounding alone may change places.
    const isTied = expected.some(
      (other) => other.row !== row && Math.abs(other.score - score) < 1e-6,
    );
    if (!isTied) expect(actual[place]?.row).toBe(row);
  }
}

/** Normalizes in place, as an index does: the raw rows end where the padded rows end. */
async function normalize(
  path: string,
  n: number,
  dimension: number,
  valueAt?: (value: unknown, i: number) => number,
) {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true });
  const kernels = bindKernels(await compileKernels(await readFile(path)), memory);
  const layout = layoutSearchMemory(n, dimension, n);
  const { stride, norms, scores, ids, state } = layout;
  const buffer = memory.buffer as unknown as SharedArrayBuffer;
  writeSearchState(buffer, layout);
  const raw = valueAt
    ? Float32Array.from({ length: n * dimension }, valueAt)
    : randomVector(n * dimension, 1000 * n + dimension);
  const start = layout.rows;
  const rawStart = start + n * stride * 4 - raw.byteLength;
  new Float32Array(buffer, rawStart, raw.length).set(raw);
  kernels.normalizeRows(rawStart, start, norms, 0, n, dimension, stride);
  kernels.sketchRows(state, 0, n);
  const search = (vector: Float32Array, k: number, ends: readonly number[] = [n]) => {
    writeQuery(buffer, layout, vector.subarray(0, dimension), k);
    let found = 0;
    for (const [i, end] of ends.entries())
      found = kernels.findTopRows(state, ends[i - 1] ?? 0, end, found);
    const rows = new Uint32Array(buffer, ids, found);
    const heap = new Float32Array(buffer, scores, found);
    return Array.from(rows, (row, place) => ({ row, score: heap[place] ?? 0 })).sort(
      (a, b) => b.score - a.score || a.row - b.row,
    );
  };
  return {
    raw,
    stride,
    search,
    rows: new Float32Array(memory.buffer, start, n * stride).slice(),
    norms: new Float64Array(memory.buffer, norms, n).slice(),
  };
}
